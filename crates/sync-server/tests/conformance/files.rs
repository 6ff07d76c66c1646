//! Chunks, blocks and what names them.

use sync_protocol::auth::Receipt;
use sync_protocol::blob::{BlobManifest, Chunks};
use sync_protocol::id::Hash;
use sync_protocol::log::Vector;
use sync_protocol::snapshot::{
    Block, BlockNote, BlockRef, Countersign, Draft, Manifest, SnapshotContent,
};
use sync_protocol::wire::{
    Bytes, Changes, List, ManifestBytes, Names, Posted, ProblemCode, ServerInfo, Snapshots,
    UploadState,
};

use sync_server::compact::{self, LetGo};
use sync_server::server::{open_blobs, open_store};
use sync_server::store::Cursor;

use crate::client::{Client, code, read};
use crate::rig::{Engine, Rig};
use crate::vault::{NOW_MS, Vault};

fn noise(seed: u8, bytes: usize) -> Vec<u8> {
    let mut all = vec![0; bytes];
    blake3::Hasher::new_keyed(&[seed; 32]).finalize_xof().fill(&mut all);
    all
}

/// The address of a part of an upload.
fn place(folder: &str, name: Hash, offset: usize, all: &[u8]) -> String {
    let hash = blake3::hash(all).to_hex();
    format!("/v1/{folder}/{name}?offset={offset}&length={}&hash={hash}", all.len())
}

async fn upload(client: &Client, folder: &str, name: Hash, all: &[u8]) -> Receipt {
    let said = client.raw("PUT", &place(folder, name, 0, all), all.to_vec()).await;
    read(said).1.expect("it is kept")
}

pub(crate) async fn an_upload_goes_on_where_it_stopped(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let info: ServerInfo = laptop.get("/v1/server").await.1.expect("it tells of itself");
    let (name, all) = (Hash::new([5; 32]), noise(1, 300_000));
    let state = async |client: &Client, offset: usize, body: &[u8]| -> UploadState {
        let said = client.raw("PUT", &place("chunks", name, offset, &all), body.to_vec()).await;
        assert_eq!(said.0, 202);
        read(said).1.expect("how far it came")
    };
    assert_eq!(state(&laptop, 0, &[]).await, UploadState { offset: 0, done: false });
    assert_eq!(state(&laptop, 0, &all[..100_000]).await.offset, 100_000);
    assert_eq!(state(&laptop, 0, &all[..50]).await.offset, 100_000, "that is there already");
    assert_eq!(state(&laptop, 200_000, &all[200_000..]).await.offset, 100_000, "that is too far");
    // Another device goes on with it.
    let phone = laptop.device(&vault, 1).await;
    assert_eq!(state(&phone, 100_000, &all[100_000..150_000]).await.offset, 150_000);
    assert_eq!(laptop.raw("GET", &format!("/v1/chunks/{name}"), Vec::new()).await.0, 404);
    let asked: Names = laptop
        .send("POST", "/v1/chunks/missing", &List::<_, 16_384>(vec![name]))
        .await
        .1
        .expect("names");
    assert_eq!(asked.0, [name]);
    let said =
        phone.raw("PUT", &place("chunks", name, 150_000, &all), all[150_000..].to_vec()).await;
    let receipt: Receipt = read(said).1.expect("it is kept");
    receipt.check(&info.key).expect("the server signed it");
    assert_eq!((receipt.vault, receipt.name, receipt.bytes), (vault.id(), name, 300_000));
    let again: Receipt = upload(&laptop, "chunks", name, &all).await;
    assert_eq!(again, receipt, "a name that is there is not written again");

    let path = format!("/v1/chunks/{name}");
    assert_eq!(laptop.raw("GET", &path, Vec::new()).await, (200, all.clone()));
    let part = laptop.request("GET", &path).header("range", "bytes=1000-1999").send().await;
    let part = part.expect("it answers");
    assert_eq!(part.status().as_u16(), 206);
    assert_eq!(part.headers()["content-range"], "bytes 1000-1999/300000");
    assert_eq!(part.bytes().await.expect("it comes").as_ref(), &all[1000..2000]);
    let short = (Hash::new([6; 32]), noise(2, 1000));
    upload(&laptop, "blocks", short.0, &short.1).await;
    let part =
        laptop.request("GET", &format!("/v1/blocks/{}", short.0)).header("range", "bytes=990-");
    let part = part.send().await.expect("it answers").bytes().await.expect("it comes");
    assert_eq!(part.as_ref(), &short.1[990..]);
    let names = List::<_, 16_384>(vec![name, short.0]);
    let asked: Names = laptop.send("POST", "/v1/chunks/missing", &names).await.1.expect("names");
    assert_eq!(asked.0, [short.0], "a block is no chunk");
    // Another vault sees nothing of it.
    let other = rig.with_vault(&Vault::new(8, 1)).await;
    assert_eq!(other.raw("GET", &path, Vec::new()).await.0, 404);
}

pub(crate) async fn wrong_bytes_are_not_kept(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let (name, all) = (Hash::new([5; 32]), noise(1, 200_000));
    let mut wrong = all.clone();
    wrong[77] ^= 1;
    let put = async |offset: usize, body: &[u8]| {
        let said = laptop.raw("PUT", &place("chunks", name, offset, &all), body.to_vec()).await;
        read::<Receipt>(said)
    };
    assert_eq!(code(put(0, &wrong).await), ProblemCode::Invalid);
    laptop.raw("PUT", &place("chunks", name, 0, &all), wrong[..100_000].to_vec()).await;
    assert_eq!(code(put(100_000, &all[100_000..]).await), ProblemCode::Invalid);
    assert_eq!(put(0, &all).await.0, 200, "then from the beginning");
    let long = [all.clone(), vec![0; 10]].concat();
    let other = Hash::new([6; 32]);
    let said = laptop.raw("PUT", &place("chunks", other, 0, &all), long).await;
    assert_eq!(code(read::<Receipt>(said)), ProblemCode::Invalid, "more than it says");
    for query in ["", "?length=0&hash=00", "?length=5000000&hash=00", "?length=5&hash=00"] {
        let path = format!("/v1/chunks/{other}{query}");
        let said = laptop.raw("PUT", &path, vec![1; 5]).await;
        assert_eq!(code(read::<Receipt>(said)), ProblemCode::Invalid, "{query}");
    }
    let said = laptop.raw("GET", "/v1/chunks/ABCD", Vec::new()).await;
    assert_eq!(code(read::<Receipt>(said)), ProblemCode::Invalid);
}

pub(crate) async fn manifests_need_what_they_name(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let mut vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let content = noise(3, 200_000);
    let hash = Hash::new(*blake3::hash(&content).as_bytes());
    let put = async |vault: &Vault| {
        let epoch = vault.members.epoch();
        let chunks = Chunks::new(&vault.keyring, epoch, hash, 200_000).expect("it is short");
        let (id, sealed) = chunks.seal(0, &content).expect("one chunk");
        let manifest = BlobManifest::seal(&chunks, &[id], &vault.devices[0], &vault.env);
        let message = ManifestBytes { manifest: Bytes(manifest.expect("it has its chunk")) };
        let path = format!("/v1/blobs/{}", chunks.blob());
        let early = laptop.send::<Receipt>("PUT", &path, &message).await;
        assert_eq!(code(early), ProblemCode::Conflict);
        upload(&laptop, "chunks", id, &sealed).await;
        let receipt: Receipt = laptop.send("PUT", &path, &message).await.1.expect("it is kept");
        assert_eq!(receipt.name, chunks.blob());
        let said = laptop.get::<ManifestBytes>(&path).await.1.expect("the manifest");
        assert_eq!(said, message);
        let path = format!("/v1/blobs/{}", Hash::new([1; 32]));
        let elsewhere = laptop.send::<Receipt>("PUT", &path, &message).await;
        assert_eq!(code(elsewhere), ProblemCode::Invalid, "under another name");
        (chunks.blob(), message)
    };
    let (blob, old) = put(&vault).await;
    let before = vault.members.head();
    let entry = vault.rotate(0);
    assert_eq!(laptop.append(before, vec![entry]).await.0, 200);
    let (_, new) = put(&vault).await;
    let path = format!("/v1/blobs/{blob}");
    assert_eq!(laptop.send::<Receipt>("PUT", &path, &old).await.0, 200);
    let kept = laptop.get::<ManifestBytes>(&path).await.1.expect("the manifest");
    assert_eq!(kept, new, "the newest epoch's stays");
}

pub(crate) async fn snapshots_are_listed_with_who_agrees(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let block = Block::Documents(Vec::new());
    let (id, sealed) = block.seal(&vault.keyring, &vault.members).expect("it is short");
    let blocks = [BlockRef { id, bytes: u32::try_from(sealed.len()).expect("it is short") }];
    let content = SnapshotContent {
        blocks: vec![BlockNote { kind: 1, month: 0, count: 0 }],
        ..SnapshotContent::default()
    };
    let covers = Vector::default();
    let draft = Draft {
        at_ms: NOW_MS,
        before: Hash::ZERO,
        covers: &covers,
        blocks: &blocks,
        blobs: &[],
        content: &content,
    };
    let sealed_draft = draft.seal(&vault.members, &vault.keyring, &vault.devices[0], &vault.env);
    let manifest = sealed_draft.expect("it is short");
    let name = Manifest::hash(&manifest);
    let message = ManifestBytes { manifest: Bytes(manifest.clone()) };
    let early = laptop.send::<Receipt>("POST", "/v1/snapshots", &message).await;
    assert_eq!(code(early), ProblemCode::Conflict, "its block is not here");
    upload(&laptop, "blocks", id, &sealed).await;
    let receipt: Receipt =
        laptop.send("POST", "/v1/snapshots", &message).await.1.expect("it is kept");
    assert_eq!((receipt.name, receipt.bytes), (name, manifest.len() as u64));
    let word = |by: usize| {
        let device = vault.devices[by].id();
        Countersign { vault: vault.id(), snapshot: name, device, at_ms: NOW_MS }
            .sign(&vault.devices[by])
    };
    let path = format!("/v1/snapshots/{name}/countersignatures");
    assert_eq!(phone.raw("POST", &path, word(1)).await.0, 204);
    assert_eq!(laptop.raw("POST", &path, word(0)).await.0, 400, "its own maker");
    assert_eq!(phone.raw("POST", &path, vec![1; 300]).await.0, 400);
    let listed: Snapshots = phone.get("/v1/snapshots").await.1.expect("a list");
    assert_eq!(listed.snapshots.0.len(), 1);
    assert_eq!(listed.snapshots.0[0].snapshot, name);
    assert_eq!(listed.snapshots.0[0].countersigns.0, [Bytes(word(1))]);
    let path = format!("/v1/snapshots/{name}");
    let got: ManifestBytes = phone.get(&path).await.1.expect("the manifest");
    assert_eq!(got, message);
}

pub(crate) async fn what_a_snapshot_covers_goes(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let mut vector = Vector::default();
    let covered: Vec<_> = [100, 90_000].map(|bytes| vault.write(0, &mut vector, bytes)).into();
    let covers = vector.clone();
    let later = vec![vault.write(0, &mut vector, 100)];
    assert_eq!(laptop.post(&[covered.clone(), later.clone()].concat()).await.0, 200);
    let draft = Draft {
        at_ms: NOW_MS,
        before: Hash::ZERO,
        covers: &covers,
        blocks: &[],
        blobs: &[],
        content: &SnapshotContent::default(),
    };
    let sealed = draft.seal(&vault.members, &vault.keyring, &vault.devices[0], &vault.env);
    let manifest = sealed.expect("it is short");
    let snapshot = Manifest::hash(&manifest);
    let message = ManifestBytes { manifest: Bytes(manifest) };
    assert_eq!(laptop.send::<Receipt>("POST", "/v1/snapshots", &message).await.0, 200);
    upload(&laptop, "blocks", Hash::new([9; 32]), &noise(1, 100_000)).await;
    let store = open_store(&rig.config).await.expect("it opens");
    let blobs = open_blobs(&rig.config).expect("it opens");
    let compact = async |days: u64| {
        let gone = compact::compact(&*store, &blobs, NOW_MS + days * 86_400_000).await;
        gone.expect("it can be read")
    };
    assert_eq!(compact(31).await, LetGo::default(), "nobody agreed");
    let device = vault.devices[1].id();
    let word = Countersign { vault: vault.id(), snapshot, device, at_ms: NOW_MS };
    let path = format!("/v1/snapshots/{snapshot}/countersignatures");
    assert_eq!(phone.raw("POST", &path, word.sign(&vault.devices[1])).await.0, 204);
    assert_eq!(compact(31).await, LetGo::default(), "nobody has read them");
    let cursor = |by: usize, gsn| Cursor { device: vault.devices[by].id(), gsn, seen_ms: NOW_MS };
    store.seen(vault.id(), &[cursor(0, 3), cursor(1, 1)]).await.expect("it is written");
    let mut gone = LetGo { blocks: 1, files: 1, ..LetGo::default() };
    assert_eq!(compact(29).await, LetGo::default(), "it is too young");
    assert_eq!(compact(31).await, gone, "up to where the phone is, and a block of no snapshot");
    assert_eq!(phone.changes(1).await.segments.0.len(), 2);
    assert_eq!(
        code(phone.get::<Changes>("/v1/changes?after=0").await),
        ProblemCode::ResyncRequired
    );
    gone.blocks = 0;
    assert_eq!(compact(181).await, gone, "the phone is not waited for");
    let page = phone.changes(2).await;
    assert_eq!((page.segments.0.len(), page.digest), (1, vector.digest()));
    assert_eq!(
        code(phone.get::<Changes>("/v1/changes?after=1").await),
        ProblemCode::ResyncRequired
    );
    let known: Vec<_> = (1..=2).map(|gsn| Posted::Known { gsn }).collect();
    assert_eq!(laptop.post(&covered).await.1, known, "what is gone is known all the same");
}
