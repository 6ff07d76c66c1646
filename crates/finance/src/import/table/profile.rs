//! Profiles: how tables with one header are read, kept for the next and for the other devices.
//!
//! The record's fields: `name` for people; `header` (a JSON list of the columns' names); `delimiter`; `encoding` (a WHATWG label);
//! `date_order` (`dmy`, `mdy`, `ymd`); `decimal_mark` (`point`, `comma`); `sign` (`as_written`,
//! `inverted`); `debit` (`negative`: what went out is written with a minus); `account` (an id);
//! `column/<role>`: numbers of columns from 0 with commas between.

use base::error::{Error, Result};
use base::id::AnyId;
use base::money::decimal::Mark;
use domain::import::{Imported, Sink};
use store::record::{Fields, Record, Value};

use super::Reading;
use super::columns::Columns;
use super::layout::Layout;
use super::words::Role;
use crate::import::asking::{mark_of, mark_word};
use crate::import::dates::Order;
use crate::import::rows::Rows;
use crate::model::hex;
use crate::record::PROFILE;

/// Names of columns that are kept, and letters of each.
const SHOWN_MAX: usize = 80;
/// Columns of one role.
pub(crate) const COLUMNS_MAX: usize = 20;
/// What the fields of columns begin with.
pub(crate) const COLUMN: &str = "column/";

/// Whether a word names what a column can say.
pub(crate) fn is_role(word: &str) -> bool {
    Role::ALL.iter().any(|role| role.word() == word)
}

/// A saved profile.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) columns: Columns,
    pub(super) encoding: String,
    pub(super) order: Option<Order>,
    pub(super) mark: Option<Mark>,
    pub(super) inverted: Option<bool>,
    pub(super) debit_is_negative: bool,
    pub(super) account: Option<AnyId>,
}

impl Profile {
    /// The profile of tables of this sort, if there is one that is whole.
    pub(super) fn saved(layout: &Layout, sink: &dyn Sink) -> Result<Option<Profile>> {
        if layout.header.is_empty() {
            return Ok(None);
        }
        let id = sink.id_of(&PROFILE, 0, &layout.key());
        let mut found = None;
        sink.look(&mut |cx| {
            let record = cx.find(id)?.filter(|record| record.trashed_ms.is_none());
            found = record.as_ref().map(Profile::of);
            Ok(())
        })?;
        Ok(found.filter(|profile| profile.columns.is_enough()))
    }

    fn of(record: &Record) -> Profile {
        let mut columns = Columns::default();
        for role in Role::ALL {
            let text = record.text(&format!("{COLUMN}{}", role.word()));
            let numbers = text.split(',').filter_map(|number| number.trim().parse::<usize>().ok());
            columns.set(role, numbers.take(COLUMNS_MAX).collect());
        }
        Profile {
            columns,
            encoding: record.text("encoding").to_owned(),
            order: Order::from_word(record.text("date_order")),
            mark: mark_of(record.text("decimal_mark")),
            inverted: match record.text("sign") {
                "inverted" => Some(true),
                "as_written" => Some(false),
                _ => None,
            },
            debit_is_negative: record.text("debit") == "negative",
            account: record.text("account").parse().ok(),
        }
    }
}

/// Writes down how a table was read.
pub(super) fn save(
    layout: &Layout,
    reading: &Reading,
    encoding: &str,
    account: Option<AnyId>,
    rows: &mut Rows<'_>,
) -> Result<()> {
    let header: Vec<String> = layout
        .header
        .iter()
        .take(SHOWN_MAX)
        .map(|name| name.chars().take(SHOWN_MAX).collect())
        .collect();
    let header = serde_json::to_string(&header)
        .map_err(|source| Error::internal("writing a profile", source))?;
    let sign = if reading.inverted { "inverted" } else { "as_written" };
    let name: String = rows.file_stem().chars().take(SHOWN_MAX).collect();
    let mut fields = Fields::from([
        ("name".to_owned(), Value::from(name)),
        ("header".to_owned(), Value::from(header)),
        ("delimiter".to_owned(), Value::from(char::from(layout.delimiter).to_string())),
        ("encoding".to_owned(), Value::from(encoding)),
    ]);
    let known = [
        (reading.known.order, "date_order", reading.order.word()),
        (reading.known.mark, "decimal_mark", mark_word(reading.mark)),
        (reading.known.sign, "sign", sign),
    ];
    for (_, key, word) in known.into_iter().filter(|(is_known, _, _)| *is_known) {
        fields.insert(key.to_owned(), Value::from(word));
    }
    if reading.debit_is_negative {
        fields.insert("debit".to_owned(), Value::from("negative"));
    }
    if let Some(account) = account {
        fields.insert("account".to_owned(), Value::from(hex(account)));
    }
    for (role, columns) in reading.columns.each() {
        let numbers: Vec<String> = columns.iter().map(usize::to_string).collect();
        fields.insert(format!("{COLUMN}{}", role.word()), Value::from(numbers.join(",")));
    }
    let natural_key = layout.key();
    rows.sink.record(Imported { kind: &PROFILE, natural_key, at_ms: 0, fields }).map(drop)
}
