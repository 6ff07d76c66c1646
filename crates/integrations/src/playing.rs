//! What plays on this device, told by the players themselves, and turned into listens.
//!
//! On Linux by MPRIS, which nearly every player speaks on D-Bus; on Windows by the system's media
//! controls; on macOS by asking Music and Spotify. [`session`] decides what was listened to and is
//! pure; a [`source::Source`] only tells what changes. Off unless [`watch::watch`] is called.
//!
//! What is deliberately not here: paths of files that play, what browsers play (it is no music as
//! often as not; the person may let them in), and the private interface of macOS that tells all
//! players. Start reading at [`session::Session`].

#[cfg(any(target_os = "macos", test))]
#[cfg_attr(not(target_os = "macos"), expect(dead_code, reason = "its script runs there only"))]
mod macos;
#[cfg(target_os = "linux")]
pub mod mpris;
pub mod session;
pub mod source;
pub mod watch;
#[cfg(windows)]
mod windows;

use source::Source;

/// Players that are not listened to unless the person wants it: what begins with one of these.
pub const IGNORED: [&str; 9] = [
    "brave",
    "chrome",
    "chromium",
    "edge",
    "firefox",
    "kdeconnect",
    "opera",
    "plasma-browser-integration",
    "vivaldi",
];

/// The source of this system, without players whose names begin with one of `ignored`; `None` where
/// there is none.
pub fn here(ignored: &[String]) -> Option<Box<dyn Source>> {
    #[cfg(target_os = "linux")]
    return Some(Box::new(mpris::Mpris::new(None, ignored)));
    #[cfg(windows)]
    return Some(Box::new(windows::SystemControls::new(ignored)));
    #[cfg(target_os = "macos")]
    return Some(Box::new(macos::Scripted::new(ignored)));
    #[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
    {
        let _ = ignored;
        None
    }
}

/// Whether a player is left alone. Names are compared without case.
#[cfg(any(target_os = "linux", windows, target_os = "macos"))]
fn is_ignored(player: &str, ignored: &[String]) -> bool {
    let player = player.to_lowercase();
    ignored.iter().any(|name| player.starts_with(&name.to_lowercase()))
}
