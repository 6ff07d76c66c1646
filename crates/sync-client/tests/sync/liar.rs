//! A server that lies, in front of one that does not; and pieces as somebody makes them who has keys.

use std::collections::BTreeSet;

use ed25519_dalek::{Signer as _, SigningKey};
use sync_client::client::{Event, Request, Stand, TroubleKind};
use sync_protocol::id::{Incarnation, Lane, LogId};
use sync_protocol::keys::{DeviceKeys, LaneKey};
use sync_protocol::log::LogEnd;
use sync_protocol::segment::{Body, Header, Place, seal};
use sync_protocol::wire::{Bytes, Changes, Placed, decode, encode};

use super::server::{Answers, Reply, Server};
use super::world::{Device, join, settle};

/// What becomes of an honest answer.
pub(crate) type Lie = Box<dyn FnMut(&Request, Reply) -> Reply>;

/// A server that lies.
struct Liar<'s> {
    honest: &'s mut Server,
    lie: &'s mut Lie,
}

impl Answers for Liar<'_> {
    fn answer(&mut self, request: &Request) -> Reply {
        let honest = self.honest.answer(request);
        (self.lie)(request, honest)
    }
}

/// Three devices that were alike before anything happens; `b` is the one that is lied to.
pub(crate) struct Scene {
    pub(crate) a: Device,
    pub(crate) b: Device,
    pub(crate) c: Device,
    pub(crate) server: Server,
}

/// What a device said while it was lied to.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) kinds: BTreeSet<TroubleKind>,
    /// Why it waited.
    pub(crate) waits: Vec<String>,
    /// Requests in the round with the most of them, and in the last.
    pub(crate) asked_max: usize,
    pub(crate) asked_last: usize,
}

/// Rounds of a minute in which a device is lied to.
const ROUNDS: usize = 40;
/// More requests than this in one round are a loop.
pub(crate) const ASKED_MAX: usize = 60;

impl Scene {
    pub(crate) fn new() -> Scene {
        let mut a = Device::founder(1);
        let mut server = Server::new(a.dyn_env());
        let (mut b, mut c) = (Device::new(2), Device::new(3));
        settle(&mut [&mut a], &mut server);
        join(&mut a, &mut b, "second", &mut server);
        join(&mut a, &mut c, "third", &mut server);
        a.note("A walk", "by the sea");
        a.plays(0..20);
        b.note("A ride", "in the hills");
        c.note("A swim", "in the lake");
        let mut scene = Scene { a, b, c, server };
        scene.all_settle();
        scene
    }

    pub(crate) fn all_settle(&mut self) {
        settle(&mut [&mut self.a, &mut self.b, &mut self.c], &mut self.server);
    }

    /// `a` writes so many pieces, which `b` has not yet heard of.
    pub(crate) fn news(&mut self, pieces: usize) {
        for n in 0..pieces {
            self.a.note("News", &format!("number {n}"));
            settle(&mut [&mut self.a], &mut self.server);
        }
    }

    /// `c` hears of everything, and says so without writing anything.
    pub(crate) fn c_tells(&mut self) {
        settle(&mut [&mut self.c], &mut self.server);
        self.c.env.pass_ms(7 * 3_600_000);
        settle(&mut [&mut self.c], &mut self.server);
    }

    /// Whatever `b` writes stays with it, although the server would take it.
    pub(crate) fn writes_nothing(&mut self) {
        let sent = self.server.has(self.b.log());
        self.b.note("Stays here", "nobody is told");
        self.deceive(honest());
        assert_eq!(self.server.has(self.b.log()), sent, "it writes although it must not");
    }

    /// `b` lives with a lie for some time.
    pub(crate) fn deceive(&mut self, mut lie: Lie) -> Heard {
        let mut heard = Heard::default();
        for _ in 0..ROUNDS {
            self.b.step(Event::Changed);
            self.b.step(Event::Hint);
            let mut asked = 0;
            let mut liar = Liar { honest: &mut self.server, lie: &mut lie };
            while asked <= ASKED_MAX && self.b.carry(&mut liar) {
                asked += 1;
                let Some(client) = &self.b.client else { break };
                heard.kinds.extend(client.troubles().map(|trouble| trouble.kind));
                let status = client.status(&self.b.store).expect("a status");
                if let Stand::Waiting { why, .. } = status.stand {
                    heard.waits.push(why);
                }
            }
            heard.asked_max = heard.asked_max.max(asked);
            heard.asked_last = asked;
            self.b.env.pass_ms(61_000);
        }
        heard
    }
}

impl Device {
    /// Its keys, as somebody has them who copied the device.
    pub(crate) fn copied_keys(&self) -> DeviceKeys {
        let keys = self.client.as_ref().expect("it syncs").keys().to_secret_bytes();
        DeviceKeys::from_secret_bytes(&*keys).expect("they are keys")
    }

    /// What seals documents in an epoch.
    pub(crate) fn lane_key(&self, epoch: u32) -> LaneKey {
        let keyring = self.client.as_ref().expect("it syncs").keyring();
        keyring.lane(epoch, Lane::DOCUMENTS).expect("an epoch that was")
    }

    /// Its log of documents.
    pub(crate) fn log(&self) -> LogId {
        let (_, incarnation) = self.store.read(|cx| Ok(cx.writer())).expect("a writer");
        let lane = self.client.as_ref().expect("it syncs").keyring().lane_id(Lane::DOCUMENTS);
        LogId { lane, incarnation: Incarnation::new(incarnation) }
    }

    /// How far it knows a log.
    pub(crate) fn end_of(&self, log: LogId) -> LogEnd {
        self.client.as_ref().expect("it syncs").vector().0[&log]
    }

    /// The place after the end of a log, as this device knows it.
    pub(crate) fn next_place(&self, log: LogId) -> Place {
        let end = self.end_of(log);
        Place { incarnation: log.incarnation, seq: end.seq + 1, prev_hash: end.hash }
    }
}

/// A piece without rows, of whoever has these keys.
pub(crate) fn piece(keys: &DeviceKeys, key: &LaneKey, place: Place, env: &Device) -> Vec<u8> {
    seal(place, &Body::empty(1, 5_000), key, keys, &*env.dyn_env()).expect("it is short")
}

/// Where the parts of a header stand.
pub(crate) mod at {
    pub(crate) const VAULT: usize = 4;
    pub(crate) const LANE: usize = 20;
    pub(crate) const DEVICE: usize = 28;
    pub(crate) const PREV_HASH: usize = 64;
    pub(crate) const EPOCH: usize = 96;
}

/// Writes something over a piece's header, and signs it anew: only somebody with the keys can.
pub(crate) fn with_header(
    mut bytes: Vec<u8>,
    keys: &DeviceKeys,
    at: usize,
    with: &[u8],
) -> Vec<u8> {
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes.truncate(bytes.len() - 64);
    let (header, content) = bytes.split_at(Header::LEN);
    let hash = |context: &str, parts: [&[u8]; 2]| {
        let mut hasher = blake3::Hasher::new_derive_key(context);
        hasher.update(parts[0]).update(parts[1]);
        *hasher.finalize().as_bytes()
    };
    let content_hash = hash("everkept 2026 sync segment content", [content, &[]]);
    let signed = hash("everkept 2026 sync segment signature", [header, &content_hash]);
    let secret = keys.to_secret_bytes();
    let seed: [u8; 32] = secret[16..48].try_into().expect("there are 80 bytes");
    bytes.extend_from_slice(&SigningKey::from_bytes(&seed).sign(&signed).to_bytes());
    bytes
}

/// Nothing is changed.
pub(crate) fn honest() -> Lie {
    Box::new(|_, reply| reply)
}

/// Changes every page of pieces.
pub(crate) fn pages(mut change: impl FnMut(&mut Changes) + 'static) -> Lie {
    Box::new(move |request, (status, body)| {
        let asked = request.method == "GET"
            && (request.path.starts_with("/v1/changes")
                || request.path.starts_with("/v1/segments"));
        if !asked || status != 200 {
            return (status, body);
        }
        let mut page: Changes = decode(&body).expect("the honest one writes pages");
        change(&mut page);
        (status, encode(&page).expect("it is short"))
    })
}

/// Shows a piece behind every page.
pub(crate) fn shows(bytes: Vec<u8>) -> Lie {
    pages(move |page| {
        page.segments.0.push(Placed { gsn: page.next + 1, bytes: Bytes(bytes.clone()) });
    })
}

/// Changes the pieces of a log from some place on.
pub(crate) fn pieces_from(
    log: LogId,
    seq: u32,
    mut change: impl FnMut(&mut Vec<u8>) + 'static,
) -> Lie {
    pages(move |page| {
        for placed in &mut page.segments.0 {
            let header = Header::decode(&placed.bytes.0).expect("the honest one has pieces");
            if header.log() == log && seq <= header.seq {
                change(&mut placed.bytes.0);
            }
        }
    })
}
