//! Snapshots: blocks that stay as they are, and manifests that can be believed.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use sync_protocol::error::{Fault, Result};
use sync_protocol::id::{Hash, Incarnation, Lane};
use sync_protocol::log::Vector;
use sync_protocol::segment::Payload;
use sync_protocol::snapshot::{
    Block, BlockNote, BlockRef, Countersign, DOCUMENTS_MAX, Document, Draft, LogRows, Manifest,
    RowsEnd, SnapshotContent, StoredRow, ends_block,
};

use crate::world::{NOW_MS, World, body, device_id, fault, flipped, incarnation, row};

fn document(number: u32, text: &str) -> Document {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    Document {
        id,
        kind: Arc::from("journal.entry"),
        version: 1,
        meta: vec![1, 2, 3],
        row: text.as_bytes().to_vec(),
        save: Payload::Here(text.as_bytes().to_vec()),
    }
}

fn documents() -> impl Strategy<Value = Block> {
    let one = (
        any::<[u8; 16]>(),
        0..3usize,
        any::<u32>(),
        vec(any::<u8>(), 0..20),
        vec(any::<u8>(), 0..100),
    );
    let save = prop_oneof![
        vec(any::<u8>(), 0..200).prop_map(Payload::Here),
        any::<u64>().prop_map(|bytes| Payload::Elsewhere { hash: Hash::new([3; 32]), bytes }),
    ];
    vec((one, save), 0..20).prop_map(|documents| {
        let make = |((id, kind, version, meta, row), save)| {
            let kind = Arc::from(["journal.entry", "meals.recipe", "of.a.newer.version"][kind]);
            Document { id, kind, version, meta, row, save }
        };
        let mut documents: Vec<Document> = documents.into_iter().map(make).collect();
        documents.sort_by_key(|document| document.id);
        documents.dedup_by_key(|document| document.id);
        Block::Documents(documents)
    })
}

fn rows() -> impl Strategy<Value = Block> {
    let one = (1u64..5, any::<u32>(), any::<[u8; 32]>(), vec(any::<u8>(), 0..100));
    (any::<u32>(), vec(vec(one, 0..10), 0..4)).prop_map(|(month, logs)| {
        let logs = (0u8..).zip(logs).map(|(number, rows)| {
            let mut seq = 0;
            let stored = |(step, schema, hash, payload): (u64, u32, [u8; 32], Vec<u8>)| {
                seq += step;
                StoredRow { schema, prev_hash: Hash::new(hash), row: row(seq, &payload) }
            };
            LogRows {
                device: device_id(number),
                incarnation: Incarnation::new([number; 16]),
                rows: rows.into_iter().map(stored).collect(),
            }
        });
        Block::Rows { month, logs: logs.collect() }
    })
}

fn unknown() -> impl Strategy<Value = Block> {
    (3u8.., vec(any::<u8>(), 0..100)).prop_map(|(kind, content)| Block::Unknown { kind, content })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn blocks_come_back_and_equal_ones_are_sealed_alike(
        block in prop_oneof![documents(), rows(), unknown()]
    ) {
        let world = World::new(7, 1);
        let (id, sealed) = block.seal(&world.keyring, &world.members).expect("it is in order");
        prop_assert_eq!(&block.seal(&world.keyring, &world.members).expect("again").1, &sealed);
        prop_assert_eq!(block.id(&world.keyring).expect("it is in order"), id);
        prop_assert_eq!(Block::open(&sealed, id, &world.keyring).expect("it was sealed"), block);
    }
}

#[test]
fn a_block_that_is_another_or_changed_is_named() {
    let world = World::new(7, 1);
    let seal = |text: &str| {
        let block = Block::Documents(vec![document(1, text)]);
        block.seal(&world.keyring, &world.members).expect("it is in order")
    };
    let ((id, sealed), (other_id, other)) = (seal("one"), seal("two"));
    let open = |bytes: &[u8], id| fault(Block::open(bytes, id, &world.keyring));
    let place = Fault::Foreign { what: "snapshot's block", of: "place" };
    assert_eq!(open(&other, id), place, "the server swapped them");
    assert_eq!(open(&sealed, other_id), place);
    for bit in 0..sealed.len() * 8 {
        let found = open(&flipped(&sealed, bit), id);
        let named = match bit / 8 {
            0..3 => matches!(found, Fault::Malformed { at: 0, .. }),
            3 => matches!(found, Fault::Newer { .. }),
            4..20 => matches!(found, Fault::Foreign { of: "vault", .. }),
            20..52 => found == place,
            52..56 => matches!(found, Fault::NoKey { .. }),
            56..112 => matches!(found, Fault::WrongKey { .. }),
            _ => matches!(found, Fault::Damaged { .. }),
        };
        assert!(named, "bit {bit} in byte {}: {found}", bit / 8);
    }
    for len in 0..sealed.len() {
        open(&sealed[..len], id);
    }
    // Another vault's block of the same name: its key is another.
    let stranger = World::new(8, 1);
    assert!(Block::open(&sealed, id, &stranger.keyring).is_err());
}

#[test]
fn a_new_epoch_gives_new_bytes_and_old_blocks_still_open() {
    let mut world = World::new(7, 1);
    let block = Block::Documents(vec![document(1, "one")]);
    let (id, old) = block.seal(&world.keyring, &world.members).expect("it is in order");
    world.rotate(0);
    let (same, new) = block.seal(&world.keyring, &world.members).expect("it is in order");
    assert_eq!(id, same, "the name follows from the content alone");
    assert_ne!(old, new);
    assert_eq!(Block::open(&old, id, &world.keyring).expect("older keys are kept"), block);
}

/// Blocks as a client cuts them.
fn cut(documents: &[Document]) -> Vec<Vec<Document>> {
    let mut blocks = vec![Vec::new()];
    for document in documents {
        let block = blocks.last_mut().expect("there is one");
        block.push(document.clone());
        if block.len() == DOCUMENTS_MAX || ends_block(&document.id) {
            blocks.push(Vec::new());
        }
    }
    blocks
}

#[test]
fn one_document_more_changes_few_blocks() {
    let world = World::new(7, 1);
    let id = |number: u32| *blake3::hash(&number.to_be_bytes()).as_bytes();
    let mut documents: Vec<Document> = (0..5000)
        .map(|number| {
            let mut document = document(number, "text");
            document.id[15] = id(number)[0];
            document
        })
        .collect();
    let ids = |documents: &[Document]| -> std::collections::BTreeSet<Hash> {
        let block = |documents| Block::Documents(documents).id(&world.keyring);
        cut(documents).into_iter().map(|block_of| block(block_of).expect("in order")).collect()
    };
    let before = ids(&documents);
    let mut between = document(2500, "between");
    between.id[14] = 1;
    documents.push(between);
    documents.sort_by_key(|document| document.id);
    let after = ids(&documents);
    let new = after.difference(&before).count();
    assert!(20 <= before.len() && new <= 4, "{new} of {} blocks are new", after.len());
}

fn sealed_snapshot(world: &World, vector: &Vector) -> Vec<u8> {
    let block = Block::Documents(vec![document(1, "one")]);
    let (id, sealed) = block.seal(&world.keyring, &world.members).expect("it is in order");
    let content = SnapshotContent {
        blocks: vec![BlockNote { kind: 1, month: 0, count: 1 }],
        rows: [(
            incarnation(0),
            RowsEnd { device: device_id(1), seq: 3, hash: Hash::new([4; 32]) },
        )]
        .into(),
        extra: vec![1, 2],
    };
    let bytes = u32::try_from(sealed.len()).expect("it is short");
    let draft = Draft {
        at_ms: NOW_MS,
        before: Hash::ZERO,
        covers: vector,
        blocks: &[BlockRef { id, bytes }],
        blobs: &[Hash::new([1; 32]), Hash::new([2; 32])],
        content: &content,
    };
    draft.seal(&world.members, &world.keyring, &world.devices[0], &world.env).expect("it is short")
}

fn take(world: &World, bytes: &[u8]) -> Result<(Manifest, SnapshotContent)> {
    let manifest = Manifest::read(bytes)?;
    manifest.check(bytes, &world.members)?;
    let content = manifest.open(bytes, &world.keyring)?;
    Ok((manifest, content))
}

#[test]
fn a_manifest_comes_back_and_every_turned_bit_is_found() {
    let world = World::new(7, 2);
    let mut vector = Vector::default();
    world.push(0, Lane::DOCUMENTS, &mut vector, &body(vec![row(1, b"one")]));
    world.push(1, Lane::RECENT, &mut vector, &body(vec![row(1, b"two")]));
    let bytes = sealed_snapshot(&world, &vector);
    let (manifest, content) = take(&world, &bytes).expect("it was made");
    assert_eq!(manifest.covers, vector);
    assert_eq!((manifest.device, manifest.blobs.len()), (device_id(1), 2));
    assert_eq!(content.blocks.len(), manifest.blocks.len());
    assert_eq!((content.rows.len(), &content.extra[..]), (1, &[1, 2][..]));
    for bit in 0..bytes.len() * 8 {
        let found = fault(take(&world, &flipped(&bytes, bit)));
        let named = match bit / 8 {
            0..3 => matches!(found, Fault::Malformed { at: 0, .. }),
            3 => matches!(found, Fault::Newer { .. }),
            4..20 => matches!(found, Fault::Foreign { of: "vault", .. }),
            20..36 => matches!(found, Fault::UnknownDevice { .. } | Fault::Signature { .. }),
            36..40 => matches!(found, Fault::UnknownEpoch { .. } | Fault::Signature { .. }),
            80..116 => matches!(found, Fault::StaleMembers { .. } | Fault::MembersFork { .. }),
            _ => matches!(
                found,
                Fault::Signature { .. }
                    | Fault::Malformed { .. }
                    | Fault::CutOff { .. }
                    | Fault::TooMuch { .. }
            ),
        };
        assert!(named, "bit {bit} in byte {}: {found}", bit / 8);
    }
    for len in 0..bytes.len() {
        assert!(take(&world, &bytes[..len]).is_err(), "cut to {len}");
    }
}

#[test]
fn a_snapshot_is_made_by_an_active_device_that_knows_the_same_members() {
    let mut world = World::new(7, 2);
    let bytes = sealed_snapshot(&world, &Vector::default());
    let stranger = World::new(8, 1);
    assert!(matches!(fault(take(&stranger, &bytes)), Fault::Foreign { of: "vault", .. }));
    let mut ahead = World::new(7, 2);
    ahead.rotate(0);
    let found = fault(take(&world, &sealed_snapshot(&ahead, &Vector::default())));
    assert!(matches!(found, Fault::UnknownEpoch { .. }), "{found}");
    world.revoke(0, &Vector::default(), 1);
    let found = fault(take(&world, &bytes));
    assert!(matches!(found, Fault::NotAllowed { .. }), "a fake one of the lost phone: {found}");
}

#[test]
fn a_second_device_countersigns() {
    let mut world = World::new(7, 3);
    let bytes = sealed_snapshot(&world, &Vector::default());
    let sign = |world: &World, by: usize| {
        let countersign = Countersign {
            vault: world.members.vault(),
            snapshot: Manifest::hash(&bytes),
            device: world.devices[by].id(),
            at_ms: NOW_MS,
        };
        countersign.sign(&world.devices[by])
    };
    let (own, second) = (sign(&world, 0), sign(&world, 1));
    let read = |world: &World, bytes: &[u8]| Countersign::read(bytes, device_id(1), &world.members);
    assert_eq!(read(&world, &second).expect("it is another's").snapshot, Manifest::hash(&bytes));
    assert!(matches!(fault(read(&world, &own)), Fault::NotAllowed { .. }));
    for bit in 0..second.len() * 8 {
        assert!(read(&world, &flipped(&second, bit)).is_err(), "bit {bit}");
    }
    for len in 0..second.len() {
        assert!(read(&world, &second[..len]).is_err(), "cut to {len}");
    }
    world.revoke(1, &Vector::default(), 0);
    assert!(matches!(fault(read(&world, &second)), Fault::NotAllowed { .. }));
}

#[test]
fn what_no_reader_takes_is_not_sealed() {
    let world = World::new(7, 1);
    let seal = |block: &Block| fault(block.seal(&world.keyring, &world.members));
    let backward = Block::Documents(vec![document(2, ""), document(1, "")]);
    assert!(matches!(seal(&backward), Fault::Malformed { .. }));
    let many = (0..257).map(|number| document(number, "")).collect();
    assert!(matches!(seal(&Block::Documents(many)), Fault::TooMuch { of: "documents", .. }));
    let stored = |seq| StoredRow { schema: 1, prev_hash: Hash::ZERO, row: row(seq, b"") };
    let log = |rows| LogRows { device: device_id(1), incarnation: incarnation(0), rows };
    let backward = Block::Rows { month: 0, logs: vec![log(vec![stored(2), stored(1)])] };
    assert!(matches!(seal(&backward), Fault::Malformed { .. }));
    let twice = Block::Rows { month: 0, logs: vec![log(Vec::new()), log(Vec::new())] };
    assert!(matches!(seal(&twice), Fault::Malformed { .. }));
    let none = Block::Rows { month: 0, logs: vec![log(vec![stored(0)])] };
    assert!(matches!(seal(&none), Fault::Malformed { .. }));
}
