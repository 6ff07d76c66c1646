//! What a device keeps of sync in its vault: its keys, the list of devices, how far it has come.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::env::Env;
use base::error::{Code, Error, Result};
use store::read::ReadCx;
use store::store::{Store, Write};
use store::sync::Sealed;
use store::write::{Step, WriteCx};
use sync_protocol::id::{DeviceId, Hash, Incarnation, LaneId, LogId, VaultId};
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::{DeviceKeys, Identity};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::membership::{Head, Members, Signer, found};
use sync_protocol::segment::{Header, MembersSeen};

/// The name of the transaction in which sync writes down what it learned.
pub(crate) const LABEL: &str = "sync";

/// Names in the store. The entries of the list of devices follow on [`ENTRY`], numbered with eight digits.
const DEVICE: &str = "device keys";
const SERVER: &str = "server";
const CURSOR: &str = "cursor";
const SCANNED: &str = "sealed up to row";
const SENT: &str = "sent up to row";
const REGISTERED: &str = "registered";
const ENTRY: &str = "entry ";
const SEEN: &str = "seen ";
/// Rows of which the content lies in a blob, by its hash: `there 1 | incarnation 16 | number 8`.
pub(crate) const LONG: &str = "long ";
/// The content of such a row, until it is taken in.
pub(crate) const CAME: &str = "came ";
/// The manifest of the snapshot that is being taken: its blocks are all here, see [`BLOCK`].
pub(crate) const TAKING: &str = "taking snapshot";
/// Sealed blocks of a snapshot that came, by their names, until it is taken.
pub(crate) const BLOCK: &str = "block ";
/// The name of the snapshot that this vault began with, or came back with.
pub(crate) const TAKEN: &str = "taken snapshot";
/// The newest snapshot that was seen on the server: `hash 32 | at_ms 8`.
pub(crate) const NEWEST: &str = "newest snapshot";
/// Attachments that a server has, by their hashes.
pub(crate) const UPLOADED: &str = "uploaded ";

/// The place of an entry of the list of devices.
pub(crate) fn entry_key(n: u32) -> String {
    format!("{ENTRY}{n:08}")
}

/// What is known of this vault's sync, as it was on the disk when it was read.
pub struct Kept {
    /// This device's keys.
    pub(crate) keys: DeviceKeys,
    /// The life that this vault writes in now.
    pub(crate) incarnation: Incarnation,
    /// Who belongs to the vault.
    pub(crate) members: Members,
    /// The keys of all epochs.
    pub(crate) keyring: Keyring,
    /// The ends of all logs that are here, one's own unsent pieces too.
    pub(crate) vector: Vector,
    /// Of logs whose first pieces are not kept here, because a snapshot covers them: the last of those.
    pub(crate) floors: Vector,
    /// The server's address.
    pub(crate) server: String,
    /// Up to this number of the server's everything was asked for.
    pub(crate) cursor: u64,
    /// One's own rows up to this number are in pieces.
    pub(crate) scanned: i64,
    /// One's own rows up to this number are in pieces that a server has.
    pub(crate) sent: i64,
    /// Whether the server has ever known this vault.
    pub(crate) registered: bool,
    /// What the device that let this one in has seen, and what others have seen and is not here.
    pub(crate) promised: Vec<(LogId, u32, Hash)>,
    /// When each device last wrote, by its own clock, Unix milliseconds.
    pub(crate) seen: BTreeMap<DeviceId, i64>,
}

/// Turns sync on in a vault that has it not: founds its list of devices with this one as the first. Nothing
/// leaves the machine by that.
///
/// # Errors
/// `Conflict` when sync is on already.
pub fn turn_on(
    store: &Store,
    identity: &Identity,
    name: &str,
    server: &str,
    env: &Arc<dyn Env>,
) -> Result<()> {
    let (device, ..) = store.read(|cx| Ok(cx.writer()))?;
    let mut vault = [0; 16];
    env.fill(&mut vault);
    let keys = DeviceKeys::generate(DeviceId::new(device), &**env);
    let at_ms = base::env::unix_ms(env.now());
    let founded = found(VaultId::new(vault), identity, &keys, name, at_ms, &**env)?;
    let server = server.to_owned();
    store.write(Write::new(LABEL).step(Step::None), move |cx| {
        if is_on(&cx.read())? {
            return Err(Error::new(Code::Conflict, "sync is on already"));
        }
        cx.tell_natural_key()?;
        begin(cx, &keys, &founded.entries, &server)
    })
}

/// What a device knows that was let into a vault.
pub struct Joined {
    /// Its keys, of which the list of devices names the public halves.
    pub keys: DeviceKeys,
    /// The list of devices, whole.
    pub entries: Vec<Vec<u8>>,
    /// Where that list ends at least, as the other device said.
    pub members: Head,
    /// How far all logs go at least, as the other device said: a server that shows less is found out.
    pub promised: Vector,
    /// The server's address; empty for the local network.
    pub server: String,
}

/// Lets an empty vault become a copy of another: all that is in that one comes with the next steps.
///
/// # Errors
/// `Conflict` when something was written here already; `Invalid` when the list of devices is not the one
/// that the other device knows; `Denied` when this device is not on it.
pub fn join(store: &Store, joined: Joined) -> Result<()> {
    let members = Members::read(joined.entries.iter().map(Vec::as_slice))?;
    members.check_seen(&MembersSeen { n: joined.members.n, hash: joined.members.hash })?;
    let own = joined.keys.id();
    if !members.active().any(|device| device.keys == joined.keys.public()) {
        let words = format!("device {own} is not on the vault's list of devices");
        return Err(Error::new(Code::Denied, words));
    }
    // The keys must open before anything is believed.
    Keyring::open(&members, &Signer::Device(&joined.keys))?;
    store.write(Write::new(LABEL).step(Step::None), move |cx| {
        if is_on(&cx.read())? {
            return Err(Error::new(Code::Conflict, "sync is on already"));
        }
        if cx.read().records_live()? != 0 {
            let words =
                "this vault holds something already: only an empty one can become another's copy";
            return Err(Error::new(Code::Conflict, words));
        }
        begin(cx, &joined.keys, &joined.entries, &joined.server)?;
        let ends = joined.promised.0.iter();
        let promised: Vec<u8> =
            ends.flat_map(|(log, end)| promise(log, end.seq, &end.hash)).collect();
        cx.set_sync_value(PROMISED, Some(&promised))?;
        Notes { registered: Some(true), ..Notes::default() }.write(cx)
    })
}

/// What members have seen beyond what is here, by the log: as [`PROMISED`].
const SIGHTED: &str = "sighted ";
/// `lane 8 | incarnation 16 | seq 4 | hash 32` for each log.
const PROMISED: &str = "promised";
const PROMISE: usize = 8 + 16 + 4 + 32;

fn promise(log: &LogId, seq: u32, hash: &Hash) -> Vec<u8> {
    let log = [&log.lane.as_bytes()[..], log.incarnation.as_bytes()].concat();
    [&log[..], &seq.to_be_bytes(), hash.as_bytes()].concat()
}

fn promised(cx: &ReadCx<'_>) -> Result<Vec<(LogId, u32, Hash)>> {
    let mut bytes = cx.sync_value(PROMISED)?.unwrap_or_default();
    bytes.extend(cx.sync_values(SIGHTED)?.into_iter().flatten());
    let (promises, _) = bytes.as_chunks::<PROMISE>();
    let read = |promise: &[u8; PROMISE]| {
        let (lane, rest) = promise.split_first_chunk::<8>()?;
        let (incarnation, rest) = rest.split_first_chunk::<16>()?;
        let (seq, hash) = rest.split_first_chunk::<4>()?;
        let log = LogId { lane: LaneId::new(*lane), incarnation: Incarnation::new(*incarnation) };
        Some((log, u32::from_be_bytes(*seq), Hash::new(*hash.first_chunk()?)))
    };
    Ok(promises.iter().filter_map(read).collect())
}

/// Writes down that this device belongs to a vault now.
pub(crate) fn begin(
    cx: &mut WriteCx<'_>,
    keys: &DeviceKeys,
    entries: &[Vec<u8>],
    server: &str,
) -> Result<()> {
    cx.set_sync_value(DEVICE, Some(&*keys.to_secret_bytes()))?;
    cx.set_sync_value(SERVER, Some(server.as_bytes()))?;
    for (n, entry) in (0..).zip(entries) {
        cx.set_sync_value(&entry_key(n), Some(entry))?;
    }
    Ok(())
}

/// Whether this vault is synced.
///
/// # Errors
/// `Internal` when the vault cannot be read.
pub fn is_on(cx: &ReadCx<'_>) -> Result<bool> {
    Ok(cx.sync_value(DEVICE)?.is_some())
}

/// Turns sync off here: what was written stays, the keys go. The others go on without this device, which
/// they should remove.
///
/// # Errors
/// `Internal`, `Conflict` when it cannot be written.
pub fn turn_off(store: &Store) -> Result<()> {
    store.write(Write::new(LABEL).step(Step::None), |cx| cx.forget_sync())
}

impl Kept {
    /// Reads what is kept; nothing when sync is off.
    ///
    /// # Errors
    /// `Locked` when the keys do not fit the list of devices; `Invalid` when what is kept was damaged.
    pub fn load(store: &Store) -> Result<Option<Kept>> {
        store.read(Kept::read)
    }

    fn read(cx: &ReadCx<'_>) -> Result<Option<Kept>> {
        let Some(keys) = cx.sync_value(DEVICE)? else { return Ok(None) };
        let keys = DeviceKeys::from_secret_bytes(&zeroize::Zeroizing::new(keys))?;
        let entries = cx.sync_values(ENTRY)?;
        let members = Members::read(entries.iter().map(Vec::as_slice))?;
        let keyring = Keyring::open(&members, &Signer::Device(&keys))?;
        let server = cx.sync_value(SERVER)?.unwrap_or_default();
        let floors = floors(cx)?;
        let mut kept = Kept {
            incarnation: Incarnation::new(cx.writer().1),
            keys,
            members,
            keyring,
            vector: vector(cx, &floors)?,
            floors,
            server: String::from_utf8_lossy(&server).into_owned(),
            cursor: number(cx, CURSOR)?.unsigned_abs(),
            scanned: number(cx, SCANNED)?,
            sent: number(cx, SENT)?,
            registered: cx.sync_value(REGISTERED)?.is_some(),
            promised: promised(cx)?,
            seen: BTreeMap::new(),
        };
        for device in kept.members.devices() {
            let at = number(cx, &seen_key(&device.keys.id))?;
            if at != 0 {
                kept.seen.insert(device.keys.id, at);
            }
        }
        // A vault that came back from a backup writes in a new life: its rows are numbered anew, and what
        // its former life had not sent travels as that life's.
        if number(cx, &life_key(&kept.incarnation))? == 0 {
            (kept.scanned, kept.sent) = (0, 0);
        }
        Ok(Some(kept))
    }
}

fn seen_key(device: &DeviceId) -> String {
    format!("{SEEN}{device}")
}

fn life_key(incarnation: &Incarnation) -> String {
    format!("life {incarnation}")
}

fn number(cx: &ReadCx<'_>, key: &str) -> Result<i64> {
    let bytes = cx.sync_value(key)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_be_bytes))
}

/// `lane 8 | incarnation 16 | device 16 | seq 4 | epoch 4 | hash 32` for each log.
const FLOOR: &str = "floor ";

fn floors(cx: &ReadCx<'_>) -> Result<Vector> {
    let read = |value: &Vec<u8>| {
        let (lane, rest) = value.split_first_chunk::<8>()?;
        let (incarnation, rest) = rest.split_first_chunk::<16>()?;
        let (device, rest) = rest.split_first_chunk::<16>()?;
        let (seq, rest) = rest.split_first_chunk::<4>()?;
        let (epoch, hash) = rest.split_first_chunk::<4>()?;
        let log = LogId { lane: LaneId::new(*lane), incarnation: Incarnation::new(*incarnation) };
        let end = LogEnd {
            seq: u32::from_be_bytes(*seq),
            hash: Hash::new(*hash.first_chunk()?),
            device: DeviceId::new(*device),
            epoch: u32::from_be_bytes(*epoch),
        };
        Some((log, end))
    };
    Ok(Vector(cx.sync_values(FLOOR)?.iter().filter_map(read).collect()))
}

fn floor(log: &LogId, end: &LogEnd) -> (String, Vec<u8>) {
    let value = [
        &log.lane.as_bytes()[..],
        log.incarnation.as_bytes(),
        end.device.as_bytes(),
        &end.seq.to_be_bytes(),
        &end.epoch.to_be_bytes(),
        end.hash.as_bytes(),
    ];
    (format!("{FLOOR}{}{}", log.lane, log.incarnation), value.concat())
}

/// The ends of all logs of which sealed pieces are here, or that a snapshot stands for.
pub(crate) fn vector(cx: &ReadCx<'_>, floors: &Vector) -> Result<Vector> {
    let mut vector = floors.clone();
    for end in cx.sealed_ends(Header::LEN)? {
        let header = Header::decode(&end.head)?;
        let end = LogEnd {
            seq: end.seq,
            hash: Hash::new(end.hash),
            device: header.device,
            epoch: header.epoch,
        };
        let known = vector.0.entry(header.log()).or_insert(end);
        if known.seq < end.seq {
            *known = end;
        }
    }
    Ok(vector)
}

/// What is written down with one transaction.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) cursor: Option<u64>,
    pub(crate) scanned: Option<(Incarnation, i64)>,
    pub(crate) sent: Option<i64>,
    pub(crate) registered: Option<bool>,
    pub(crate) seen: Vec<(DeviceId, i64)>,
    pub(crate) sighted: Vec<(LogId, u32, Hash)>,
    pub(crate) entries: Vec<(u32, Vec<u8>)>,
    pub(crate) floors: Vec<(LogId, LogEnd)>,
}

impl Notes {
    pub(crate) fn write(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        if let Some(cursor) = self.cursor {
            cx.set_sync_value(CURSOR, Some(&cursor.to_be_bytes()))?;
        }
        if let Some((incarnation, scanned)) = self.scanned {
            cx.set_sync_value(&life_key(&incarnation), Some(&1_i64.to_be_bytes()))?;
            cx.set_sync_value(SCANNED, Some(&scanned.to_be_bytes()))?;
        }
        if let Some(sent) = self.sent {
            cx.set_sync_value(SENT, Some(&sent.to_be_bytes()))?;
        }
        if let Some(registered) = self.registered {
            // A server that did not know the vault has none of its attachments either.
            cx.forget_sync_values(UPLOADED)?;
            cx.set_sync_value(REGISTERED, registered.then_some(&[1]))?;
        }
        for (device, at) in &self.seen {
            cx.set_sync_value(&seen_key(device), Some(&at.to_be_bytes()))?;
        }
        for (log, seq, hash) in &self.sighted {
            let key = format!("{SIGHTED}{}{}", log.lane, log.incarnation);
            cx.set_sync_value(&key, Some(&promise(log, *seq, hash)))?;
        }
        for (n, entry) in &self.entries {
            cx.set_sync_value(&entry_key(*n), Some(entry))?;
        }
        for (log, end) in &self.floors {
            let (key, value) = floor(log, end);
            cx.set_sync_value(&key, Some(&value))?;
        }
        Ok(())
    }
}

/// Where a sealed piece stands, as the store knows it: lane, incarnation, number.
pub(crate) type StorePlace = ([u8; 8], [u8; 16], u32);

/// The place of a sealed piece in its log.
pub(crate) fn place_of(piece: &Sealed) -> StorePlace {
    (piece.lane, piece.incarnation, piece.seq)
}

/// The log of a sealed piece.
pub(crate) fn log_of(piece: &Sealed) -> LogId {
    LogId { lane: LaneId::new(piece.lane), incarnation: Incarnation::new(piece.incarnation) }
}
