//! Listening: plays, and the tracks, albums, artists and genres that they make.
//!
//! A play is a fact, kept as its source told it. Everything else on these pages follows from the plays
//! and from what people say about them; there is no table of music that could disagree. What is
//! deliberately not here: any network (importers read files; remote accounts feed them from
//! `integrations`), and what a program is playing right now. Start reading at [`model`], then
//! [`projection`], then [`api`].

mod agenda;
mod api;
mod capture;
mod demo;
mod export;
mod import;
mod model;
mod projection;
mod record;
mod report;
mod series;

use base::day::Span;
use base::error::Result;
use domain::command::{Command, Nothing};
use domain::export::Exporter;
use domain::import::{Importer, Sink};
use domain::series::Series;
use domain::view::{AgendaItem, Draft, Named};
use domain::{DemoLife, Domain, commands};
use store::project::Projection;
use store::read::ReadCx;
use store::record::{FactKind, RecordKind};
use store::write::WriteCx;

use crate::api::*;
use crate::record::{ALIAS, LABEL, LIST, PLAY, SETTINGS};
use crate::report::{Report, ReportCheck, ReportOf, ReportText};

commands! { "listening":
    /// Figures over a range.
    read overview(OfRange) -> Overview, reads &[&PLAY, &SETTINGS];
    /// The most played artists, albums, tracks or genres.
    read top(TopOf) -> Top, reads &[&PLAY, &SETTINGS, &ALIAS, &LABEL];
    /// When it is heard: by weekday and hour.
    read clock(OfRange) -> Clock, reads &[&PLAY, &SETTINGS];
    /// How much is heard, step by step.
    read trend(TrendOf) -> Trend, reads &[&PLAY, &SETTINGS, &ALIAS, &LABEL];
    /// What was heard for the first time.
    read discovery(OfSteps) -> Discovery, reads &[&PLAY, &SETTINGS, &ALIAS];
    /// Plays without a long silence between them.
    read sessions(OfRange) -> Sessions, reads &[&PLAY, &SETTINGS];
    /// How widely is listened.
    read diversity(OfSteps) -> Diversity, reads &[&PLAY, &SETTINGS, &ALIAS];
    /// Two ranges beside each other.
    read compare(CompareOf) -> Comparison, reads &[&PLAY, &SETTINGS, &ALIAS, &LABEL];
    /// This day in earlier years.
    read on_this_day(MusicOnDay) -> Vec<YearsAgo>, reads &[&PLAY, &SETTINGS];
    /// Plays, latest first.
    read plays(ListPlays) -> PlayPage, reads &[&PLAY, &SETTINGS, &ALIAS];
    /// One play and who told it.
    read play(PlayRef) -> PlayDetail, reads &[&PLAY];
    /// Says something about a play: hidden, or never one with another's.
    write edit_play(EditPlay) -> ();
    /// Writes down a play by hand.
    write add_play(NewPlay) -> PlayRef;
    /// Who told how much.
    read sources(Nothing) -> Vec<SourceRow>, reads &[&PLAY];
    /// An artist's page.
    read artist(EntityRef) -> ArtistPage, reads &[&PLAY, &SETTINGS, &ALIAS, &LABEL];
    /// An album's page.
    read album(EntityRef) -> AlbumPage, reads &[&PLAY, &SETTINGS, &ALIAS];
    /// A track's page.
    read track(EntityRef) -> TrackPage, reads &[&PLAY, &SETTINGS, &ALIAS, &LIST];
    /// A genre's page.
    read genre(EntityRef) -> GenrePage, reads &[&PLAY, &SETTINGS, &LABEL];
    /// Finds artists, albums and tracks by name.
    read find(FindMusic) -> FoundMusic, reads &[&PLAY, &ALIAS];
    /// Shows one artist, album or track under another's name; nothing is destroyed.
    write merge(Merge) -> ();
    /// Takes a merge back.
    write unmerge(Unmerge) -> ();
    /// All merges.
    read merges(Nothing) -> Vec<Merged>, reads &[&ALIAS];
    /// Gives an artist a genre, or takes it away.
    write set_genre(SetGenre) -> ();
    /// Own lists of tracks.
    read lists(Nothing) -> Vec<TrackList>, reads &[&LIST];
    /// One list with its tracks.
    read list(ListRef) -> TrackListPage, reads &[&LIST, &PLAY];
    /// Makes a list.
    write create_list(NewList) -> CreatedList;
    /// Changes a list's name or words.
    write edit_list(EditList) -> ();
    /// Puts a track into a list or takes it out.
    write set_listed(SetListed) -> ();
    /// How figures are counted.
    read settings(Nothing) -> ListeningSettings, reads &[&SETTINGS];
    /// Changes how figures are counted; all of them are counted anew.
    write edit_settings(EditSettings) -> ();
    /// Figures of a range as one page that stands alone, signed; it keeps nothing of it.
    write report(ReportOf) -> Report;
    /// Whether a report is as it was made, and by whom.
    read check_report(ReportText) -> ReportCheck, reads &[];
}

static RECORDS: &[&RecordKind] = &[&SETTINGS, &ALIAS, &LABEL, &LIST];
static FACTS: &[&FactKind] = &[&PLAY];

/// Listening.
pub struct Listening;

impl Domain for Listening {
    fn name(&self) -> &'static str {
        "listening"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn facts(&self) -> &'static [&'static FactKind] {
        FACTS
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }

    fn agenda(&self, cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
        agenda::agenda(cx, span)
    }

    fn find(&self, cx: &ReadCx<'_>, text: &str, limit: usize) -> Result<Vec<Named>> {
        agenda::find(cx, text, limit)
    }

    fn capture(&self, text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
        capture::capture(text, cx)
    }

    fn series(&self) -> &'static [Series] {
        series::SERIES
    }

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }

    fn exporters(&self) -> &'static [Exporter] {
        export::EXPORTERS
    }

    fn prepare(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        api::remember_zone(cx)
    }

    fn demo(&self, life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
        demo::demo(life, sink)
    }
}
