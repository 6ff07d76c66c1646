//! Attachments in chunks.

use base::env::{Env, FixedEnv};
use sync_protocol::blob::{BlobManifest, CHUNK_BYTES, Chunks, blob_id, chunk_id};
use sync_protocol::error::Fault;
use sync_protocol::id::Hash;

use crate::world::{World, fault, flipped};

fn content(len: usize) -> (Vec<u8>, Hash) {
    let mut bytes = vec![0; len];
    FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 3).fill(&mut bytes);
    let hash = Hash::new(*blake3::hash(&bytes).as_bytes());
    (bytes, hash)
}

/// All chunks, sealed.
fn sealed(chunks: &Chunks<'_>, bytes: &[u8]) -> Vec<(Hash, Vec<u8>)> {
    let mut rest = bytes;
    let mut out = Vec::new();
    for index in 0..chunks.count() {
        let (plain, after) = rest.split_at(chunks.plain_len(index));
        out.push(chunks.seal(index, plain).expect("it is as long as it must be"));
        rest = after;
    }
    assert!(rest.is_empty());
    out
}

fn manifest(world: &World, chunks: &Chunks<'_>, sealed: &[(Hash, Vec<u8>)]) -> Vec<u8> {
    let ids: Vec<Hash> = sealed.iter().map(|(id, _)| *id).collect();
    BlobManifest::seal(chunks, &ids, &world.devices[0], &world.env).expect("all chunks are there")
}

#[test]
fn content_of_every_length_comes_back() {
    let world = World::new(7, 1);
    for len in [0, 1, 1000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 12_345]
    {
        let (bytes, hash) = content(len);
        let chunks = Chunks::new(&world.keyring, 1, hash, len as u64).expect("it is not too long");
        let sealed = sealed(&chunks, &bytes);
        let manifest = manifest(&world, &chunks, &sealed);
        let read = BlobManifest::read(&manifest).expect("it was made");
        read.check(&manifest, &world.members).expect("a member made it");
        assert_eq!(read.blob, blob_id(&world.keyring, hash));
        let (told, opening) = read.open(&manifest, &world.keyring, hash).expect("it was sealed");
        assert_eq!(told.size, len as u64);
        let mut back = Vec::new();
        for (index, (id, sealed)) in (0..).zip(&sealed) {
            assert_eq!(*id, read.chunks[usize::try_from(index).expect("few")]);
            back.extend_from_slice(&opening.open(index, *id, sealed).expect("it was sealed"));
        }
        assert_eq!(*blake3::hash(&back).as_bytes(), *hash.as_bytes(), "{len} bytes");
        let total: usize = sealed.iter().map(|(_, sealed)| sealed.len()).sum();
        assert!(total <= len + len / 8 + 16 * sealed.len() + 1, "padding is 12 % at most");
    }
}

#[test]
fn two_devices_upload_the_same_bytes_and_another_vault_others() {
    let (world, other) = (World::new(7, 2), World::new(8, 1));
    let (bytes, hash) = content(5000);
    let seal = |world: &World| {
        let chunks = Chunks::new(&world.keyring, 1, hash, 5000).expect("it is short");
        sealed(&chunks, &bytes)
    };
    assert_eq!(seal(&world), seal(&world));
    assert_ne!(seal(&world)[0].0, seal(&other)[0].0);
    assert_ne!(blob_id(&world.keyring, hash), blob_id(&other.keyring, hash));
}

#[test]
fn lengths_near_each_other_look_alike() {
    let world = World::new(7, 1);
    let total = |len: usize| {
        let (bytes, hash) = content(len);
        let chunks = Chunks::new(&world.keyring, 1, hash, len as u64).expect("it is short");
        sealed(&chunks, &bytes).iter().map(|(_, sealed)| sealed.len()).sum::<usize>()
    };
    assert_eq!(total(100_000), total(100_001));
    assert_eq!(total(100_000), total(100_350));
}

#[test]
fn chunks_that_are_swapped_cut_or_changed_are_named() {
    let world = World::new(7, 1);
    let (bytes, hash) = content(CHUNK_BYTES + 9000);
    let chunks = Chunks::new(&world.keyring, 1, hash, bytes.len() as u64).expect("it is short");
    let sealed = sealed(&chunks, &bytes);
    let [(first, first_bytes), (last, last_bytes)] = &sealed[..] else { panic!("two chunks") };
    let other = Fault::Foreign { what: "chunk", of: "place" };
    assert_eq!(fault(chunks.open(0, *first, last_bytes)), other, "the server swapped them");
    assert_eq!(fault(chunks.open(1, *last, &last_bytes[1..])), other, "cut");
    for bit in (0..last_bytes.len() * 8).step_by(997) {
        assert_eq!(fault(chunks.open(1, *last, &flipped(last_bytes, bit))), other, "bit {bit}");
    }
    // Even if a manifest names them in another order.
    let damaged = Fault::Damaged { what: "chunk" };
    assert_eq!(fault(chunks.open(1, *first, first_bytes)), damaged);
    assert_eq!(fault(chunks.open(2, *first, first_bytes)), damaged, "there are two");
    let cut = &last_bytes[..last_bytes.len() - 1];
    assert_eq!(fault(chunks.open(1, chunk_id(&world.keyring, cut), cut)), damaged);
    assert!(chunks.seal(1, &bytes[..100]).is_err(), "a chunk has as many bytes as it must");
    assert!(chunks.seal(2, &[]).is_err());
}

#[test]
fn every_single_turned_bit_in_a_manifest_is_found() {
    let world = World::new(7, 1);
    let (bytes, hash) = content(100);
    let chunks = Chunks::new(&world.keyring, 1, hash, 100).expect("it is short");
    let manifest = manifest(&world, &chunks, &sealed(&chunks, &bytes));
    let take = |bytes: &[u8]| {
        let read = BlobManifest::read(bytes)?;
        read.check(bytes, &world.members)?;
        read.open(bytes, &world.keyring, hash).map(drop)
    };
    assert!(take(&manifest).is_ok());
    for bit in 0..manifest.len() * 8 {
        let found = fault(take(&flipped(&manifest, bit)));
        let named = match bit / 8 {
            0..3 => matches!(found, Fault::Malformed { at: 0, .. }),
            3 => matches!(found, Fault::Newer { .. }),
            4..20 => matches!(found, Fault::Foreign { of: "vault", .. }),
            52..56 => matches!(found, Fault::UnknownEpoch { .. } | Fault::Signature { .. }),
            56..72 => matches!(found, Fault::UnknownDevice { .. }),
            72 => matches!(
                found,
                Fault::CutOff { .. } | Fault::Malformed { .. } | Fault::TooMuch { .. }
            ),
            _ => matches!(found, Fault::Signature { .. }),
        };
        assert!(named, "bit {bit} in byte {}: {found}", bit / 8);
    }
    for len in 0..manifest.len() {
        assert!(take(&manifest[..len]).is_err(), "cut to {len}");
    }
}

#[test]
fn a_manifest_is_one_blobs() {
    let (world, other) = (World::new(7, 1), World::new(8, 1));
    let (bytes, hash) = content(100);
    let chunks = Chunks::new(&world.keyring, 1, hash, 100).expect("it is short");
    let bytes = manifest(&world, &chunks, &sealed(&chunks, &bytes));
    let read = BlobManifest::read(&bytes).expect("it was made");
    let foreign = |of| Fault::Foreign { what: "blob's manifest", of };
    let asked = read.open(&bytes, &world.keyring, Hash::new([1; 32]));
    assert_eq!(fault(asked.map(drop)), foreign("blob"), "another attachment was asked for");
    assert_eq!(fault(read.check(&bytes, &other.members)), foreign("vault"));
    assert!(read.open(&bytes, &other.keyring, hash).is_err());
    assert!(BlobManifest::seal(&chunks, &[], &world.devices[0], &world.env).is_err());
}
