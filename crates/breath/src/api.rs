//! What breath answers: requests and replies, and the bodies of its commands.

mod check;
mod live;
mod patterns;
mod sessions;

use store::write::WriteCx;

pub(crate) use self::live::*;
pub(crate) use self::patterns::*;
pub(crate) use self::sessions::*;

/// The zone where the person is.
pub(crate) fn zone_name(cx: &WriteCx<'_>) -> String {
    cx.read().env().zone().iana_name().unwrap_or("UTC").to_owned()
}
