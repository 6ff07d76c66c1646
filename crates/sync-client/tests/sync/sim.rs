//! A life of several devices from a seed: they write, sleep, lose their network, start anew, are added and
//! removed, their clocks jump by a year, and the server loses what it had, keeps back a part of it, or lets go
//! of what a snapshot covers. When all that is over they come to the same, and nothing that somebody was told
//! is kept is missing.
//!
//! `EVERKEPT_SIM_STEPS` and `EVERKEPT_SIM_SEED` make it longer, or begin with another seed; `cargo xtask bench sim`
//! is a million steps.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use base::id::AnyId;
use sync_client::client::{Event, Wish};
use sync_protocol::lan::Reply;

use super::peers;
use super::server::{Disk, Server};
use super::world::{Device, join, noise, settle, words_of};

/// Steps of one life, and of all lives in an ordinary test run.
const STEPS: u64 = 750;
const STEPS_ALL: u64 = 10_000;
const DEVICES_MAX: usize = 5;
/// Figures are told after so many lives.
const LIVES_TOLD: u64 = 4;
/// More letters than a piece has room for: 6.6 of the 8 bits of each cannot be made shorter.
const LONG: usize = 1_300_000;

/// Numbers from a seed (SplitMix64: Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).expect("it is below the bound")
    }
}

struct Life {
    seed: u64,
    dice: Dice,
    devices: Vec<Device>,
    server: Server,
    /// What the server had once: it may go back to that.
    once: Disk,
    /// Notes that nobody has thrown away.
    notes: BTreeSet<AnyId>,
    plays: BTreeSet<usize>,
    /// Whether the server may have lost the end of the list of devices.
    list_lost: bool,
    /// Pieces that the server let go, and devices that began with a snapshot.
    let_go: usize,
    by_snapshot: usize,
}

impl Life {
    fn begin(seed: u64) -> Life {
        let mut dice = Dice(seed);
        let mut founder = Device::founder(dice.next());
        let mut server = Server::new(founder.dyn_env());
        settle(&mut [&mut founder], &mut server);
        Life {
            seed,
            dice,
            devices: vec![founder],
            once: server.disk.clone(),
            server,
            notes: BTreeSet::new(),
            plays: BTreeSet::new(),
            list_lost: false,
            let_go: 0,
            by_snapshot: 0,
        }
    }

    fn step(&mut self) {
        let at = self.dice.below(self.devices.len());
        match self.dice.below(100) {
            0..15 => self.write(at),
            15..22 => {
                let from = self.dice.below(60);
                let range = from..from + 1 + self.dice.below(8);
                self.plays.extend(range.clone());
                self.devices[at].plays(range);
            }
            22..30 => self.visit(at),
            30..70 => {
                // The ordinary way: something is asked, and answered.
                let device = &mut self.devices[at];
                device.step(Event::Changed);
                device.step(Event::Tick);
                device.carry(&mut self.server);
            }
            70..75 => self.lose_request(at),
            75..79 => self.lose_answer(at),
            79 => self.compact(),
            80..84 => self.devices[at].start(),
            84..88 => self.damage_answer(at),
            88..91 => self.devices[at].env.pass_ms(1_000 * self.dice.below(100_000) as i64),
            91..93 => {
                let year = ["2025", "2026", "2027"][self.dice.below(3)];
                self.devices[at].env.set(&format!("{year}-03-01T21:04:05Z"));
            }
            93 => self.lose(Disk::default()),
            94 => self.lose(self.once.clone()),
            95 => self.once = self.server.disk.clone(),
            96 => self.hide(),
            97 => self.server.hidden.clear(),
            98 => self.add(),
            _ => self.rename(at),
        }
    }

    fn write(&mut self, at: usize) {
        let device = &self.devices[at];
        let known = device.notes();
        match self.dice.below(8) {
            0 if self.dice.below(40) == 0 => {
                // Too long for a piece, whatever is done to make it small.
                let seed = self.dice.next();
                self.notes.insert(device.note(&noise(seed, LONG), "long"));
            }
            0..4 => {
                let word = self.dice.below(1000);
                self.notes.insert(device.note("A note", &format!("word {word}")));
            }
            4 if 12 < known.len() => {
                let id = known[self.dice.below(known.len())];
                device.trash(id);
                self.notes.remove(&id);
            }
            _ if !known.is_empty() => {
                let id = known[self.dice.below(known.len())];
                device.edit(id, &format!("word {}", self.dice.below(1000)));
            }
            _ => {}
        }
    }

    /// One device asks another, without the server. It may break off, or damage something on its way.
    fn visit(&mut self, at: usize) {
        let other = self.dice.below(self.devices.len());
        let Ok([asking, asked]) = self.devices.get_disjoint_mut([at, other]) else { return };
        asking.step(Event::Changed);
        let (dice, mut left) = (&mut self.dice, usize::MAX);
        if dice.below(3) == 0 {
            left = dice.below(6);
        }
        let damages = dice.below(6) == 0;
        peers::visit(asking, asked, &mut |_, mut reply| {
            left = left.checked_sub(1)?;
            if let Reply::Pieces(pieces) = &mut reply
                && damages
            {
                let at = dice.below(pieces.segments.0.len());
                let piece = &mut pieces.segments.0[at].0;
                let place = dice.below(piece.len());
                piece[place] ^= 1 << dice.below(8);
            }
            Some(reply)
        });
    }

    /// The server is away, and they have each other.
    fn without_server(&mut self) {
        peers::all_visit(&mut self.devices);
        let digests: Vec<String> = self.devices.iter().map(Device::digest).collect();
        let troubles: Vec<_> = self.devices.iter().map(Device::troubles).collect();
        assert!(
            digests.iter().all(|digest| *digest == digests[0]),
            "seed {}, without a server: {digests:?} {troubles:?}",
            self.seed
        );
    }

    fn lose_request(&mut self, at: usize) {
        let device = &mut self.devices[at];
        if let Some(request) = device.asked.take() {
            device.step(Event::Lost { serial: request.serial, why: "no network".to_owned() });
        }
    }

    /// The server did it, and nobody heard.
    fn lose_answer(&mut self, at: usize) {
        let device = &mut self.devices[at];
        if let Some(request) = device.asked.take() {
            drop(self.server.answer(&request));
            device.step(Event::Lost { serial: request.serial, why: "cut off".to_owned() });
        }
    }

    fn damage_answer(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let Some(request) = device.asked.take() else { return };
        let (status, mut body) = self.server.answer(&request);
        if !body.is_empty() {
            let place = self.dice.below(body.len());
            body[place] ^= 1 << self.dice.below(8);
        }
        device.step(Event::Answer { serial: request.serial, status, body });
    }

    /// The server lets go of what is covered, whoever has not read it. Before that somebody looks whether a
    /// snapshot is due.
    fn compact(&mut self) {
        let at = self.dice.below(self.devices.len());
        self.devices[at].step(Event::Compare);
        self.let_go += self.server.compact();
    }

    /// The server keeps one log to itself, or its end.
    fn hide(&mut self) {
        let logs: Vec<_> =
            self.devices.iter().filter_map(|device| device.client.as_ref()).collect();
        let Some(client) = logs.get(self.dice.below(logs.len())) else { return };
        let all: Vec<_> = client.vector().0.iter().map(|(log, end)| (*log, end.seq)).collect();
        if !all.is_empty() {
            let (log, end) = all[self.dice.below(all.len())];
            let from = u32::try_from(self.dice.below(2 * end as usize)).unwrap_or(0).min(end);
            self.server.hidden.insert(log, from.max(1));
        }
    }

    /// The server goes back, or begins anew.
    fn lose(&mut self, disk: Disk) {
        let there = self.server.members().map(|members| members.head());
        let heads = self.devices.iter().filter_map(|device| device.client.as_ref());
        let agreed = heads.map(|client| client.members().head()).all(|head| Some(head) == there);
        let entries = std::mem::replace(&mut self.server.disk, disk).entries;
        if !agreed {
            self.server.disk.entries = entries;
        }
        self.list_lost = true;
    }

    fn rename(&mut self, at: usize) {
        if std::mem::take(&mut self.list_lost) {
            // Two devices that both add to a list of which the server lost the end come to two lists:
            // that is for people to settle, see `two_lists_are_told_and_nobody_writes`.
            self.quiet();
        }
        let device = &mut self.devices[at];
        let Some(client) = &device.client else { return };
        let wish =
            Wish::Rename { device: client.device(), name: format!("name {}", self.dice.next()) };
        device.step(Event::Wish(wish));
    }

    fn add(&mut self) {
        if self.devices.len() == DEVICES_MAX {
            return;
        }
        self.quiet();
        let mut guest = Device::new(self.dice.next());
        join(&mut self.devices[0], &mut guest, "another", &mut self.server);
        self.devices.push(guest);
        // Pairing ends when the newcomer has what there was.
        self.quiet();
        let newest = self.devices.last().expect("it was pushed");
        let began = newest.store.read(|cx| cx.covered()).expect("where logs begin");
        self.by_snapshot += usize::from(!began.is_empty());
    }

    /// The last device that joined is removed, while the others may be anywhere.
    fn remove(&mut self) {
        if self.devices.len() < 3 {
            return;
        }
        // What it has not told by then is lost with it; so it tells.
        self.quiet();
        let gone = self.devices.pop().expect("there are three");
        let device = gone.client.as_ref().expect("it syncs").device();
        self.devices[0].step(Event::Wish(Wish::Remove { device }));
    }

    /// Nothing is lost, hidden or damaged any more.
    fn quiet(&mut self) {
        self.server.hidden.clear();
        for device in &mut self.devices {
            if let Some(request) = device.asked.take() {
                device.step(Event::Lost { serial: request.serial, why: "no network".to_owned() });
            }
            device.step(Event::Compare);
        }
        let mut devices: Vec<&mut Device> = self.devices.iter_mut().collect();
        settle(&mut devices, &mut self.server);
    }

    fn check(&mut self) {
        self.quiet();
        // A snapshot of a device that was removed is told of until there is another.
        self.quiet();
        let digests: Vec<String> = self.devices.iter().map(Device::digest).collect();
        assert!(
            digests.iter().all(|digest| *digest == digests[0]),
            "seed {}: {digests:?}",
            self.seed
        );
        for device in &self.devices {
            let here: BTreeSet<AnyId> = device.notes().into_iter().collect();
            let missing: Vec<_> = self.notes.difference(&here).collect();
            assert!(missing.is_empty(), "seed {}: {missing:?} are missing", self.seed);
            let sql = "SELECT count(*) FROM fact WHERE state = 0";
            let facts = device.store.read(|cx| cx.sql().rows(sql, &[], |row| row.int(0)));
            assert_eq!(facts.expect("facts"), [self.plays.len() as i64], "seed {}", self.seed);
            device.healthy();
            let told = device.troubles();
            let accused = told.iter().find(|one| one.starts_with("FalseSnapshot"));
            assert_eq!(accused, None, "seed {}: nobody made a false one", self.seed);
        }
    }
}

fn number(name: &str, or: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(or)
}

/// One life: what was let go in it and who began with a snapshot, or the panic that tells what was wrong.
fn live(seed: u64) -> std::thread::Result<(usize, usize)> {
    std::panic::catch_unwind(|| {
        let mut life = Life::begin(seed);
        for step in 0..STEPS {
            life.step();
            if step == STEPS / 2 && seed.is_multiple_of(3) {
                life.remove();
            }
        }
        // A device that was removed and the list that tells of it are the server's to hand on first.
        if !seed.is_multiple_of(3) {
            life.without_server();
        }
        life.check();
        (life.let_go, life.by_snapshot)
    })
}

/// What was lived, and how fast: for whoever lets a million steps run.
fn figures(lives: u64, first: u64, began: Instant) -> String {
    let steps = lives * STEPS;
    let per_second = steps as f64 / began.elapsed().as_secs_f64();
    format!("{lives} lives from seed {first} on, {steps} steps, {per_second:.0} steps/s")
}

#[test]
fn lives_from_seeds_end_alike() {
    let steps = number("EVERKEPT_SIM_STEPS", STEPS_ALL);
    let first = number("EVERKEPT_SIM_SEED", 1);
    let last = first + steps.div_ceil(STEPS);
    let began = Instant::now();
    let (next, done) = (AtomicU64::new(first), AtomicU64::new(0));
    let (let_go, by_snapshot) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let failed: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let some_lives = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if last <= seed || !failed.lock().expect("nobody panics with it").is_empty() {
                return;
            }
            let outcome = live(seed);
            let lives = done.fetch_add(1, Ordering::Relaxed) + 1;
            let outcome = outcome.map(|(gone, began)| {
                let_go.fetch_add(gone, Ordering::Relaxed);
                by_snapshot.fetch_add(began, Ordering::Relaxed);
            });
            if let Err(panic) = outcome {
                let again = format!("EVERKEPT_SIM_SEED={seed} EVERKEPT_SIM_STEPS=1 shows it again");
                let words = words_of(&*panic);
                let words = format!("{again} ({}): {words}", figures(lives, first, began));
                failed.lock().expect("nobody panics with it").push(words);
            } else if lives.is_multiple_of(LIVES_TOLD) {
                eprintln!("{}", figures(lives, first, began));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            scope.spawn(some_lives);
        }
    });
    let failed = failed.into_inner().expect("nobody panics with it");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let (let_go, by_snapshot) = (let_go.into_inner(), by_snapshot.into_inner());
    eprintln!("{}", figures(done.into_inner(), first, began));
    eprintln!("{let_go} pieces were let go, {by_snapshot} devices began with a snapshot");
}
