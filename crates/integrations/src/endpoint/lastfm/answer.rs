//! Last.fm's answers, as XML and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What a call is answered with.
#[derive(Debug)]
pub(crate) enum Answer {
    Token(String),
    Session { name: String, key: String },
    Scrobbles(Vec<Scrobbled>),
    NowPlaying(Scrobbled),
}

/// A track as it was taken, or why it was not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scrobbled {
    pub(crate) artist: String,
    pub(crate) track: String,
    pub(crate) album: String,
    pub(crate) album_artist: String,
    pub(crate) timestamp: String,
    pub(crate) ignored: Ignored,
}

/// Why a scrobble is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ignored {
    #[default]
    No,
    Artist,
    Track,
    TooOld,
    TooNew,
}

impl Ignored {
    fn code(self) -> u8 {
        match self {
            Ignored::No => 0,
            Ignored::Artist => 1,
            Ignored::Track => 2,
            Ignored::TooOld => 3,
            Ignored::TooNew => 4,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Ignored::No => "",
            Ignored::Artist => "Artist was ignored",
            Ignored::Track => "Track was ignored",
            Ignored::TooOld => "Timestamp was too old",
            Ignored::TooNew => "Timestamp was too new",
        }
    }
}

fn ignored(scrobbles: &[Scrobbled]) -> usize {
    scrobbles.iter().filter(|scrobble| scrobble.ignored != Ignored::No).count()
}

impl Answer {
    pub(crate) fn xml(&self) -> String {
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<lfm status=\"ok\">");
        match self {
            Answer::Token(token) => element(&mut out, "token", "", token),
            Answer::Session { name, key } => {
                out.push_str("<session>");
                element(&mut out, "name", "", name);
                element(&mut out, "key", "", key);
                element(&mut out, "subscriber", "", "0");
                out.push_str("</session>");
            }
            Answer::Scrobbles(scrobbles) => {
                let ignored = ignored(scrobbles);
                let accepted = scrobbles.len() - ignored;
                // Writing to a String cannot fail.
                let _ = write!(out, "<scrobbles accepted=\"{accepted}\" ignored=\"{ignored}\">");
                for scrobble in scrobbles {
                    scrobble.write(&mut out, "scrobble");
                }
                out.push_str("</scrobbles>");
            }
            Answer::NowPlaying(scrobble) => scrobble.write(&mut out, "nowplaying"),
        }
        out.push_str("</lfm>\n");
        out
    }

    pub(crate) fn json(&self) -> Value {
        match self {
            Answer::Token(token) => json!({ "token": token }),
            Answer::Session { name, key } => {
                json!({ "session": { "name": name, "key": key, "subscriber": 0 } })
            }
            Answer::Scrobbles(scrobbles) => {
                let ignored = ignored(scrobbles);
                let counts = json!({ "accepted": scrobbles.len() - ignored, "ignored": ignored });
                // One is an object, several are a list: the XML's rule.
                let scrobble = match scrobbles.as_slice() {
                    [one] => one.json(),
                    several => several.iter().map(Scrobbled::json).collect(),
                };
                json!({ "scrobbles": { "@attr": counts, "scrobble": scrobble } })
            }
            Answer::NowPlaying(scrobble) => json!({ "nowplaying": scrobble.json() }),
        }
    }
}

impl Scrobbled {
    /// The texts that Last.fm may correct, which never happens here.
    fn texts(&self) -> [(&'static str, &str); 4] {
        [
            ("track", &self.track),
            ("artist", &self.artist),
            ("album", &self.album),
            ("albumArtist", &self.album_artist),
        ]
    }

    fn write(&self, out: &mut String, name: &str) {
        let _ = write!(out, "<{name}>");
        for (name, text) in self.texts() {
            element(out, name, " corrected=\"0\"", text);
        }
        if !self.timestamp.is_empty() {
            element(out, "timestamp", "", &self.timestamp);
        }
        let code = format!(" code=\"{}\"", self.ignored.code());
        element(out, "ignoredMessage", &code, self.ignored.words());
        let _ = write!(out, "</{name}>");
    }

    fn json(&self) -> Value {
        let mut members = serde_json::Map::new();
        for (name, text) in self.texts() {
            members.insert(name.to_owned(), json!({ "corrected": "0", "#text": text }));
        }
        if !self.timestamp.is_empty() {
            members.insert("timestamp".to_owned(), json!(self.timestamp));
        }
        let message =
            json!({ "code": self.ignored.code().to_string(), "#text": self.ignored.words() });
        members.insert("ignoredMessage".to_owned(), message);
        Value::Object(members)
    }
}

/// An element with a text. What XML cannot hold at all is left out.
fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    let _ = write!(out, "<{name}{attributes}>");
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter < ' ' => {}
            _ => out.push(letter),
        }
    }
    let _ = write!(out, "</{name}>");
}
