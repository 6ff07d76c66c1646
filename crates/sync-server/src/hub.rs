//! Who waits for word of a vault: a hint that it moved goes to everybody who listens on this node.
//!
//! A hint is a number and never data. Hints that come faster than they are read become one.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sync_protocol::id::VaultId;
use tokio::sync::watch;

/// The newest number of a vault, and how often something moved: members move without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    pub(crate) gsn: u64,
    pub(crate) moves: u64,
}

/// The vaults that somebody listens to.
#[derive(Default)]
pub(crate) struct Hub(Mutex<HashMap<VaultId, watch::Sender<Mark>>>);

impl Hub {
    fn lock(&self) -> MutexGuard<'_, HashMap<VaultId, watch::Sender<Mark>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listens to a vault.
    pub(crate) fn listen(&self, vault: VaultId) -> watch::Receiver<Mark> {
        let mut listened = self.lock();
        listened.retain(|_, sender| 0 < sender.receiver_count());
        listened.entry(vault).or_default().subscribe()
    }

    /// Says that a vault moved, to a number if it has a new one.
    pub(crate) fn moved(&self, vault: VaultId, gsn: Option<u64>) {
        if let Some(sender) = self.lock().get(&vault) {
            sender.send_modify(|mark| {
                mark.gsn = mark.gsn.max(gsn.unwrap_or(0));
                mark.moves += 1;
            });
        }
    }

    /// Says that a vault is at a number, which is news only if it was not known.
    pub(crate) fn at(&self, vault: VaultId, gsn: u64) {
        if let Some(sender) = self.lock().get(&vault) {
            sender.send_if_modified(|mark| {
                let news = mark.gsn < gsn;
                if news {
                    *mark = Mark { gsn, moves: mark.moves + 1 };
                }
                news
            });
        }
    }

    /// The vaults that somebody listens to.
    pub(crate) fn vaults(&self) -> Vec<VaultId> {
        let mut listened = self.lock();
        listened.retain(|_, sender| 0 < sender.receiver_count());
        listened.keys().copied().collect()
    }

    /// How many listen.
    pub(crate) fn listeners(&self) -> usize {
        self.lock().values().map(watch::Sender::receiver_count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_hints_become_one() {
        let hub = Hub::default();
        let vault = VaultId::new([1; 16]);
        hub.moved(vault, Some(3));
        let mut listener = hub.listen(vault);
        hub.moved(vault, Some(4));
        hub.moved(vault, None);
        hub.moved(vault, Some(2));
        assert!(listener.has_changed().expect("the hub is there"));
        assert_eq!(*listener.borrow_and_update(), Mark { gsn: 4, moves: 3 });
        hub.at(vault, 4);
        assert!(!listener.has_changed().expect("the hub is there"), "that is no news");
        drop(listener);
        assert!(hub.vaults().is_empty());
    }
}
