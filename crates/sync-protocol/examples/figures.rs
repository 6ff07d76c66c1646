//! What sealing and opening cost: `cargo run --release -p sync-protocol --example figures`.
//!
//! CPU time of one thread; the machine may have other work. The store's rows are imitated: a change as long
//! as one was measured for one field, and rows of a thousand plays in CBOR columns under zstd 1.

use std::io::Write as _;
use std::sync::Arc;

use base::env::{Env, FixedEnv};
use cpu_time::ThreadTime;
use sync_protocol::blob::{CHUNK_BYTES, Chunks};
use sync_protocol::error::Result;
use sync_protocol::id::{DeviceId, Hash, Incarnation, Lane, VaultId};
use sync_protocol::keys::{DeviceKeys, Root};
use sync_protocol::log::Vector;
use sync_protocol::membership::{Founded, found};
use sync_protocol::segment::{self, Body, Payload, Place, Row, Segment};
use sync_protocol::snapshot::{Block, Document};

const NOW: i64 = 1_772_366_400_000;

struct World {
    env: FixedEnv,
    device: DeviceKeys,
    vault: Founded,
}

fn world() -> Result<World> {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 1);
    let identity = Root::from_bits([7; 32].into()).identity();
    let device = DeviceKeys::generate(DeviceId::new([1; 16]), &env);
    let vault = found(VaultId::new([7; 16]), &identity, &device, "Laptop", 0, &env)?;
    Ok(World { env, device, vault })
}

fn row(seq: u64, op: u32, kind: &str, payload: Vec<u8>) -> Row {
    Row {
        seq,
        op,
        kind: Arc::from(kind),
        target: (op == 1).then(|| vec![9; 16]),
        hlc_ms: NOW + seq.cast_signed(),
        hlc_count: 0,
        payload: Payload::Here(payload),
    }
}

fn noise(env: &FixedEnv, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    env.fill(&mut bytes);
    bytes
}

/// A thousand plays as the store writes them into a row: ids of 16 bytes, then bodies.
fn plays(env: &FixedEnv, with_ids: bool) -> Result<Vec<u8>> {
    let mut plain = Vec::new();
    for number in 0..1000i64 {
        if with_ids {
            plain.extend_from_slice(&(NOW + number * 200_000).to_be_bytes()[2..]);
            plain.extend_from_slice(&noise(env, 10));
        }
    }
    for number in 0..1000i64 {
        let which = noise(env, 2);
        plain.extend_from_slice(b"\xa4batbmsetracku");
        plain.extend_from_slice(&(NOW + number * 200_000).to_be_bytes());
        plain.extend_from_slice(&200_000i64.to_be_bytes());
        plain.extend_from_slice(format!("track {:03}", which[0]).as_bytes());
        plain.extend_from_slice(b"player");
    }
    zstd::bulk::compress(&plain, 1)
        .map_err(|_| sync_protocol::error::Fault::Damaged { what: "imitation" }.into())
}

/// Microseconds of CPU for one.
fn each(count: u32, mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    run()?;
    let start = ThreadTime::now();
    for _ in 0..count {
        run()?;
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(count))
}

fn segment_figures(world: &World, what: &str, rows: Vec<Row>, of: usize) -> Result<String> {
    let World { env, device, vault } = world;
    let key = vault.keyring.writing(&vault.members, Lane::DOCUMENTS)?;
    let incarnation = Incarnation::new([2; 16]);
    let place = Place { incarnation, seq: 1, prev_hash: Hash::ZERO };
    let payload: usize = rows
        .iter()
        .map(|row| match &row.payload {
            Payload::Here(bytes) => bytes.len(),
            Payload::Elsewhere { .. } | Payload::Erased(_) => 0,
        })
        .sum();
    let body = Body { rows, tail: [1; 4], ..Body::empty(1, NOW) };
    let bytes = segment::seal(place, &body, &key, device, env)?;
    let seal = each(300, || segment::seal(place, &body, &key, device, env).map(drop))?;
    let verify = each(300, || vault.members.admit(Segment::parse(&bytes)?).map(drop))?;
    let admitted = vault.members.admit(Segment::parse(&bytes)?)?;
    let open = each(300, || admitted.open(&key).map(drop))?;
    let follow = each(300, || Vector::default().advance(&Segment::parse(&bytes)?).map(drop))?;
    Ok(format!(
        "{what}: {} B ({payload} B of payload, {:.2} B each of {of}); seal {seal:.0} us, verify \
         {verify:.0} us, open {open:.0} us, chain {follow:.1} us",
        bytes.len(),
        bytes.len() as f64 / of as f64,
    ))
}

fn main() -> Result<()> {
    let world = world()?;
    let World { env, vault, .. } = &world;
    let mut out = std::io::stdout().lock();
    let mut say = |line: String| drop(writeln!(out, "{line}"));
    let change = noise(env, 101);
    say(segment_figures(&world, "one edit", vec![row(12_345, 1, "journal.entry", change)], 1)?);
    let changes = (1..=256).map(|seq| row(seq, 1, "journal.entry", noise(env, 101))).collect();
    say(segment_figures(&world, "256 edits", changes, 256)?);
    let facts = vec![row(1, 2, "listening.play", plays(env, true)?)];
    say(segment_figures(&world, "1000 plays", facts, 1000)?);
    let facts = vec![row(1, 2, "listening.play", plays(env, false)?)];
    say(segment_figures(&world, "1000 plays, without their ids", facts, 1000)?);
    let full = (1..=85).map(|seq| row(seq, 1, "journal.entry", noise(env, 10_000))).collect();
    say(segment_figures(&world, "a full segment of noise", full, 85)?);

    let document = |number: u32| {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        Document {
            id,
            kind: Arc::from("journal.entry"),
            version: 1,
            meta: noise(env, 40),
            row: noise(env, 60),
            save: Payload::Here(noise(env, 560)),
        }
    };
    let block = Block::Documents((0..256).map(document).collect());
    let (id, sealed) = block.seal(&vault.keyring, &vault.members)?;
    let seal = each(50, || block.seal(&vault.keyring, &vault.members).map(drop))?;
    let open = each(50, || Block::open(&sealed, id, &vault.keyring).map(drop))?;
    let (each_bytes, seal, open) = (sealed.len() as f64 / 256.0, seal / 256.0, open / 256.0);
    say(format!(
        "a document of 660 B of noise in a block: {each_bytes:.0} B, seal {seal:.2} us, open {open:.2} us"
    ));

    let plain = noise(env, CHUNK_BYTES);
    let content = Hash::new([5; 32]);
    let chunks = Chunks::new(&vault.keyring, 1, content, CHUNK_BYTES as u64)?;
    let (id, sealed) = chunks.seal(0, &plain)?;
    let seal = each(5, || chunks.seal(0, &plain).map(drop))? / 1000.0;
    let open = each(5, || chunks.open(0, id, &sealed).map(drop))? / 1000.0;
    say(format!("a chunk of 4 MiB: seal {seal:.1} ms, open {open:.1} ms"));
    Ok(())
}
