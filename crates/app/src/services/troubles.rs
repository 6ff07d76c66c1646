//! What is wrong with what runs beside a vault, and was not told yet.
//!
//! Nothing here watches anything: backups, the disk and sync know for themselves how they stand, and are
//! asked whenever alarms are. A trouble is told when it begins, and again only after it was over.

use base::error::Result;
use sync_client::client::TroubleKind;

use super::backups::Kept;
use crate::app::{App, Vault};
use crate::notifications::{self, Telling};

/// A part that may be in trouble.
struct Part {
    /// What the kinds of its troubles begin with.
    name: &'static str,
    /// What is wrong; nothing when that cannot be known now.
    troubles: Option<Vec<Trouble>>,
}

/// Something that is wrong.
struct Trouble {
    /// What, after the part's name: `failed`.
    what: String,
    title: &'static str,
    body: String,
}

/// What changed since the last look.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// What is to be told.
    pub(super) begun: Vec<Telling>,
    /// Kinds of what is over.
    pub(super) over: Vec<String>,
}

impl Looked {
    /// Whether anything is to be kept.
    pub(super) fn is_empty(&self) -> bool {
        self.begun.is_empty() && self.over.is_empty()
    }

    /// Keeps what stands now.
    pub(super) fn mark(&self, kept: &mut notifications::Kept) {
        kept.standing.retain(|kind| !self.over.contains(kind));
        kept.standing.extend(self.begun.iter().map(|telling| telling.kind.clone()));
    }
}

impl App {
    /// Compares what is wrong now with what was told.
    pub(super) fn look_for_troubles(&self, vault: &Vault, now_ms: i64) -> Result<Looked> {
        let standing = vault.store.read(notifications::Kept::read)?.standing;
        let mut looked = Looked::default();
        for Part { name, troubles } in [backups(vault)?, disk(vault), self.sync()] {
            let Some(troubles) = troubles else { continue };
            let now: Vec<Telling> = troubles
                .into_iter()
                .map(|trouble| Telling {
                    kind: format!("{name}.{}", trouble.what),
                    record: None,
                    at_ms: now_ms,
                    title: trouble.title.into(),
                    body: trouble.body,
                    of_session: false,
                })
                .collect();
            let of_part = |kind: &&String| kind.split('.').next() == Some(name);
            let over = |kind: &&String| !now.iter().any(|telling| telling.kind == **kind);
            looked.over.extend(standing.iter().filter(of_part).filter(over).cloned());
            looked
                .begun
                .extend(now.into_iter().filter(|telling| !standing.contains(&telling.kind)));
        }
        Ok(looked)
    }

    fn sync(&self) -> Part {
        // Sync that does not run knows nothing of how it stands.
        let troubles = self.services.sync_status().map(|status| {
            let of = |trouble: sync_client::client::Trouble| Trouble {
                what: kind_name(trouble.kind),
                title: "Sync needs you",
                body: trouble.words,
            };
            status.troubles.into_iter().map(of).collect()
        });
        Part { name: "sync", troubles }
    }
}

/// As it is called wherever it is written down: `server_lost`.
fn kind_name(kind: TroubleKind) -> String {
    let name = serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned));
    name.expect("a variant without fields is a text")
}

fn backups(vault: &Vault) -> Result<Part> {
    let trouble = vault.store.read(Kept::read)?.trouble;
    let failed =
        |words| Trouble { what: "failed".into(), title: "No backup could be made", body: words };
    let troubles = trouble.map(|trouble| failed(trouble.words)).into_iter().collect();
    Ok(Part { name: "backups", troubles: Some(troubles) })
}

fn disk(vault: &Vault) -> Part {
    let reserve = vault.store.reserve();
    // A vault that was just opened has not looked for room yet.
    let troubles = match (reserve.was_given_up(), reserve.is_kept()) {
        (true, _) => Some(vec![Trouble {
            what: "full".into(),
            title: "The disk is almost full",
            body: "Delete something elsewhere soon".into(),
        }]),
        (false, true) => Some(Vec::new()),
        (false, false) => None,
    };
    Part { name: "disk", troubles }
}
