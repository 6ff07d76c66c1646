//! What breath answers: requests and replies, and the bodies of its commands.

mod check;
mod courses;
mod hrv;
mod live;
mod patterns;
mod rhythm;
mod sessions;
mod settings;
mod share;
mod traces;

use store::write::WriteCx;

pub(crate) use self::courses::*;
pub(crate) use self::hrv::*;
pub(crate) use self::live::*;
pub(crate) use self::patterns::*;
pub(crate) use self::rhythm::*;
pub(crate) use self::sessions::*;
pub(crate) use self::settings::*;
pub(crate) use self::share::*;
pub(crate) use self::traces::*;

/// The zone where the person is.
pub(crate) fn zone_name(cx: &WriteCx<'_>) -> String {
    cx.read().env().zone().iana_name().unwrap_or("UTC").to_owned()
}
