//! Questions about snapshots, as HTTP carries them.

use sync_protocol::id::Hash;
use sync_protocol::wire::{self, Bytes, List, ManifestBytes};

/// A question about snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotAsk {
    /// Which there are, and who agrees with them.
    List,
    /// A snapshot's manifest.
    Manifest {
        /// Its name.
        hash: Hash,
    },
    /// A sealed block.
    Block {
        /// Its name.
        block: Hash,
    },
    /// Which of these blocks are missing.
    Missing {
        /// Their names.
        blocks: Vec<Hash>,
    },
    /// To take a block, or the rest of it.
    PutBlock {
        /// Its name.
        block: Hash,
        /// Where the rest begins.
        offset: usize,
        /// The whole sealed block.
        sealed: Vec<u8>,
    },
    /// To take a manifest, when all of its blocks are there.
    Post {
        /// As it was signed.
        manifest: Vec<u8>,
    },
    /// To note that this device agrees.
    Countersign {
        /// With which snapshot.
        snapshot: Hash,
        /// What it signed.
        bytes: Vec<u8>,
    },
}

impl SnapshotAsk {
    /// Method, path and body, as HTTP carries them.
    pub(in crate::client) fn parts(&self) -> (&'static str, String, Option<Vec<u8>>) {
        // What is too long was cut before, see `Ask::request`.
        match self {
            SnapshotAsk::List => ("GET", "/v1/snapshots".to_owned(), None),
            SnapshotAsk::Manifest { hash } => ("GET", format!("/v1/snapshots/{hash}"), None),
            SnapshotAsk::Block { block } => ("GET", format!("/v1/blocks/{block}"), None),
            SnapshotAsk::Missing { blocks } => {
                let names: wire::Names = List(blocks.clone());
                let body = wire::encode(&names).unwrap_or_default();
                ("POST", "/v1/blocks/missing".to_owned(), Some(body))
            }
            SnapshotAsk::PutBlock { block, offset, sealed } => {
                let (length, hash) = (sealed.len(), blake3::hash(sealed).to_hex());
                let place = format!("offset={offset}&length={length}&hash={hash}");
                let rest = sealed.get(*offset..).unwrap_or_default().to_vec();
                ("PUT", format!("/v1/blocks/{block}?{place}"), Some(rest))
            }
            SnapshotAsk::Post { manifest } => {
                let message = ManifestBytes { manifest: Bytes(manifest.clone()) };
                let body = wire::encode(&message).unwrap_or_default();
                ("POST", "/v1/snapshots".to_owned(), Some(body))
            }
            SnapshotAsk::Countersign { snapshot, bytes } => {
                let path = format!("/v1/snapshots/{snapshot}/countersignatures");
                ("POST", path, Some(bytes.clone()))
            }
        }
    }
}
