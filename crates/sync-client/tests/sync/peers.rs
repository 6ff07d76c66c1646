//! Devices that ask each other without a server: what they come to by it, and everything that one of them can
//! do wrong, one thing a row.

use sync_client::client::{Effect, Event, PeerEvent, TroubleKind, TroubleKind::*, Visited, Wish};
use sync_protocol::lan::{Ask, Content, Pieces, Reply, Stand};
use sync_protocol::membership::Signer;
use sync_protocol::segment::Header;
use sync_protocol::wire::{Bytes, List, decode, encode};

use super::liar::{Scene, at, piece};
use super::world::{Device, noise, panicked, settle};

/// More questions than this in one visit are a loop.
const ASKED_MAX: usize = 400;

/// What becomes of an answer; none ends the conversation.
pub(crate) type Twist<'t> = &'t mut dyn FnMut(&Ask, Reply) -> Option<Reply>;

/// One device asks another for all that it has. Nothing when the other did not answer, or broke off.
pub(crate) fn visit(asking: &mut Device, asked: &mut Device, twist: Twist<'_>) -> Option<Visited> {
    let id = |device: &Device| device.client.as_ref().map(sync_client::client::Client::device);
    let (peer, own) = (id(asked)?, id(asking)?);
    let mut what = PeerEvent::Reached;
    for _ in 0..ASKED_MAX {
        match asking.peer(peer, what) {
            Effect::LeavePeer { visited, .. } => return Some(visited),
            Effect::AskPeer { ask, .. } => {
                let client = asked.client.as_mut().expect("it syncs");
                let reply = client.answer(&asked.store, own, &ask).ok();
                let Some(reply) = reply.and_then(|reply| twist(&ask, reply)) else {
                    asking.step(Event::Peer { peer, what: PeerEvent::Gone });
                    return None;
                };
                let bytes = encode(&reply).expect("it has a form");
                what = PeerEvent::Said(Box::new(decode(&bytes).expect("it is within its limits")));
            }
            other => panic!("{other:?} is about the server"),
        }
    }
    panic!("a visit does not end");
}

/// Each asks each, until all of it is everywhere.
pub(crate) fn all_visit(devices: &mut [Device]) {
    for _ in 0..2 {
        for at in 0..devices.len() {
            for other in 0..devices.len() {
                if let Ok([asking, asked]) = devices.get_disjoint_mut([at, other]) {
                    asking.step(Event::Changed);
                    visit(asking, asked, &mut |_, reply| Some(reply));
                }
            }
        }
    }
}

impl Device {
    /// Hears something of another device; answers what to do about it.
    fn peer(&mut self, peer: sync_protocol::id::DeviceId, what: PeerEvent) -> Effect {
        let client = self.client.as_mut().expect("it syncs");
        let effects = client.step(&self.store, Event::Peer { peer, what });
        let mut next = None;
        for effect in effects.expect("the vault takes everything") {
            match effect {
                Effect::Send(request) => self.asked = Some(request),
                Effect::WakeAt(_) | Effect::Told => {}
                about => next = Some(about),
            }
        }
        next.expect("there is always something to do next")
    }
}

fn honest(asking: &mut Device, asked: &mut Device) -> Option<Visited> {
    visit(asking, asked, &mut |_, reply| Some(reply))
}

#[test]
fn what_came_from_a_device_is_brought_to_the_server_and_is_no_loss_of_it() {
    let mut scene = Scene::new();
    scene.a.note("Offline", "written while the server was away");
    scene.a.note(&noise(4, 1_300_000), "its name is long");
    scene.a.step(Event::Changed);
    let Scene { a, b, c, server } = &mut scene;
    let took = honest(b, a).expect("it answers").took;
    assert!(0 < took, "pieces and a long row came");
    assert_eq!(a.digest(), b.digest());
    assert_eq!(honest(b, a).expect("it answers").took, 0, "nothing comes twice");

    // The one that wrote is gone; the other brings it, also after a new start.
    b.start();
    settle(&mut [b, c], server);
    assert_eq!(b.digest(), c.digest(), "the server had it from the other one");
    for device in [&*b, &*c] {
        assert_eq!(device.troubles(), Vec::<String>::new());
    }
    settle(&mut [a, b, c], server);
    assert_eq!((a.digest(), a.troubles()), (c.digest(), Vec::new()));
    let before = server.asked;
    for device in [a, b, c] {
        device.env.pass_ms(31_000);
        device.step(Event::Tick);
        while device.carry(server) {}
    }
    assert_eq!(server.asked - before, 3, "one question each: nothing is left to do");
}

#[test]
fn what_was_shown_is_never_sealed_anew() {
    let mut scene = Scene::new();
    let Scene { a, b, c, server } = &mut scene;
    a.note("Shown", "to the other device, and to no server");
    a.step(Event::Changed);
    honest(b, a).expect("it answers");
    a.note("Not shown", "to anybody");
    a.step(Event::Changed);
    // A device is removed: what nobody has is sealed with the new key, what somebody has stays.
    let removed = c.client.as_ref().expect("it syncs").device();
    b.step(Event::Wish(Wish::Remove { device: removed }));
    settle(&mut [b], server);
    honest(a, b).expect("it answers");
    assert_eq!(a.client.as_ref().expect("it syncs").members().epoch(), 2, "the list came so, too");
    honest(b, a).expect("it answers");
    assert_eq!(a.digest(), b.digest());
    settle(&mut [a, b], server);
    for device in [&*a, &*b] {
        assert_eq!(device.troubles(), Vec::<String>::new());
        device.healthy();
    }
    assert_eq!(a.digest(), b.digest());
    assert!(honest(c, a).is_none(), "the removed one is not answered");
}

#[test]
fn r10_a_wave_of_deletions_from_a_device_waits_for_a_person() {
    let mut scene = Scene::new();
    let Scene { a, b, .. } = &mut scene;
    let notes: Vec<_> = (0..80).map(|n| a.note(&format!("Note {n}"), "kept")).collect();
    a.step(Event::Changed);
    honest(b, a).expect("it answers");
    for id in &notes {
        a.trash(*id);
    }
    a.step(Event::Changed);
    honest(b, a).expect("it answers");
    assert!(notes.iter().all(|id| b.notes().contains(id)), "nothing is gone");
    assert!(b.troubles().iter().any(|words| words.starts_with("Deletions")));
    b.step(Event::AllowDeletions);
    assert_eq!(a.digest(), b.digest());
}

struct Row {
    does: &'static str,
    /// Sets the scene; answers what it makes of its answers.
    lie: fn(&mut Scene) -> Lie,
    tells: &'static [TroubleKind],
    /// A part of why the visit ended.
    why: Option<&'static str>,
    /// Whether both come to the same when it is honest again.
    heals: bool,
}

const fn row(does: &'static str, lie: fn(&mut Scene) -> Lie) -> Row {
    Row { does, lie, tells: &[], why: None, heals: true }
}

const ROWS: &[Row] = &[
    Row { tells: &[Damaged], ..row("flips a bit of the body", |s| pieces(s, |b| b[200] ^= 4)) },
    Row {
        tells: &[Damaged],
        ..row("flips a bit of the device", |s| pieces(s, |b| b[at::DEVICE] ^= 4))
    },
    Row {
        tells: &[Damaged],
        ..row("flips a bit of the epoch", |s| pieces(s, |b| b[at::EPOCH] ^= 4))
    },
    Row { tells: &[Damaged], ..row("cuts a piece off", |s| pieces(s, |b| b.truncate(150))) },
    row("keeps a piece back", keeps_back),
    row("keeps a whole log back", keeps_log_back),
    row("turns pieces round", reorders),
    row("shows every piece twice", doubles),
    row("breaks off", |_| Box::new(|ask, reply| (!is_pieces(ask)).then_some(reply))),
    row("boasts of pieces that it has not", boasts),
    row("says that another piece stands somewhere, and does not show it", other_hash),
    Row { tells: &[Forked], heals: false, ..row("has another history of a log", forks) },
    Row { tells: &[Copied], heals: false, ..row("has what this device never wrote", copied) },
    Row {
        tells: &[OtherList],
        why: Some("another list"),
        heals: false,
        ..row("has another list of devices", other_list)
    },
    row("has an older list of devices", older_list),
    Row { tells: &[Damaged], ..row("shows entries that nobody signed", forged_entries) },
    row("promises devices that it does not show", promised_entries),
    Row { why: Some("something else"), ..row("answers something else", answers_else) },
    Row { tells: &[Damaged], ..row("damages what a long row says", damages_content) },
    Row { tells: &[Damaged], ..row("never ends what a long row says", endless_content) },
];

#[test]
fn v7_every_lie_of_a_device_is_told_and_costs_nothing() {
    let failed: Vec<String> = ROWS.iter().filter_map(wrong).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn wrong(row: &Row) -> Option<String> {
    panicked(|| live(row)).map(|words| format!("a device that {}: {words}", row.does))
}

fn live(row: &Row) {
    let mut scene = Scene::new();
    let mut lie = (row.lie)(&mut scene);
    let here = scene.b.notes().len();
    let visited = visit(&mut scene.b, &mut scene.a, &mut lie);
    let client = scene.b.client.as_ref().expect("it syncs");
    let told: Vec<TroubleKind> = client.troubles().map(|trouble| trouble.kind).collect();
    assert_eq!(told, row.tells, "{:?}", scene.b.troubles());
    let why = visited.and_then(|visited| visited.why);
    assert_eq!(why.is_some(), row.why.is_some(), "{why:?}");
    assert!(row.why.is_none_or(|part| why.unwrap_or_default().contains(part)));
    assert!(here <= scene.b.notes().len(), "nothing is lost by it");
    scene.b.healthy();
    if row.heals {
        honest(&mut scene.b, &mut scene.a).expect("it answers");
        honest(&mut scene.a, &mut scene.b).expect("it answers");
        assert_eq!(scene.a.digest(), scene.b.digest(), "it is honest again");
        assert_eq!(scene.b.troubles(), Vec::<String>::new(), "and all is well");
        scene.all_settle();
        assert_eq!(scene.b.troubles(), Vec::<String>::new(), "with the server, too");
    }
}

type Lie = Box<dyn FnMut(&Ask, Reply) -> Option<Reply>>;

fn is_pieces(ask: &Ask) -> bool {
    matches!(ask, Ask::Pieces { .. })
}

/// `a` writes, and the server does not hear of it.
fn news(scene: &mut Scene) {
    for n in 0..3 {
        scene.a.note("News", &format!("number {n}"));
        scene.a.step(Event::Changed);
    }
}

/// Changes each piece.
fn pieces(scene: &mut Scene, change: fn(&mut Vec<u8>)) -> Lie {
    batches(scene, move |bytes| bytes.iter_mut().for_each(|one| change(&mut one.0)))
}

fn batches(
    scene: &mut Scene,
    mut change: impl FnMut(&mut Vec<sync_protocol::wire::SegmentBytes>) + 'static,
) -> Lie {
    news(scene);
    Box::new(move |_, mut reply| {
        if let Reply::Pieces(Pieces { segments }) = &mut reply {
            change(&mut segments.0);
        }
        Some(reply)
    })
}

fn stands(mut change: impl FnMut(&mut Stand) + 'static) -> Lie {
    Box::new(move |_, mut reply| {
        if let Reply::Stand(stand) = &mut reply {
            change(stand);
        }
        Some(reply)
    })
}

fn keeps_back(scene: &mut Scene) -> Lie {
    batches(scene, |pieces| drop(pieces.remove(0)))
}

fn keeps_log_back(scene: &mut Scene) -> Lie {
    news(scene);
    Box::new(|ask, reply| Some(if is_pieces(ask) { Reply::Missing } else { reply }))
}

fn reorders(scene: &mut Scene) -> Lie {
    batches(scene, |pieces| pieces.reverse())
}

fn doubles(scene: &mut Scene) -> Lie {
    batches(scene, |pieces| {
        *pieces = pieces.iter().flat_map(|one| [one.clone(), one.clone()]).collect()
    })
}

fn boasts(scene: &mut Scene) -> Lie {
    let log = scene.a.log();
    stands(move |stand| {
        for head in stand.heads.0.iter_mut().filter(|head| head.log == log) {
            head.end.seq += 40;
            head.end.hash = sync_protocol::id::Hash::new([1; 32]);
        }
    })
}

fn other_hash(scene: &mut Scene) -> Lie {
    let log = scene.a.log();
    stands(move |stand| {
        for head in stand.heads.0.iter_mut().filter(|head| head.log == log) {
            head.end.hash = sync_protocol::id::Hash::new([1; 32]);
        }
    })
}

/// Signed by `a` itself, in the place of what `b` has of it.
fn forks(scene: &mut Scene) -> Lie {
    let place = scene.a.next_place(scene.a.log());
    let other = piece(&scene.a.copied_keys(), &scene.a.lane_key(1), place, &scene.a);
    news(scene);
    honest(&mut scene.b, &mut scene.a).expect("it answers");
    let log = scene.a.log();
    let mut boast = stands(move |stand| {
        for head in stand.heads.0.iter_mut().filter(|head| head.log == log) {
            head.end.seq = place.seq;
            head.end.hash = sync_protocol::id::Hash::new([1; 32]);
        }
    });
    Box::new(move |ask, reply| match ask {
        Ask::Pieces { .. } => Some(shown(&other)),
        _ => boast(ask, reply),
    })
}

/// Somebody has the keys of `b`, and writes as it.
fn copied(scene: &mut Scene) -> Lie {
    let (log, place) = (scene.b.log(), scene.b.next_place(scene.b.log()));
    let other = piece(&scene.b.copied_keys(), &scene.b.lane_key(1), place, &scene.b);
    let mut boast = stands(move |stand| {
        for head in stand.heads.0.iter_mut().filter(|head| head.log == log) {
            head.end.seq += 1;
        }
    });
    Box::new(move |ask, reply| match ask {
        Ask::Pieces { .. } => Some(shown(&other)),
        _ => boast(ask, reply),
    })
}

fn shown(piece: &[u8]) -> Reply {
    assert!(Header::decode(piece).is_ok());
    Reply::Pieces(Pieces { segments: List(vec![Bytes(piece.to_vec())]) })
}

fn other_list(scene: &mut Scene) -> Lie {
    let hash = sync_protocol::id::Hash::new([1; 32]);
    scene.a.step(Event::Changed);
    stands(move |stand| stand.members.hash = hash)
}

fn older_list(scene: &mut Scene) -> Lie {
    let client = scene.a.client.as_ref().expect("it syncs");
    let (older, device) = (client.members().head(), client.device());
    for each in [&mut scene.a, &mut scene.b] {
        each.step(Event::Wish(Wish::Rename { device, name: "one".to_owned() }));
        settle(&mut [each], &mut scene.server);
    }
    stands(move |stand| stand.members = older)
}

fn forged_entries(scene: &mut Scene) -> Lie {
    let client = scene.a.client.as_ref().expect("it syncs");
    let mut members = client.members().clone();
    let rename = members.rename(client.device(), "x", client.keyring(), &*scene.a.dyn_env());
    let keys = scene.a.copied_keys();
    let mut entry =
        members.append(rename.expect("listed"), &Signer::Device(&keys), 1).expect("it may");
    *entry.last_mut().expect("it has bytes") ^= 1;
    let head = members.head();
    let mut boast = stands(move |stand| stand.members = head);
    Box::new(move |ask, reply| match ask {
        Ask::Entries { .. } => Some(Reply::Entries(List(vec![Bytes(entry.clone())]))),
        _ => boast(ask, reply),
    })
}

fn promised_entries(scene: &mut Scene) -> Lie {
    news(scene);
    stands(|stand| stand.members.n += 5)
}

fn answers_else(scene: &mut Scene) -> Lie {
    news(scene);
    Box::new(|_, _| Some(Reply::Entries(List(Vec::new()))))
}

/// `a` writes what no piece holds.
fn long_news(scene: &mut Scene) {
    scene.a.note(&noise(5, 1_300_000), "its name is long");
    scene.a.step(Event::Changed);
}

fn damages_content(scene: &mut Scene) -> Lie {
    long_news(scene);
    Box::new(|_, mut reply| {
        if let Reply::Content(Content { bytes, .. }) = &mut reply {
            bytes.0[1000] ^= 1;
        }
        Some(reply)
    })
}

fn endless_content(scene: &mut Scene) -> Lie {
    long_news(scene);
    Box::new(|_, mut reply| {
        if let Reply::Content(Content { bytes, .. }) = &mut reply {
            bytes.0.clear();
        }
        Some(reply)
    })
}
