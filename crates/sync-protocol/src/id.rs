//! Names: vaults, devices, incarnations, lanes, and the hashes that hold chains together.

use std::fmt;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// How many bytes it has.
            pub const LEN: usize = $len;

            /// From its bytes.
            pub const fn new(bytes: [u8; $len]) -> $name {
                $name(bytes)
            }

            /// Its bytes.
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde_bytes::Bytes::new(&self.0).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let bytes = serde_bytes::ByteArray::<$len>::deserialize(deserializer)?;
                Ok($name(bytes.into_array()))
            }
        }
    };
}

name! {
    /// One person's vault, on all of their devices. Not secret.
    VaultId, 16
}
name! {
    /// One device, from joining to leaving. The store's rows name it, too.
    DeviceId, 16
}
name! {
    /// One life of a device: a device that was restored from a backup begins another, because what it
    /// wrote after the backup is out there under the old one.
    Incarnation, 16
}
name! {
    /// A lane as the server sees it: a keyed hash of its number, see [`crate::keyring::Keyring::lane_id`].
    LaneId, 8
}
name! {
    /// BLAKE3 of something that is named by its content.
    Hash, 32
}
name! {
    /// An account: a hash of the identity's public key, by which the recovery words find their vaults.
    AccountId, 16
}

impl Hash {
    /// What stands before the first link of a chain.
    pub const ZERO: Hash = Hash::new([0; 32]);

    /// The hash of bytes in one use; every use has its own context, so that no two are ever confused.
    pub(crate) fn of(context: &'static str, parts: &[&[u8]]) -> Hash {
        let mut hasher = blake3::Hasher::new_derive_key(context);
        for part in parts {
            hasher.update(part);
        }
        Hash(*hasher.finalize().as_bytes())
    }

    /// The keyed hash of bytes.
    pub(crate) fn keyed(key: &[u8; 32], parts: &[&[u8]]) -> Hash {
        let mut hasher = blake3::Hasher::new_keyed(key);
        for part in parts {
            hasher.update(part);
        }
        Hash(*hasher.finalize().as_bytes())
    }

    /// Its first bytes, where a shorter name is enough.
    pub(crate) fn first<const N: usize>(&self) -> [u8; N] {
        const { assert!(N <= Hash::LEN) };
        std::array::from_fn(|index| self.0[index])
    }
}

/// What a log carries. The number is inside of what is sealed; the server sees a [`LaneId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(pub u8);

impl Lane {
    /// Heartbeats: what a device has seen of all lanes. It has no rows.
    pub const CONTROL: Lane = Lane(0);
    /// Changes of documents, and what is said of facts.
    pub const DOCUMENTS: Lane = Lane(1);
    /// Facts of the last months.
    pub const RECENT: Lane = Lane(2);
    /// Older facts, such as the first import.
    pub const ARCHIVE: Lane = Lane(3);
    /// The lanes that this version writes. Others are kept and forwarded.
    pub const ALL: [Lane; 4] = [Lane::CONTROL, Lane::DOCUMENTS, Lane::RECENT, Lane::ARCHIVE];
}

/// One append-only log: what one incarnation of a device writes in one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId {
    /// In which lane.
    #[serde(rename = "l")]
    pub lane: LaneId,
    /// By whom.
    #[serde(rename = "i")]
    pub incarnation: Incarnation,
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "log {}/{}", self.lane, self.incarnation)
    }
}
