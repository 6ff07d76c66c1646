//! The membership logs that are asked about now, read and checked once.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use sync_protocol::id::VaultId;
use sync_protocol::membership::{Head, Members};

use crate::error::{Error, Result};
use crate::store::LogStore;

/// Vaults whose members are remembered: some kilobytes each.
const VAULTS: NonZeroUsize = NonZeroUsize::new(1024).expect("it is more than none");

/// Entries that are read at once.
const ENTRIES: usize = 1024;

/// Bytes that are read at once.
const BYTES: usize = 8 << 20;

/// Members of the vaults that were last asked about.
pub(crate) struct MembersCache(Mutex<LruCache<VaultId, Arc<Members>>>);

impl MembersCache {
    pub(crate) fn new() -> MembersCache {
        MembersCache(Mutex::new(LruCache::new(VAULTS)))
    }

    /// The members as they are now; none where there is no such vault.
    pub(crate) async fn get(
        &self,
        store: &dyn LogStore,
        vault: VaultId,
    ) -> Result<Option<Arc<Members>>> {
        let Some(row) = store.vault(vault).await? else { return Ok(None) };
        let known = self.lock().get(&vault).cloned();
        match known {
            Some(members) if members.head() == row.head => Ok(Some(members)),
            // A database that was put back to an earlier state has another end: all is read again.
            Some(members) if members.head().n < row.head.n => {
                match follow(store, vault, Some(Members::clone(&members)), row.head).await {
                    Ok(members) => Ok(Some(self.keep(members))),
                    Err(_) => Ok(Some(self.keep(follow(store, vault, None, row.head).await?))),
                }
            }
            _ => Ok(Some(self.keep(follow(store, vault, None, row.head).await?))),
        }
    }

    /// Remembers members.
    pub(crate) fn keep(&self, members: Members) -> Arc<Members> {
        let members = Arc::new(members);
        self.lock().put(members.vault(), Arc::clone(&members));
        members
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<VaultId, Arc<Members>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads entries on, up to a head.
pub(crate) async fn follow(
    store: &dyn LogStore,
    vault: VaultId,
    mut known: Option<Members>,
    head: Head,
) -> Result<Members> {
    loop {
        let from = known.as_ref().map_or(0, |members| members.head().n + 1);
        let entries = store.entries(vault, from, ENTRIES, BYTES).await?;
        let broken = |error: sync_protocol::error::Error| {
            Error::Stored(format!("the members of vault {vault}: {error}"))
        };
        for entry in &entries {
            match &mut known {
                Some(members) => drop(members.apply(entry).map_err(broken)?),
                None => known = Some(Members::begin(entry).map_err(broken)?),
            }
        }
        match known {
            // More may have come since the head was read.
            Some(members) if head.n <= members.head().n => return Ok(members),
            _ if entries.is_empty() => {
                let words = format!("the members of vault {vault} end too early");
                return Err(Error::Stored(words));
            }
            _ => {}
        }
    }
}
