//! What the person agrees to before an account is connected.

use base::error::{Error, Result};
use domain::wire;

wire! {
    /// What an account is asked for and under which terms.
    pub(crate) struct Terms {
        /// The account.
        pub(crate) id: String,
        /// What to say when the person agrees; it changes when the words do.
        pub(crate) version: String,
        /// What is sent, what comes, what is asked of the person: one sentence or two each.
        pub(crate) points: Vec<String>,
        /// The service's own words.
        pub(crate) links: Vec<TermsLink>,
    }

    /// A page of the service.
    pub(crate) struct TermsLink {
        /// What it is called.
        pub(crate) title: String,
        /// Its address.
        pub(crate) address: String,
    }
}

struct Words {
    id: &'static str,
    version: &'static str,
    points: &'static [&'static str],
    links: &'static [(&'static str, &'static str)],
}

/// Said of each.
const ALWAYS: &[&str] = &[
    "Off, it sends nothing. On, it asks once an hour while Everkept is open, and what comes is kept in \
     this vault.",
    "The service sees your network address and that a program called Everkept asks, as it would of any \
     program. Nothing that you keep here is sent.",
];

const ALL: &[Words] = &[
    Words {
        id: "listenbrainz",
        version: "2026-11",
        points: &[
            "Sent to api.listenbrainz.org, or to the server that you name: your name there, and a token \
             only if you give one.",
            "All listens that this account holds come, the newest first; a long history takes a while.",
        ],
        links: &[
            ("Terms of ListenBrainz", "https://listenbrainz.org/terms-of-service/"),
            ("Privacy at MetaBrainz", "https://metabrainz.org/privacy"),
        ],
    },
    Words {
        id: "lastfm",
        version: "2026-11",
        points: &[
            "Sent to ws.audioscrobbler.com: your name there and an API key of your own, which you make \
             at Last.fm. The key stays in this system’s keyring.",
            "All scrobbles that this account holds come, the newest first; a long history takes a while.",
            "Last.fm’s terms for its API hold for your key: read them before you connect.",
        ],
        links: &[
            ("Terms of Last.fm’s API", "https://www.last.fm/api/tos"),
            ("Make an API key", "https://www.last.fm/api/account/create"),
        ],
    },
    Words {
        id: "spotify",
        version: "2026-11",
        points: &[
            "Sent to accounts.spotify.com and api.spotify.com: the client id of an app of your own, and \
             the tokens that you grant it. The tokens stay in this system’s keyring, on this device.",
            "Only what was played lately comes, about the last fifty tracks at a time. For your whole \
             history ask Spotify for your data and import the files.",
            "Spotify wants the owner of the app to have Premium, and the redirect address \
             http://127.0.0.1/callback to stand in its settings. What you grant ends after six months; \
             then connect again.",
            "Spotify’s developer terms hold for what comes this way. As we understand them they do not \
             allow to analyze its content for new listening figures, or to feed it to a learning model. \
             Read them: whether you may use it so is between you and Spotify. Files that Spotify sends you on \
             request, and what players on this device tell, do not come under them.",
        ],
        links: &[
            ("Spotify’s developer terms", "https://developer.spotify.com/terms"),
            ("Spotify’s developer policy", "https://developer.spotify.com/policy"),
            ("Your apps at Spotify", "https://developer.spotify.com/dashboard"),
        ],
    },
];

/// The terms of an account.
///
/// # Errors
/// `NotFound` when there is none of that name.
pub(super) fn of(id: &str) -> Result<Terms> {
    let found = ALL.iter().find(|words| words.id == id);
    let words = found.ok_or_else(|| Error::not_found("account", id))?;
    let link = |(title, address): &(&str, &str)| TermsLink {
        title: (*title).to_owned(),
        address: (*address).to_owned(),
    };
    Ok(Terms {
        id: id.to_owned(),
        version: words.version.to_owned(),
        points: words.points.iter().chain(ALWAYS).map(|point| (*point).to_owned()).collect(),
        links: words.links.iter().map(link).collect(),
    })
}

/// Whether the person grants it in the browser.
pub(super) fn needs_browser(id: &str) -> bool {
    id == "spotify"
}
