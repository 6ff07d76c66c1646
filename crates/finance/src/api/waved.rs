//! What a person waved away: proposals that are not to be made again.

use std::collections::HashSet;

use base::error::{Error, Result};
use domain::wire;
use store::record::{Fields, Value};
use store::sql::Sql;
use store::write::WriteCx;

use crate::record::SETTINGS;

wire! {
    /// What is waved away, or shown again.
    pub(crate) struct WaveAway {
        /// The key of a proposal, a match or something recurring.
        pub(crate) key: String,
        /// Shows it again instead.
        #[serde(default)]
        pub(crate) again: bool,
    }
}

/// The longest key, bytes.
const KEY_BYTES_MAX: usize = 300;

pub(crate) fn wave_away(cx: &mut WriteCx<'_>, request: WaveAway) -> Result<()> {
    let key = request.key.trim();
    if key.is_empty() || key.len() > KEY_BYTES_MAX {
        return Err(Error::invalid("key", "a key has between 1 and 300 bytes"));
    }
    let id = cx.read().natural_id(SETTINGS.name, 0, "settings");
    let field = format!("dismissed/{key}");
    match cx.read().find(id)? {
        None if request.again => Ok(()),
        None => cx.create(&SETTINGS, id, Fields::from([(field, true.into())])),
        Some(_) => {
            let value = (!request.again).then_some(Value::Bool(true));
            cx.edit(id, &[(field, value)].into_iter().collect()).map(drop)
        }
    }
}

/// The keys of all that was waved away.
pub(super) fn waved(sql: Sql<'_>) -> Result<HashSet<String>> {
    let keys = sql.rows("SELECT key FROM finance_dismissed", &[], |row| row.text(0))?;
    Ok(keys.into_iter().collect())
}
