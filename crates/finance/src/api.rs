//! What finance answers: requests and replies, and the bodies of its commands.

mod accounts;
mod budget;
mod categories;
mod check;
mod edit;
mod filter;
mod flow;
mod goals;
mod matches;
mod payees;
mod profiles;
mod proposals;
mod rates;
mod receipts;
mod reconcile;
mod recurring;
mod register;
pub(crate) mod reports;
mod rows;
mod rules;
mod said;
mod schedules;
mod settings;
#[cfg(test)]
pub(crate) mod tests;
mod waved;
mod worth;

use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::record::{Changes, Fields, RecordKind, Value};
use store::write::WriteCx;

pub(crate) use self::accounts::*;
pub(crate) use self::budget::*;
pub(crate) use self::categories::*;
pub(crate) use self::edit::*;
pub(crate) use self::flow::*;
pub(crate) use self::goals::*;
pub(crate) use self::matches::*;
pub(crate) use self::payees::*;
pub(crate) use self::profiles::*;
pub(crate) use self::proposals::*;
pub(crate) use self::rates::*;
pub(crate) use self::receipts::*;
pub(crate) use self::reconcile::*;
pub(crate) use self::recurring::*;
pub(crate) use self::register::*;
pub(crate) use self::reports::*;
#[cfg(test)]
pub(crate) use self::rows::SaidBy;
pub(crate) use self::rows::{AccountName, CategoryName, TxnRow, txn_rows};
pub(crate) use self::rules::*;
pub(crate) use self::schedules::*;
pub(crate) use self::settings::*;
pub(crate) use self::waved::{WaveAway, wave_away};
pub(crate) use self::worth::*;

wire! {
    /// So much of one currency.
    #[derive(Eq)]
    #[ts(rename = "MoneyAmount")]
    pub(crate) struct Amount {
        /// Smallest units: cents of the euro, whole yen.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
    }
}

/// Writes a record whose id follows from what it is about: makes it, or changes these fields of the
/// one that is there, and takes that out of the trash.
///
/// # Errors
/// Those of the store.
pub(crate) fn write_named<const N: usize>(
    cx: &mut WriteCx<'_>,
    kind: &'static RecordKind,
    id: AnyId,
    fields: [(&str, Value); N],
) -> Result<()> {
    let fields: Fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    match cx.read().find(id)? {
        None => cx.create(kind, id, fields),
        Some(record) => {
            if record.trashed_ms.is_some() {
                cx.untrash(id)?;
            }
            let changes = fields.into_iter().map(|(key, value)| (key, Some(value)));
            cx.edit(id, &changes.collect::<Changes>()).map(drop)
        }
    }
}
