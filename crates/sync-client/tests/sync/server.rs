//! A server that keeps what it is told to by the protocol, in memory, and can be made to lose and to lie.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base::env::{Env, unix_ms};
use sync_client::client::Request;
use sync_protocol::auth::Challenge;
use sync_protocol::blob::BlobManifest;
use sync_protocol::id::{Hash, LogId};
use sync_protocol::log::{Follows, Vector};
use sync_protocol::membership::{Members, SignerId};
use sync_protocol::segment::Segment;
use sync_protocol::snapshot::{Countersign, Manifest};
use sync_protocol::wire::{
    Answer, AppendEntries, Appended, AskChallenge, Bytes, Changes, Entries, HeadOf, Heads, List,
    ManifestBytes, Names, Placed, PostSegments, Posted, PostedSegments, Problem, ProblemCode,
    Register, SnapshotOf, Snapshots, Text, Token, UploadState, WireSigner, decode, encode,
};

pub(crate) const ADDRESS: &str = "https://sync.example.org";
/// Pieces on a page: small, so that pages end in the middle of everything.
const PAGE: usize = 7;
/// Bytes of an upload that it takes at once.
const PART: usize = 700_000;

/// What it keeps of the one vault that there is.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) pieces: Vec<Vec<u8>>,
    /// Manifests of blobs, chunks, and blocks, by the end of their addresses.
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    /// Manifests of snapshots, the newest last, and who agrees with each.
    pub(crate) snapshots: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
    /// Numbers of pieces that are gone because a snapshot covers them.
    pub(crate) gone: BTreeSet<u64>,
}

/// A server.
pub(crate) struct Server {
    env: Arc<dyn Env>,
    pub(crate) disk: Disk,
    /// Logs that it keeps to itself, from which piece on.
    pub(crate) hidden: BTreeMap<LogId, u32>,
    /// Uploads that are not complete.
    parts: BTreeMap<String, Vec<u8>>,
    /// How many requests it has answered.
    pub(crate) asked: usize,
}

/// HTTP's status, and the body.
pub(crate) type Reply = (u16, Vec<u8>);

/// What a device may talk to.
pub(crate) trait Answers {
    /// Answers one request.
    fn answer(&mut self, request: &Request) -> Reply;
}

impl Answers for Server {
    fn answer(&mut self, request: &Request) -> Reply {
        Server::answer(self, request)
    }
}

impl Server {
    pub(crate) fn new(env: Arc<dyn Env>) -> Server {
        Server {
            env,
            disk: Disk::default(),
            hidden: BTreeMap::new(),
            parts: BTreeMap::new(),
            asked: 0,
        }
    }

    pub(crate) fn members(&self) -> Option<Members> {
        Members::read(self.disk.entries.iter().map(Vec::as_slice)).ok()
    }

    /// How many pieces of a log it has.
    pub(crate) fn has(&self, log: LogId) -> u32 {
        self.all().0.get(&log).map_or(0, |end| end.seq)
    }

    fn shown(&self) -> impl Iterator<Item = (u64, Segment<'_>)> {
        let pieces = (1..).zip(&self.disk.pieces);
        let read = pieces.map(|(gsn, piece)| (gsn, Segment::parse(piece).expect("it was checked")));
        read.filter(|(_, segment)| {
            let from = self.hidden.get(&segment.log());
            from.is_none_or(|from| segment.header().seq < *from)
        })
    }

    fn vector(&self, to: u64) -> Vector {
        let mut vector = Vector::default();
        for (_, segment) in self.shown().filter(|(gsn, _)| *gsn <= to) {
            vector.advance(&segment).expect("it was checked");
        }
        vector
    }

    fn all(&self) -> Vector {
        let mut vector = Vector::default();
        for piece in &self.disk.pieces {
            vector.advance(&Segment::parse(piece).expect("checked")).expect("it was checked");
        }
        vector
    }

    /// Answers one request.
    pub(crate) fn answer(&mut self, request: &Request) -> Reply {
        self.asked += 1;
        let body = request.body.as_deref().unwrap_or_default();
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let number = |name: &str| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
                .and_then(|value| value.parse::<u64>().ok())
        };
        let Some(members) = self.members() else {
            return match path {
                "/v1/vaults" => self.register(&decode(body).expect("a message")),
                _ => refused(403, ProblemCode::Denied),
            };
        };
        match (request.method, path) {
            ("POST", "/v1/vaults") => self.register(&decode(body).expect("a message")),
            ("POST", "/v1/challenge") => self.challenge(&decode(body).expect("a message")),
            ("POST", "/v1/session") => self.session(&members, &decode(body).expect("a message")),
            _ if request.token.is_none() => refused(401, ProblemCode::Unauthorized),
            ("GET", "/v1/members") => self.entries(&members, number("from").expect("a number")),
            ("POST", "/v1/members") => self.append(members, &decode(body).expect("a message")),
            ("POST", "/v1/segments") => self.post(&members, &decode(body).expect("a message")),
            ("GET", "/v1/changes") => self.changes(&members, number("after").expect("a number")),
            ("GET", "/v1/segments") => self.range(&members, query, (number("from"), number("to"))),
            ("GET", "/v1/heads") => {
                let newest = self.disk.pieces.len() as u64;
                let heads = self.vector(newest).0;
                let heads = heads.into_iter().map(|(log, end)| HeadOf { log, end }).collect();
                ok(&Heads { heads: List(heads), gsn: newest })
            }
            ("GET" | "POST", _)
                if path.starts_with("/v1/snapshots") || path == "/v1/blocks/missing" =>
            {
                self.of_snapshots(&members, path, body, request.method == "GET")
            }
            ("GET", _) if path.starts_with("/v1/blobs/") => match self.disk.objects.get(path) {
                Some(manifest) => ok(&ManifestBytes { manifest: Bytes(manifest.clone()) }),
                None => refused(404, ProblemCode::NotFound),
            },
            ("GET", _) => match self.disk.objects.get(path) {
                Some(chunk) => (200, chunk.clone()),
                None => refused(404, ProblemCode::NotFound),
            },
            ("PUT", _) => self.put(path, number("offset").zip(number("length")), body),
            _ => refused(404, ProblemCode::NotFound),
        }
    }

    fn put(&mut self, path: &str, place: Option<(u64, u64)>, body: &[u8]) -> Reply {
        let Some((offset, length)) = place else {
            let manifest = decode::<ManifestBytes>(body).expect("a message").manifest.0;
            let read = BlobManifest::read(&manifest).expect("a manifest");
            let there = |name: &Hash| self.disk.objects.contains_key(&format!("/v1/chunks/{name}"));
            if !read.chunks.iter().all(there) {
                return refused(409, ProblemCode::Conflict);
            }
            self.disk.objects.insert(path.to_owned(), manifest);
            return (200, Vec::new());
        };
        if self.disk.objects.contains_key(path) {
            return (200, Vec::new());
        }
        let part = self.parts.entry(path.to_owned()).or_default();
        if offset == part.len() as u64 {
            // A part is taken at a time, as if the connection broke off.
            let taken = body.len().min(PART);
            part.extend_from_slice(&body[..taken]);
        }
        if part.len() as u64 == length {
            let whole = self.parts.remove(path).unwrap_or_default();
            self.disk.objects.insert(path.to_owned(), whole);
            return (200, Vec::new());
        }
        let state = UploadState { offset: part.len() as u64, done: false };
        (202, encode(&state).expect("it is short"))
    }

    fn register(&mut self, register: &Register) -> Reply {
        let given: Vec<Vec<u8>> = register.entries.0.iter().map(|entry| entry.0.clone()).collect();
        let members = Members::read(given.iter().map(Vec::as_slice)).expect("a chain");
        if self.disk.entries.len() < given.len() {
            self.disk.entries = given;
        }
        ok(&Appended::Stored { head: members.head() })
    }

    fn challenge(&self, _: &AskChallenge) -> Reply {
        let mut nonce = [0; 32];
        self.env.fill(&mut nonce);
        let expires_ms = unix_ms(self.env.now()) + 60_000;
        ok(&Challenge { nonce, audience: ADDRESS.to_owned(), expires_ms })
    }

    fn session(&self, members: &Members, answer: &Answer) -> Reply {
        let WireSigner::Device(device) = answer.signer else {
            return refused(403, ProblemCode::Denied);
        };
        let Some(known) = members.active().find(|known| known.keys.id == device) else {
            return refused(403, ProblemCode::Denied);
        };
        let now = unix_ms(self.env.now());
        let signer = SignerId::Device(device);
        let signed =
            answer.challenge.check(now, answer.vault, signer, &known.keys.sign, &answer.signature);
        match signed {
            Ok(()) => {
                ok(&Token { token: [7; 32], expires_ms: now + 3_600_000, vaults: List(Vec::new()) })
            }
            Err(_) => refused(401, ProblemCode::Unauthorized),
        }
    }

    fn entries(&self, members: &Members, from: u64) -> Reply {
        let from = usize::try_from(from).expect("it is small");
        let entries = self.disk.entries.iter().skip(from).cloned().map(Bytes).collect();
        ok(&Entries { entries: List(entries), head: members.head() })
    }

    fn append(&mut self, mut members: Members, append: &AppendEntries) -> Reply {
        if append.expect != members.head() {
            return (409, encode(&Appended::Moved { head: members.head() }).expect("a message"));
        }
        for entry in &append.entries.0 {
            if members.apply(&entry.0).is_err() {
                return refused(400, ProblemCode::Invalid);
            }
        }
        self.disk.entries.extend(append.entries.0.iter().map(|entry| entry.0.clone()));
        ok(&Appended::Stored { head: members.head() })
    }

    fn post(&mut self, members: &Members, posted: &PostSegments) -> Reply {
        let mut all = self.all();
        let results = posted.segments.0.iter();
        let results = results.map(|bytes| self.store(members, &mut all, &bytes.0, posted.again));
        let results: Vec<Posted> = results.collect();
        let fork = results.iter().any(|result| matches!(result, Posted::Fork { .. }));
        let body = encode(&PostedSegments { results: List(results) }).expect("a message");
        (if fork { 409 } else { 200 }, body)
    }

    fn store(&mut self, members: &Members, all: &mut Vector, bytes: &[u8], again: bool) -> Posted {
        use sync_protocol::error::Fault;
        let segment = Segment::parse(bytes).expect("clients send pieces");
        if let Err(error) = members.admit(segment) {
            return match error.fault() {
                Fault::BeyondCut { .. } => Posted::Revoked,
                _ => Posted::Refused { why: Text(error.to_string().chars().take(200).collect()) },
            };
        }
        let header = *segment.header();
        let end = all.0.get(&header.log()).copied();
        match all.follows(&segment) {
            Ok(Follows::Known) => Posted::Known { gsn: 0 },
            Ok(Follows::Next)
                if members.new_epoch_due() || (!again && header.epoch != members.epoch()) =>
            {
                Posted::OldEpoch { epoch: members.epoch() }
            }
            Ok(Follows::Next) => {
                all.advance(&segment).expect("it follows");
                self.disk.pieces.push(bytes.to_vec());
                Posted::Stored { gsn: self.disk.pieces.len() as u64 }
            }
            Err(error) => match (error.fault(), end) {
                (Fault::Fork { .. }, Some(end)) => Posted::Fork { end },
                _ => Posted::Gap { end },
            },
        }
    }

    fn changes(&self, members: &Members, after: u64) -> Reply {
        let newest = self.disk.pieces.len() as u64;
        let mut segments = Vec::new();
        let mut next = after.min(newest);
        let mut page = self.shown().map(|(gsn, _)| gsn).filter(|gsn| after < *gsn).take(PAGE);
        if page.any(|gsn| self.disk.gone.contains(&gsn)) {
            return refused(410, ProblemCode::ResyncRequired);
        }
        for (gsn, segment) in self.shown().filter(|(gsn, _)| after < *gsn).take(PAGE) {
            segments.push(Placed { gsn, bytes: Bytes(segment.bytes().to_vec()) });
            next = gsn;
        }
        let more = self.shown().any(|(gsn, _)| next < gsn);
        if !more {
            next = newest;
        }
        let digest: Hash = self.vector(next).digest();
        ok(&Changes { segments: List(segments), next, more, digest, members: members.head() })
    }

    fn range(&self, members: &Members, query: &str, place: (Option<u64>, Option<u64>)) -> Reply {
        let (Some(from), Some(to)) = place else { return refused(400, ProblemCode::Invalid) };
        let wanted = |segment: &Segment<'_>| {
            let log = segment.log();
            let seq = u64::from(segment.header().seq);
            query.contains(&log.lane.to_string())
                && query.contains(&log.incarnation.to_string())
                && (from..=to).contains(&seq)
        };
        let segments = || self.shown().filter(|(_, segment)| wanted(segment));
        if segments().take(PAGE).any(|(gsn, _)| self.disk.gone.contains(&gsn)) {
            return refused(410, ProblemCode::ResyncRequired);
        }
        let placed = segments()
            .map(|(gsn, one)| Placed { gsn, bytes: Bytes(one.bytes().to_vec()) })
            .take(PAGE);
        let segments = List(placed.collect());
        let newest = self.disk.pieces.len() as u64;
        let digest = self.vector(newest).digest();
        ok(&Changes { segments, next: newest, more: false, digest, members: members.head() })
    }
}

impl Server {
    fn of_snapshots(&mut self, members: &Members, path: &str, body: &[u8], get: bool) -> Reply {
        if path == "/v1/blocks/missing" {
            let names: Names = decode(body).expect("a message");
            let there = |name: &Hash| self.disk.objects.contains_key(&format!("/v1/blocks/{name}"));
            return ok::<Names>(&List(names.0.into_iter().filter(|name| !there(name)).collect()));
        }
        let newest_first = || self.disk.snapshots.iter().rev();
        let Some(name) = path.strip_prefix("/v1/snapshots/") else {
            if get {
                let of = |(manifest, agree): &(Vec<u8>, Vec<Vec<u8>>)| SnapshotOf {
                    snapshot: Manifest::hash(manifest),
                    bytes: u32::try_from(manifest.len()).expect("it is short"),
                    countersigns: List(agree.iter().cloned().map(Bytes).collect()),
                };
                return ok(&Snapshots { snapshots: List(newest_first().map(of).collect()) });
            }
            let manifest = decode::<ManifestBytes>(body).expect("a message").manifest.0;
            return self.post_snapshot(members, manifest);
        };
        let name = name.strip_suffix("/countersignatures").unwrap_or(name).to_owned();
        let place = |one: &(Vec<u8>, _)| Manifest::hash(&one.0).to_string() == name;
        let Some(at) = self.disk.snapshots.iter().position(place) else {
            return refused(404, ProblemCode::NotFound);
        };
        let (manifest, agree) = &mut self.disk.snapshots[at];
        if get {
            return ok(&ManifestBytes { manifest: Bytes(manifest.clone()) });
        }
        let by = Manifest::read(manifest).expect("it was checked").device;
        match Countersign::read(body, by, members) {
            Ok(_) => agree.push(body.to_vec()),
            Err(_) => return refused(400, ProblemCode::Invalid),
        }
        (204, Vec::new())
    }

    fn post_snapshot(&mut self, members: &Members, manifest: Vec<u8>) -> Reply {
        let read = Manifest::read(&manifest).expect("clients send manifests");
        if read.check(&manifest, members).is_err() {
            return refused(400, ProblemCode::Invalid);
        }
        let there = |id: &Hash| self.disk.objects.contains_key(&format!("/v1/blocks/{id}"));
        if !read.blocks.iter().all(|block| there(&block.id)) {
            return refused(409, ProblemCode::Conflict);
        }
        self.disk.snapshots.push((manifest, Vec::new()));
        (200, Vec::new())
    }

    /// Lets go of what the newest snapshot covers that a second device has agreed with, however lately that
    /// was and whoever has not read it yet. Answers how many pieces went.
    pub(crate) fn compact(&mut self) -> usize {
        let agreed = self.disk.snapshots.iter().rev().find(|(_, agree)| !agree.is_empty());
        let Some((manifest, _)) = agreed else { return 0 };
        let covers = Manifest::read(manifest).expect("it was checked").covers;
        let covered = |segment: &Segment<'_>| {
            covers.0.get(&segment.log()).is_some_and(|end| segment.header().seq <= end.seq)
        };
        let pieces = (1..).zip(&self.disk.pieces);
        let gone = pieces.filter(|(_, piece)| covered(&Segment::parse(piece).expect("checked")));
        let before = self.disk.gone.len();
        let gone: BTreeSet<u64> = gone.map(|(gsn, _)| gsn).collect();
        self.disk.gone.extend(gone);
        self.disk.gone.len() - before
    }
}

fn ok<T: serde::Serialize>(message: &T) -> Reply {
    (200, encode(message).expect("a message"))
}

fn refused(status: u16, code: ProblemCode) -> Reply {
    let problem = Problem { code, message: Text("no".to_owned()), retry_ms: None };
    (status, encode(&problem).expect("a message"))
}
