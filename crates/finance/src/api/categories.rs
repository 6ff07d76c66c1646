//! Categories: what money is for.

use std::collections::BTreeMap;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use base::money::Currency;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::check;
use super::rows::count;
use super::settings::set_base;
use crate::categories::FIRST;
use crate::model::{hex, system};
use crate::record::ACCOUNT;

wire! {
    /// Whether a category is of income or of spending.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum CategoryKind {
        /// Money that comes in.
        Income,
        /// Money that goes out.
        Expense,
    }

    /// A category in a list.
    pub(crate) struct CategoryRow {
        /// The category.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// Income or spending.
        pub(crate) kind: CategoryKind,
        /// The category that it lies in.
        pub(crate) parent: Option<AnyId>,
        /// Its icon.
        pub(crate) icon: String,
        /// Whether it is no longer offered.
        pub(crate) closed: bool,
        /// Its place in lists.
        pub(crate) position: i64,
        /// How many transactions, or parts of them, are for it.
        pub(crate) txns: u32,
        /// Where it was merged to; its transactions count there.
        pub(crate) into: Option<AnyId>,
    }

    /// A new category.
    #[ts(optional_fields)]
    pub(crate) struct NewCategory {
        /// Its name.
        pub(crate) name: String,
        /// Income or spending.
        pub(crate) kind: CategoryKind,
        /// The category that it lies in.
        #[serde(default)]
        pub(crate) parent: Option<AnyId>,
        /// Its icon.
        #[serde(default)]
        pub(crate) icon: Option<String>,
    }

    /// Names a category.
    #[derive(Copy)]
    pub(crate) struct CategoryRef {
        /// The category.
        pub(crate) id: AnyId,
    }

    /// What to change of a category; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditCategory {
        /// The category.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// The id of the category that it lies in, or nothing.
        #[serde(default)]
        pub(crate) parent: Option<String>,
        /// Its icon.
        #[serde(default)]
        pub(crate) icon: Option<String>,
        /// Whether it is no longer offered.
        #[serde(default)]
        pub(crate) closed: Option<bool>,
        /// Its place in lists.
        #[serde(default)]
        pub(crate) position: Option<i64>,
    }

    /// Which category becomes part of which.
    #[derive(Copy)]
    pub(crate) struct MergeCategory {
        /// The one that is no longer offered.
        pub(crate) from: AnyId,
        /// Where its transactions count.
        pub(crate) into: AnyId,
    }

    /// How a ledger begins.
    #[ts(optional_fields)]
    pub(crate) struct StartFinance {
        /// The currency of reports, ISO 4217.
        pub(crate) base: String,
        /// Names of the first categories by their keys, in the person's language; English without.
        #[serde(default)]
        pub(crate) names: Option<BTreeMap<String, String>>,
    }
}

impl CategoryKind {
    const fn word(self) -> &'static str {
        match self {
            CategoryKind::Income => "income",
            CategoryKind::Expense => "expense",
        }
    }
}

pub(crate) fn categories(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<CategoryRow>> {
    cx.sql().rows(
        "SELECT id, name, kind, parent, icon, closed, position, target,
             (SELECT sum(postings) FROM finance_sum WHERE account = id)
         FROM finance_account WHERE kind IN ('income', 'expense')
         ORDER BY kind DESC, position, name, id",
        &[],
        |row| {
            Ok(CategoryRow {
                id: row.id(0)?,
                name: row.text(1)?,
                kind: match row.text(2)?.as_str() {
                    "income" => CategoryKind::Income,
                    _ => CategoryKind::Expense,
                },
                parent: row.opt_id(3)?,
                icon: row.text(4)?,
                closed: row.flag(5)?,
                position: row.int(6)?,
                into: row.opt_id(7)?,
                txns: count(row.opt_int(8)?.unwrap_or(0)),
            })
        },
    )
}

/// An own category, not one of the program's.
fn own_category(sql: Sql<'_>, id: AnyId, field: &str) -> Result<String> {
    match system::is(id) {
        true => Err(Error::invalid(field, "this one is the program's own")),
        false => check::category(sql, id, field),
    }
}

pub(crate) fn create_category(cx: &mut WriteCx<'_>, request: NewCategory) -> Result<CategoryRef> {
    let kind = request.kind.word();
    let order = "SELECT max(position) + 1 FROM finance_account WHERE kind = ?1";
    let order = cx.read().sql().number(order, params![kind])?;
    let mut fields = Fields::from([
        ("name".to_owned(), Value::from(check::name(&request.name, "name")?)),
        ("kind".to_owned(), kind.into()),
        ("order".to_owned(), order.into()),
    ]);
    if let Some(parent) = request.parent {
        check_parent(cx.read().sql(), None, kind, parent)?;
        fields.insert("parent".to_owned(), hex(parent).into());
    }
    if let Some(icon) = request.icon {
        fields.insert("icon".to_owned(), check::words(&icon, "icon")?.into());
    }
    let id = cx.new_id();
    cx.create(&ACCOUNT, id, fields)?;
    Ok(CategoryRef { id })
}

/// A category lies in one of its kind, and not in itself or what lies in it.
fn check_parent(sql: Sql<'_>, id: Option<AnyId>, kind: &str, parent: AnyId) -> Result<()> {
    if own_category(sql, parent, "parent")? != kind {
        let message =
            "a category of spending lies in one of spending, one of income in one of income";
        return Err(Error::invalid("parent", message));
    }
    let inside = "WITH RECURSIVE above (id) AS (
             SELECT ?1 UNION SELECT parent FROM finance_account JOIN above USING (id)
             WHERE parent IS NOT NULL)
         SELECT count(*) FROM above WHERE id = ?2";
    match id {
        Some(id) if sql.number(inside, params![parent, id])? > 0 => {
            Err(Error::invalid("parent", "a category cannot lie in itself"))
        }
        _ => Ok(()),
    }
}

pub(crate) fn edit_category(cx: &mut WriteCx<'_>, request: EditCategory) -> Result<()> {
    let kind = own_category(cx.read().sql(), request.id, "id")?;
    let mut changes = Changes::new();
    if let Some(name) = &request.name {
        changes.insert("name".to_owned(), Some(check::name(name, "name")?.into()));
    }
    if let Some(icon) = &request.icon {
        changes.insert("icon".to_owned(), Some(check::words(icon, "icon")?.into()));
    }
    if let Some(parent) = &request.parent {
        let value = match parent.is_empty() {
            true => None,
            false => {
                let parent = parent.parse().map_err(|error: Error| error.at("parent"))?;
                check_parent(cx.read().sql(), Some(request.id), &kind, parent)?;
                Some(hex(parent).into())
            }
        };
        changes.insert("parent".to_owned(), value);
    }
    if let Some(closed) = request.closed {
        changes.insert("closed".to_owned(), Some(closed.into()));
        if !closed {
            changes.insert("into".to_owned(), None); // Offered again, it stands for itself again.
        }
    }
    if let Some(position) = request.position {
        changes.insert("order".to_owned(), Some(position.into()));
    }
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn merge_category(cx: &mut WriteCx<'_>, request: MergeCategory) -> Result<()> {
    let read = cx.read();
    let kind = own_category(read.sql(), request.from, "from")?;
    if own_category(read.sql(), request.into, "into")? != kind {
        let message = "spending and income cannot be merged";
        return Err(Error::invalid("into", message));
    }
    if request.from == request.into {
        return Err(Error::invalid("into", "a category cannot be merged into itself"));
    }
    let target = "SELECT target FROM finance_account WHERE id = ?1";
    let gone =
        read.sql().first(target, params![request.into], |row| row.opt_id::<base::id::Any>(0))?;
    if gone.flatten().is_some() {
        let message = "that one was merged into another itself";
        return Err(Error::new(Code::Conflict, message).at("into"));
    }
    let inside = read.sql().rows(
        "SELECT id FROM finance_account WHERE parent = ?1 AND id <> ?2",
        params![request.from, request.into],
        |row| row.id::<base::id::Any>(0),
    )?;
    // What lay in it lies in the other; that one itself moves up when it lay in it.
    let above = "SELECT parent FROM finance_account WHERE id = ?1";
    let parent = |id: AnyId| read.sql().first(above, params![id], |row| row.opt_id(0));
    let above: Option<AnyId> = parent(request.from)?.flatten();
    let lies_inside = parent(request.into)?.flatten() == Some(request.from);
    let into = Some(Value::from(hex(request.into)));
    for id in inside {
        cx.edit(id, &Changes::from([("parent".to_owned(), into.clone())]))?;
    }
    if lies_inside {
        let above = above.map(|above| Value::from(hex(above)));
        cx.edit(request.into, &Changes::from([("parent".to_owned(), above)]))?;
    }
    cx.edit(request.from, &Changes::from([("into".to_owned(), into)])).map(drop)
}

/// The id of a category that ledgers begin with.
pub(crate) fn first_category(cx: &ReadCx<'_>, key: &str) -> AnyId {
    cx.natural_id(ACCOUNT.name, 0, &format!("category/{key}"))
}

pub(crate) fn start(cx: &mut WriteCx<'_>, request: StartFinance) -> Result<()> {
    let base = Currency::new(&request.base).map_err(|error| error.at("base"))?;
    for (order, first) in (0_i64..).zip(FIRST) {
        let id = first_category(&cx.read(), first.key);
        if cx.read().exists(id)? {
            continue;
        }
        let given = request.names.as_ref().and_then(|names| names.get(first.key));
        let name = match given {
            Some(name) => check::name(name, "names")?,
            None => first.name.to_owned(),
        };
        let kind = if first.income { CategoryKind::Income } else { CategoryKind::Expense };
        let mut fields = Fields::from([
            ("name".to_owned(), Value::from(name)),
            ("kind".to_owned(), kind.word().into()),
            ("icon".to_owned(), first.icon.into()),
            ("order".to_owned(), order.into()),
        ]);
        if !first.parent.is_empty() {
            let parent = first_category(&cx.read(), first.parent);
            fields.insert("parent".to_owned(), hex(parent).into());
        }
        cx.create(&ACCOUNT, id, fields)?;
    }
    set_base(cx, base)
}
