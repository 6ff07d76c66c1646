//! What is said of a transaction, wherever it lies: in the record of an own one, beside an imported
//! one, and the same for all that are one with it.

use base::error::{Code, Error, Result};
use base::id::AnyId;
use store::params;
use store::record::{Changes, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::register::{legs, members, speaker};
use super::{SplitPart, check};
use crate::model::hex;
use crate::model::txn::{Split, state, write_splits};

/// A transaction that something is said of.
pub(super) struct Said {
    pub(super) speaker: AnyId,
    /// Whether the one that speaks is the person's own.
    pub(super) is_own: bool,
    pub(super) account: AnyId,
    pub(super) minor: i64,
    /// All that are one, the speaker first, and whether each is the person's own.
    members: Vec<(AnyId, bool)>,
    /// The accounts of the other legs, when it is one leg of a transfer.
    legs: Vec<AnyId>,
}

/// What a transaction is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Whatever rules and files say.
    Unsaid,
    Category(AnyId),
    Transfer {
        account: AnyId,
        arrives: Option<(i64, String)>,
    },
    /// The text of the parts, and the accounts and categories that they name.
    Splits(String, Vec<AnyId>),
}

impl Purpose {
    /// The fields that say it, each with its value or none.
    pub(super) fn fields(&self) -> Changes {
        const FIELDS: [&str; 5] =
            ["category", "transfer", "transfer_minor", "transfer_currency", "splits"];
        let mut fields: Changes = FIELDS.iter().map(|key| ((*key).to_owned(), None)).collect();
        let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), Some(value));
        match self {
            Purpose::Unsaid => {}
            Purpose::Category(id) => drop(set("category", hex(*id).into())),
            Purpose::Splits(text, _) => drop(set("splits", text.as_str().into())),
            Purpose::Transfer { account, arrives } => {
                set("transfer", hex(*account).into());
                if let Some((minor, currency)) = arrives {
                    set("transfer_minor", (*minor).into());
                    set("transfer_currency", currency.as_str().into());
                }
            }
        }
        fields
    }
}

/// What a request says about the purpose of a transaction.
pub(super) struct PurposeOf<'a> {
    pub(super) category: Option<&'a str>,
    pub(super) transfer: Option<&'a str>,
    pub(super) transfer_minor: Option<i64>,
    pub(super) splits: Option<&'a [SplitPart]>,
}

impl PurposeOf<'_> {
    /// Reads it, for a transaction of an account and an amount; `None`: nothing is said.
    ///
    /// # Errors
    /// `Invalid` when two things are said at once, or parts do not sum to the amount; `NotFound` for a
    /// category or account that is not there.
    pub(super) fn read(&self, sql: Sql<'_>, account: AnyId, minor: i64) -> Result<Option<Purpose>> {
        let PurposeOf { category, transfer, transfer_minor, splits } = self;
        if [category.is_some(), transfer.is_some(), splits.is_some()]
            .iter()
            .filter(|said| **said)
            .count()
            > 1
        {
            let message =
                "a transaction is for one category, a transfer, or split: say one of them";
            return Err(Error::invalid("category", message));
        }
        if transfer_minor.is_some() && transfer.is_none() {
            return Err(Error::invalid("transfer_minor", "it arrives at no account"));
        }
        if let Some(text) = category {
            return Ok(Some(match id(text, "category")? {
                None => Purpose::Unsaid,
                Some(id) => {
                    check::category(sql, id, "category")?;
                    Purpose::Category(id)
                }
            }));
        }
        if let Some(text) = transfer {
            return Ok(Some(match id(text, "transfer")? {
                None => Purpose::Unsaid,
                Some(other) => read_transfer(sql, account, other, *transfer_minor)?,
            }));
        }
        splits.map(|parts| read_splits(sql, account, parts, minor)).transpose()
    }
}

fn id(text: &str, field: &str) -> Result<Option<AnyId>> {
    match text.is_empty() {
        true => Ok(None),
        false => text.parse().map(Some).map_err(|error: Error| error.at(field)),
    }
}

fn read_transfer(
    sql: Sql<'_>,
    account: AnyId,
    other: AnyId,
    arrives: Option<i64>,
) -> Result<Purpose> {
    if other == account {
        return Err(Error::invalid("transfer", "a transfer is between two accounts"));
    }
    let here = check::holding(sql, account, "account")?;
    let there = check::holding(sql, other, "transfer")?;
    let arrives = match (here.currency == there.currency, arrives) {
        (true, _) => None,
        (false, Some(minor)) => {
            base::money::checked(i128::from(minor)).map_err(|error| error.at("transfer_minor"))?;
            Some((minor.abs(), there.currency))
        }
        (false, None) => {
            let message =
                format!("{} is in {}: say what arrives there", there.name, there.currency);
            return Err(Error::invalid("transfer_minor", message));
        }
    };
    Ok(Purpose::Transfer { account: other, arrives })
}

fn read_splits(sql: Sql<'_>, account: AnyId, parts: &[SplitPart], minor: i64) -> Result<Purpose> {
    if parts.is_empty() {
        return Ok(Purpose::Unsaid);
    }
    let mut splits = Vec::with_capacity(parts.len());
    for part in parts {
        if part.category == Some(account) {
            return Err(Error::invalid("splits", "a part cannot go to the account itself"));
        }
        if let Some(category) = part.category {
            check::purpose(sql, category)?;
        }
        let note = check::words(&part.note, "splits")?;
        splits.push(Split { category: part.category, minor: part.minor, note });
    }
    let named = splits.iter().filter_map(|split| split.category).collect();
    Ok(Purpose::Splits(write_splits(&splits, minor)?, named))
}

impl Said {
    /// The transaction that this id is part of.
    ///
    /// # Errors
    /// `NotFound`; `Denied` for an opening, which follows from its account.
    pub(super) fn of(cx: &WriteCx<'_>, id: AnyId) -> Result<Said> {
        let read = cx.read();
        let sql = read.sql();
        let speaker = speaker(sql, id)?;
        let found = sql.first(
            "SELECT origin, account, minor, state FROM finance_txn WHERE id = ?1",
            params![speaker],
            |row| Ok((row.int(0)?, row.id(1)?, row.int(2)?, row.int(3)?)),
        )?;
        let (origin, account, minor, bits) =
            found.ok_or_else(|| Error::not_found("transaction", id))?;
        if origin == 2 {
            let message =
                "what an account held at first follows from its opening balance: change that";
            return Err(Error::new(Code::Denied, message).at("id"));
        }
        let ids = members(sql, speaker)?;
        let mut accounts = Vec::new();
        if bits & state::MATCHED != 0 {
            for leg in legs(sql, &ids)? {
                let query = "SELECT account FROM finance_txn WHERE id = ?1";
                accounts.extend(sql.first(query, params![leg], |row| row.id::<base::id::Any>(0))?);
            }
        }
        let mut members = Vec::with_capacity(ids.len());
        for id in ids {
            let origin = sql.number("SELECT origin FROM finance_txn WHERE id = ?1", params![id])?;
            members.push((id, origin == 0));
        }
        Ok(Said { speaker, is_own: origin == 0, account, minor, members, legs: accounts })
    }

    /// Whether the person has split it.
    pub(super) fn is_split(&self, cx: &WriteCx<'_>) -> Result<bool> {
        let query = "SELECT state & 16 FROM finance_txn WHERE id = ?1";
        Ok(cx.read().sql().number(query, params![self.speaker])? != 0)
    }

    /// A leg of a transfer is for nothing else; only parts that name the other account can be said.
    ///
    /// # Errors
    /// `Denied`.
    pub(super) fn check_legs(&self, purpose: &Purpose) -> Result<()> {
        let fits = match purpose {
            Purpose::Unsaid => true,
            Purpose::Splits(_, named) => self.legs.iter().any(|leg| named.contains(leg)),
            Purpose::Category(_) | Purpose::Transfer { .. } => false,
        };
        if self.legs.is_empty() || fits {
            return Ok(());
        }
        let message =
            "it is one leg of a transfer whose other leg is here, too: separate them first";
        Err(Error::new(Code::Denied, message).at("category"))
    }

    /// Says one field of the one that speaks; `None` takes back what any of them says.
    fn set(&self, cx: &mut WriteCx<'_>, field: &str, value: Option<&Value>) -> Result<()> {
        let of = match value {
            Some(_) => &self.members[..1],
            None => &self.members[..],
        };
        for (id, own) in of {
            say(cx, *id, *own, field, value)?;
        }
        Ok(())
    }

    /// Says what it is for, in place of whatever was said of that.
    pub(super) fn set_purpose(&self, cx: &mut WriteCx<'_>, purpose: &Purpose) -> Result<()> {
        let fields = purpose.fields();
        for (place, (id, own)) in self.members.iter().enumerate() {
            if *own {
                let mut changes = fields.clone();
                if place > 0 {
                    changes.values_mut().for_each(|value| *value = None);
                }
                if place == 0 || *purpose == Purpose::Unsaid {
                    cx.edit(*id, &changes)?;
                }
            } else if place == 0 || *purpose == Purpose::Unsaid {
                for (field, value) in &fields {
                    say(cx, *id, false, field, value.as_ref().filter(|_| place == 0))?;
                }
            }
        }
        Ok(())
    }

    /// Says a text; an empty one takes back what was said.
    pub(super) fn set_text(&self, cx: &mut WriteCx<'_>, field: &str, text: &str) -> Result<()> {
        let value = Value::from(text);
        self.set(cx, field, Some(&value).filter(|_| !text.is_empty()))
    }

    /// Says a flag, or takes it back.
    pub(super) fn set_flag(&self, cx: &mut WriteCx<'_>, field: &str, on: bool) -> Result<()> {
        self.set(cx, field, Some(&Value::Bool(true)).filter(|_| on))
    }

    /// Puts a tag on.
    pub(super) fn add_tag(&self, cx: &mut WriteCx<'_>, tag: &str) -> Result<()> {
        let field = format!("tag/{tag}");
        for (id, own) in &self.members[1..] {
            say(cx, *id, *own, &field, None)?; // One of them may say that it is off.
        }
        self.set(cx, &field, Some(&Value::Bool(true)))
    }

    /// Takes a tag off, also one that a rule gives.
    pub(super) fn remove_tag(&self, cx: &mut WriteCx<'_>, tag: &str) -> Result<()> {
        let field = format!("tag/{tag}");
        self.set(cx, &field, None)?;
        let query = "SELECT count(*) FROM finance_tag WHERE txn = ?1 AND tag = ?2";
        let by_rule = cx.read().sql().number(query, params![self.speaker, tag])? != 0;
        if by_rule {
            return self.set(cx, &field, Some(&Value::Bool(false)));
        }
        Ok(())
    }

    /// Throws it away: an own one into the trash, an imported one out of sight.
    pub(super) fn throw_away(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        for (id, own) in &self.members {
            match own {
                true => cx.trash(*id)?,
                false => cx.annotate(*id, "hidden", Some(&Value::Bool(true)))?,
            }
        }
        Ok(())
    }

    /// Takes an imported one back that was thrown away.
    pub(super) fn take_back(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        for (id, own) in &self.members {
            say(cx, *id, *own, "hidden", None)?;
        }
        Ok(())
    }
}

fn say(
    cx: &mut WriteCx<'_>,
    id: AnyId,
    own: bool,
    field: &str,
    value: Option<&Value>,
) -> Result<()> {
    match own {
        true => {
            let changes = Changes::from([(field.to_owned(), value.cloned())]);
            cx.edit(id, &changes).map(drop)
        }
        false => cx.annotate(id, field, value),
    }
}
