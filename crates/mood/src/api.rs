//! What mood answers: requests and replies, and the bodies of its commands.

pub(crate) mod check;
mod checkins;
mod factors;
mod figures;
pub(crate) mod settings;
mod timeline;
mod who5;
mod words;

use store::read::ReadCx;

pub(crate) use self::checkins::*;
pub(crate) use self::factors::*;
pub(crate) use self::figures::*;
pub(crate) use self::settings::*;
pub(crate) use self::timeline::*;
pub(crate) use self::who5::*;
pub(crate) use self::words::*;
pub(crate) use crate::lanes::*;

/// The zone where the person is.
pub(crate) fn zone_name(cx: &ReadCx<'_>) -> String {
    cx.env().zone().iana_name().unwrap_or("UTC").to_owned()
}
