//! How the tables of banks are read: what an import wrote down, and what a person says otherwise.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Record, Value, text};
use store::write::WriteCx;

use super::check;
use crate::import::table::profile::{COLUMN, COLUMNS_MAX, is_role};
use crate::model::hex;
use crate::record::PROFILE;

/// Columns that a table can have.
const COLUMN_MAX: u32 = 400;

wire! {
    /// How tables with one header are read.
    pub(crate) struct TableProfile {
        /// Its id.
        pub(crate) id: AnyId,
        /// What it is called: at first as the file that it was made with.
        pub(crate) name: String,
        /// The names of the columns, in their order.
        pub(crate) header: Vec<String>,
        /// What stands between cells.
        pub(crate) delimiter: String,
        /// The letters, by their WHATWG name.
        pub(crate) encoding: String,
        /// `dmy`, `mdy`, `ymd`; null: no table has needed it.
        pub(crate) date_order: Option<String>,
        /// `point`, `comma`; null: no table has needed it.
        pub(crate) decimal_mark: Option<String>,
        /// `as_written`, `inverted`; null: no table has needed it.
        pub(crate) sign: Option<String>,
        /// The account that its rows are suggested to belong to.
        pub(crate) account: Option<AnyId>,
        /// What it is called.
        pub(crate) account_name: Option<String>,
        /// What stands in which columns, from 0: `{"date": [0], "memo": [3, 4]}`.
        pub(crate) columns: BTreeMap<String, Vec<u32>>,
    }

    /// Which profile.
    pub(crate) struct ProfileRef {
        /// Its id.
        pub(crate) id: AnyId,
    }

    /// What to change of a profile; null: leave. An empty text takes away what was said.
    #[ts(optional_fields)]
    pub(crate) struct EditProfile {
        /// The profile.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// The letters, by their WHATWG name.
        #[serde(default)]
        pub(crate) encoding: Option<String>,
        /// `dmy`, `mdy`, `ymd`.
        #[serde(default)]
        pub(crate) date_order: Option<String>,
        /// `point`, `comma`.
        #[serde(default)]
        pub(crate) decimal_mark: Option<String>,
        /// `as_written`, `inverted`.
        #[serde(default)]
        pub(crate) sign: Option<String>,
        /// The id of an account.
        #[serde(default)]
        pub(crate) account: Option<String>,
        /// What stands in which columns, from 0; only what is named changes.
        #[serde(default)]
        pub(crate) columns: Option<BTreeMap<String, Vec<u32>>>,
    }
}

pub(crate) fn profiles(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<TableProfile>> {
    let query = "SELECT id, fields FROM finance_profile ORDER BY name, id";
    let rows = cx.sql().rows(query, params![], |row| Ok((row.id(0)?, row.text(1)?)))?;
    rows.into_iter().map(|(id, fields)| profile(cx, id, &fields)).collect()
}

fn profile(cx: &ReadCx<'_>, id: AnyId, fields: &str) -> Result<TableProfile> {
    let fields: Fields = serde_json::from_str(fields)
        .map_err(|source| Error::internal(format!("reading profile {id}"), source))?;
    let words = |key| text(&fields, key).to_owned();
    let said = |key| Some(words(key)).filter(|word| !word.is_empty());
    let account: Option<AnyId> = text(&fields, "account").parse().ok();
    let name = "SELECT name FROM finance_account WHERE id = ?1";
    let account_name = match account {
        Some(account) => cx.sql().first(name, params![account], |row| row.text(0))?,
        None => None,
    };
    let mut columns = BTreeMap::new();
    for (key, value) in fields.range(COLUMN.to_owned()..) {
        let (Some(role), Value::Text(numbers)) = (key.strip_prefix(COLUMN), value) else { break };
        let numbers = numbers.split(',').filter_map(|number| number.trim().parse().ok());
        columns.insert(role.to_owned(), numbers.collect());
    }
    Ok(TableProfile {
        id,
        name: words("name"),
        header: serde_json::from_str(text(&fields, "header")).unwrap_or_default(),
        delimiter: words("delimiter"),
        encoding: words("encoding"),
        date_order: said("date_order"),
        decimal_mark: said("decimal_mark"),
        sign: said("sign"),
        account: account.filter(|_| account_name.is_some()),
        account_name,
        columns,
    })
}

/// The profile with this id.
fn of_kind(cx: &ReadCx<'_>, id: AnyId) -> Result<Record> {
    let found = cx.find(id)?.filter(|record| record.kind == PROFILE.name);
    found.ok_or_else(|| Error::not_found("profile", id).at("id"))
}

/// One of some words, or none.
fn word(text: &str, field: &'static str, words: &[&str]) -> Result<Option<Value>> {
    match text {
        "" => Ok(None),
        text if words.contains(&text) => Ok(Some(text.into())),
        text => {
            let message = format!("{text:?} is none of {}", words.join(", "));
            Err(Error::invalid(field, message))
        }
    }
}

pub(crate) fn edit_profile(cx: &mut WriteCx<'_>, request: EditProfile) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    let mut put = |key: &str, value: Option<Value>| changes.insert(key.to_owned(), value);
    if let Some(name) = &request.name {
        put("name", Some(check::name(name, "name")?.into()));
    }
    if let Some(label) = &request.encoding {
        let found = encoding_rs::Encoding::for_label(label.trim().as_bytes());
        if found.is_none() && !label.is_empty() {
            return Err(Error::invalid("encoding", format!("{label:?} is no encoding")));
        }
        put("encoding", found.map(|found| found.name().into()));
    }
    const WORDS: [(&str, &[&str]); 3] = [
        ("date_order", &["dmy", "mdy", "ymd"]),
        ("decimal_mark", &["point", "comma"]),
        ("sign", &["as_written", "inverted"]),
    ];
    let said = [&request.date_order, &request.decimal_mark, &request.sign];
    for ((field, words), said) in WORDS.into_iter().zip(said) {
        if let Some(said) = said {
            put(field, word(said, field, words)?);
        }
    }
    if let Some(account) = &request.account {
        let account = match account.as_str() {
            "" => None,
            text => {
                let id: AnyId = text.parse().map_err(|error: Error| error.at("account"))?;
                check::holding(cx.read().sql(), id, "account")?;
                Some(Value::from(hex(id)))
            }
        };
        put("account", account);
    }
    for (role, numbers) in request.columns.unwrap_or_default() {
        let is_sane =
            numbers.len() <= COLUMNS_MAX && numbers.iter().all(|number| *number < COLUMN_MAX);
        if !is_role(&role) || !is_sane {
            return Err(Error::invalid("columns", format!("{role:?} cannot stand in {numbers:?}")));
        }
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let value = Some(numbers.join(",")).filter(|text| !text.is_empty()).map(Value::from);
        put(&format!("{COLUMN}{role}"), value);
    }
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn delete_profile(cx: &mut WriteCx<'_>, request: ProfileRef) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    cx.trash(request.id)
}
