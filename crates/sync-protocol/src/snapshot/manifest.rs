//! Which blocks a snapshot has, what it covers, who made it, who agrees.
//!
//! ```text
//! magic EKT, version 1 | vault 16 | device 16 | epoch 4 | at_ms 8 | before 32 | members n 4, hash 32
//! varint n, n × (lane 8 | incarnation 16 | device 16 | varint seq | varint epoch | hash 32)     covers, ascending
//! varint n, n × (id 32 | varint bytes)                                                          blocks
//! varint n, n × id 32                                                                   blobs, ascending
//! blob sealed | signature 64
//! sealed: varint n, n × (kind 1 | varint month | varint count)                 as many as blocks
//!         varint n, n × (incarnation 16 | device 16 | varint seq | hash 32)    rows, ascending | extra
//! ```
//! In the clear is what a server needs to let go of what a snapshot covers; what the blocks are about is
//! sealed, or the server could count a month's bank lines.

use std::collections::BTreeMap;

use base::env::Env;

use crate::codec::{Reader, Writer};
use crate::crypt::{OVERHEAD, random};
use crate::error::{Error, Fault, Result};
use crate::id::{DeviceId, Hash, Incarnation, LaneId, LogId, VaultId};
use crate::keyring::Keyring;
use crate::keys::{DeviceKeys, SIGNATURE, sign, verify};
use crate::log::{LogEnd, Vector};
use crate::membership::{Head, Members};
use crate::pack::{self, Limits};

use super::MANIFEST_BYTES_MAX;

const WHAT: &str = "snapshot";
const MAGIC: &[u8; 3] = b"EKT";
const VERSION: u8 = 1;
const LOGS_MAX: usize = 4096;
const BLOCKS_MAX: usize = 1 << 16;
const BLOBS_MAX: usize = 1 << 17;
const SEALED_MAX: usize = 2 << 20;
const LIMITS: Limits = Limits { what: WHAT, plain_max: SEALED_MAX, padded_max: SEALED_MAX };
const KEY: &str = "everkept 2026 sync snapshot manifests";
const SIGNED: &str = "everkept 2026 sync snapshot signature";

/// A snapshot, as far as everybody may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Of which vault.
    pub vault: VaultId,
    /// Who made it.
    pub device: DeviceId,
    /// Under which epoch's key.
    pub epoch: u32,
    /// When its maker's clock said it was, Unix milliseconds.
    pub at_ms: u64,
    /// The hash of the snapshot before it, if its maker knew one; zeros otherwise.
    pub before: Hash,
    /// The membership log as its maker knew it.
    pub members: Head,
    /// The segments that nobody needs who has it.
    pub covers: Vector,
    /// Its blocks, in their order.
    pub blocks: Vec<BlockRef>,
    /// The blobs that it needs: a server may drop what no kept snapshot and no later segment's device asks for.
    pub blobs: Vec<Hash>,
    /// What [`Manifest::open`] opens.
    sealed: Vec<u8>,
}

/// A block of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockRef {
    /// Its name.
    pub id: Hash,
    /// Its bytes when sealed.
    pub bytes: u32,
}

/// What members alone know of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SnapshotContent {
    /// Of each block, what it is about.
    pub blocks: Vec<BlockNote>,
    /// The ends of the store's own chains of rows: from here they go on.
    pub rows: BTreeMap<Incarnation, RowsEnd>,
    /// What newer versions add. Kept, not understood.
    pub extra: Vec<u8>,
}

/// What a block is about: enough to ask for what is shown first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockNote {
    /// 1: documents, 2: rows; others are of newer versions.
    pub kind: u8,
    /// Year × 12 + month from 0; 0 where there is none.
    pub month: u32,
    /// Documents or rows in it.
    pub count: u32,
}

/// The end of one writer's rows in the store's own chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowsEnd {
    /// The device.
    pub device: DeviceId,
    /// The last row's number.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// What a maker of a snapshot says in the clear.
pub struct Draft<'a> {
    /// See [`Manifest::at_ms`].
    pub at_ms: u64,
    /// See [`Manifest::before`].
    pub before: Hash,
    /// See [`Manifest::covers`].
    pub covers: &'a Vector,
    /// See [`Manifest::blocks`].
    pub blocks: &'a [BlockRef],
    /// See [`Manifest::blobs`], ascending.
    pub blobs: &'a [Hash],
    /// What is sealed.
    pub content: &'a SnapshotContent,
}

impl Draft<'_> {
    /// Seals and signs it.
    ///
    /// # Errors
    /// `NoKey`, `TooMuch`, `Malformed`: what no reader would take.
    pub fn seal(
        &self,
        members: &Members,
        keyring: &Keyring,
        device: &DeviceKeys,
        env: &dyn Env,
    ) -> Result<Vec<u8>> {
        let key = keyring.newest(members)?;
        let head = members.head();
        let mut out = Writer::default();
        out.raw(MAGIC)
            .u8(VERSION)
            .raw(members.vault().as_bytes())
            .raw(device.id().as_bytes())
            .u32(key.number())
            .u64(self.at_ms)
            .raw(self.before.as_bytes())
            .u32(head.n)
            .raw(head.hash.as_bytes());
        write_covers(&mut out, self.covers);
        out.count(self.blocks.len());
        for block in self.blocks {
            out.raw(block.id.as_bytes()).varint(block.bytes.into());
        }
        out.count(self.blobs.len());
        for blob in self.blobs {
            out.raw(blob.as_bytes());
        }
        let packed = pack::pack(&self.content.encode(), LIMITS)?;
        let mut sealed = Vec::new();
        key.content_key(KEY).seal(random(env), &out.0, &packed, &mut sealed);
        out.blob(&sealed);
        let signature = sign(device.signing(), SIGNED, &[&out.0]);
        out.raw(&signature);
        Manifest::read(&out.0)?;
        Ok(out.0)
    }
}

impl Manifest {
    /// Reads one; [`Manifest::check`] asks whether it can be believed.
    ///
    /// # Errors
    /// `TooMuch`, `CutOff`, `Malformed`, `Newer`.
    pub fn read(bytes: &[u8]) -> Result<Manifest> {
        if MANIFEST_BYTES_MAX < bytes.len() {
            let (found, max) = (bytes.len() as u64, MANIFEST_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
        }
        let Some((signed, _)) = bytes.split_last_chunk::<SIGNATURE>() else {
            return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
        };
        let mut reader = Reader::new(WHAT, signed);
        reader.magic(MAGIC, VERSION)?;
        let manifest = Manifest {
            vault: VaultId::new(reader.array()?),
            device: DeviceId::new(reader.array()?),
            epoch: reader.u32()?,
            at_ms: reader.u64()?,
            before: Hash::new(reader.array()?),
            members: Head { n: reader.u32()?, hash: Hash::new(reader.array()?) },
            covers: read_covers(&mut reader)?,
            blocks: read_blocks(&mut reader)?,
            blobs: read_blobs(&mut reader)?,
            sealed: reader.blob("sealed bytes", SEALED_MAX + OVERHEAD)?.to_vec(),
        };
        reader.end()?;
        Ok(manifest)
    }

    /// Whether an active device of the vault made it, with a membership log that is this one or older.
    ///
    /// # Errors
    /// `Foreign`, `UnknownDevice`, `NotAllowed` when its maker was revoked, `UnknownEpoch`,
    /// `StaleMembers`, `MembersFork`, `Signature`.
    pub fn check(&self, bytes: &[u8], members: &Members) -> Result<()> {
        let place = |error: Error| error.of(format_args!("snapshot {}", Manifest::hash(bytes)));
        let check = || {
            let device = active(members, self.vault, self.device)?;
            if members.epoch() < self.epoch {
                let known = members.epoch();
                return Err(Fault::UnknownEpoch { found: self.epoch, known }.into());
            }
            let seen = crate::segment::MembersSeen { n: self.members.n, hash: self.members.hash };
            members.check_seen(&seen)?;
            let Some((signed, signature)) = bytes.split_last_chunk::<SIGNATURE>() else {
                return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
            };
            verify(WHAT, &device.sign, SIGNED, &[signed], signature)
        };
        check().map_err(place)
    }

    /// Its name.
    pub fn hash(bytes: &[u8]) -> Hash {
        Hash::of("everkept 2026 sync snapshot hash", &[bytes])
    }

    /// Opens what only members know. Ask [`Manifest::check`] first.
    ///
    /// # Errors
    /// `NoKey`, `WrongKey`, `Damaged`, and what reading gives.
    pub fn open(&self, bytes: &[u8], keyring: &Keyring) -> Result<SnapshotContent> {
        let key = keyring.epoch(self.epoch)?.content_key(KEY);
        // What stands before the sealed part and its length is bound to it.
        let mut len = Writer::default();
        len.count(self.sealed.len());
        let clear = bytes.len().checked_sub(SIGNATURE + self.sealed.len() + len.0.len());
        let clear = clear.and_then(|clear| bytes.get(..clear));
        let Some(clear) = clear else {
            return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
        };
        let packed = key.open(WHAT, clear, &self.sealed)?;
        let content = SnapshotContent::decode(&pack::unpack(&packed, LIMITS)?)?;
        if content.blocks.len() != self.blocks.len() {
            let why = "it tells of more or fewer blocks than it has";
            return Err(Fault::Malformed { what: WHAT, at: clear.len(), why }.into());
        }
        Ok(content)
    }
}

fn active(
    members: &Members,
    vault: VaultId,
    device: DeviceId,
) -> Result<crate::keys::DevicePublic> {
    if vault != members.vault() {
        return Err(Fault::Foreign { what: WHAT, of: "vault" }.into());
    }
    let found = members.device(&device).ok_or(Fault::UnknownDevice { device })?;
    if found.revoked.is_some() {
        let why = "a device that was revoked speaks for no snapshot";
        return Err(Fault::NotAllowed { n: members.head().n, why }.into());
    }
    Ok(found.keys)
}

fn write_covers(out: &mut Writer, covers: &Vector) {
    out.count(covers.0.len());
    for (log, end) in &covers.0 {
        out.raw(log.lane.as_bytes())
            .raw(log.incarnation.as_bytes())
            .raw(end.device.as_bytes())
            .varint(end.seq.into())
            .varint(end.epoch.into())
            .raw(end.hash.as_bytes());
    }
}

fn read_covers(reader: &mut Reader<'_>) -> Result<Vector> {
    let count = reader.count("logs", LOGS_MAX, 8 + 16 + 16 + 1 + 1 + 32)?;
    let mut covers = Vector::default();
    for _ in 0..count {
        let log = LogId {
            lane: LaneId::new(reader.array()?),
            incarnation: Incarnation::new(reader.array()?),
        };
        if covers.0.last_key_value().is_some_and(|(last, _)| log <= *last) {
            return Err(reader.malformed("its logs are not in ascending order"));
        }
        let device = DeviceId::new(reader.array()?);
        let (seq, epoch) = (reader.varint_u32()?, reader.varint_u32()?);
        covers.0.insert(log, LogEnd { seq, hash: Hash::new(reader.array()?), device, epoch });
    }
    Ok(covers)
}

fn read_blocks(reader: &mut Reader<'_>) -> Result<Vec<BlockRef>> {
    let count = reader.count("blocks", BLOCKS_MAX, 32 + 1)?;
    (0..count)
        .map(|_| Ok(BlockRef { id: Hash::new(reader.array()?), bytes: reader.varint_u32()? }))
        .collect()
}

fn read_blobs(reader: &mut Reader<'_>) -> Result<Vec<Hash>> {
    let count = reader.count("blobs", BLOBS_MAX, 32)?;
    let blobs: Vec<Hash> =
        (0..count).map(|_| reader.array().map(Hash::new)).collect::<Result<_>>()?;
    if !blobs.is_sorted_by(|one, next| one < next) {
        return Err(reader.malformed("its blobs are not in ascending order"));
    }
    Ok(blobs)
}

impl SnapshotContent {
    fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.count(self.blocks.len());
        for note in &self.blocks {
            out.u8(note.kind).varint(note.month.into()).varint(note.count.into());
        }
        out.count(self.rows.len());
        for (incarnation, end) in &self.rows {
            out.raw(incarnation.as_bytes())
                .raw(end.device.as_bytes())
                .varint(end.seq)
                .raw(end.hash.as_bytes());
        }
        out.raw(&self.extra);
        out.0
    }

    fn decode(plain: &[u8]) -> Result<SnapshotContent> {
        let mut reader = Reader::new(WHAT, plain);
        let count = reader.count("blocks", BLOCKS_MAX, 3)?;
        let mut blocks = Vec::with_capacity(count);
        for _ in 0..count {
            let kind = reader.u8()?;
            let (month, count) = (reader.varint_u32()?, reader.varint_u32()?);
            blocks.push(BlockNote { kind, month, count });
        }
        let count = reader.count("writers", LOGS_MAX, 16 + 16 + 1 + 32)?;
        let mut rows = BTreeMap::new();
        for _ in 0..count {
            let incarnation = Incarnation::new(reader.array()?);
            if rows.last_key_value().is_some_and(|(last, _)| incarnation <= *last) {
                return Err(reader.malformed("its writers are not in ascending order"));
            }
            let device = DeviceId::new(reader.array()?);
            let (seq, hash) = (reader.varint()?, Hash::new(reader.array()?));
            rows.insert(incarnation, RowsEnd { device, seq, hash });
        }
        Ok(SnapshotContent { blocks, rows, extra: reader.rest().to_vec() })
    }
}

/// A second device says that a snapshot is what it has, too.
///
/// `magic EKC, version 1 | vault 16 | snapshot 32 | device 16 | at_ms 8 | signature 64`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Countersign {
    /// Of which vault.
    pub vault: VaultId,
    /// Which snapshot.
    pub snapshot: Hash,
    /// Who says so.
    pub device: DeviceId,
    /// When its clock said it was, Unix milliseconds.
    pub at_ms: u64,
}

impl Countersign {
    const MAGIC: &[u8; 3] = b"EKC";
    const SIGNED: &str = "everkept 2026 sync snapshot countersignature";

    /// Signs it.
    pub fn sign(&self, device: &DeviceKeys) -> Vec<u8> {
        let mut out = Writer::default();
        out.raw(Countersign::MAGIC)
            .u8(VERSION)
            .raw(self.vault.as_bytes())
            .raw(self.snapshot.as_bytes())
            .raw(self.device.as_bytes())
            .u64(self.at_ms);
        let signature = sign(device.signing(), Countersign::SIGNED, &[&out.0]);
        out.raw(&signature);
        out.0
    }

    /// Reads one and checks that an active device other than the snapshot's maker signed it.
    ///
    /// # Errors
    /// What reading gives; `Foreign`, `UnknownDevice`, `NotAllowed`, `Signature`.
    pub fn read(bytes: &[u8], made_by: DeviceId, members: &Members) -> Result<Countersign> {
        let what = "countersignature";
        let Some((signed, signature)) = bytes.split_last_chunk::<SIGNATURE>() else {
            return Err(Fault::CutOff { what, at: bytes.len() }.into());
        };
        let mut reader = Reader::new(what, signed);
        reader.magic(Countersign::MAGIC, VERSION)?;
        let countersign = Countersign {
            vault: VaultId::new(reader.array()?),
            snapshot: Hash::new(reader.array()?),
            device: DeviceId::new(reader.array()?),
            at_ms: reader.u64()?,
        };
        reader.end()?;
        let device = active(members, countersign.vault, countersign.device)?;
        if countersign.device == made_by {
            let why = "a second device countersigns";
            return Err(Fault::NotAllowed { n: members.head().n, why }.into());
        }
        verify(what, &device.sign, Countersign::SIGNED, &[signed], signature)?;
        Ok(countersign)
    }
}
