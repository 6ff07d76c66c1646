//! What leaves listening: every play as a table or as JSON lines, and listens for ListenBrainz.
//!
//! The table and the lines hold every row that a source told, with all that it told. Listens are what
//! other services take: one for each play that counts. What is deliberately not here: the lossless
//! archive. Start reading at [`EXPORTERS`].

mod listens;
mod months;
mod table;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::Write;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::export::Exporter;
use store::facts::Fact;
use store::read::ReadCx;

use self::listens::Listens;
use self::table::Table;
use crate::model::Play;
use crate::record::PLAY;

/// A table, lines, and an archive that other services read.
pub(crate) static EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "plays-csv",
        title: "Plays as a table",
        ending: "csv",
        mime: "text/csv",
        write: write_table,
    },
    Exporter {
        format: "plays-jsonl",
        title: "Plays as JSON lines",
        ending: "jsonl",
        mime: "application/jsonl",
        write: write_lines,
    },
    Exporter {
        format: "listenbrainz",
        title: "Listens for ListenBrainz",
        ending: "zip",
        mime: "application/zip",
        write: write_listens,
    },
];

/// What a person said about a play.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Said {
    /// Left out of every figure.
    hidden: bool,
    /// Never one with another source's play.
    apart: bool,
}

fn each(cx: &ReadCx<'_>, mut each_play: impl FnMut(&Fact, Play, Said) -> Result<()>) -> Result<()> {
    cx.each_fact(&PLAY, |fact| {
        let said = Said { hidden: fact.noted("hidden"), apart: fact.noted("apart") };
        each_play(fact, fact.body()?, said)
    })
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::internal("writing the plays", source)
}

fn write_table(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let mut table = Table::new(out)?;
    each(cx, |_, play, said| table.play(&play, said))?;
    table.finish()?;
    Ok(Vec::new())
}

fn write_lines(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    each(cx, |_, play, said| line(&play, said, out))?;
    Ok(Vec::new())
}

/// One line: the play as it is kept, read again by the importer of this format.
fn line(play: &Play, said: Said, out: &mut dyn Write) -> Result<()> {
    #[derive(serde::Serialize)]
    struct Line<'a> {
        #[serde(flatten)]
        play: &'a Play,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        hidden: bool,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        apart: bool,
    }
    let line = Line { play, hidden: said.hidden, apart: said.apart };
    serde_json::to_writer(&mut *out, &line).map_err(failed)?;
    out.write_all(b"\n").map_err(failed)
}

fn write_listens(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let evidence = evidence(cx)?;
    let mut listens = Listens::default();
    each(cx, |fact, play, said| match evidence.contains(&fact.id) {
        true => Ok(()),
        false => listens.play(&play, said),
    })?;
    listens.finish(out)
}

/// Plays that another source told, too, and better: they are not a second listen.
fn evidence(cx: &ReadCx<'_>) -> Result<HashSet<AnyId>> {
    let sql = "SELECT id FROM listening_play WHERE same IS NOT NULL";
    Ok(cx.sql().rows(sql, &[], |row| row.id(0))?.into_iter().collect())
}
