//! What both say once they know that nobody is in between.

use base::env::Env;
use x25519_dalek::{PublicKey, StaticSecret};

use super::{WHAT, expect, message};
use crate::codec::{Reader, Writer};
use crate::crypt::{ContentKey, derive, random};
use crate::error::{Fault, Result};
use crate::id::{DeviceId, Hash, Incarnation, LaneId, LogId, VaultId};
use crate::keyring::NAME_BYTES_MAX;
use crate::keys::{DevicePublic, verifying_key};
use crate::log::{LogEnd, Vector};
use crate::membership::Head;

const LOGS_MAX: usize = 4096;

/// What a guest tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Its keys.
    pub device: DevicePublic,
    /// What people should call it.
    pub name: String,
}

/// What a host tells of the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// The vault.
    pub vault: VaultId,
    /// The membership log with the guest in it: a server must show this entry.
    pub members: Head,
    /// How far the host knows all logs: a server must show at least this much.
    pub vector: Vector,
}

/// One end of a session: the old device.
pub struct Host {
    /// What the QR code promised; with codes nothing was.
    vector: Option<Vector>,
}

/// One end of a session: the new device.
pub struct Guest {
    /// The digest in the QR code.
    vector: Option<Hash>,
}

/// Two devices that share a key nobody else has.
pub struct Session<End> {
    to_host: ContentKey,
    to_guest: ContentKey,
    end: End,
}

fn keys(
    own: &StaticSecret,
    other: &[u8; 32],
    host: &[u8; 32],
    guest: &[u8; 32],
    bound: &[u8],
) -> Result<(ContentKey, ContentKey)> {
    let point = own.diffie_hellman(&PublicKey::from(*other));
    if !point.was_contributory() {
        return Err(Fault::WrongKey { what: WHAT }.into());
    }
    let parts: [&[u8]; 4] = [point.as_bytes(), host, guest, bound];
    let to_host = derive("everkept 2026 sync pairing to host", &parts);
    let to_guest = derive("everkept 2026 sync pairing to guest", &parts);
    Ok((ContentKey::new(&to_host), ContentKey::new(&to_guest)))
}

impl Session<Host> {
    pub(super) fn new(
        own: &StaticSecret,
        guest: &[u8; 32],
        bound: &[u8],
        vector: Option<Vector>,
    ) -> Result<Session<Host>> {
        let host = PublicKey::from(own);
        let (to_host, to_guest) = keys(own, guest, host.as_bytes(), guest, bound)?;
        Ok(Session { to_host, to_guest, end: Host { vector } })
    }

    pub(super) fn open_joining(&self, sealed: &[u8]) -> Result<Joining> {
        let plain = self.to_host.open(WHAT, &[4], sealed)?;
        let mut reader = Reader::new(WHAT, &plain);
        let device = DevicePublic {
            id: DeviceId::new(reader.array()?),
            sign: verifying_key(WHAT, reader.at(), &reader.array()?)?,
            seal: reader.array()?,
        };
        let name = reader.text("bytes in a name", NAME_BYTES_MAX)?.to_owned();
        reader.end()?;
        Ok(Joining { device, name })
    }

    /// Takes what the guest tells of itself (after codes; a QR code's answer holds it already).
    ///
    /// # Errors
    /// `WrongKey`, `Damaged`, `OutOfTurn`, `Malformed`, `CutOff`, `TooMuch`.
    pub fn joining(&self, bytes: &[u8]) -> Result<Joining> {
        let mut reader = expect(4, bytes)?;
        if reader.array::<32>()? != [0; 32] {
            return Err(Fault::OutOfTurn.into());
        }
        self.open_joining(reader.rest())
    }

    /// Tells the guest what the vault is, after it was added. `vector` is how far all logs are known; a QR
    /// code has promised one already, and that one is told.
    pub fn welcome(self, vault: VaultId, members: Head, vector: &Vector, env: &dyn Env) -> Vec<u8> {
        let vector = self.end.vector.as_ref().unwrap_or(vector);
        let mut plain = Writer::default();
        plain.raw(vault.as_bytes()).u32(members.n).raw(members.hash.as_bytes());
        plain.count(vector.0.len());
        for (log, end) in &vector.0 {
            plain
                .raw(log.lane.as_bytes())
                .raw(log.incarnation.as_bytes())
                .raw(end.device.as_bytes())
                .varint(end.seq.into())
                .varint(end.epoch.into())
                .raw(end.hash.as_bytes());
        }
        let mut out = message(5);
        self.to_guest.seal(random(env), &[5], &plain.0, &mut out.0);
        out.0
    }
}

impl Session<Guest> {
    pub(super) fn new(
        own: &StaticSecret,
        host: &[u8; 32],
        bound: &[u8],
        vector: Option<Hash>,
    ) -> Result<Session<Guest>> {
        let guest = PublicKey::from(own);
        let (to_host, to_guest) = keys(own, host, host, guest.as_bytes(), bound)?;
        Ok(Session { to_host, to_guest, end: Guest { vector } })
    }

    pub(super) fn seal_joining(
        &self,
        joining: &Joining,
        env: &dyn Env,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let name = joining.name.as_bytes();
        if NAME_BYTES_MAX < name.len() {
            let (found, max) = (name.len() as u64, NAME_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: "device's name", of: "bytes", found, max }.into());
        }
        let mut plain = Writer::default();
        plain
            .raw(joining.device.id.as_bytes())
            .raw(joining.device.sign.as_bytes())
            .raw(&joining.device.seal)
            .blob(name);
        self.to_host.seal(random(env), &[4], &plain.0, out);
        Ok(())
    }

    /// Tells the host who wants to join (after codes).
    ///
    /// # Errors
    /// `TooMuch` when the name is too long.
    pub fn join(&self, joining: &Joining, env: &dyn Env) -> Result<Vec<u8>> {
        let mut out = message(4);
        out.raw(&[0; 32]);
        self.seal_joining(joining, env, &mut out.0)?;
        Ok(out.0)
    }

    /// Takes what the host tells of the vault.
    ///
    /// # Errors
    /// `WrongKey`, `Damaged`, `OutOfTurn`, `Malformed`; `Foreign` when the vault is not as the QR code said.
    pub fn welcome(self, bytes: &[u8]) -> Result<Welcome> {
        let mut reader = expect(5, bytes)?;
        let plain = self.to_guest.open(WHAT, &[5], reader.rest())?;
        let mut reader = Reader::new(WHAT, &plain);
        let vault = VaultId::new(reader.array()?);
        let members = Head { n: reader.u32()?, hash: Hash::new(reader.array()?) };
        let count = reader.count("logs", LOGS_MAX, 8 + 16 + 16 + 1 + 1 + 32)?;
        let mut vector = Vector::default();
        for _ in 0..count {
            let lane = LaneId::new(reader.array()?);
            let log = LogId { lane, incarnation: Incarnation::new(reader.array()?) };
            let device = DeviceId::new(reader.array()?);
            let (seq, epoch) = (reader.varint_u32()?, reader.varint_u32()?);
            vector.0.insert(log, LogEnd { seq, hash: Hash::new(reader.array()?), device, epoch });
        }
        reader.end()?;
        if self.end.vector.is_some_and(|promised| promised != vector.digest()) {
            return Err(Fault::Foreign { what: WHAT, of: "vector" }.into());
        }
        Ok(Welcome { vault, members, vector })
    }
}
