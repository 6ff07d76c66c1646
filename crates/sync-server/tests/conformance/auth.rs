//! Who is let in, and how often.

use sync_protocol::id::VaultId;
use sync_protocol::membership::{Members, Signer, SignerId};
use sync_protocol::wire::{
    Answer, Appended, Entries, ProblemCode, Registration, ServerInfo, Token, WireSigner,
};
use sync_server::limit::Rate;
use sync_server::server::open_store;
use sync_server::{Rates, admin};

use crate::client::{Client, code, wire_signer};
use crate::rig::{Engine, Rig};
use crate::vault::{NOW_MS, Vault};

pub(crate) async fn a_vault_is_registered_and_read(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 2);
    let info: ServerInfo = rig.client().get("/v1/server").await.1.expect("it tells of itself");
    assert_eq!((info.audience.0.as_str(), info.now_ms), (rig.running.url(), NOW_MS));
    let (status, said) = rig.client().register(&vault, None).await;
    let head = vault.members.head();
    assert_eq!((status, said.expect("it is taken")), (200, Appended::Stored { head }));
    let (status, said) = rig.client().register(&vault, None).await;
    assert_eq!((status, said.expect("again")), (200, Appended::Stored { head }));

    let phone = rig.client().device(&vault, 1).await;
    let told: Entries = phone.get("/v1/members?from=0").await.1.expect("the list");
    let read = Members::read(told.entries.0.iter().map(|entry| entry.0.as_slice()));
    assert_eq!(read.expect("it holds"), vault.members);
    let told: Entries = phone.get("/v1/members?from=3").await.1.expect("its end");
    assert_eq!((told.entries.0.len(), told.head), (vault.entries.len() - 3, head));

    // The same vault, as somebody else founded it.
    let (status, said) = rig.client().register(&Vault::new(7, 1), None).await;
    assert_eq!((status, said.expect("a word")), (200, Appended::Stored { head }), "its beginning");
    let mut other = Vault::new(8, 1);
    other.entries[0] = vault.entries[0].clone();
    assert_eq!(code(rig.client().register(&other, None).await), ProblemCode::Invalid);
    let (status, _) = rig.client().raw("POST", "/v1/vaults", vec![1, 2, 3]).await;
    assert_eq!(status, 400);
    let (status, _) = rig.client().raw("POST", "/v1/vaults", vec![9, 0xa0]).await;
    assert_eq!(status, 426, "another version of messages");
    rig.running.stop().await.expect("it ends");
}

pub(crate) async fn registration_is_closed_or_by_invite(engine: Engine) {
    let rig = Rig::with(&engine, |config| config.registration = Registration::Closed).await;
    let vault = Vault::new(7, 1);
    assert_eq!(code(rig.client().register(&vault, None).await), ProblemCode::Denied);

    let rig = Rig::with(&engine, |config| config.registration = Registration::Invite).await;
    let store = open_store(&rig.config).await.expect("it opens beside the server");
    let invite = admin::invite(&rig.config, &*store, 1).await.expect("an invite");
    let client = rig.client();
    assert_eq!(code(client.register(&vault, None).await), ProblemCode::Denied);
    assert_eq!(code(client.register(&vault, Some("wrong")).await), ProblemCode::Denied);
    assert_eq!(client.register(&vault, Some(&invite)).await.0, 200);
    let other = Vault::new(8, 1);
    assert_eq!(code(client.register(&other, Some(&invite)).await), ProblemCode::Denied, "used");
    let late = admin::invite(&rig.config, &*store, 1).await.expect("an invite");
    rig.env.pass_ms(25 * 60 * 60 * 1000);
    assert_eq!(code(client.register(&other, Some(&late)).await), ProblemCode::Denied, "over");
    assert_eq!(client.register(&vault, None).await.0, 200, "who is here stays");
    let done = store.audited(10).await.expect("the audit");
    let acts: Vec<&str> = done.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(acts, ["invite", "register", "invite"]);
}

pub(crate) async fn a_longer_list_of_devices_is_taken_back(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let mut vault = Vault::new(7, 1);
    rig.with_vault(&vault).await;
    // The server lost the end of the list: whoever has it brings it.
    let entry = vault.rotate(0);
    let (status, said) = rig.client().register(&vault, None).await;
    let head = vault.members.head();
    assert_eq!((status, said.expect("it is taken")), (200, Appended::Stored { head }));
    // Another end of the same list is a fork.
    vault.entries.pop();
    vault.members = Members::read(vault.entries.iter().map(Vec::as_slice)).expect("it holds");
    let other = vault.renamed(0, "Desk");
    vault.entries.push(other);
    let (status, said) = rig.client().register(&vault, None).await;
    assert_eq!((status, said.expect("a word")), (409, Appended::Moved { head }));
    assert_ne!(entry, vault.entries[vault.entries.len() - 1]);
}

pub(crate) async fn two_who_append_are_put_in_order(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let before = vault.members.head();
    let (one, two) = (vault.renamed(0, "Desk"), vault.renamed(1, "Pocket"));
    let (first, second) =
        tokio::join!(laptop.append(before, vec![one.clone()]), phone.append(before, vec![two]));
    let mut statuses = [first.0, second.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "one was quicker");
    let heads: Vec<_> = [first, second].into_iter().map(|said| said.1.expect("a word")).collect();
    let head_of = |appended: &Appended| match appended {
        Appended::Stored { head } | Appended::Moved { head } => *head,
    };
    assert_eq!(head_of(&heads[0]), head_of(&heads[1]), "both know where it ends now");
    assert_eq!(head_of(&heads[0]).n, before.n + 1);
    let (status, _) = laptop.append(before, vec![one]).await;
    assert_eq!(status, 409);
    // What nobody may write is not taken.
    let told: Entries = laptop.get("/v1/members?from=0").await.1.expect("the list");
    let mut older = vault.renamed(0, "Nobody");
    let status = laptop.append(told.head, vec![older.clone()]).await.0;
    assert_eq!(status, 409, "it follows on an older end");
    let last = older.len() - 1;
    older[last] ^= 1;
    assert_eq!(laptop.append(told.head, vec![older]).await.0, 400, "nobody signed it");
}

pub(crate) async fn tokens_end(engine: Engine) {
    let rig = Rig::with(&engine, |config| config.token_ms = 5_000).await;
    let vault = Vault::new(7, 1);
    let laptop = rig.with_vault(&vault).await;
    assert_eq!(laptop.changes(0).await.next, 0);
    rig.env.pass_ms(4_999);
    assert_eq!(laptop.get::<Entries>("/v1/members").await.0, 200);
    rig.env.pass_ms(1);
    assert_eq!(code(laptop.get::<Entries>("/v1/members").await), ProblemCode::Unauthorized);
    let nobody = rig.client();
    assert_eq!(code(nobody.get::<Entries>("/v1/members").await), ProblemCode::Unauthorized);
    let forged = Client { token: Some([9; 32]), ..nobody };
    assert_eq!(code(forged.get::<Entries>("/v1/members").await), ProblemCode::Unauthorized);
}

pub(crate) async fn a_revoked_device_is_out(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let mut vault = Vault::new(7, 2);
    let laptop = rig.with_vault(&vault).await;
    let phone = laptop.device(&vault, 1).await;
    let mut vector = Default::default();
    let counts = vault.write(1, &mut vector, 100);
    let known = vector.clone();
    let beyond = vault.write(1, &mut vector, 100);
    assert_eq!(phone.post(std::slice::from_ref(&counts)).await.0, 200);
    let before = vault.members.head();
    let entries = vault.revoke(1, &known, 0);
    assert_eq!(laptop.append(before, entries).await.0, 200);
    assert_eq!(code(phone.get::<Entries>("/v1/members").await), ProblemCode::Unauthorized);
    let said = phone.session(vault.id(), &Signer::Device(&vault.devices[1])).await;
    assert_eq!(code(said), ProblemCode::Denied);
    let (_, posted) = laptop.post_as(&[counts, beyond], true).await;
    use sync_protocol::wire::Posted;
    assert_eq!(posted, [Posted::Known { gsn: 1 }, Posted::Revoked], "the cut holds");
}

pub(crate) async fn words_alone_find_their_vaults(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    rig.with_vault(&vault).await;
    rig.with_vault(&Vault::new(8, 1)).await;
    let client = rig.client();
    let signer = Signer::Identity(&vault.identity);
    let found = client.session(VaultId::new([0; 16]), &signer).await.1.expect("the words hold");
    assert_eq!(found.vaults.0, [vault.id()]);
    let token = client.session(vault.id(), &signer).await.1.expect("the words hold");
    let words = Client { token: Some(token.token), ..client.clone() };
    let told: Entries = words.get("/v1/members").await.1.expect("the list");
    assert_eq!(told.head, vault.members.head());
    let stranger = Vault::new(9, 1);
    let signer = Signer::Identity(&stranger.identity);
    assert_eq!(code(client.session(vault.id(), &signer).await), ProblemCode::Denied);
    let none = client.session(VaultId::new([0; 16]), &signer).await.1.expect("an account of none");
    assert!(none.vaults.0.is_empty());
    let nowhere = Client { token: Some(none.token), ..client };
    assert_eq!(code(nowhere.get::<Entries>("/v1/members").await), ProblemCode::NotFound);
}

pub(crate) async fn challenges_are_of_one_server_and_answered_once(engine: Engine) {
    let rig = Rig::new(&engine).await;
    let vault = Vault::new(7, 1);
    let client = rig.client();
    rig.with_vault(&vault).await;
    let signer = Signer::Device(&vault.devices[0]);
    let id = SignerId::Device(vault.devices[0].id());
    let named = wire_signer(id, &vault);
    let challenge = client.challenge(vault.id(), named).await;
    assert!(challenge.answer("https://other.example.org", vault.id(), &signer).is_err());
    let signature = challenge.answer(&client.audience, vault.id(), &signer).expect("it is its");
    let answer = Answer { vault: vault.id(), signer: named, challenge, signature, identity: None };
    let ask = async |answer: &Answer| client.send::<Token>("POST", "/v1/session", answer).await;
    assert_eq!(ask(&answer).await.0, 200);
    assert_eq!(code(ask(&answer).await), ProblemCode::Unauthorized, "once");

    // An answer that was meant for another server, or a challenge that this one never gave.
    let mut other = answer.clone();
    other.challenge.audience = "https://other.example.org".to_owned();
    assert_eq!(code(ask(&other).await), ProblemCode::Unauthorized);
    let mut other = answer.clone();
    other.challenge.nonce = [5; 32];
    assert_eq!(code(ask(&other).await), ProblemCode::Unauthorized);
    let mut later = answer.clone();
    later.challenge = client.challenge(vault.id(), named).await;
    later.signature = later.challenge.answer(&client.audience, vault.id(), &signer).expect("its");
    rig.env.pass_ms(60_000);
    assert_eq!(code(ask(&later).await), ProblemCode::Unauthorized, "a minute");
}

pub(crate) async fn v2_wrong_answers_lock_out_one_network(engine: Engine) {
    let rig = Rig::with(&engine, |config| config.behind_proxy = true).await;
    let vault = Vault::new(7, 1);
    rig.with_vault(&vault).await;
    let from = |address: &str| {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("x-forwarded-for", address.parse().expect("it is text"));
        let built = reqwest::Client::builder().default_headers(headers).build();
        Client { http: built.expect("a client"), ..rig.client() }
    };
    let thief = from("198.51.100.7");
    let device = WireSigner::Device(vault.devices[0].id());
    let wrong = async |client: &Client, signer, vault| {
        let challenge = client.challenge(vault, signer).await;
        let answer = Answer { vault, signer, challenge, signature: [1; 64], identity: None };
        client.send::<Token>("POST", "/v1/session", &answer).await
    };
    for _ in 0..5 {
        assert_eq!(code(wrong(&thief, device, vault.id()).await), ProblemCode::Denied);
    }
    let neighbor = from("198.51.100.200");
    let locked = neighbor.session(vault.id(), &Signer::Device(&vault.devices[0])).await;
    let problem = locked.1.expect_err("its network is locked out");
    assert_eq!((problem.code, problem.retry_ms), (ProblemCode::TooMany, Some(60_000)));
    let owner = from("192.0.2.9");
    let said = owner.session(vault.id(), &Signer::Device(&vault.devices[0])).await;
    assert_eq!(said.0, 200, "the owner elsewhere is not");
    rig.env.pass_ms(60_000);
    assert_eq!(code(wrong(&thief, device, vault.id()).await), ProblemCode::Denied);
    let problem = wrong(&thief, device, vault.id()).await.1.expect_err("again");
    assert_eq!(problem.retry_ms, Some(120_000), "twice as long");
    rig.env.pass_ms(120_000);
    assert_eq!(neighbor.session(vault.id(), &Signer::Device(&vault.devices[0])).await.0, 200);

    // Who is not known is answered alike.
    for _ in 0..5 {
        let said = wrong(&thief, device, VaultId::new([3; 16])).await;
        assert_eq!(code(said), ProblemCode::Denied);
    }
    let said = wrong(&thief, device, VaultId::new([3; 16])).await;
    assert_eq!(code(said), ProblemCode::TooMany);
}

pub(crate) async fn v1_too_many_requests_wait(engine: Engine) {
    let rate = |count| Rate { count, within_ms: 10_000 };
    let rates = Rates { strict: rate(2), normal: rate(6), lenient: rate(3) };
    let rig = Rig::with(&engine, |config| config.rates = rates).await;
    let vault = Vault::new(7, 1);
    let client = rig.client();
    assert_eq!(client.register(&vault, None).await.0, 200);
    assert_eq!(client.register(&vault, None).await.0, 200);
    let problem = client.register(&vault, None).await.1.expect_err("that is too often");
    assert_eq!((problem.code, problem.retry_ms), (ProblemCode::TooMany, Some(5_000)));
    let laptop = client.device(&vault, 0).await;
    for _ in 0..6 {
        assert_eq!(laptop.get::<Entries>("/v1/members").await.0, 200);
    }
    let reply = laptop.request("GET", "/v1/members").send().await.expect("it answers");
    assert_eq!(reply.status().as_u16(), 429);
    assert_eq!(reply.headers()["retry-after"], "2");
    rig.env.pass_ms(5_000);
    assert_eq!(laptop.get::<Entries>("/v1/members").await.0, 200);
    assert_eq!(client.register(&vault, None).await.0, 200);
    for _ in 0..3 {
        assert_eq!(client.raw("GET", "/healthz", Vec::new()).await.0, 200);
    }
    assert_eq!(client.raw("GET", "/healthz", Vec::new()).await.0, 429);
}
