//! Everything that a server can do wrong, one thing a row: what a person is told, and that nothing which is
//! here is lost or changed by it. What the server alone can mend is mended when it is honest again.

use sync_client::client::{Event, Request, TroubleKind, TroubleKind::*};
use sync_protocol::membership::Signer;
use sync_protocol::segment::{Header, SEGMENT_BYTES_MAX};
use sync_protocol::wire::{Changes, Entries, Heads, Problem, ProblemCode, Text, decode, encode};

use super::liar::{ASKED_MAX, Lie, Scene, at, honest, pages, piece, pieces_from, shows};
use super::server::{Disk, Reply};
use super::world::{noise, panicked, settle};

struct Row {
    does: &'static str,
    /// Sets the scene; answers the lie.
    lie: fn(&mut Scene) -> Lie,
    /// All kinds of trouble that are told.
    tells: &'static [TroubleKind],
    /// A part of what a person reads about why it waits.
    waits: Option<&'static str>,
    /// Whether what is shown may be believed in the end, or must not be taken in.
    believed: bool,
    /// Whether all come to the same when the server is honest again.
    heals: bool,
}

const fn row(does: &'static str, lie: fn(&mut Scene) -> Lie) -> Row {
    Row { does, lie, tells: &[], waits: None, believed: false, heals: true }
}

const ROWS: &[Row] = &[
    Row { tells: &[ServerLost], ..row("drops a piece", drops) },
    Row { tells: &[ServerLost], ..row("hides the end of a log", hides_end) },
    Row { tells: &[ServerLost], ..row("hides a whole log", hides_log) },
    Row { tells: &[ServerLost], ..row("replays an old page and old heads", replays) },
    Row { believed: true, ..row("replays an old page only", replays_page) },
    Row { believed: true, ..row("turns pages round", reorders) },
    Row { believed: true, ..row("shows every piece twice", doubles) },
    Row { tells: &[Forked], heals: false, ..row("shows two histories of a log", forks) },
    Row { tells: &[Forked], heals: false, ..row("shows an end that does not follow", unlinked) },
    Row { tells: &[ServerLost], waits: Some("took none"), ..row("rolls back", rolls_back) },
    Row { tells: &[ServerLost], waits: Some("no"), ..row("is wiped", is_wiped) },
    Row {
        tells: &[ServerLost, Damaged],
        ..row("flips a bit of the vault's name", |s| flips(s, at::VAULT))
    },
    Row { tells: &[ServerLost, Damaged], ..row("flips a bit of the lane", |s| flips(s, at::LANE)) },
    Row {
        tells: &[ServerLost, Damaged],
        ..row("flips a bit of the device", |s| flips(s, at::DEVICE))
    },
    Row {
        tells: &[ServerLost, Damaged],
        ..row("flips a bit of the link", |s| flips(s, at::PREV_HASH))
    },
    Row {
        tells: &[ServerLost, Damaged],
        ..row("flips a bit of the epoch", |s| flips(s, at::EPOCH))
    },
    Row { tells: &[ServerLost, Damaged], ..row("flips a bit of the body", |s| flips(s, 200)) },
    Row { tells: &[ServerLost, Damaged], ..row("flips a bit of the signature", flips_signature) },
    Row { tells: &[ServerLost, Damaged], ..row("cuts a piece off", cuts_off) },
    Row { tells: &[ServerLost, Damaged], ..row("puts a piece into another lane", swaps_lane) },
    Row { tells: &[Damaged], ..row("shows another vault's piece", swaps_vault) },
    Row { tells: &[OtherList], heals: false, ..row("shows another list of devices", other_list) },
    Row { tells: &[OtherList], ..row("shows another list than it showed before", second_list) },
    Row {
        waits: Some("does not show it"),
        ..row("says that it has another list of devices", claims_list)
    },
    Row { tells: &[ServerLost], ..row("shows an older list of devices", older_list) },
    Row { waits: Some("longer list"), ..row("promises devices that it does not show", list_ends) },
    Row {
        tells: &[Damaged],
        waits: Some("as its writer signed"),
        ..row("shows entries that nobody signed", forged_entries)
    },
    Row { waits: Some("cannot be read"), ..row("shows an oversized piece", oversized) },
    Row { waits: Some("cannot be read"), ..row("answers with garbage", garbage) },
    Row { waits: Some("cannot be read"), ..row("cuts its answers off", truncates) },
    Row { waits: Some("status 500"), ..row("answers 500", |_| refuses(500, None)) },
    Row {
        waits: Some("too many"),
        ..row("answers 429", |_| refuses(429, Some(ProblemCode::TooMany)))
    },
    Row { waits: Some("gives nothing"), ..row("promises more, and gives nothing", promises) },
    Row { waits: Some("gives nothing"), ..row("gives the same for ever", repeats) },
    Row { tells: &[ServerLost], ..row("tells of pieces that it does not show", boasts) },
    Row { tells: &[ServerLost], ..row("hides what a long row says", hides_blob) },
    Row { tells: &[Damaged], ..row("flips a bit of what a long row says", flips_blob) },
];

#[test]
fn v7_every_lie_is_told_and_costs_nothing() {
    let failed: Vec<String> = ROWS.iter().filter_map(wrong).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn v7_what_is_hidden_is_told_after_a_new_start_too() {
    let mut scene = Scene::new();
    let lie = hides_end(&mut scene);
    scene.deceive(lie);
    scene.b.start();
    let heard = scene.deceive(honest());
    assert!(heard.kinds.contains(&ServerLost), "{:?}", heard.kinds);
    scene.server.hidden.clear();
    scene.b.step(Event::Compare);
    scene.all_settle();
    assert_eq!(scene.a.digest(), scene.b.digest());
    assert_eq!(scene.b.troubles(), Vec::<String>::new());
}

/// What was wrong where a device did not live with it as the row says.
fn wrong(row: &Row) -> Option<String> {
    panicked(|| live(row)).map(|words| format!("a server that {}: {words}", row.does))
}

fn live(row: &Row) {
    let mut scene = Scene::new();
    let lie = (row.lie)(&mut scene);
    let unsent = scene.b.note("Unsent", "nobody has it yet");
    let before = scene.b.digest();
    let heard = scene.deceive(lie);
    let told: Vec<_> = heard.kinds.iter().copied().collect();
    assert_eq!(told, row.tells, "{:?} {:?}", scene.b.troubles(), heard.waits);
    match row.waits {
        Some(words) => {
            assert!(heard.waits.iter().any(|why| why.contains(words)), "{:?}", heard.waits);
        }
        None => assert_eq!(heard.waits, Vec::<String>::new()),
    }
    assert!(heard.asked_max < ASKED_MAX, "it asks {} times at once", heard.asked_max);
    assert!(heard.asked_last <= 6, "it asks {} times in the end", heard.asked_last);
    if !row.believed {
        assert_eq!(scene.b.digest(), before, "something here has changed");
    }
    assert!(scene.b.notes().contains(&unsent), "what was written here is gone");
    scene.b.healthy();
    if row.tells.contains(&OtherList) && !row.heals {
        scene.writes_nothing();
    }
    if row.heals {
        scene.server.hidden.clear();
        scene.b.step(Event::Compare);
        scene.all_settle();
        assert_eq!(scene.a.digest(), scene.b.digest(), "not alike in the end");
        assert!(scene.a.notes().contains(&unsent), "what was written never arrived");
        assert_eq!(scene.b.troubles(), Vec::<String>::new(), "it is over");
    }
}

fn drops(scene: &mut Scene) -> Lie {
    let log = scene.a.log();
    let gone = scene.a.end_of(log).seq + 1;
    scene.news(4);
    pages(move |page| {
        page.segments.0.retain(|placed| {
            let header = Header::decode(&placed.bytes.0).expect("the honest one has pieces");
            header.log() != log || header.seq != gone
        });
    })
}

fn hides_end(scene: &mut Scene) -> Lie {
    let log = scene.a.log();
    let from = scene.a.end_of(log).seq + 1;
    scene.news(3);
    scene.c_tells();
    scene.server.hidden.insert(log, from);
    honest()
}

fn hides_log(scene: &mut Scene) -> Lie {
    scene.server.hidden.insert(scene.a.log(), 1);
    honest()
}

/// What the server says now to a question.
fn said(scene: &mut Scene, path: &str) -> Reply {
    let (path, token) = (path.to_owned(), Some(String::new()));
    scene.server.answer(&Request { serial: 0, method: "GET", path, body: None, token })
}

fn replays(scene: &mut Scene) -> Lie {
    let (page, heads) = (said(scene, "/v1/changes?after=0"), said(scene, "/v1/heads"));
    scene.news(3);
    scene.all_settle();
    Box::new(move |request, reply| match request.path.split('?').next() {
        Some("/v1/changes") => page.clone(),
        Some("/v1/heads") => heads.clone(),
        _ => reply,
    })
}

fn replays_page(scene: &mut Scene) -> Lie {
    let page = said(scene, "/v1/changes?after=0");
    scene.news(3);
    Box::new(move |request, reply| match request.path.starts_with("/v1/changes") {
        true => page.clone(),
        false => reply,
    })
}

fn reorders(scene: &mut Scene) -> Lie {
    scene.news(5);
    pages(|page| page.segments.0.reverse())
}

fn doubles(scene: &mut Scene) -> Lie {
    scene.news(3);
    pages(|page| {
        let twice = page.segments.0.iter().flat_map(|one| [one.clone(), one.clone()]);
        page.segments.0 = twice.collect();
    })
}

/// Somebody with `a`'s keys made two pieces for one place: `c` sees one, `b` the other.
fn forks(scene: &mut Scene) -> Lie {
    let place = scene.a.next_place(scene.a.log());
    let other = piece(&scene.a.copied_keys(), &scene.a.lane_key(1), place, &scene.a);
    scene.news(1);
    scene.c_tells();
    pieces_from(scene.a.log(), place.seq, move |bytes| bytes.clone_from(&other))
}

fn unlinked(scene: &mut Scene) -> Lie {
    let mut place = scene.a.next_place(scene.a.log());
    place.prev_hash = sync_protocol::id::Hash::new([9; 32]);
    shows(piece(&scene.a.copied_keys(), &scene.a.lane_key(1), place, &scene.a))
}

fn rolls_back(scene: &mut Scene) -> Lie {
    let keep = scene.server.disk.pieces.len() - 2;
    scene.server.disk.pieces.truncate(keep);
    honest()
}

fn is_wiped(scene: &mut Scene) -> Lie {
    scene.server.disk = Disk::default();
    honest()
}

fn flips(scene: &mut Scene, at: usize) -> Lie {
    let (log, from) = (scene.a.log(), scene.a.end_of(scene.a.log()).seq + 1);
    scene.news(2);
    pieces_from(log, from, move |bytes| bytes[at] ^= 4)
}

fn flips_signature(scene: &mut Scene) -> Lie {
    let (log, from) = (scene.a.log(), scene.a.end_of(scene.a.log()).seq + 1);
    scene.news(2);
    pieces_from(log, from, |bytes| *bytes.last_mut().expect("it has bytes") ^= 1)
}

fn cuts_off(scene: &mut Scene) -> Lie {
    let (log, from) = (scene.a.log(), scene.a.end_of(scene.a.log()).seq + 1);
    scene.news(2);
    pieces_from(log, from, |bytes| bytes.truncate(bytes.len() - 7))
}

fn swaps_lane(scene: &mut Scene) -> Lie {
    let client = scene.a.client.as_ref().expect("it syncs");
    let facts = client.keyring().lane_id(sync_protocol::id::Lane::RECENT);
    let (log, from) = (scene.a.log(), scene.a.end_of(scene.a.log()).seq + 1);
    scene.news(2);
    pieces_from(log, from, move |bytes| {
        bytes[at::LANE..at::LANE + 8].copy_from_slice(facts.as_bytes());
    })
}

fn swaps_vault(_: &mut Scene) -> Lie {
    let mut other = super::world::Device::founder(77);
    let mut server = super::server::Server::new(other.dyn_env());
    other.note("Not yours", "another vault's");
    settle(&mut [&mut other], &mut server);
    shows(server.disk.pieces[0].clone())
}

/// `a` (or who has its keys) signs two entries for one place: `c` sees one, `b` the other.
/// Changes what the server says of the list of devices; `other` says all else.
fn entries(mut other: Lie, mut change: impl FnMut(&mut Entries) + 'static) -> Lie {
    Box::new(move |request, reply| {
        if request.method == "GET" && request.path.starts_with("/v1/members") {
            let mut entries: Entries = decode(&reply.1).expect("entries");
            change(&mut entries);
            return (200, encode(&entries).expect("it is short"));
        }
        other(request, reply)
    })
}

fn other_list(scene: &mut Scene) -> Lie {
    let client = scene.a.client.as_ref().expect("it syncs");
    let (keys, env) = (scene.a.copied_keys(), scene.a.dyn_env());
    let mut members = client.members().clone();
    let rename = members.rename(client.device(), "another", client.keyring(), &*env);
    let rename = rename.expect("it is listed");
    let entry = members.append(rename, &Signer::Device(&keys), 1).expect("it may");
    let device = client.device();
    scene.a.step(Event::Wish(sync_client::client::Wish::Rename { device, name: "one".to_owned() }));
    settle(&mut [&mut scene.a], &mut scene.server);
    scene.c_tells();
    let head = members.head();
    let show = pages(move |page| page.members = head);
    entries(show, move |entries| {
        entries.head = head;
        if let Some(last) = entries.entries.0.last_mut() {
            last.0.clone_from(&entry);
        }
    })
}

/// Everybody has the one list, and the server has a second, signed by a member.
fn second_list(scene: &mut Scene) -> Lie {
    let lie = other_list(scene);
    scene.all_settle();
    lie
}

fn claims_list(scene: &mut Scene) -> Lie {
    scene.all_settle();
    let other = sync_protocol::id::Hash::new([1; 32]);
    entries(pages(move |page| page.members.hash = other), move |entries| entries.head.hash = other)
}

fn older_list(scene: &mut Scene) -> Lie {
    let client = scene.a.client.as_ref().expect("it syncs");
    let (older, device) = (client.members().head(), client.device());
    scene.a.step(Event::Wish(sync_client::client::Wish::Rename { device, name: "new".to_owned() }));
    scene.all_settle();
    pages(move |page| page.members = older)
}

fn list_ends(_: &mut Scene) -> Lie {
    let longer = |head: &mut sync_protocol::membership::Head| head.n += 3;
    let show = pages(move |page| longer(&mut page.members));
    entries(show, move |entries| longer(&mut entries.head))
}

fn forged_entries(scene: &mut Scene) -> Lie {
    let mut members = scene.server.members().expect("a list");
    let client = scene.a.client.as_ref().expect("it syncs");
    let rename = members.rename(client.device(), "x", client.keyring(), &*scene.a.dyn_env());
    let keys = scene.a.copied_keys();
    let signer = Signer::Device(&keys);
    let mut entry = members.append(rename.expect("listed"), &signer, 1).expect("it may");
    *entry.last_mut().expect("it has bytes") ^= 1;
    let head = members.head();
    let show = pages(move |page| page.members = head);
    entries(show, move |entries| {
        entries.head = head;
        entries.entries.0 = vec![sync_protocol::wire::Bytes(entry.clone())];
    })
}

fn oversized(_: &mut Scene) -> Lie {
    // As [`Changes`], with pieces of any length.
    #[derive(serde::Serialize)]
    struct Page {
        segments: Vec<Piece>,
        next: u64,
        more: bool,
        digest: sync_protocol::id::Hash,
        members: sync_protocol::membership::Head,
    }
    #[derive(serde::Serialize)]
    struct Piece {
        n: u64,
        b: sync_protocol::wire::Bytes<{ 4 * SEGMENT_BYTES_MAX }>,
    }
    Box::new(|request, reply| {
        if !request.path.starts_with("/v1/changes") || reply.0 != 200 {
            return reply;
        }
        let page: Changes = decode(&reply.1).expect("a page");
        let b = sync_protocol::wire::Bytes(vec![b'E'; SEGMENT_BYTES_MAX + 1]);
        let segments = vec![Piece { n: page.next + 1, b }];
        let Changes { next, more, digest, members, .. } = page;
        (200, encode(&Page { segments, next, more, digest, members }).expect("a message"))
    })
}

fn garbage(_: &mut Scene) -> Lie {
    Box::new(|request, reply| match request.path.starts_with("/v1/changes") {
        true => (200, b"\x01 this is no map".to_vec()),
        false => reply,
    })
}

fn truncates(scene: &mut Scene) -> Lie {
    scene.news(2);
    Box::new(|request, (status, mut body)| {
        if request.path.starts_with("/v1/changes") {
            body.truncate(body.len() / 2);
        }
        (status, body)
    })
}

fn refuses(status: u16, code: Option<ProblemCode>) -> Lie {
    let body = code.map(|code| {
        let message = Text("too many requests".to_owned());
        encode(&Problem { code, message, retry_ms: Some(5_000) }).expect("it is short")
    });
    Box::new(move |_, _| (status, body.clone().unwrap_or_default()))
}

fn promises(_: &mut Scene) -> Lie {
    pages(|page| {
        page.segments.0.clear();
        (page.next, page.more) = (page.next + 1, true);
    })
}

fn repeats(scene: &mut Scene) -> Lie {
    let known = sync_protocol::wire::Bytes(scene.server.disk.pieces[0].clone());
    let mut next = 1_000;
    pages(move |page| {
        next += 1;
        page.segments.0 = vec![sync_protocol::wire::Placed { gsn: next, bytes: known.clone() }; 7];
        (page.next, page.more) = (next, true);
    })
}

fn hides_blob(scene: &mut Scene) -> Lie {
    long_news(scene);
    Box::new(|request, reply| match request.method == "GET" && reply.0 == 200 {
        true if request.path.starts_with("/v1/blobs") => (404, Vec::new()),
        _ => reply,
    })
}

fn flips_blob(scene: &mut Scene) -> Lie {
    long_news(scene);
    Box::new(|request, (status, mut body)| {
        if request.method == "GET" && request.path.starts_with("/v1/chunks") && status == 200 {
            body[1000] ^= 1;
        }
        (status, body)
    })
}

/// `a` writes what no piece holds.
fn long_news(scene: &mut Scene) {
    scene.a.note(&noise(5, 1_300_000), "its name is long");
    settle(&mut [&mut scene.a], &mut scene.server);
}

fn boasts(scene: &mut Scene) -> Lie {
    let log = scene.a.log();
    let mut show = pages(|page| page.digest = sync_protocol::id::Hash::new([1; 32]));
    Box::new(move |request, reply| {
        if request.path == "/v1/heads" && reply.0 == 200 {
            let mut heads: Heads = decode(&reply.1).expect("heads");
            for head in heads.heads.0.iter_mut().filter(|head| head.log == log) {
                head.end.seq += 40;
            }
            return (200, encode(&heads).expect("it is short"));
        }
        show(request, reply)
    })
}
