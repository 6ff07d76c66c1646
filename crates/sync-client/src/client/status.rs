//! What a person sees of sync.

use base::error::Result;
use serde::Serialize;
use store::store::Store;
use store::sync::SealedState;

use super::Client;

/// Something that a person should know. It never stops what can go on, and never costs what is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// Which kind: one of each is told at a time.
    pub kind: TroubleKind,
    /// What happened, in English.
    pub words: String,
    /// Since when, Unix milliseconds.
    pub since_ms: u64,
}

/// What can be wrong between devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// The server has less than it had. What is here is brought to it again.
    ServerLost,
    /// Two histories were shown: a log has two ends.
    Forked,
    /// The server shows another list of devices than the one that is known: who belongs to the vault is in
    /// doubt, and nothing is written until a person has compared the devices.
    OtherList,
    /// Pieces came that nobody of this vault signed, or that were changed.
    Damaged,
    /// Pieces of a removed device, from after it was removed.
    AfterRemoval,
    /// This device was removed from the vault.
    Removed,
    /// Something else writes as this device: the vault was copied, or brought back from a backup.
    Copied,
    /// A newer Everkept wrote what this one cannot read: it is kept, and read after an update.
    Newer,
    /// Another device deletes so much at once that a person is asked first.
    Deletions,
    /// The key at hand is not the one that the devices agreed on: nothing is written.
    WrongKey,
    /// The server has no room left for this vault, or refuses what is brought.
    Refused,
    /// A snapshot on the server is not what it should be: it is not used, and nothing here was changed.
    FalseSnapshot,
}

impl TroubleKind {
    /// Whether nothing may be written while it lasts. Who is removed is not listed; that the server says so is no
    /// reason to keep anything from the other devices.
    pub(super) fn forbids_writing(self) -> bool {
        use TroubleKind::{Copied, OtherList, WrongKey};
        matches!(self, Copied | WrongKey | OtherList)
    }

    /// Whether nothing goes on before somebody does something.
    fn stops(self) -> bool {
        self.forbids_writing() || matches!(self, TroubleKind::Removed | TroubleKind::Deletions)
    }
}

/// Where sync stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Everything is everywhere.
    UpToDate,
    /// It is being carried.
    Working,
    /// The server could not be reached, or asked for a pause.
    Waiting {
        /// Until when, Unix milliseconds.
        until_ms: u64,
        /// Why, in words.
        why: String,
    },
    /// It stands still until somebody does something; the troubles say what.
    Stopped,
}

/// What a person sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Where it stands.
    pub stand: Stand,
    /// The server's address.
    pub server: String,
    /// Pieces that no server has yet.
    pub to_send: u64,
    /// Pieces that came and are not yet read.
    pub to_read: u64,
    /// When everything was everywhere the last time, Unix milliseconds.
    pub last_success_ms: Option<u64>,
    /// What is wrong.
    pub troubles: Vec<Trouble>,
    /// Every device that ever belonged to the vault.
    pub devices: Vec<DeviceStatus>,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceStatus {
    /// Its name in the protocol, 32 hexadecimal digits.
    pub id: String,
    /// What people call it; nothing when its name cannot be opened.
    pub name: Option<String>,
    /// Whether it is this one.
    pub this: bool,
    /// When it joined, by the clock of who added it, Unix milliseconds.
    pub added_ms: u64,
    /// When it was removed.
    pub removed_ms: Option<u64>,
    /// When it last wrote, by its own clock; nothing when it never did.
    pub last_written_ms: Option<i64>,
}

impl Client {
    /// What a person sees now.
    ///
    /// # Errors
    /// `Internal` when the vault cannot be read.
    pub fn status(&self, store: &Store) -> Result<Status> {
        let (to_send, to_read) = store.read(|cx| {
            Ok((cx.sealed_count(SealedState::ToSend)?, cx.sealed_count(SealedState::ToRead)?))
        })?;
        let stopped = self.troubles.keys().any(|kind| kind.stops());
        let stand = if stopped {
            Stand::Stopped
        } else if let Some(why) = &self.last_failure {
            Stand::Waiting { until_ms: self.pause_until, why: why.clone() }
        } else if self.is_idle() && to_send == 0 && to_read == 0 {
            Stand::UpToDate
        } else {
            Stand::Working
        };
        let devices = self.kept.members.devices().map(|device| DeviceStatus {
            id: device.keys.id.to_string(),
            name: self.kept.keyring.open_name(device.keys.id, &device.name).ok(),
            this: device.keys.id == self.kept.keys.id(),
            added_ms: device.added_ms,
            removed_ms: device.revoked.as_ref().map(|revoked| revoked.at_ms),
            last_written_ms: self.kept.seen.get(&device.keys.id).copied(),
        });
        Ok(Status {
            stand,
            server: self.kept.server.clone(),
            to_send,
            to_read,
            last_success_ms: self.last_success,
            troubles: self.troubles.values().cloned().collect(),
            devices: devices.collect(),
        })
    }

    /// What is wrong, by kind.
    pub fn troubles(&self) -> impl Iterator<Item = &Trouble> {
        self.troubles.values()
    }
}
