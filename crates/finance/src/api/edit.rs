//! Writing down transactions, and saying what they are.
//!
//! What a file told stays as it is: what a person says about it lies beside it, under the same names
//! as the fields of an own transaction. Several transactions that are one are spoken of together.

use base::day::Day;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use base::money::{Currency, Money};
use domain::wire;
use store::params;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::said::{PurposeOf, Said};
use super::{TxnRef, check};
use crate::model::hex;
use crate::record::TXN;

wire! {
    /// One part of a transaction.
    #[derive(Eq)]
    #[ts(optional_fields)]
    pub(crate) struct SplitPart {
        /// What it is for: a category or another own account; null: not said.
        #[serde(default)]
        pub(crate) category: Option<AnyId>,
        /// Smallest units, with the transaction's sign.
        pub(crate) minor: i64,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: String,
    }

    /// A transaction typed by hand.
    #[ts(optional_fields)]
    pub(crate) struct NewTxn {
        /// Its day.
        pub(crate) day: Day,
        /// The account that pays or is paid.
        pub(crate) account: AnyId,
        /// Smallest units of the account's currency, negative when money goes out.
        pub(crate) minor: i64,
        /// Who it is with.
        #[serde(default)]
        pub(crate) payee: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// What it is for.
        #[serde(default)]
        pub(crate) category: Option<AnyId>,
        /// The other own account, when it moves money between two.
        #[serde(default)]
        pub(crate) transfer: Option<AnyId>,
        /// What arrives there, when that has another currency, smallest units of it.
        #[serde(default)]
        pub(crate) transfer_minor: Option<i64>,
        /// Its parts, when it is for several things; they sum to `minor`.
        #[serde(default)]
        pub(crate) splits: Option<Vec<SplitPart>>,
        /// Tags.
        #[serde(default)]
        pub(crate) tags: Option<Vec<String>>,
        /// Whether it is ticked off.
        #[serde(default)]
        pub(crate) cleared: Option<bool>,
    }

    /// What to change of a transaction; null: leave. Of `category`, `transfer` and `splits` only one
    /// can be said; an empty one takes back whatever was said of them.
    #[ts(optional_fields)]
    pub(crate) struct EditTxn {
        /// The transaction.
        pub(crate) id: AnyId,
        /// Its day; not of an imported one.
        #[serde(default)]
        pub(crate) day: Option<Day>,
        /// Its account; not of an imported one.
        #[serde(default)]
        pub(crate) account: Option<AnyId>,
        /// Smallest units; not of an imported one.
        #[serde(default)]
        pub(crate) minor: Option<i64>,
        /// Who it is with; empty: as it was told.
        #[serde(default)]
        pub(crate) payee: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// A category's id, or nothing.
        #[serde(default)]
        pub(crate) category: Option<String>,
        /// The id of another own account, or nothing.
        #[serde(default)]
        pub(crate) transfer: Option<String>,
        /// What arrives there, when that has another currency.
        #[serde(default)]
        pub(crate) transfer_minor: Option<i64>,
        /// Its parts, or none.
        #[serde(default)]
        pub(crate) splits: Option<Vec<SplitPart>>,
        /// Tags to put on.
        #[serde(default)]
        pub(crate) add_tags: Option<Vec<String>>,
        /// Tags to take off, also those that a rule gives.
        #[serde(default)]
        pub(crate) remove_tags: Option<Vec<String>>,
        /// Whether it is ticked off.
        #[serde(default)]
        pub(crate) cleared: Option<bool>,
        /// False: takes an imported one back that was thrown away.
        #[serde(default)]
        pub(crate) hidden: Option<bool>,
    }

    /// The parts of a transaction; none: it is whole again.
    pub(crate) struct SplitTxn {
        /// The transaction.
        pub(crate) id: AnyId,
        /// Its parts; they sum to it.
        pub(crate) splits: Vec<SplitPart>,
    }

    /// What to change of many transactions; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditMany {
        /// The transactions, at most 5000.
        pub(crate) ids: Vec<AnyId>,
        /// A category's id, or nothing.
        #[serde(default)]
        pub(crate) category: Option<String>,
        /// Who they are with; empty: as it was told.
        #[serde(default)]
        pub(crate) payee: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// Tags to put on.
        #[serde(default)]
        pub(crate) add_tags: Option<Vec<String>>,
        /// Tags to take off.
        #[serde(default)]
        pub(crate) remove_tags: Option<Vec<String>>,
        /// Whether they are ticked off.
        #[serde(default)]
        pub(crate) cleared: Option<bool>,
    }

    /// What became of many.
    #[derive(Copy, Eq)]
    pub(crate) struct EditedMany {
        /// How many were changed.
        pub(crate) changed: u32,
        /// How many were left as they are, because they are legs of a transfer, or openings.
        pub(crate) left: u32,
    }

    /// Some transactions.
    pub(crate) struct TxnRefs {
        /// The transactions, at most 5000.
        pub(crate) ids: Vec<AnyId>,
    }
}

/// How many transactions one command changes.
const MANY_MAX: usize = 5000;
/// How many tags a transaction has.
const TAGS_MAX: usize = 50;

pub(crate) fn add_txn(cx: &mut WriteCx<'_>, request: NewTxn) -> Result<TxnRef> {
    let (category, transfer) = (request.category.map(hex), request.transfer.map(hex));
    let purpose = PurposeOf {
        category: category.as_deref(),
        transfer: transfer.as_deref(),
        transfer_minor: request.transfer_minor,
        splits: request.splits.as_deref(),
    };
    let read = cx.read();
    let account = check::holding(read.sql(), request.account, "account")?;
    let money = Money::new(request.minor, Currency::new(&account.currency)?)
        .map_err(|error| error.at("minor"))?;
    let mut fields = Fields::from([
        ("date".to_owned(), Value::from(request.day.to_string())),
        ("account".to_owned(), hex(request.account).into()),
        ("minor".to_owned(), money.minor().into()),
        ("currency".to_owned(), account.currency.into()),
    ]);
    if let Some(purpose) = purpose.read(read.sql(), request.account, money.minor())? {
        let changes = purpose.fields().into_iter();
        fields.extend(changes.filter_map(|(key, value)| Some((key, value?))));
    }
    let payee = request.payee.map(|payee| check::words(&payee, "payee")).transpose()?;
    let note = request.note.map(|note| check::note(&note)).transpose()?;
    for (key, text) in [("payee", payee), ("note", note)] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            fields.insert(key.to_owned(), text.into());
        }
    }
    for tag in tags(request.tags.as_deref())? {
        fields.insert(format!("tag/{tag}"), true.into());
    }
    if request.cleared == Some(true) {
        fields.insert("cleared".to_owned(), true.into());
    }
    let id = cx.new_id();
    cx.create(&TXN, id, fields)?;
    Ok(TxnRef { id })
}

fn tags(tags: Option<&[String]>) -> Result<Vec<String>> {
    let tags = tags.unwrap_or_default();
    if TAGS_MAX < tags.len() {
        return Err(Error::invalid("tags", format!("a transaction has at most {TAGS_MAX} tags")));
    }
    tags.iter().map(|tag| check::tag(tag)).collect()
}

pub(crate) fn edit_txn(cx: &mut WriteCx<'_>, request: EditTxn) -> Result<()> {
    let said = Said::of(cx, request.id)?;
    let account = request.account.unwrap_or(said.account);
    let minor = request.minor.unwrap_or(said.minor);
    let purpose = PurposeOf {
        category: request.category.as_deref(),
        transfer: request.transfer.as_deref(),
        transfer_minor: request.transfer_minor,
        splits: request.splits.as_deref(),
    };
    let purpose = purpose.read(cx.read().sql(), account, minor)?;
    let told = told_changes(cx, &said, &request, purpose.is_some())?;
    if let Some(purpose) = &purpose {
        said.check_legs(purpose)?;
    }
    if !told.is_empty() {
        cx.edit(said.speaker, &told)?;
    }
    if let Some(purpose) = purpose {
        said.set_purpose(cx, &purpose)?;
    }
    say(
        cx,
        &said,
        &Words {
            payee: request.payee.as_deref(),
            note: request.note.as_deref(),
            add_tags: request.add_tags.as_deref(),
            remove_tags: request.remove_tags.as_deref(),
            cleared: request.cleared,
        },
    )?;
    match request.hidden {
        None => Ok(()),
        Some(true) => said.throw_away(cx),
        Some(false) => said.take_back(cx),
    }
}

/// Changes of what an own transaction is itself.
fn told_changes(
    cx: &WriteCx<'_>,
    said: &Said,
    request: &EditTxn,
    with_purpose: bool,
) -> Result<Changes> {
    let mut changes = Changes::new();
    let asked = [
        ("day", request.day.is_some()),
        ("account", request.account.is_some()),
        ("minor", request.minor.is_some()),
    ];
    let Some((field, _)) = asked.into_iter().find(|(_, asked)| *asked) else { return Ok(changes) };
    if !said.is_own {
        let message = "day, account and amount of an imported transaction are what its file told; \
             throw it away and write your own, or split it";
        return Err(Error::new(Code::Denied, message).at(field));
    }
    if let Some(day) = request.day {
        changes.insert("date".to_owned(), Some(day.to_string().into()));
    }
    if let Some(account) = request.account {
        let holding = check::holding(cx.read().sql(), account, "account")?;
        changes.insert("account".to_owned(), Some(hex(account).into()));
        changes.insert("currency".to_owned(), Some(holding.currency.into()));
    }
    if let Some(minor) = request.minor {
        base::money::checked(i128::from(minor)).map_err(|error| error.at("minor"))?;
        if !with_purpose && said.is_split(cx)? && minor != said.minor {
            let message = "its parts no longer sum to it: say them, too";
            return Err(Error::invalid("minor", message));
        }
        changes.insert("minor".to_owned(), Some(minor.into()));
    }
    Ok(changes)
}

/// Words that can be said of one transaction or of many.
struct Words<'a> {
    payee: Option<&'a str>,
    note: Option<&'a str>,
    add_tags: Option<&'a [String]>,
    remove_tags: Option<&'a [String]>,
    cleared: Option<bool>,
}

fn say(cx: &mut WriteCx<'_>, said: &Said, words: &Words<'_>) -> Result<()> {
    if let Some(payee) = words.payee {
        said.set_text(cx, "payee", &check::words(payee, "payee")?)?;
    }
    if let Some(note) = words.note {
        said.set_text(cx, "note", &check::note(note)?)?;
    }
    for tag in tags(words.add_tags)? {
        said.add_tag(cx, &tag)?;
    }
    for tag in tags(words.remove_tags)? {
        said.remove_tag(cx, &tag)?;
    }
    match words.cleared {
        None => Ok(()),
        Some(on) => said.set_flag(cx, "cleared", on),
    }
}

pub(crate) fn split_txn(cx: &mut WriteCx<'_>, request: SplitTxn) -> Result<()> {
    let said = Said::of(cx, request.id)?;
    let purpose = PurposeOf {
        category: None,
        transfer: None,
        transfer_minor: None,
        splits: Some(&request.splits),
    };
    let Some(purpose) = purpose.read(cx.read().sql(), said.account, said.minor)? else {
        return Ok(());
    };
    said.check_legs(&purpose)?;
    said.set_purpose(cx, &purpose)
}

/// Some transactions, each once.
fn each_once(mut ids: Vec<AnyId>) -> Result<Vec<AnyId>> {
    if MANY_MAX < ids.len() {
        let message = format!("one command changes at most {MANY_MAX} transactions");
        return Err(Error::invalid("ids", message));
    }
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(*id));
    Ok(ids)
}

pub(crate) fn edit_many(cx: &mut WriteCx<'_>, request: EditMany) -> Result<EditedMany> {
    let mut edited = EditedMany { changed: 0, left: 0 };
    for id in each_once(request.ids)? {
        let opening = cx
            .read()
            .sql()
            .number("SELECT origin = 2 FROM finance_txn WHERE id = ?1", params![id])?;
        if opening == 1 {
            edited.left += 1;
            continue;
        }
        let said = Said::of(cx, id)?;
        let purpose = PurposeOf {
            category: request.category.as_deref(),
            transfer: None,
            transfer_minor: None,
            splits: None,
        };
        if let Some(purpose) = purpose.read(cx.read().sql(), said.account, said.minor)? {
            if said.check_legs(&purpose).is_err() {
                edited.left += 1;
                continue;
            }
            said.set_purpose(cx, &purpose)?;
        }
        say(
            cx,
            &said,
            &Words {
                payee: request.payee.as_deref(),
                note: request.note.as_deref(),
                add_tags: request.add_tags.as_deref(),
                remove_tags: request.remove_tags.as_deref(),
                cleared: request.cleared,
            },
        )?;
        edited.changed += 1;
    }
    Ok(edited)
}

pub(crate) fn delete_txns(cx: &mut WriteCx<'_>, request: TxnRefs) -> Result<()> {
    for id in each_once(request.ids)? {
        Said::of(cx, id)?.throw_away(cx)?;
    }
    Ok(())
}
