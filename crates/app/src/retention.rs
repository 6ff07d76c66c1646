//! How long raw traces are kept, as the person said on this device. What goes, goes on every device: it is
//! removed as anything else is.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use domain::retention::{Held, Trace};
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::store::Write;
use store::write::{Step, WriteCx};

use crate::app::{App, Vault};
use crate::audit;
use crate::domains::DOMAINS;

/// The name under which the device keeps it.
const KEY: &str = "retention";

const DAY_MS: i64 = 86_400_000;

/// The days after which each kind of trace goes; what is not named stays.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Rules(BTreeMap<String, u16>);

impl Rules {
    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Rules> {
        match cx.device_value(KEY)? {
            None => Ok(Rules::default()),
            Some(kept) => serde_json::from_str(&kept)
                .map_err(|source| Error::internal("reading how long traces are kept", source)),
        }
    }

    /// Days after which a kind goes; none: it stays.
    pub(crate) fn days(&self, name: &str) -> Option<u16> {
        self.0.get(name).copied()
    }

    pub(crate) fn set(cx: &mut WriteCx<'_>, name: &str, days: Option<u16>) -> Result<()> {
        let mut rules = Rules::read(&cx.read())?;
        match days {
            Some(days) => rules.0.insert(name.to_owned(), days),
            None => rules.0.remove(name),
        };
        let kept = serde_json::to_string(&rules)
            .map_err(|source| Error::internal("keeping how long traces are kept", source))?;
        cx.set_device_value(KEY, &kept)
    }
}

/// Every kind of trace.
pub(crate) fn traces() -> impl Iterator<Item = &'static Trace> {
    DOMAINS.iter().flat_map(|domain| domain.traces())
}

impl App {
    /// Removes what was kept long enough, and writes down how much that was. Answers how many traces went.
    ///
    /// # Errors
    /// `Locked`; `Internal` when something that should have gone is still there.
    pub(crate) fn let_traces_go(&self) -> Result<u64> {
        let vault = self.vault()?;
        let rules = vault.store.read(Rules::read)?;
        let now_ms = self.config.env.now().as_millisecond();
        let mut all = 0;
        for trace in traces() {
            let Some(days) = rules.days(trace.name) else { continue };
            let count = forget(&vault, trace, now_ms - i64::from(days) * DAY_MS)?;
            all += count;
            if count > 0 {
                let items = i64::try_from(count).unwrap_or(i64::MAX);
                self.audit(audit::counted("everkept", "retention.let_go", trace.name, items));
            }
        }
        Ok(all)
    }
}

/// Removes what is older, a part at a time, looks whether it is gone, and tells how many that were.
fn forget(vault: &Vault, trace: &'static Trace, before_ms: i64) -> Result<u64> {
    let old = |held: &Held| held.oldest_ms.is_some_and(|oldest| oldest < before_ms);
    let mut all = 0;
    let mut before = vault.store.read(|cx| (trace.held)(cx))?;
    while old(&before) {
        let write = Write::new("retention.let_go").step(Step::None);
        let gone = vault.store.write(write, move |cx| (trace.forget)(cx, before_ms))?;
        for hash in gone.files {
            vault.store.blobs().remove(&hash)?;
        }
        let after = vault.store.read(|cx| (trace.held)(cx))?;
        if gone.count == 0 || after.count + gone.count != before.count {
            let words = format!("{} traces of {}, {} after", before.count, trace.name, after.count);
            return Err(Error::internal("letting traces go", words));
        }
        all += gone.count;
        before = after;
    }
    Ok(all)
}
