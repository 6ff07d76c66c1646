//! Categories that a file's rows name and the vault has not: made, when the person wants them.

use std::collections::BTreeMap;

use base::error::Result;
use base::id::AnyId;
use domain::import::{Imported, Question, Sink};
use rustc_hash::FxHashMap;
use store::params;
use store::record::{Fields, Value};

use crate::import::account::ask;
use crate::import::asking::choice;
use crate::model::hex;
use crate::model::row::fold;
use crate::record::ACCOUNT;

/// Categories that one import may make.
const CATEGORIES_MAX: usize = 1000;
/// Names within each other.
const DEPTH_MAX: usize = 4;
/// Letters of a category's whole name.
const NAME_MAX: usize = 200;

/// What rows and lists say.
#[derive(Debug, Default)]
pub(super) struct Categories {
    /// Each category that rows name, by its path: rows by which money goes out, and comes in.
    met: BTreeMap<String, (u64, u64)>,
    /// What lists say of one: whether it is of income.
    listed: FxHashMap<String, bool>,
}

fn key(path: &str) -> String {
    fold(path).to_lowercase()
}

impl Categories {
    /// A row or a part of one names it.
    pub(super) fn meet(&mut self, category: &str, is_out: bool) {
        let parts = || category.split(':');
        let fits = !category.is_empty()
            && !category.starts_with('[')
            && category.len() <= NAME_MAX
            && parts().count() <= DEPTH_MAX
            && parts().all(|part| !part.trim().is_empty());
        if !fits || (CATEGORIES_MAX <= self.met.len() && !self.met.contains_key(category)) {
            return;
        }
        let counts = match self.met.get_mut(category) {
            Some(counts) => counts,
            None => self.met.entry(category.to_owned()).or_default(),
        };
        if is_out { counts.0 += 1 } else { counts.1 += 1 }
    }

    /// A record of a list: `N` its name, `I` or `E` what it is of.
    pub(super) fn list(&mut self, fields: &[(char, &str)]) {
        let name = fields.iter().find(|(letter, _)| *letter == 'N').map(|(_, name)| *name);
        let income = fields.iter().any(|(letter, _)| *letter == 'I');
        if let Some(name) = name
            && self.listed.len() < CATEGORIES_MAX
        {
            self.listed.insert(key(name), income);
        }
    }

    /// Asks, and makes what is missing.
    pub(super) fn make(self, sink: &mut dyn Sink) -> Result<()> {
        let mut known = known(sink)?;
        let missing: Vec<(&String, &(u64, u64))> =
            self.met.iter().filter(|(path, _)| !known.contains_key(&key(path))).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = missing.iter().map(|(path, _)| path.as_str()).collect();
        let question = Question {
            id: "categories".to_owned(),
            about: names.join(", ").chars().take(NAME_MAX).collect(),
            choices: vec![choice("make"), choice("leave")],
            free: false,
            suggestion: Some("make".to_owned()),
        };
        if ask(sink, &question)?.as_deref() != Some("make") {
            return Ok(());
        }
        for (path, (outs, ins)) in missing {
            let income = self.listed.get(&key(path)).copied().unwrap_or(outs < ins);
            make(path, income, &mut known, sink)?;
        }
        Ok(())
    }
}

/// Makes a category and those around it.
fn make(
    path: &str,
    income: bool,
    known: &mut FxHashMap<String, AnyId>,
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut above: Option<AnyId> = None;
    let mut whole = String::new();
    for part in path.split(':').map(fold) {
        if !whole.is_empty() {
            whole.push(':');
        }
        whole.push_str(&part);
        let id = match known.get(&key(&whole)) {
            Some(id) => *id,
            None => {
                let kind = if income { "income" } else { "expense" };
                let mut fields = Fields::from([
                    ("name".to_owned(), Value::from(part)),
                    ("kind".to_owned(), Value::from(kind)),
                ]);
                if let Some(above) = above {
                    fields.insert("parent".to_owned(), Value::from(hex(above)));
                }
                let natural_key = format!("v1|category|{}", key(&whole));
                sink.record(Imported { kind: &ACCOUNT, natural_key, at_ms: 0, fields })?
            }
        };
        known.insert(key(&whole), id);
        above = Some(id);
    }
    Ok(())
}

/// The categories of the vault, by their paths and, where that is plain, by their names alone.
fn known(sink: &dyn Sink) -> Result<FxHashMap<String, AnyId>> {
    let mut rows: Vec<(AnyId, String, Option<AnyId>)> = Vec::new();
    sink.look(&mut |cx| {
        let query = "SELECT id, name, parent FROM finance_account
                     WHERE kind IN ('income', 'expense') ORDER BY id";
        rows = cx
            .sql()
            .rows(query, params![], |row| Ok((row.id(0)?, row.text(1)?, row.opt_id(2)?)))?;
        Ok(())
    })?;
    let by_id: FxHashMap<AnyId, (&str, Option<AnyId>)> =
        rows.iter().map(|(id, name, parent)| (*id, (name.as_str(), *parent))).collect();
    let mut known = FxHashMap::default();
    for (id, name, _) in &rows {
        let (mut parts, mut at) = (Vec::new(), Some(*id));
        while let Some((name, parent)) = at.and_then(|id| by_id.get(&id)) {
            parts.push(key(name));
            at = parent.filter(|_| parts.len() < DEPTH_MAX * 4);
        }
        parts.reverse();
        known.entry(parts.join(":")).or_insert(*id);
        known.entry(key(name)).or_insert(*id);
    }
    Ok(known)
}
