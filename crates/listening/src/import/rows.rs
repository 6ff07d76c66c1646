//! Rows of JSON files of any length, one at a time, parsed where they lie.
//!
//! A window slides over the file: a row borrows its texts from it, and the file is never held. What a
//! row costs is one pass; only a row that cannot be parsed is looked at again, to find where it ends,
//! so that it costs itself and not the rest of the file.

use base::error::{Error, Result};
use domain::source::{Source, SourceFile};
use serde::Deserialize;

use self::window::Window;
use super::buffer::{Place, Plays};

mod window;

/// Where the rows are.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    /// In an array: the outermost value, or the one that these names lead to (`["payload",
    /// "listens"]`). Each name may lead to it already.
    Array(&'static [&'static str]),
    /// One on each line.
    Lines,
}

/// What is done with the rows of a file.
pub(super) trait Rows {
    /// One row.
    type Row<'a>: Deserialize<'a>;

    /// Takes a row. An error ends the import.
    fn row(&mut self, row: Self::Row<'_>, place: &Place<'_>, plays: &mut Plays<'_>) -> Result<()>;
}

/// Reads a file to its end, or to where it can no longer be read, which is told.
pub(super) fn read<R: Rows>(
    source: &Source,
    file: &SourceFile,
    layout: Layout,
    rows: &mut R,
    plays: &mut Plays<'_>,
) -> Result<()> {
    let reader = match source.read(&file.name) {
        Ok(reader) => reader,
        Err(error) => {
            plays.broken(&file.name, &error.to_string());
            return plays.file_done(file);
        }
    };
    let mut cutter = Cutter { window: Window::new(reader), row: 0, name: &file.name };
    match cutter.file(layout, rows, plays) {
        Ok(()) => {}
        Err(Stop::Told(error)) => return Err(error),
        Err(Stop::Broken(why)) => {
            let why = cutter.window.failed.take().map_or(why, |error| error.to_string());
            let row = cutter.row;
            plays.broken(&file.name, &format!("row {row}: {why}"));
        }
    }
    if cutter.window.repaired {
        plays.file_problem(&file.name, "is not all UTF-8; what could not be read is shown as �");
    }
    plays.file_done(file)
}

enum Stop {
    Broken(String),
    Told(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Told(error)
    }
}

fn broken(what: &str) -> Stop {
    Stop::Broken(what.to_owned())
}

const CUT_OFF: &str = "the file ends here, in the middle";

struct Cutter<'r> {
    window: Window<'r>,
    row: usize,
    name: &'r str,
}

impl Cutter<'_> {
    fn file<R: Rows>(
        &mut self,
        layout: Layout,
        rows: &mut R,
        plays: &mut Plays<'_>,
    ) -> Result<(), Stop> {
        match layout {
            Layout::Lines => self.lines(rows, plays),
            Layout::Array(path) => match self.window.next()? {
                Some(b'[') => self.array(rows, plays),
                Some(b'{') => self.object(path, rows, plays),
                Some(_) => Err(broken("it is not JSON")),
                None => Err(broken("it is empty")),
            },
        }
    }

    /// Follows a path of names through objects; the next byte is the opening brace.
    fn object<R: Rows>(
        &mut self,
        mut path: &[&str],
        rows: &mut R,
        plays: &mut Plays<'_>,
    ) -> Result<(), Stop> {
        self.window.at += 1;
        loop {
            match self.window.next()? {
                Some(b'"') => {}
                Some(b',') => {
                    self.window.at += 1;
                    continue;
                }
                Some(b'}') => return Err(broken("the rows are not in it")),
                Some(_) => return Err(broken("a name was expected")),
                None => return Err(broken(CUT_OFF)),
            }
            let end = self.window.value_end()?;
            let name = self.window.text[self.window.at..end].trim_matches('"').to_owned();
            self.window.at = end;
            if self.window.next()? != Some(b':') {
                return Err(broken("a colon was expected"));
            }
            self.window.at += 1;
            let first = self.window.next()?;
            match (path.iter().position(|step| *step == name), first) {
                (Some(_), Some(b'[')) => return self.array(rows, plays),
                (Some(step), Some(b'{')) if step + 1 < path.len() => {
                    path = &path[step + 1..];
                    self.window.at += 1;
                }
                // A list of one is written as the one alone, by programs that made their JSON of XML.
                (Some(_), Some(b'{')) => return self.value(rows, plays),
                _ => self.window.at = self.window.value_end()?,
            }
        }
    }

    /// The rows; the next byte is the opening bracket.
    fn array<R: Rows>(&mut self, rows: &mut R, plays: &mut Plays<'_>) -> Result<(), Stop> {
        self.window.at += 1;
        loop {
            match self.window.next()? {
                Some(b']') => return Ok(()),
                Some(b',') => self.window.at += 1,
                Some(_) => self.value(rows, plays)?,
                None => return Err(broken(CUT_OFF)),
            }
        }
    }

    /// One row of an array, which begins at the window's place.
    fn value<R: Rows>(&mut self, rows: &mut R, plays: &mut Plays<'_>) -> Result<(), Stop> {
        self.row += 1;
        let place = Place { file: self.name, row: self.row };
        loop {
            let tried = {
                let text = &self.window.text[self.window.at..];
                let mut stream = serde_json::Deserializer::from_str(text).into_iter::<R::Row<'_>>();
                match stream.next() {
                    Some(Ok(row)) => {
                        let len = stream.byte_offset();
                        rows.row(row, &place, plays)?;
                        Ok(len)
                    }
                    Some(Err(error)) => Err(Some(error)),
                    None => Err(None),
                }
            };
            let window = &mut self.window;
            match tried {
                Ok(len) => {
                    window.at += len;
                    break;
                }
                Err(None) => return Err(broken(CUT_OFF)),
                Err(Some(error)) if error.is_eof() && window.more()? => {}
                Err(Some(error)) => {
                    // Where it ends is told by its brackets; when it has no end, neither has the file.
                    let end = window.value_end()?;
                    if end == window.at {
                        return Err(broken("a value was expected"));
                    }
                    window.at = end;
                    plays.problem(&place, &unreadable(&error));
                    break;
                }
            }
        }
        let at = self.window.before + self.window.at as u64;
        Ok(plays.step(at)?)
    }

    fn lines<R: Rows>(&mut self, rows: &mut R, plays: &mut Plays<'_>) -> Result<(), Stop> {
        loop {
            let Some(end) = self.window.line_end()? else { return Ok(()) };
            self.row += 1;
            let place = Place { file: self.name, row: self.row };
            let line = self.window.text[self.window.at..end].trim();
            if !line.is_empty() {
                match serde_json::from_str(line) {
                    Ok(row) => rows.row(row, &place, plays)?,
                    Err(error) if error.is_eof() => plays.problem(&place, "is cut off"),
                    Err(error) => plays.problem(&place, &unreadable(&error)),
                }
            }
            self.window.at = (end + 1).min(self.window.text.len());
            let at = self.window.before + self.window.at as u64;
            plays.step(at)?;
        }
    }
}

/// What was wrong, without the position, which counts from the row's own start.
pub(super) fn unreadable(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    format!("cannot be read: {what}")
}
