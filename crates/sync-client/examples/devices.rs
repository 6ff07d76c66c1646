//! What sync costs, with the target of each figure beside it: a part of `cargo xtask bench sync`. CPU time of the
//! whole process; the machine may have other work.
//!
//! The vaults are real (in memory where the system lets them be), the server is the simulator's. Entries are
//! made of a vocabulary of sixty words, which a compressor likes better than it likes people's.

#[path = "../tests/sync/server.rs"]
#[allow(dead_code, reason = "the simulator's server can do more than is measured")]
mod server;
#[path = "../tests/sync/world.rs"]
#[allow(dead_code, reason = "the simulator's devices can do more than is measured")]
mod world;

use std::io::Write as _;
use std::ops::Range;
use std::time::Instant;

use base::id::AnyId;
use cpu_time::ProcessTime;
use store::facts::FactBody;
use store::record::{Changes, Fields, Value};
use store::store::Write;
use sync_client::client::Event;
use sync_protocol::snapshot::Manifest;

use self::server::Server;
use self::world::{Device, NOTE, PLAY, join, settle};

const DOCUMENTS: usize = 10_000;
const FACTS: usize = 1_000_000;
/// Documents and facts that are written with one transaction.
const DOCUMENTS_AT_ONCE: usize = 2_000;
const FACTS_AT_ONCE: usize = 50_000;
const WORDS: &str = "walk sea rain morning coffee letter window garden bread river evening train friend \
    music kitchen light winter street summer song book mother cloud bicycle market tired happy quiet hill \
    paper lamp phone dream work plan dinner tea snow forest stone cat door yellow green blue table chair \
    road bridge boat sand wind voice story idea question answer night noon";

/// A heartbeat as a watch measures it: when, how fast, how sure.
#[derive(serde::Serialize, serde::Deserialize)]
struct Beat {
    t: i64,
    v: u16,
}

impl FactBody for Beat {
    fn at_ms(&self) -> i64 {
        self.t
    }

    fn natural_key(&self, out: &mut String) {
        out.push_str(&self.t.to_string());
    }

    fn title(&self) -> String {
        self.v.to_string()
    }
}

/// Numbers that look like chance (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn text(&mut self, letters: usize) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let mut text = String::new();
        while text.len() < letters {
            let at = usize::try_from(self.below(words.len() as u64)).expect("it is small");
            text.push_str(words[at]);
            text.push(' ');
        }
        text
    }
}

/// Nine fields, and 200 to 1,000 letters.
fn entry(dice: &mut Dice) -> Fields {
    let letters = usize::try_from(200 + dice.below(800)).expect("it is small");
    let mut fields = Fields::from([
        ("title".to_owned(), Value::from(dice.text(20))),
        ("body".to_owned(), Value::from(dice.text(letters))),
        (
            "at".to_owned(),
            Value::Int(1_700_000_000_000 + 60_000 * dice.below(1_000_000).cast_signed()),
        ),
        ("zone".to_owned(), Value::from("Europe/London")),
        ("mood".to_owned(), Value::Int(dice.below(7).cast_signed() - 3)),
        ("starred".to_owned(), Value::Bool(dice.below(9) == 0)),
        ("weather".to_owned(), Value::from(dice.text(5))),
    ]);
    for _ in 0..2 {
        fields.insert(format!("tag/{}", dice.text(3).trim()), Value::Bool(true));
    }
    fields
}

fn write_entries(device: &Device, count: usize, dice: &mut Dice) -> Vec<AnyId> {
    let mut ids = Vec::with_capacity(count);
    while ids.len() < count {
        let some = DOCUMENTS_AT_ONCE.min(count - ids.len());
        let entries: Vec<Fields> = (0..some).map(|_| entry(dice)).collect();
        let written = device.store.write(Write::new("entries"), move |cx| {
            let mut ids = Vec::with_capacity(entries.len());
            for fields in entries {
                let id = cx.new_id();
                cx.create(&NOTE, id, fields)?;
                ids.push(id);
            }
            Ok(ids)
        });
        ids.extend(written.expect("entries are written"));
    }
    ids
}

fn write_beats(device: &Device, range: Range<usize>, dice: &mut Dice) {
    let beat = |at: usize, dice: &mut Dice| Beat {
        t: 1_700_000_000_000 + 5_000 * i64::try_from(at).expect("it is small"),
        v: u16::try_from(60 + dice.below(40)).expect("it is small"),
    };
    for from in range.clone().step_by(FACTS_AT_ONCE) {
        let to = range.end.min(from + FACTS_AT_ONCE);
        let beats: Vec<Beat> = (from..to).map(|at| beat(at, dice)).collect();
        let write = Write::new("beats");
        let written = device.store.write(write, move |cx| cx.assert_facts(&PLAY, &beats).map(drop));
        written.expect("beats are written");
    }
}

/// A line of figures: what, how much, and what it should be.
fn say(what: &str, value: f64, unit: &str, target: &str) {
    let line = format!("{what:<66} {value:>10.1} {unit:<6} target {target}\n");
    // Whoever reads may have ended.
    drop(std::io::stdout().write_all(line.as_bytes()));
}

/// The most memory that the process has had since this was asked last, in MiB; nothing where the system does
/// not tell.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    kib.unwrap_or(f64::NAN) / 1024.0
}

fn sent(server: &Server) -> usize {
    server.disk.pieces.iter().map(Vec::len).sum()
}

fn rows(device: &Device, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    device.store.read(|cx| cx.sql().number(&sql, &[])).expect("a count")
}

fn main() {
    small_figures();
    let mut dice = Dice(1);
    let mut a = Device::founder(1);
    let mut server = Server::new(a.dyn_env());
    settle(&mut [&mut a], &mut server);
    write_beats(&a, 0..FACTS, &mut dice);
    settle(&mut [&mut a], &mut server);
    say("a fact on the wire", sent(&server) as f64 / FACTS as f64, "B", "<= 8");
    write_entries(&a, DOCUMENTS, &mut dice);
    settle(&mut [&mut a], &mut server);
    let began = ProcessTime::now();
    a.step(Event::Compare);
    settle(&mut [&mut a], &mut server);
    say("making and bringing a snapshot", began.elapsed().as_secs_f64(), "CPU s", "-");
    let bytes = &server.disk.snapshots[0].0;
    let manifest = Manifest::read(bytes).expect("a snapshot was made");
    let keyring = a.client.as_ref().expect("it syncs").keyring();
    let content = manifest.open(bytes, keyring).expect("it opens");
    let about = manifest.blocks.iter().zip(&content.blocks);
    let sum = |kind| -> u64 {
        let of_kind = about.clone().filter(|(_, note)| note.kind == kind);
        of_kind.map(|(block, _)| u64::from(block.bytes)).sum()
    };
    say("an entry in a snapshot, with its row", sum(1) as f64 / DOCUMENTS as f64, "B", "<= 750");
    say("a fact in a snapshot", sum(2) as f64 / FACTS as f64, "B", "-");
    rows_first(&a);
    join_by_snapshot(&mut a, &mut server);
}

/// What a person waits for before there is something to read.
fn rows_first(a: &Device) {
    let images = a.store.read(|cx| {
        let mut images = Vec::new();
        cx.each_image(|image| {
            images.push(image);
            Ok(())
        })?;
        Ok(images)
    });
    let (images, c) = (images.expect("images"), Device::new(3));
    let began = ProcessTime::now();
    let taken = c.store.write(Write::new("images"), move |cx| cx.take_images(&images).map(drop));
    taken.expect("they are taken");
    say(
        "rows of 10,000 entries, until they can be read",
        began.elapsed().as_secs_f64(),
        "CPU s",
        "<= 3",
    );
    assert_eq!(rows(&c, "test_note"), DOCUMENTS as i64);
}

/// A new device with nothing but the snapshot.
fn join_by_snapshot(a: &mut Device, server: &mut Server) {
    let mut b = Device::new(2);
    join(a, &mut b, "new", server);
    peak_mib();
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    settle(&mut [&mut b], server);
    say(
        "a new device: 10,000 entries and a million facts",
        cpu.elapsed().as_secs_f64(),
        "CPU s",
        "<= 5",
    );
    say("  the same by the clock on the wall", wall.elapsed().as_secs_f64(), "s", "-");
    say("  peak memory of the process, server and all", peak_mib(), "MiB", "<= 200");
    assert_eq!((rows(&b, "test_note"), rows(&b, "fact")), (DOCUMENTS as i64, FACTS as i64));
}

fn small_figures() {
    let mut dice = Dice(7);
    let (mut a, mut b) = (Device::founder(1), Device::new(2));
    let mut server = Server::new(a.dyn_env());
    settle(&mut [&mut a], &mut server);
    join(&mut a, &mut b, "second", &mut server);
    let ids = write_entries(&a, 100, &mut dice);
    settle(&mut [&mut a, &mut b], &mut server);
    let before = sent(&server);
    edit(&a, ids[0], "mood", Value::Int(9));
    settle(&mut [&mut a], &mut server);
    say("an edit of one field, padded and signed", (sent(&server) - before) as f64, "B", "<= 400");
    settle(&mut [&mut a, &mut b], &mut server);
    for round in 0..10 {
        for id in &ids {
            edit(&a, *id, "mood", Value::Int(round));
        }
    }
    settle(&mut [&mut a], &mut server);
    let began = ProcessTime::now();
    settle(&mut [&mut b], &mut server);
    let ms = began.elapsed().as_secs_f64() * 1e3;
    say("receiving 1,000 changes over 100 documents", ms, "CPU ms", "<= 300");
    typed(&mut a, &mut server, &mut dice);
    idle(&mut a, b, server);
}

fn edit(device: &Device, id: AnyId, key: &str, value: Value) {
    let changes = Changes::from([(key.to_owned(), Some(value))]);
    device.store.write(Write::new("edit"), move |cx| cx.edit(id, &changes)).expect("an edit");
}

/// A text of fifty thousand letters, written down after every fifty as the window does.
fn typed(a: &mut Device, server: &mut Server, dice: &mut Dice) {
    let note = a.note("A long text", "");
    settle(&mut [a], server);
    let before = sent(server);
    let text = dice.text(50_000);
    for end in (50..=50_000).step_by(50) {
        edit(a, note, "body", Value::from(&text[..end]));
    }
    settle(&mut [a], server);
    say(
        "a text of 50,000 letters, brought at once",
        (sent(server) - before) as f64 / 1e3,
        "kB",
        "<= 200",
    );
}

/// Five devices, and nothing to do.
fn idle(a: &mut Device, b: Device, mut server: Server) {
    let mut others = vec![b];
    for seed in 3..=5 {
        let mut device = Device::new(seed);
        join(a, &mut device, "another", &mut server);
        device.note("From here", "so that it has a log");
        others.push(device);
    }
    let mut all: Vec<&mut Device> = others.iter_mut().collect();
    all.push(a);
    settle(&mut all, &mut server);
    let device = &mut *all[0];
    device.env.pass_ms(31_000);
    device.step(Event::Tick);
    let (mut requests, mut bytes) = (0, 0);
    while let Some(request) = device.asked.take() {
        let (status, body) = server.answer(&request);
        requests += 1;
        bytes += request.path.len() + request.body.as_ref().map_or(0, Vec::len) + body.len();
        device.step(Event::Answer { serial: request.serial, status, body });
    }
    say("nothing to do, five devices: requests", f64::from(requests), "", "1");
    say("nothing to do, five devices: bytes asked and answered", bytes as f64, "B", "<= 1000");
}
