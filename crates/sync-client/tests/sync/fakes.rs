//! What a server, or a member, can do wrong with snapshots, one thing a row: it is told, nothing of it is
//! taken, and the logs do as well.

use sync_client::client::{Event, TroubleKind, TroubleKind::*, Wish};
use sync_protocol::id::Hash;
use sync_protocol::snapshot::{Draft, Manifest};
use sync_protocol::wire::{ManifestBytes, Snapshots, decode, encode};

use super::liar::{ASKED_MAX, Lie, Scene, honest};
use super::snapshots::{MONTH_MS, long_life, look};
use super::world::{Device, join, panicked, settle};

struct Row {
    does: &'static str,
    /// Sets the scene; answers the lie.
    lie: fn(&mut Scene) -> Lie,
    tells: &'static [TroubleKind],
    /// Whether the newcomer comes to the same by the logs while it is lied to.
    arrives: bool,
}

const ROWS: &[Row] = &[
    Row { does: "is honest", lie: |_| honest(), tells: &[], arrives: true },
    Row { does: "signs a snapshot itself", lie: forged, tells: &[FalseSnapshot], arrives: true },
    Row { does: "shows another snapshot", lie: renamed, tells: &[FalseSnapshot], arrives: true },
    Row { does: "flips a bit of a block", lie: flips, tells: &[FalseSnapshot], arrives: true },
    Row { does: "swaps two blocks", lie: swaps, tells: &[FalseSnapshot], arrives: true },
    Row { does: "keeps a block to itself", lie: keeps, tells: &[ServerLost], arrives: true },
    Row {
        does: "has let go, and shows no snapshot",
        lie: gone,
        tells: &[ServerLost],
        arrives: false,
    },
    Row {
        does: "goes back to an old snapshot",
        lie: rolls_back,
        tells: &[ServerLost],
        arrives: false,
    },
    Row {
        does: "shows the snapshot of a removed device",
        lie: by_removed,
        tells: &[FalseSnapshot],
        arrives: true,
    },
    Row {
        does: "has a snapshot that holds another chain",
        lie: other_chain,
        tells: &[FalseSnapshot],
        arrives: true,
    },
];

/// `a` and `c` have a snapshot on the server; `b` is new, and was told how far everything goes.
fn scene() -> Scene {
    let (mut a, mut c, mut server) = long_life();
    look(&mut [&mut a, &mut c], &mut server);
    Scene { a, b: Device::new(9), c, server }
}

#[test]
fn v7_every_false_snapshot_is_told_and_the_logs_do_as_well() {
    let failed: Vec<String> = ROWS.iter().filter_map(wrong).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn wrong(row: &Row) -> Option<String> {
    panicked(|| live(row)).map(|words| format!("a server that {}: {words}", row.does))
}

fn live(row: &Row) {
    let mut scene = scene();
    let good = scene.server.disk.snapshots.clone();
    let lie = (row.lie)(&mut scene);
    join(&mut scene.a, &mut scene.b, "new", &mut scene.server);
    let empty = scene.b.digest();
    let heard = scene.deceive(lie);
    let told: Vec<_> = heard.kinds.iter().copied().collect();
    assert_eq!(told, row.tells, "{:?} {:?}", scene.b.troubles(), heard.waits);
    assert!(heard.asked_max < ASKED_MAX, "it asks {} times at once", heard.asked_max);
    assert!(heard.asked_last <= 6, "it asks {} times in the end", heard.asked_last);
    scene.b.healthy();
    match row.arrives {
        true => assert_eq!(scene.b.digest(), scene.a.digest(), "the logs do as well"),
        false => {
            assert!(scene.b.digest() == empty || row.does.contains("old"), "it took something")
        }
    }
    scene.server.hidden.clear();
    scene.server.disk.snapshots = good;
    look(&mut [&mut scene.a, &mut scene.c, &mut scene.b], &mut scene.server);
    look(&mut [&mut scene.a, &mut scene.c, &mut scene.b], &mut scene.server);
    assert_eq!(scene.a.digest(), scene.b.digest(), "not alike in the end");
    assert_eq!(scene.b.troubles(), Vec::<String>::new(), "it is over");
}

/// Changes what is answered to questions that begin so.
fn answers(path: &'static str, mut change: impl FnMut(&str, &mut Vec<u8>) + 'static) -> Lie {
    Box::new(move |request, (status, mut body)| {
        if request.method == "GET" && request.path.starts_with(path) && status == 200 {
            change(&request.path, &mut body);
        }
        (status, body)
    })
}

fn manifests(mut change: impl FnMut(&mut Vec<u8>) + 'static) -> Lie {
    answers("/v1/snapshots/", move |_, body| {
        let mut message: ManifestBytes = decode(body).expect("the honest one has manifests");
        change(&mut message.manifest.0);
        *body = encode(&message).expect("it is short");
    })
}

fn forged(_: &mut Scene) -> Lie {
    manifests(|manifest| *manifest.last_mut().expect("it has bytes") ^= 1)
}

/// A manifest that is signed as it should be, and says something else than the newest.
fn another(scene: &Scene, change: impl FnOnce(&mut Manifest, &mut Vec<u32>)) -> Vec<u8> {
    let client = scene.a.client.as_ref().expect("it syncs");
    let bytes = &scene.server.disk.snapshots.last().expect("there is one").0;
    let mut read = Manifest::read(bytes).expect("a manifest");
    let mut content = read.open(bytes, client.keyring()).expect("it opens");
    let mut kept: Vec<u32> = (0..).take(read.blocks.len()).collect();
    change(&mut read, &mut kept);
    let keep = |at: usize| kept.contains(&u32::try_from(at).expect("it is small"));
    let pick = |at: &usize| keep(*at);
    let blocks: Vec<_> = (0..read.blocks.len()).filter(pick).map(|at| read.blocks[at]).collect();
    content.blocks = (0..content.blocks.len()).filter(pick).map(|at| content.blocks[at]).collect();
    let draft = Draft {
        at_ms: read.at_ms + 1,
        before: read.before,
        covers: &read.covers,
        blocks: &blocks,
        blobs: &read.blobs,
        content: &content,
    };
    let (members, keyring) = (client.members(), client.keyring());
    let keys = scene.a.copied_keys();
    draft.seal(members, keyring, &keys, &*scene.a.dyn_env()).expect("it may")
}

fn renamed(scene: &mut Scene) -> Lie {
    let other = another(scene, |_, _| {});
    manifests(move |manifest| manifest.clone_from(&other))
}

fn flips(_: &mut Scene) -> Lie {
    answers("/v1/blocks/", |_, body| {
        let middle = body.len() / 2;
        body[middle] ^= 4;
    })
}

fn swaps(scene: &mut Scene) -> Lie {
    let bytes = scene.server.disk.snapshots[0].0.clone();
    let blocks = Manifest::read(&bytes).expect("a manifest").blocks;
    let sealed = |id: &Hash| scene.server.disk.objects[&format!("/v1/blocks/{id}")].clone();
    let (first, last) = (blocks[0].id, blocks[blocks.len() - 1].id);
    let (of_first, of_last) = (sealed(&first), sealed(&last));
    answers("/v1/blocks/", move |path, body| {
        if path.ends_with(&first.to_string()) {
            body.clone_from(&of_last);
        } else if path.ends_with(&last.to_string()) {
            body.clone_from(&of_first);
        }
    })
}

fn keeps(_: &mut Scene) -> Lie {
    Box::new(|request, reply| {
        let asked = request.method == "GET" && request.path.starts_with("/v1/blocks/");
        if asked { (404, Vec::new()) } else { reply }
    })
}

fn no_list() -> Lie {
    answers("/v1/snapshots", |path, body| {
        if path == "/v1/snapshots" {
            let empty = Snapshots { snapshots: sync_protocol::wire::List(Vec::new()) };
            *body = encode(&empty).expect("it is short");
        }
    })
}

fn gone(scene: &mut Scene) -> Lie {
    scene.server.compact();
    no_list()
}

/// Of what was written after the snapshot nothing is shown.
fn rolls_back(scene: &mut Scene) -> Lie {
    scene.server.compact();
    let from = scene.a.end_of(scene.a.log()).seq + 1;
    scene.news(3);
    scene.server.hidden.insert(scene.a.log(), from);
    honest()
}

/// Whoever made the newest snapshot is removed.
fn by_removed(scene: &mut Scene) -> Lie {
    for device in [&mut scene.a, &mut scene.c] {
        device.env.pass_ms(MONTH_MS);
    }
    scene.news(1);
    look(&mut [&mut scene.a, &mut scene.c], &mut scene.server);
    let newest = scene.server.disk.snapshots.pop().expect("there is one");
    let by = Manifest::read(&newest.0).expect("a manifest").device;
    if scene.a.client.as_ref().expect("it syncs").device() == by {
        std::mem::swap(&mut scene.a, &mut scene.c);
    }
    scene.server.disk.snapshots = vec![newest];
    scene.a.step(Event::Wish(Wish::Remove { device: by }));
    settle(&mut [&mut scene.a], &mut scene.server);
    scene.c = Device::new(77);
    join(&mut scene.a, &mut scene.c, "another", &mut scene.server);
    honest()
}

/// A member (or who has its keys) signs a snapshot that goes on to pieces that nobody wrote.
fn other_chain(scene: &mut Scene) -> Lie {
    let other = another(scene, |manifest, _| {
        for end in manifest.covers.0.values_mut() {
            end.hash = Hash::new([7; 32]);
        }
    });
    scene.server.disk.snapshots = vec![(other, Vec::new())];
    honest()
}

#[test]
fn a_member_that_leaves_something_out_finds_nobody_who_agrees() {
    let mut scene = scene();
    let lacks = another(&scene, |_, kept| {
        kept.remove(0);
    });
    scene.server.disk.snapshots = vec![(lacks, Vec::new())];
    let before = scene.c.digest();
    look(&mut [&mut scene.c], &mut scene.server);
    assert_eq!(scene.server.disk.snapshots[0].1.len(), 0, "nobody agrees");
    let told = scene.c.troubles();
    assert!(told.iter().any(|one| one.starts_with("FalseSnapshot")), "{told:?}");
    assert_eq!(scene.c.digest(), before);
    scene.c.healthy();
}
