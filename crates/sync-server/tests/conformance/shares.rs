//! Mail of pairing, published shares, and what is deleted.

use sync_protocol::log::Vector;
use sync_protocol::pairing::Mailbox;
use sync_protocol::wire::{Entries, Mail, ProblemCode, Room, Shares};
use sync_server::admin;
use sync_server::server::{open_blobs, open_store};

use data_encoding::HEXLOWER;

use crate::client::code;
use crate::rig::{Engine, Rig};
use crate::vault::{NOW_MS, Vault};

pub(crate) async fn mail_waits_for_the_other_side(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let host = rig.with_vault(&vault).await;
    let guest = rig.client();
    let room: Room = host.send("POST", "/v1/rooms", &()).await.1.expect("a room");
    assert_eq!(room.room.0.len(), 6);
    assert_eq!(room.expires_ms, NOW_MS + 600_000);
    let id = HEXLOWER.encode(&Mailbox::of_room(&room.room.0).0);
    let put = |side: &str, n: u8| format!("/v1/mailboxes/{id}/{side}/{n}");
    let read = async |side: &str| -> Vec<Vec<u8>> {
        let said = guest.get::<Mail>(&format!("/v1/mailboxes/{id}/{side}")).await;
        said.1.expect("mail").messages.0.into_iter().map(|bytes| bytes.0).collect()
    };
    assert!(read("host").await.is_empty());
    assert_eq!(host.raw("PUT", &put("host", 0), vec![1; 70]).await.0, 204);
    assert_eq!(host.raw("PUT", &put("host", 0), vec![1; 70]).await.0, 204, "the same again");
    assert_eq!(host.raw("PUT", &put("host", 0), vec![2; 70]).await.0, 409, "another");
    assert_eq!(guest.raw("PUT", &put("host", 1), vec![2; 70]).await.0, 401, "not the host");
    assert_eq!(guest.raw("PUT", &put("guest", 1), vec![4; 70]).await.0, 204);
    assert!(read("guest").await.is_empty(), "the first one is missing");
    assert_eq!(guest.raw("PUT", &put("guest", 0), vec![3; 70]).await.0, 204);
    assert_eq!(read("guest").await, [vec![3; 70], vec![4; 70]]);
    assert_eq!(read("host").await, [vec![1; 70]]);
    assert_eq!(guest.raw("PUT", &put("guest", 2), vec![4; 17_000]).await.0, 400, "too long");
    assert_eq!(host.raw("PUT", &put("host", 1), vec![4; 500_000]).await.0, 204);
    assert_eq!(host.raw("PUT", &put("host", 8), vec![4; 5]).await.0, 400);
    assert_eq!(host.raw("PUT", &put("nobody", 0), vec![4; 5]).await.0, 400);
    rig.env.pass_ms(600_000);
    assert!(read("guest").await.is_empty(), "it is over");
}

pub(crate) async fn shares_end(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let anybody = rig.client();
    let id = "00112233445566778899aabbccddeeff";
    let path = |id: &str, query: &str| format!("/v1/shares/{id}{query}");
    let until = NOW_MS + 60_000;
    let twice = path(id, &format!("?expires_ms={until}&views=2"));
    let sealed = vec![7; 200_000];
    assert_eq!(anybody.raw("PUT", &twice, sealed.clone()).await.0, 401);
    assert_eq!(laptop.raw("PUT", &twice, sealed.clone()).await.0, 204);
    assert_eq!(laptop.raw("PUT", &twice, vec![8; 10]).await.0, 409);
    assert_eq!(anybody.raw("GET", &path(id, ""), Vec::new()).await, (200, sealed.clone()));
    let listed: Shares = laptop.get("/v1/shares").await.1.expect("a list");
    let share = listed.shares.0[0];
    assert_eq!((share.bytes, share.views, share.views_max), (200_000, 1, Some(2)));
    assert_eq!(anybody.raw("GET", &path(id, ""), Vec::new()).await.0, 200);
    assert_eq!(anybody.raw("GET", &path(id, ""), Vec::new()).await.0, 404, "used up");

    let other = "ffeeddccbbaa99887766554433221100";
    let open = path(other, &format!("?expires_ms={until}"));
    assert_eq!(laptop.raw("PUT", &open, vec![9; 10]).await.0, 204);
    let stranger = rig.with_vault(&Vault::new(8, 1)).await;
    assert_eq!(stranger.raw("DELETE", &path(other, ""), Vec::new()).await.0, 404);
    assert_eq!(laptop.raw("DELETE", &path(other, ""), Vec::new()).await.0, 204);
    assert_eq!(anybody.raw("GET", &path(other, ""), Vec::new()).await.0, 404, "revoked");
    assert_eq!(laptop.raw("PUT", &open, vec![9; 10]).await.0, 204);
    rig.env.pass_ms(60_000);
    assert_eq!(anybody.raw("GET", &path(other, ""), Vec::new()).await.0, 404, "over");
    let late = NOW_MS + 400 * 86_400_000;
    for query in [format!("?expires_ms={NOW_MS}"), format!("?expires_ms={late}"), String::new()] {
        let put = path("00000000000000000000000000000000", &query);
        assert_eq!(laptop.raw("PUT", &put, vec![9; 10]).await.0, 400, "{query}");
    }
    assert_eq!(anybody.raw("GET", &path("nothing", ""), Vec::new()).await.0, 404);
}

pub(crate) async fn a_removed_vault_leaves_nothing(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    let stays = rig.with_vault(&Vault::new(8, 1)).await;
    let mut vector = Vector::default();
    let written: Vec<_> = [100, 90_000].map(|bytes| vault.write(0, &mut vector, bytes)).into();
    assert_eq!(laptop.post(&written).await.0, 200);
    let store = open_store(&rig.config).await.expect("it opens");
    let blobs = open_blobs(&rig.config).expect("it opens");
    let deleted =
        admin::remove(&rig.config, &*store, &blobs, vault.id()).await.expect("it is there");
    assert_eq!((deleted.segments, deleted.objects, deleted.files), (2, 0, 1));
    assert!(admin::remove(&rig.config, &*store, &blobs, vault.id()).await.is_err());
    assert_eq!(code(laptop.get::<Entries>("/v1/members").await), ProblemCode::Unauthorized);
    assert_eq!(stays.get::<Entries>("/v1/members").await.0, 200);
    let totals = store.totals().await.expect("totals");
    assert_eq!((totals.vaults, totals.segments, totals.bytes), (1, 0, 0));
    // It may come again, from its beginning.
    let laptop = rig.with_vault(&vault).await;
    assert_eq!(laptop.post(&written).await.0, 200);
    assert_eq!(laptop.changes(0).await.digest, vector.digest());
}
