//! Several real vaults, one clock, one server between them.

use std::sync::Arc;

use base::env::{Env, FixedEnv};
use base::id::AnyId;
use store::doctor;
use store::facts::{Fact, FactBody};
use store::key::DataKey;
use store::params;
use store::project::Projection;
use store::record::{Changes, FactKind, Fields, Record, RecordKind, SearchDoc, Sensitivity, Value};
use store::store::{Schema, Store, Write};
use sync_client::client::{Client, Effect, Event, Request, Wish};
use sync_client::kept;
use sync_protocol::id::DeviceId;
use sync_protocol::keys::{DeviceKeys, Root};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::server::{ADDRESS, Answers, Server};

pub(crate) static NOTE: RecordKind = RecordKind {
    name: "test.note",
    version: 1,
    prose: &["body"],
    sensitivity: Sensitivity::Intimate,
};
pub(crate) static PLAY: FactKind = FactKind { name: "test.play", version: 1, searched: false };

static PROJECTION: Projection = Projection {
    name: "test",
    version: 1,
    schema: "CREATE TABLE test_note (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;",
    tables: &["test_note"],
    put: |tables, record| {
        let sql = "INSERT OR REPLACE INTO test_note (n, body) VALUES (?1, ?2)";
        tables.run(sql, params![record.n, record.text("body")]).map(drop)
    },
    take: |tables, record| {
        tables.run("DELETE FROM test_note WHERE n = ?1", params![record.n]).map(drop)
    },
    put_facts: |_, _| Ok(()),
    take_facts: |_, _| Ok(()),
};

#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Heard {
    pub(crate) title: String,
}

impl FactBody for Heard {
    fn at_ms(&self) -> i64 {
        5_000
    }

    fn natural_key(&self, out: &mut String) {
        out.push_str(&self.title);
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

fn search_doc(_: &Record) -> Option<SearchDoc> {
    None
}

fn no_fact(_: &Fact) -> Option<SearchDoc> {
    None
}

/// One device.
pub(crate) struct Device {
    dir: TempDir,
    pub(crate) store: Store,
    pub(crate) client: Option<Client>,
    pub(crate) env: Arc<FixedEnv>,
    /// What it has asked, and not yet heard.
    pub(crate) asked: Option<Request>,
    seed: u64,
}

pub(crate) fn at(seed: u64) -> Arc<FixedEnv> {
    Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", seed))
}

fn open(dir: &TempDir, seed: u64, env: &Arc<FixedEnv>) -> Store {
    let schema = Schema {
        kinds: vec![&NOTE],
        facts: vec![&PLAY],
        projections: vec![&PROJECTION],
        search: search_doc,
        search_fact: no_fact,
    };
    // Every device has a key of its own.
    let key = DataKey::from_bytes(Zeroizing::new([seed.to_le_bytes()[0]; 32]));
    let env = Arc::clone(env) as Arc<dyn Env>;
    Store::open(dir.path(), &key, schema, env, Arc::new(|_| {})).expect("a vault opens")
}

impl Device {
    pub(crate) fn new(seed: u64) -> Device {
        // In memory where that is: a disk would only make a million steps slow.
        let dir = match TempDir::new_in("/dev/shm") {
            Ok(dir) => dir,
            Err(_) => TempDir::new().expect("a folder"),
        };
        let env = at(seed);
        let store = open(&dir, seed, &env);
        Device { dir, store, client: None, env, asked: None, seed }
    }

    /// The first device of a vault.
    pub(crate) fn founder(seed: u64) -> Device {
        let mut device = Device::new(seed);
        let root = Root::from_bits(Zeroizing::new([3; 32]));
        let env = device.dyn_env();
        kept::turn_on(&device.store, &root.identity(), "first", ADDRESS, &env)
            .expect("sync begins");
        device.start();
        device
    }

    pub(crate) fn dyn_env(&self) -> Arc<dyn Env> {
        Arc::clone(&self.env) as Arc<dyn Env>
    }

    /// The program starts: whatever was only in memory is gone.
    pub(crate) fn start(&mut self) {
        self.client = Client::open(&self.store, self.dyn_env()).expect("what is kept can be read");
        self.asked = None;
    }

    /// Keys with which it may join, and its name.
    pub(crate) fn keys(&self) -> DeviceKeys {
        let (device, _) = self.store.read(|cx| Ok(cx.writer())).expect("a writer");
        DeviceKeys::generate(DeviceId::new(device), &*self.env)
    }

    /// Its vault and the folder of that, for a life of its own.
    pub(crate) fn taken_apart(self) -> (Store, TempDir) {
        (self.store, self.dir)
    }

    /// Takes an event; keeps what is to be asked.
    pub(crate) fn step(&mut self, event: Event) {
        let Some(client) = &mut self.client else { return };
        let effects = client.step(&self.store, event).expect("the vault takes everything");
        for effect in effects {
            if let Effect::Send(request) = effect {
                assert!(self.asked.is_none(), "one request is on its way at a time");
                self.asked = Some(request);
            }
        }
    }

    /// Carries its request to the server, and the answer back.
    pub(crate) fn carry(&mut self, server: &mut impl Answers) -> bool {
        let Some(request) = self.asked.take() else { return false };
        let (status, body) = server.answer(&request);
        self.step(Event::Answer { serial: request.serial, status, body });
        true
    }

    pub(crate) fn note(&self, title: &str, body: &str) -> AnyId {
        let fields = Fields::from([("title".into(), title.into()), ("body".into(), body.into())]);
        let write = Write::new("note");
        let made = self.store.write(write, move |cx| {
            let id = cx.new_id();
            cx.create(&NOTE, id, fields)?;
            Ok(id)
        });
        made.expect("a note is written")
    }

    pub(crate) fn notes(&self) -> Vec<AnyId> {
        let sql = "SELECT id FROM doc WHERE state = 0 ORDER BY id";
        self.store.read(|cx| cx.sql().rows(sql, &[], |row| row.id(0))).expect("records")
    }

    pub(crate) fn edit(&self, id: AnyId, body: &str) {
        let changes = Changes::from([("body".to_owned(), Some(Value::from(body)))]);
        self.store.write(Write::new("edit"), move |cx| cx.edit(id, &changes)).expect("an edit");
    }

    pub(crate) fn trash(&self, id: AnyId) {
        self.store.write(Write::new("trash"), move |cx| cx.trash(id)).expect("into the trash");
    }

    pub(crate) fn plays(&self, numbers: std::ops::Range<usize>) {
        let plays: Vec<Heard> =
            numbers.map(|number| Heard { title: format!("song {number}") }).collect();
        let write = Write::new("plays");
        self.store
            .write(write, move |cx| cx.assert_facts(&PLAY, &plays).map(drop))
            .expect("plays are written");
    }

    pub(crate) fn digest(&self) -> String {
        self.store.read(doctor::digest).expect("a digest")
    }

    pub(crate) fn healthy(&self) {
        let checkup = self.store.read(doctor::check).expect("a checkup");
        assert_eq!(checkup.findings, Vec::<String>::new(), "the doctor finds nothing");
    }

    /// What is wrong, in words.
    pub(crate) fn troubles(&self) -> Vec<String> {
        let client = self.client.as_ref();
        client
            .map(|client| {
                client.troubles().map(|one| format!("{:?}: {}", one.kind, one.words)).collect()
            })
            .unwrap_or_default()
    }

    /// The vault's file and all that belongs to it, as a backup has it: without the mark of its home.
    pub(crate) fn restored(&self, seed: u64) -> Device {
        let dir = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).expect("a folder");
        let (from, to) = (self.dir.path(), dir.path());
        for name in ["everkept.db", "everkept.db-wal"] {
            if from.join(name).exists() {
                std::fs::copy(from.join(name), to.join(name)).expect("a copy");
            }
        }
        let env = at(seed);
        let store = open(&dir, self.seed, &env);
        Device { dir, store, client: None, env, asked: None, seed: self.seed }
    }
}

/// Letters that cannot be made shorter (SplitMix64).
pub(crate) fn noise(seed: u64, letters: usize) -> String {
    let mut state = seed;
    let letter = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        char::from(b'!' + u8::try_from((mixed >> 40) % 94).expect("it is below 94"))
    };
    std::iter::repeat_with(letter).take(letters).collect()
}

/// All devices ask and are answered until nobody has anything left to ask. Panics when that does not end.
pub(crate) fn settle(devices: &mut [&mut Device], server: &mut Server) {
    let mut at_rest = None;
    let mut said = Vec::new();
    for _ in 0..ROUNDS_MAX {
        let mut moved = false;
        for device in devices.iter_mut() {
            device.step(Event::Changed);
            device.step(Event::Tick);
            if let Some(request) = &device.asked {
                let name = device.seed;
                said.push(format!("{name}: {} {}", request.method, request.path));
            }
            moved |= device.carry(server);
        }
        if !moved {
            let idle = devices.iter().all(|one| one.client.as_ref().is_none_or(Client::is_idle));
            let there = (server.disk.pieces.len(), server.disk.entries.len());
            if idle && at_rest == Some(there) {
                return;
            }
            at_rest = Some(there);
            // Each looks once more, also who was told to wait.
            for device in devices.iter_mut() {
                device.env.pass_ms(700_000);
            }
        }
    }
    let states: Vec<_> = devices
        .iter()
        .filter_map(|device| Some(device.client.as_ref()?.status(&device.store)))
        .collect();
    panic!("they do not come to rest: {:#?} {states:#?}", &said[said.len().saturating_sub(24)..]);
}

/// Rounds after which devices that had a quiet network are alike.
const ROUNDS_MAX: usize = 400;

/// A second device joins, as pairing lets it.
pub(crate) fn join(host: &mut Device, guest: &mut Device, name: &str, server: &mut Server) {
    let keys = guest.keys();
    let wish = Wish::Add { device: Box::new(keys.public()), name: name.to_owned() };
    host.step(Event::Wish(wish));
    settle(&mut [host], server);
    let client = host.client.as_ref().expect("the host syncs");
    let entries = server.disk.entries.clone();
    let welcome = kept::Joined {
        keys,
        entries,
        members: client.members().head(),
        server: ADDRESS.to_owned(),
        promised: client.vector().clone(),
    };
    kept::join(&guest.store, welcome).expect("the guest joins");
    guest.start();
}

/// A third device joins by the first, and all come to the same.
pub(crate) fn third(a: &mut Device, b: &mut Device, server: &mut Server) -> Device {
    let mut c = Device::new(3);
    join(a, &mut c, "third", server);
    settle(&mut [a, b, &mut c], server);
    c
}

/// What a panic says.
pub(crate) fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    panic.downcast_ref::<String>().cloned().or(said).unwrap_or_default()
}

/// What was wrong with something, if it panicked.
pub(crate) fn panicked(live: impl FnOnce()) -> Option<String> {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(live));
    outcome.err().map(|panic| words_of(&*panic))
}
