//! Segments: which are taken, in which order, and how they come back.

use std::collections::BTreeSet;

use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::segment::Segment;
use sync_protocol::wire::{self, Changes, Moved, Posted, PostedSegments, ProblemCode};
use sync_server::store::Limits;

use crate::client::{Client, Hints, code, read};
use crate::rig::{Engine, Rig};
use crate::vault::Vault;

fn bytes(changes: &Changes) -> Vec<Vec<u8>> {
    changes.segments.0.iter().map(|placed| placed.bytes.0.clone()).collect()
}

fn gsns(changes: &Changes) -> Vec<u64> {
    changes.segments.0.iter().map(|placed| placed.gsn).collect()
}

pub(crate) async fn segments_come_back_as_they_were(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let nothing = laptop.changes(0).await;
    assert_eq!((nothing.next, nothing.more), (0, false));
    assert_eq!(nothing.digest, Vector::default().digest());
    assert_eq!(nothing.members, vault.members.head());
    let mut vector = Vector::default();
    let written: Vec<_> = (0..4).map(|by| vault.write(by % 2, &mut vector, 100)).collect();
    let (status, posted) = laptop.post(&written).await;
    let stored: Vec<_> = (1..=4).map(|gsn| Posted::Stored { gsn }).collect();
    assert_eq!((status, posted), (200, stored));
    let page = phone.changes(0).await;
    assert_eq!((bytes(&page), gsns(&page)), (written.clone(), vec![1, 2, 3, 4]));
    assert_eq!((page.next, page.digest), (4, vector.digest()));
    let page = phone.changes(2).await;
    assert_eq!(gsns(&page), [3, 4]);
    assert_eq!(phone.changes(99).await.next, 4, "the server knows less than that");
    let known: Vec<_> = (1..=4).map(|gsn| Posted::Known { gsn }).collect();
    assert_eq!(phone.post(&written).await, (200, known), "nothing is stored twice");
    let heads = phone.heads().await;
    assert_eq!(heads.gsn, 4);
    let told = Vector(heads.heads.0.iter().map(|head| (head.log, head.end)).collect());
    assert_eq!(told, vector);
    let log = vault.log(1);
    let path = |from, to| {
        format!(
            "/v1/segments?lane={}&incarnation={}&from={from}&to={to}",
            log.lane, log.incarnation
        )
    };
    let page: Changes = phone.get(&path(1, 9)).await.1.expect("a page");
    assert_eq!(bytes(&page), [written[1].clone(), written[3].clone()]);
    let page: Changes = phone.get(&path(2, 2)).await.1.expect("a page");
    assert_eq!(bytes(&page), [written[3].clone()]);
    assert_eq!(
        code(phone.get::<Changes>("/v1/segments?lane=1&from=1").await),
        ProblemCode::Invalid
    );
}

pub(crate) async fn forks_gaps_and_strangers_are_told_apart(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let mut vector = Vector::default();
    let first = vault.write(0, &mut vector, 100);
    let after_first = vector.clone();
    let second = vault.write(0, &mut vector, 100);
    let third = vault.write(0, &mut vector, 100);
    let end = |vector: &Vector| *vector.0.values().next().expect("one log");
    assert_eq!(
        laptop.post(std::slice::from_ref(&second)).await,
        (200, vec![Posted::Gap { end: None }])
    );
    assert_eq!(
        laptop.post(std::slice::from_ref(&first)).await,
        (200, vec![Posted::Stored { gsn: 1 }])
    );
    let gap = Posted::Gap { end: Some(end(&after_first)) };
    assert_eq!(laptop.post(std::slice::from_ref(&third)).await, (200, vec![gap]));

    // Another second segment, in the same request as what follows on the true one.
    let mut other = after_first.clone();
    let forked = vault.write(0, &mut other, 200);
    let hash = Segment::parse(&second).expect("it was sealed").hash();
    let fork = Posted::Fork { end: LogEnd { hash, ..end(&other) } };
    let (status, posted) = laptop.post(&[second, forked.clone(), third]).await;
    assert_eq!(status, 409);
    assert_eq!(posted, [Posted::Stored { gsn: 2 }, fork, Posted::Stored { gsn: 3 }]);
    let fork = Posted::Fork { end: end(&vector) };
    assert_eq!(laptop.post(&[forked]).await, (409, vec![fork]), "also when more came");

    let stranger = Vault::new(8, 1);
    let foreign = stranger.write(0, &mut Vector::default(), 100);
    let mut turned = vault.write(0, &mut vector, 100);
    turned[200] ^= 1;
    let (status, posted) = laptop.post(&[foreign, turned, vec![1, 2, 3], Vec::new()]).await;
    assert_eq!(status, 200);
    assert!(posted.iter().all(|posted| matches!(posted, Posted::Refused { .. })), "{posted:?}");
    assert_eq!(laptop.changes(0).await.next, 3, "none of them is here");
}

pub(crate) async fn old_epochs_are_taken_again_only(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let mut vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let mut vector = Vector::default();
    let old = vault.write(0, &mut vector, 100);
    let mut other = Vector::default();
    let of_phone = vault.write(1, &mut other, 100);
    let before = vault.members.head();
    let entry = vault.rotate(0);
    assert_eq!(laptop.append(before, vec![entry]).await.0, 200);
    let refused = vec![Posted::OldEpoch { epoch: 2 }];
    assert_eq!(laptop.post(std::slice::from_ref(&old)).await, (200, refused.clone()));
    assert_eq!(laptop.post_as(&[old], true).await.1, [Posted::Stored { gsn: 1 }], "given back");
    let new = vault.write(0, &mut vector, 100);
    assert_eq!(laptop.post(&[new]).await.1, [Posted::Stored { gsn: 2 }]);

    // Somebody leaves, and the new epoch is not there yet: nobody writes.
    let mut entries = vault.revoke(1, &Vector::default(), 0);
    let (after, head) = (entries.remove(1), laptop.changes(0).await.members);
    assert_eq!(laptop.append(head, entries).await.0, 200);
    let fresh = vault.write(0, &mut vector, 100);
    let said = laptop.post(std::slice::from_ref(&fresh)).await.1;
    assert!(matches!(said[0], Posted::Refused { .. }), "an epoch that nobody knows: {said:?}");
    assert_eq!(laptop.post_as(&[of_phone], true).await.1, [Posted::Revoked]);
    let head = laptop.changes(0).await.members;
    assert_eq!(laptop.append(head, vec![after]).await.0, 200);
    assert_eq!(laptop.post(&[fresh]).await.1, [Posted::Stored { gsn: 3 }]);
    assert_eq!(phone.raw("GET", "/v1/changes", Vec::new()).await.0, 401);
}

pub(crate) async fn writers_at_once_leave_no_gap(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = std::sync::Arc::new(Vault::new(7, 8));
    let laptop = rig.with_vault(&vault).await;
    let mut writers = Vec::new();
    for by in 0..8 {
        let client = laptop.device(&vault, by).await;
        let vault = std::sync::Arc::clone(&vault);
        writers.push(tokio::spawn(async move {
            let mut vector = Vector::default();
            let mut answered = Vec::new();
            for _ in 0..10 {
                let batch: Vec<_> = (0..3).map(|_| vault.write(by, &mut vector, 60)).collect();
                answered.extend(client.post(&batch).await.1);
                // A reader in between sees no number before a smaller one.
                let page = client.changes(0).await;
                assert_eq!(gsns(&page), (1..=page.next).collect::<Vec<_>>());
            }
            (vector, answered)
        }));
    }
    let mut all = Vector::default();
    let mut numbers = BTreeSet::new();
    for writer in writers {
        let (vector, answered) = writer.await.expect("it wrote");
        all.0.extend(vector.0);
        numbers.extend(answered.iter().map(|posted| match posted {
            Posted::Stored { gsn } => *gsn,
            other => panic!("{other:?}"),
        }));
    }
    assert_eq!(numbers, (1..=240).collect(), "gapless, none twice");
    let page = laptop.changes(0).await;
    assert_eq!((page.next, page.digest), (240, all.digest()), "and none is lost");
}

pub(crate) async fn long_segments_lie_outside(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let mut vector = Vector::default();
    let written: Vec<_> =
        [100, 70_000, 900_000, 100].map(|bytes| vault.write(0, &mut vector, bytes)).into();
    assert_eq!(laptop.post(&written).await.0, 200);
    let page = laptop.changes(0).await;
    assert_eq!(bytes(&page), written);
    assert_eq!(page.digest, vector.digest());
}

pub(crate) async fn pages_carry_the_digest_of_their_end(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 3);
    let laptop = rig.with_vault(&vault).await;
    let mut vector = Vector::default();
    // More than a page of segments, and more than a page of bytes.
    let mut digests = Vec::new();
    let mut batch = Vec::new();
    for count in 0..1030 {
        batch.push(vault.write(count % 3, &mut vector, 40));
        digests.push(vector.digest());
        if batch.len() == 515 {
            assert_eq!(laptop.post(&std::mem::take(&mut batch)).await.0, 200);
        }
    }
    for _ in 0..10 {
        batch.push(vault.write(0, &mut vector, 900_000));
        digests.push(vector.digest());
    }
    for half in batch.chunks(5) {
        assert_eq!(laptop.post(half).await.0, 200);
    }
    let (mut after, mut pages, mut seen) = (0, 0, Vector::default());
    loop {
        let page = laptop.changes(after).await;
        for bytes in bytes(&page) {
            seen.advance(&Segment::parse(&bytes).expect("one")).expect("it follows");
        }
        let at = usize::try_from(page.next).expect("there are few") - 1;
        assert_eq!(page.digest, digests[at]);
        assert_eq!(page.digest, seen.digest());
        (after, pages) = (page.next, pages + 1);
        if !page.more {
            break;
        }
    }
    assert_eq!((after, pages), (1040, 3));
}

pub(crate) async fn v6_a_quota_holds(engine: Engine) {
    let limits = Limits { kept: Some(200_000), day: Some(150_000) };
    let rig = Rig::with(&engine, |config| config.limits = limits).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let mut vector = Vector::default();
    let first = vault.write(0, &mut vector, 100_000);
    assert_eq!(laptop.post(std::slice::from_ref(&first)).await.0, 200);
    let second = vault.write(0, &mut vector, 60_000);
    let refused = async |client: &Client, segment: &[u8]| {
        let message = wire::PostSegments {
            segments: wire::List(vec![wire::Bytes(segment.to_vec())]),
            again: false,
        };
        let body = wire::encode(&message).expect("it is short");
        let said = client.raw("POST", "/v1/segments", body).await;
        assert_eq!(said.0, 413);
        read::<PostedSegments>(said).1.expect_err("it is too much")
    };
    let problem = refused(&laptop, &second).await;
    // It is noon: the next day begins in twelve hours.
    assert_eq!((problem.code, problem.retry_ms), (ProblemCode::Quota, Some(12 * 3_600_000)));
    assert_eq!(laptop.post(&[first]).await.0, 200, "what is known costs nothing");
    rig.env.pass_ms(12 * 3_600_000);
    let laptop = rig.client().device(&vault, 0).await;
    assert_eq!(laptop.post(&[second]).await.0, 200, "a new day");
    let third = vault.write(0, &mut vector, 60_000);
    assert_eq!(refused(&laptop, &third).await.retry_ms, None, "all that it may keep");
    let store = sync_server::server::open_store(&rig.config).await.expect("it opens");
    let more = Some(1_000_000);
    sync_server::admin::quota(&rig.config, &*store, vault.id(), more).await.expect("more");
    assert_eq!(laptop.post(&[third]).await.0, 200);
}

pub(crate) async fn who_listens_hears(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let mut vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let mut hints = Hints::of(&phone).await;
    let at = |gsn| Some(Moved { vault: vault.id(), gsn });
    assert_eq!(hints.next().await, at(0));
    let mut vector = Vector::default();
    let batch: Vec<_> = (0..3).map(|_| vault.write(0, &mut vector, 60)).collect();
    laptop.post(&batch).await;
    assert_eq!(hints.next().await, at(3), "one word for all three");
    let before = vault.members.head();
    let entries = vault.revoke(1, &vector, 0);
    assert_eq!(laptop.append(before, entries).await.0, 200);
    assert_eq!(hints.next().await, None, "who was revoked hears nothing more");
}
