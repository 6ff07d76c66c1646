//! Who asks, over HTTP.

use data_encoding::BASE64URL_NOPAD;
use futures::StreamExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_protocol::auth::Challenge;
use sync_protocol::id::VaultId;
use sync_protocol::keys::Identity;
use sync_protocol::membership::{Head, Signer, SignerId};
use sync_protocol::wire::{
    self, Answer, AppendEntries, Appended, AskChallenge, Bytes, Changes, Heads, List, Moved,
    PostSegments, Posted, PostedSegments, Problem, ProblemCode, Register, Text, Token, WireSigner,
};

use crate::vault::Vault;

/// An answer: its status, and its message or the problem.
pub(crate) type Said<T> = (u16, Result<T, Problem>);

/// Somebody who asks one server.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) url: String,
    pub(crate) audience: String,
    pub(crate) token: Option<[u8; 32]>,
}

impl Client {
    pub(crate) fn new(address: &str, audience: &str) -> Client {
        drop(rustls::crypto::ring::default_provider().install_default());
        Client {
            http: reqwest::Client::new(),
            url: address.to_owned(),
            audience: audience.to_owned(),
            token: None,
        }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("it is a method");
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(BASE64URL_NOPAD.encode(token)),
            None => request,
        }
    }

    pub(crate) async fn raw(&self, method: &str, path: &str, body: Vec<u8>) -> (u16, Vec<u8>) {
        let reply = self.request(method, path).body(body).send().await.expect("it answers");
        let status = reply.status().as_u16();
        (status, reply.bytes().await.expect("the answer comes whole").to_vec())
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Said<T> {
        read(self.raw("GET", path, Vec::new()).await)
    }

    pub(crate) async fn send<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        message: &impl Serialize,
    ) -> Said<T> {
        let body = wire::encode(message).expect("it is short");
        read(self.raw(method, path, body).await)
    }

    pub(crate) async fn register(&self, vault: &Vault, invite: Option<&str>) -> Said<Appended> {
        let entries = vault.entries.iter().cloned().map(Bytes).collect();
        let invite = invite.map(|invite| Text(invite.to_owned()));
        self.send("POST", "/v1/vaults", &Register { entries: List(entries), invite }).await
    }

    pub(crate) async fn challenge(&self, vault: VaultId, signer: WireSigner) -> Challenge {
        self.send("POST", "/v1/challenge", &AskChallenge { vault, signer }).await.1.expect("one")
    }

    /// Answers a challenge as somebody.
    pub(crate) async fn session(&self, vault: VaultId, signer: &Signer<'_>) -> Said<Token> {
        let (wire_signer, identity) = match signer {
            Signer::Device(keys) => (WireSigner::Device(keys.id()), None),
            Signer::Identity(identity) => named(identity),
        };
        let challenge = self.challenge(vault, wire_signer).await;
        let signature =
            challenge.answer(&self.audience, vault, signer).expect("it is this server's");
        let answer = Answer { vault, signer: wire_signer, challenge, signature, identity };
        self.send("POST", "/v1/session", &answer).await
    }

    /// A client of a device that has a token.
    pub(crate) async fn device(&self, vault: &Vault, by: usize) -> Client {
        let said = self.session(vault.id(), &Signer::Device(&vault.devices[by])).await;
        let token = said.1.expect("a device is let in");
        Client { token: Some(token.token), ..self.clone() }
    }

    pub(crate) async fn post(&self, segments: &[Vec<u8>]) -> (u16, Vec<Posted>) {
        self.post_as(segments, false).await
    }

    pub(crate) async fn post_as(&self, segments: &[Vec<u8>], again: bool) -> (u16, Vec<Posted>) {
        let segments = List(segments.iter().cloned().map(Bytes).collect());
        let message = PostSegments { segments, again };
        let body = wire::encode(&message).expect("it is short");
        let (status, reply) = self.raw("POST", "/v1/segments", body).await;
        let posted: PostedSegments = wire::decode(&reply).expect("each is answered");
        (status, posted.results.0)
    }

    pub(crate) async fn changes(&self, after: u64) -> Changes {
        self.get(&format!("/v1/changes?after={after}")).await.1.expect("a page")
    }

    pub(crate) async fn heads(&self) -> Heads {
        self.get("/v1/heads").await.1.expect("heads")
    }

    pub(crate) async fn append(&self, expect: Head, entries: Vec<Vec<u8>>) -> Said<Appended> {
        let entries = List(entries.into_iter().map(Bytes).collect());
        self.send("POST", "/v1/members", &AppendEntries { expect, entries }).await
    }
}

fn named(identity: &Identity) -> (WireSigner, Option<serde_bytes::ByteArray<32>>) {
    let public = identity.public();
    let key = serde_bytes::ByteArray::new(public.sign.to_bytes());
    (WireSigner::Account(public.account()), Some(key))
}

/// Reads a message, or the problem that came in its place.
pub(crate) fn read<T: DeserializeOwned>((status, body): (u16, Vec<u8>)) -> Said<T> {
    // 409 comes with a message of its own, or with a problem.
    let message = wire::decode::<T>(&body).ok();
    match message {
        Some(message) if status < 400 || status == 409 => (status, Ok(message)),
        _ => (status, Err(wire::decode(&body).expect("a refusal says why"))),
    }
}

/// The code of a refusal.
pub(crate) fn code<T>(said: Said<T>) -> ProblemCode {
    match said.1 {
        Ok(_) => panic!("it was taken, {}", said.0),
        Err(problem) => problem.code,
    }
}

/// As a signer of a membership log is told to a server.
pub(crate) fn wire_signer(signer: SignerId, vault: &Vault) -> WireSigner {
    match signer {
        SignerId::Device(device) => WireSigner::Device(device),
        SignerId::Identity => WireSigner::Account(vault.identity.public().account()),
    }
}

/// The stream of events.
pub(crate) struct Hints {
    lines: futures::stream::BoxStream<'static, reqwest::Result<axum::body::Bytes>>,
}

impl Hints {
    pub(crate) async fn of(client: &Client) -> Hints {
        let reply = client.request("GET", "/v1/events").send().await.expect("it answers");
        assert_eq!(reply.status().as_u16(), 200);
        Hints { lines: reply.bytes_stream().boxed() }
    }

    /// The next hint; none when the stream ended.
    pub(crate) async fn next(&mut self) -> Option<Moved> {
        let mut text = String::new();
        while let Some(bytes) = self.lines.next().await {
            text.push_str(std::str::from_utf8(&bytes.ok()?).ok()?);
            let event = text.strip_suffix("\n\n").and_then(|text| text.strip_prefix("data: "));
            if let Some(data) = event {
                return wire::decode(&BASE64URL_NOPAD.decode(data.as_bytes()).ok()?).ok();
            }
            // A sign of life.
            if text.starts_with(':') && text.ends_with("\n\n") {
                text.clear();
            }
        }
        None
    }
}
