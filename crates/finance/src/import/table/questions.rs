//! What a table asks the person: its letters, its columns, its signs.

use base::error::Result;
use domain::import::{Choice, Question};

use super::columns::Columns;
use super::layout::Layout;
use super::profile::Profile;
use super::proof::{Sign, Signs};
use super::records::Record;
use super::words::Role;
use crate::import::account::ask;
use crate::import::asking::choice;
use crate::import::rows::Rows;
use crate::import::text::Decoded;

/// Eight-bit letters of banks' exports; which of them it is shows in no byte.
const ENCODINGS: [&str; 10] = [
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "macintosh",
    "shift_jis",
    "gb18030",
    "euc-kr",
];
/// Columns that a question offers.
const COLUMNS_MAX: usize = 80;
/// The answer for a column that there is not.
const NONE: &str = "none";

/// The columns that are asked about.
const ASKED: [Role; 6] =
    [Role::Date, Role::Amount, Role::Debit, Role::Credit, Role::Payee, Role::Memo];

fn about(id: &str, rows: &Rows<'_>, what: &str) -> (String, String) {
    match rows.about() {
        place if place.is_empty() => (id.to_owned(), what.to_owned()),
        place => (format!("{id}:{place}"), format!("{place}: {what}").trim_end().to_owned()),
    }
}

/// The encoding to read the file in anew, when it is not the one that was taken.
pub(super) fn encoding(
    first: &Decoded,
    saved: Option<&Profile>,
    rows: &mut Rows<'_>,
) -> Result<Option<String>> {
    if first.is_proven {
        return Ok(None);
    }
    if let Some(saved) = saved {
        return Ok(Some(saved.encoding.clone()).filter(|label| !label.is_empty()));
    }
    let (id, about) = about("encoding", rows, "");
    let choices = ENCODINGS.map(choice).to_vec();
    let suggestion = Some(ENCODINGS[0].to_owned());
    let question = Question { id, about, choices, free: false, suggestion };
    Ok(ask(rows.sink, &question)?.filter(|label| label != ENCODINGS[0]))
}

/// What the columns say: as guessed, unless the person says otherwise.
pub(super) fn columns(
    layout: &Layout,
    sample: &[Record<'_>],
    rows: &mut Rows<'_>,
) -> Result<Columns> {
    let mut columns = match layout.header.is_empty() {
        false => Columns::by_names(&layout.header, sample),
        true => Columns::by_content(sample),
    };
    let width = sample.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let width = width.max(layout.header.len()).min(COLUMNS_MAX);
    if width < 2 {
        return Ok(columns);
    }
    let label = |column: usize| match layout.header.get(column).filter(|name| !name.is_empty()) {
        Some(name) => name.clone(),
        // A column without a name shows what stands in it.
        None => sample.first().map(|row| row.cell(column).to_owned()).unwrap_or_default(),
    };
    let mut choices: Vec<Choice> = (0..width)
        .map(|column| Choice { value: column.to_string(), label: label(column) })
        .collect();
    choices.push(choice(NONE));
    for role in ASKED {
        let guessed = columns.get(role).map(|column| column.to_string());
        let needed = match role {
            Role::Date => true,
            Role::Amount => columns.get(Role::Debit).or(columns.get(Role::Credit)).is_none(),
            _ => false,
        };
        let suggestion = guessed.clone().or((!needed).then(|| NONE.to_owned()));
        let (id, about) = about(&format!("column_{}", role.word()), rows, "");
        let question = Question { id, about, choices: choices.clone(), free: false, suggestion };
        let answer = ask(rows.sink, &question)?;
        // A guess may stand in several columns, an answer in one.
        if answer != guessed {
            let column = answer.and_then(|answer| answer.parse::<usize>().ok());
            columns.set(role, column.filter(|column| *column < width).into_iter().collect());
        }
    }
    Ok(columns)
}

/// Whether amounts have to be turned round, and whether that was proven or said; `None` when nobody
/// says it, which is told.
pub(super) fn sign(signs: &Signs<'_>, rows: &mut Rows<'_>) -> Result<(Option<bool>, bool)> {
    const WRITTEN: &str = "as_written";
    const INVERTED: &str = "inverted";
    let suggestion = match signs.sign() {
        Sign::Proven { inverted } => return Ok((Some(inverted), true)),
        Sign::Likely => Some(WRITTEN.to_owned()),
        Sign::Open => None,
    };
    let (id, about) = about("sign", rows, "");
    let choices = [WRITTEN, INVERTED].map(choice).to_vec();
    let question = Question { id, about, choices, free: false, suggestion: suggestion.clone() };
    let said = rows.sink.ask(&question)?;
    let is_said = said.is_some();
    let answer = said.or(suggestion);
    if answer.is_none() {
        rows.file_problem("has amounts without a sign, which may be spent or received");
    }
    Ok((answer.map(|answer| answer == INVERTED), is_said))
}
