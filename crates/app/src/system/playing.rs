//! What plays now, and whether the players of this device are listened to.

use base::error::Result;
use domain::command::Nothing;
use domain::wire;
use serde_json::{Map, Value};

use crate::app::App;
use crate::services::setup::{self, WatchingNow};
use crate::system::system;

system! { COMMANDS "playing":
    /// What plays now, and whether players of this device are listened to.
    read status(Nothing) -> Playing, reads &["playing"];
    /// Listens to the players of this device, or no more.
    write set(SetPlaying) -> Playing;
}

wire! {
    /// What plays, and who is listened to.
    pub(crate) struct Playing {
        /// Whether it was turned on.
        pub(crate) on: bool,
        /// Whether what browsers play counts, too.
        pub(crate) browsers: bool,
        /// Whether players are followed now: they are while the vault is open in the window or
        /// `everkept serve`.
        pub(crate) following: bool,
        /// Why they are not.
        pub(crate) problem: Option<String>,
        /// What plays now, here or in a program that submits. Never kept.
        pub(crate) now: Option<NowPlaying>,
    }

    /// A track that plays.
    pub(crate) struct NowPlaying {
        /// Its title.
        pub(crate) title: String,
        /// Its artist.
        pub(crate) artist: String,
        /// Its album.
        pub(crate) album: Option<String>,
        /// What plays it.
        pub(crate) player: Option<String>,
    }

    /// Changes to that; what is left out stays.
    #[ts(optional_fields)]
    pub(crate) struct SetPlaying {
        /// Whether players are listened to.
        #[serde(default)]
        pub(crate) on: Option<bool>,
        /// Whether what browsers play counts, too.
        #[serde(default)]
        pub(crate) browsers: Option<bool>,
    }
}

fn status(app: &App, _: Nothing) -> Result<Playing> {
    let WatchingNow { set, following, problem, playing } = setup::watching(app)?;
    let now = playing.as_ref().map(shown);
    Ok(Playing { on: set.on, browsers: set.browsers, following, problem, now })
}

fn set(app: &App, request: SetPlaying) -> Result<Playing> {
    setup::set_watching(app, request.on, request.browsers)?;
    status(app, Nothing {})
}

/// ListenBrainz's words for a track in ours.
fn shown(track: &Map<String, Value>) -> NowPlaying {
    let text = |name: &str| track.get(name).and_then(Value::as_str).map(str::to_owned);
    let info = |name: &str| {
        let info = track.get("additional_info")?.get(name)?;
        info.as_str().map(str::to_owned)
    };
    NowPlaying {
        title: text("track_name").unwrap_or_default(),
        artist: text("artist_name").unwrap_or_default(),
        album: text("release_name"),
        player: info("media_player").or_else(|| info("submission_client")),
    }
}
