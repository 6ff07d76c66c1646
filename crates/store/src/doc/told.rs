//! Scalars for which several devices have said something at once: the engine shows one of the values and
//! keeps the others.

use automerge::{AutoCommit, ObjId, ROOT, ReadDoc, ScalarValueRef};
use base::error::Result;

use super::value_of;
use crate::error::Attempt;
use crate::record::Value;

/// One of the values that were said of a field at once.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// The value.
    pub(crate) value: Value,
    /// Which operation said it; the same on every device.
    pub(crate) op: String,
    /// Who said it: a device's incarnation, or a hash for imports.
    pub(crate) actor: Vec<u8>,
    /// When, Unix seconds.
    pub(crate) at_secs: i64,
}

pub(crate) fn conflicts(doc: &AutoCommit) -> Result<Vec<String>> {
    let mut found = Vec::new();
    // The engine knows of each field whether there is more than one value: only those are looked into.
    for item in doc.map_range(ROOT, ..).filter(|item| item.conflict) {
        if 1 < values(doc, &item.key)?.len() {
            found.push(item.key.to_string());
        }
    }
    Ok(found)
}

pub(crate) fn told(doc: &mut AutoCommit, key: &str) -> Result<Vec<Told>> {
    let values = values(doc, key)?;
    let changes = doc.get_changes(&[]);
    let told = values.into_iter().map(|(value, id)| {
        let ObjId::Id(counter, actor, _) = id else {
            return Told { value, op: String::new(), actor: Vec::new(), at_secs: 0 };
        };
        let change = changes.iter().find(|change| {
            *change.actor_id() == actor
                && (change.start_op().get()..=change.max_op()).contains(&counter)
        });
        let actor = actor.to_bytes().to_vec();
        let op = format!("{counter}@{}", data_encoding::HEXLOWER.encode(&actor));
        Told { value, op, actor, at_secs: change.map_or(0, |change| change.timestamp()) }
    });
    Ok(told.collect())
}

/// The different values of a field, the one that holds last. Devices that said the same do not disagree.
fn values(doc: &AutoCommit, key: &str) -> Result<Vec<(Value, ObjId)>> {
    let all = doc.get_all(ROOT, key).attempt("reading a field")?;
    let mut values: Vec<(Value, ObjId)> = Vec::new();
    for (value, id) in all.into_iter().rev() {
        let automerge::Value::Scalar(scalar) = value else { continue };
        let Some(value) = value_of(&ScalarValueRef::from(scalar.into_owned())) else { continue };
        if values.iter().all(|(known, _)| *known != value) {
            values.push((value, id));
        }
    }
    values.reverse();
    Ok(values)
}
