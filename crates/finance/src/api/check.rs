//! What a request may say: accounts and categories that there are, texts that are not too long.

use base::error::{Error, Result};
use base::id::AnyId;
use store::params;
use store::sql::Sql;

use crate::model::system;

/// The longest name of a payee, account or category, characters.
const NAME_CHARS_MAX: usize = 200;
/// The longest note, characters.
const NOTE_CHARS_MAX: usize = 20_000;
/// The longest tag, characters.
const TAG_CHARS_MAX: usize = 60;

/// An account that holds money.
#[derive(Debug)]
pub(super) struct Holding {
    pub(super) name: String,
    pub(super) currency: String,
}

/// The account with this id.
///
/// # Errors
/// `NotFound` at `field` when there is none, or when it holds no money.
pub(super) fn holding(sql: Sql<'_>, id: AnyId, field: &str) -> Result<Holding> {
    let found = sql.first(
        "SELECT name, currency FROM finance_account
         WHERE id = ?1 AND kind IN ('asset', 'liability')",
        params![id],
        |row| Ok(Holding { name: row.text(0)?, currency: row.text(1)? }),
    )?;
    found.ok_or_else(|| Error::not_found("account", id).at(field))
}

/// The category with this id: its kind.
///
/// # Errors
/// `NotFound` at `field` when there is none, or when it is no category.
pub(super) fn category(sql: Sql<'_>, id: AnyId, field: &str) -> Result<String> {
    if let Some(kind) = system::category_kind(id) {
        return Ok(kind.to_owned());
    }
    let found = sql.first(
        "SELECT kind FROM finance_account WHERE id = ?1 AND kind IN ('income', 'expense')",
        params![id],
        |row| row.text(0),
    )?;
    found.ok_or_else(|| Error::not_found("category", id).at(field))
}

/// What a part of a split may be for: a category, or another account that holds money.
///
/// # Errors
/// `NotFound` at `splits`.
pub(super) fn purpose(sql: Sql<'_>, id: AnyId) -> Result<()> {
    match category(sql, id, "splits") {
        Ok(_) => Ok(()),
        Err(_) => holding(sql, id, "splits").map(drop),
    }
}

/// A name without blanks around it.
///
/// # Errors
/// `Invalid` at `field` when it is empty or too long.
pub(super) fn name(text: &str, field: &str) -> Result<String> {
    let text = words(text, field)?;
    match text.is_empty() {
        true => Err(Error::invalid(field, "a name is needed")),
        false => Ok(text),
    }
}

/// A line without blanks around it; it may be empty.
///
/// # Errors
/// `Invalid` at `field` when it is too long.
pub(super) fn words(text: &str, field: &str) -> Result<String> {
    bounded(text.trim(), NAME_CHARS_MAX, field)
}

/// A note.
///
/// # Errors
/// `Invalid` at `note` when it is too long.
pub(super) fn note(text: &str) -> Result<String> {
    bounded(text, NOTE_CHARS_MAX, "note")
}

/// A tag, without `#` before it.
///
/// # Errors
/// `Invalid` at `tags` when it is empty or too long.
pub(super) fn tag(text: &str) -> Result<String> {
    let text = bounded(text.trim().trim_start_matches('#').trim(), TAG_CHARS_MAX, "tags")?;
    match text.is_empty() {
        true => Err(Error::invalid("tags", "a tag is a word")),
        false => Ok(text),
    }
}

fn bounded(text: &str, chars_max: usize, field: &str) -> Result<String> {
    match text.chars().nth(chars_max) {
        None => Ok(text.to_owned()),
        Some(_) => {
            let message = format!("the {field} has more than {chars_max} characters");
            Err(Error::invalid(field, message))
        }
    }
}
