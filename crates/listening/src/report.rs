//! The share report: figures of a range as one HTML page that stands alone, signed.
//!
//! The page loads nothing, runs nothing, and names no record, folder, device or address: it says what
//! was heard and no more. What is deliberately not here: sending it anywhere. Start reading at
//! [`report`], then [`seal`].

mod charts;
mod page;
mod seal;
#[cfg(test)]
mod tests;
mod words;

use base::day::Day;
use base::error::{Error, Result};
use domain::wire;
use store::read::ReadCx;
use store::write::WriteCx;

use self::seal::{Found, Seal};
use crate::api::Range;

wire! {
    /// What a report shows.
    pub(crate) struct ReportOf {
        /// Over which days.
        pub(crate) range: Range,
        /// Its parts, in their order; each once.
        pub(crate) panels: Vec<ReportPanel>,
        /// Its title, at most 120 characters; without one it gets a plain one.
        #[serde(default)]
        pub(crate) title: String,
    }

    /// One part of a report.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ReportPanel {
        /// Totals.
        Figures,
        /// The most played artists.
        Artists,
        /// The most played albums.
        Albums,
        /// The most played tracks.
        Tracks,
        /// The most played genres.
        Genres,
        /// When it was heard: by weekday and hour.
        Clock,
        /// How much was heard, day by day.
        Calendar,
        /// What was heard for the first time.
        Discovery,
    }

    /// A finished report.
    pub(crate) struct Report {
        /// The whole file.
        pub(crate) html: String,
        /// A name for the file: `listening-2026.html`.
        pub(crate) name: String,
        /// What the signature is known by, as the page shows it.
        pub(crate) fingerprint: String,
    }

    /// A file that claims to be a report.
    pub(crate) struct ReportText {
        /// Its whole text.
        pub(crate) text: String,
    }

    /// What a file is.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ReportState {
        /// As it was made, by this vault on this device.
        Ours,
        /// As it was made, by another vault or device.
        Another,
        /// It is a report, but not as it was made.
        Altered,
        /// It is no report.
        NoReport,
    }

    /// What was found out about a file. Of an altered one nothing is repeated.
    pub(crate) struct ReportCheck {
        /// What it is.
        pub(crate) state: ReportState,
        /// Its title.
        pub(crate) title: Option<String>,
        /// When it was made.
        pub(crate) made: Option<Day>,
        /// What its signature is known by.
        pub(crate) fingerprint: Option<String>,
    }
}

/// The longest title, characters.
const TITLE_CHARS_MAX: usize = 120;
/// The longest file that is checked, bytes: a report of everything has some 100 kB.
const TEXT_BYTES_MAX: usize = 8 << 20;

/// Makes a report. It writes only once: the key that signs, when there is none yet.
pub(crate) fn report(cx: &mut WriteCx<'_>, mut request: ReportOf) -> Result<Report> {
    request.title = request.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if request.title.chars().count() > TITLE_CHARS_MAX {
        let message = format!("a title has at most {TITLE_CHARS_MAX} characters");
        return Err(Error::invalid("title", message));
    }
    let mut panels: Vec<ReportPanel> = Vec::new();
    for panel in std::mem::take(&mut request.panels) {
        if !panels.contains(&panel) {
            panels.push(panel);
        }
    }
    if panels.is_empty() {
        return Err(Error::invalid("panels", "a report shows at least one thing"));
    }
    request.panels = panels;
    let seal = Seal::own(cx)?;
    let fingerprint = seal.fingerprint();
    let payload = page::write(&cx.read(), &request, &fingerprint)?;
    Ok(Report { html: seal.sign(payload), name: words::file_name(request.range), fingerprint })
}

/// Says what a file is.
pub(crate) fn check_report(cx: &ReadCx<'_>, request: ReportText) -> Result<ReportCheck> {
    if request.text.len() > TEXT_BYTES_MAX {
        return Err(Error::invalid("text", "the file is longer than any report"));
    }
    let nothing = |state| ReportCheck { state, title: None, made: None, fingerprint: None };
    Ok(match seal::open(&request.text) {
        Found::Nothing => nothing(ReportState::NoReport),
        Found::Altered => nothing(ReportState::Altered),
        Found::Intact { payload, key } => {
            let ours = Seal::known(cx)?.is_some_and(|seal| seal.key() == key);
            ReportCheck {
                state: if ours { ReportState::Ours } else { ReportState::Another },
                title: page::title_of(payload),
                made: page::made_on(payload),
                fingerprint: Some(seal::fingerprint(&key)),
            }
        }
    })
}
