//! An endpoint on a port of its own, a backend in memory, and a client that speaks plain HTTP.

use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base::env::{Env, FixedEnv};
use base::error::{Code, Error, Result};
use integrations::endpoint::backend::{Backend, Client, Listen, ListenPage, ListenRange, Recorder};
use integrations::endpoint::rate::RateLimit;
use integrations::endpoint::{Endpoint, Options, serve, token_hash, token_is};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long anything here may take: a bound for what hangs, not a time that is waited.
const PATIENCE: Duration = Duration::from_secs(30);
pub(crate) const NOW: i64 = 1_780_000_000;
pub(crate) const TOKEN: &str = "3a8c6d1e-0000-4000-8000-00000000000a";
pub(crate) const OTHER_TOKEN: &str = "3a8c6d1e-0000-4000-8000-00000000000b";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What a program keeps, in memory.
#[derive(Default)]
pub(crate) struct Memory {
    clients: Mutex<Vec<([u8; 32], Client)>>,
    kept: Mutex<Vec<(String, Value)>>,
    pub(crate) playing: Mutex<Vec<(String, Option<String>)>>,
    pub(crate) refused: Mutex<Vec<(String, String)>>,
    imported: Mutex<Vec<(String, i64)>>,
    pub(crate) submissions: AtomicUsize,
    pub(crate) is_locked: AtomicBool,
    pub(crate) panics: AtomicBool,
    /// Where submissions are also written, durably.
    pub(crate) file: Mutex<Option<File>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    /// Listens that were kept, with who submitted them.
    pub(crate) fn kept(&self) -> Vec<(String, Value)> {
        lock(&self.kept).clone()
    }

    /// The only listen that was kept.
    pub(crate) fn only(&self) -> Value {
        let kept = self.kept();
        let [(_, listen)] = kept.as_slice() else { panic!("one listen is kept: {kept:?}") };
        listen.clone()
    }
}

impl Recorder for Memory {
    fn submit(&self, client: &str, bytes: Vec<u8>) -> Result<()> {
        assert!(!self.panics.load(Ordering::SeqCst), "the test asked for it");
        if self.is_locked.load(Ordering::SeqCst) {
            return Err(Error::new(Code::Locked, "the vault is locked"));
        }
        self.submissions.fetch_add(1, Ordering::SeqCst);
        if let Some(file) = lock(&self.file).as_mut() {
            let written = file.write_all(&bytes).and_then(|()| file.sync_data());
            written.map_err(|source| Error::internal("writing listens", source))?;
        }
        let body: Value = serde_json::from_slice(&bytes).expect("a submit-listens body");
        let listens = body["payload"].as_array().expect("listens").iter();
        lock(&self.kept).extend(listens.map(|listen| (client.to_owned(), listen.clone())));
        Ok(())
    }

    fn now_playing(&self, client: &str, track: Option<&Map<String, Value>>) {
        let title = track.map(|track| track["track_name"].as_str().unwrap_or_default().to_owned());
        lock(&self.playing).push((client.to_owned(), title));
    }
}

impl Backend for Memory {
    fn client(&self, token: &str) -> Result<Option<Client>> {
        let clients = lock(&self.clients);
        let found = clients.iter().find(|(hash, _)| token_is(token, hash));
        Ok(found.map(|(_, client)| client.clone()))
    }

    fn allows_origin(&self, origin: &str) -> Result<bool> {
        let clients = lock(&self.clients);
        let has = |client: &Client| client.allowed_origins.iter().any(|allowed| allowed == origin);
        Ok(clients.iter().any(|(_, client)| has(client)))
    }

    fn refused_origin(&self, client: &str, origin: &str) {
        lock(&self.refused).push((client.to_owned(), origin.to_owned()));
    }

    fn listens(&self, range: ListenRange) -> Result<ListenPage> {
        let mut all: Vec<Listen> = lock(&self.kept)
            .iter()
            .map(|(_, listen)| Listen {
                listened_at: listen["listened_at"].as_i64().expect("an instant"),
                track_metadata: listen["track_metadata"].as_object().expect("a track").clone(),
            })
            .collect();
        all.sort_by_key(|listen| -listen.listened_at);
        let latest_at = all.first().map_or(0, |listen| listen.listened_at);
        let oldest_at = all.last().map_or(0, |listen| listen.listened_at);
        all.retain(|listen| {
            range.after.is_none_or(|after| after < listen.listened_at)
                && range.before.is_none_or(|before| listen.listened_at < before)
        });
        if range.after.is_some() && range.before.is_none() {
            all.drain(..all.len().saturating_sub(range.count));
        }
        all.truncate(range.count);
        Ok(ListenPage { listens: all, latest_at, oldest_at })
    }

    fn count(&self) -> Result<u64> {
        Ok(lock(&self.kept).len() as u64)
    }

    fn latest_import(&self, client: &str) -> Result<i64> {
        let imported = lock(&self.imported);
        Ok(imported.iter().rev().find(|(name, _)| name == client).map_or(0, |(_, at)| *at))
    }

    fn set_latest_import(&self, client: &str, at: i64) -> Result<()> {
        lock(&self.imported).push((client.to_owned(), at));
        Ok(())
    }
}

pub(crate) struct World {
    pub(crate) backend: Arc<Memory>,
    pub(crate) env: Arc<FixedEnv>,
    pub(crate) endpoint: Endpoint,
}

impl World {
    pub(crate) async fn new() -> World {
        World::with(RateLimit::default(), Client::default()).await
    }

    /// An endpoint whose first client is like this one.
    pub(crate) async fn with(rate: RateLimit, like: Client) -> World {
        let backend = Arc::new(Memory::default());
        let client = |name: &str| Client { name: name.to_owned(), ..Client::default() };
        lock(&backend.clients).extend([
            (token_hash(TOKEN), Client { name: "living room".to_owned(), ..like }),
            (token_hash(OTHER_TOKEN), client("phone")),
        ]);
        let env = Arc::new(FixedEnv::at("2026-05-28T20:26:40Z", "UTC", 7));
        assert_eq!(env.now().as_second(), NOW);
        let address = "127.0.0.1:0".parse().expect("an address");
        let options = Options { address, user: "nadia".to_owned(), rate };
        let endpoint = serve(
            options,
            Arc::clone(&backend) as Arc<dyn Backend>,
            Arc::clone(&env) as Arc<dyn Env>,
        );
        let endpoint = endpoint.await.expect("a port is free");
        World { backend, env, endpoint }
    }

    pub(crate) async fn http(&self) -> Http {
        Http::connect(self.endpoint.address()).await
    }

    /// Asks with the token.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.http().await.ask(&Ask::get(path)).await
    }

    /// Submits with the token, and gives the answer.
    pub(crate) async fn submit(&self, body: &Value) -> Answer {
        self.post("/1/submit-listens", &body.to_string()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.http().await.ask(&Ask::post(path, body)).await
    }

    /// A call of Last.fm's.
    pub(crate) async fn lastfm(&self, form: &str) -> Answer {
        let mut ask = Ask::post("/2.0/", form);
        ask.headers = vec![("Content-Type", "application/x-www-form-urlencoded".to_owned())];
        self.http().await.ask(&ask).await
    }
}

/// A listen as small as it may be.
pub(crate) fn listen(at: i64, title: &str) -> Value {
    json!({ "listened_at": at, "track_metadata": { "artist_name": "Nadia", "track_name": title } })
}

pub(crate) fn single(listen: Value) -> Value {
    json!({ "listen_type": "single", "payload": [listen] })
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// `None`: the server's own.
    pub(crate) host: Option<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    pub(crate) fn get(path: &str) -> Ask {
        Ask { method: "GET", ..Ask::post(path, "") }
    }

    pub(crate) fn post(path: &str, body: &str) -> Ask {
        Ask {
            method: "POST",
            path: path.to_owned(),
            host: None,
            headers: vec![
                ("Authorization", format!("Token {TOKEN}")),
                ("Content-Type", "application/json; charset=UTF-8".to_owned()),
            ],
            body: body.as_bytes().to_vec(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Ask {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(other, value)| (other == name).then_some(value.as_str()))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the answer is JSON")
    }

    /// The text of a refusal with this status.
    pub(crate) fn error(&self, status: u16) -> String {
        let json = self.json();
        assert_eq!((self.status, &json["code"]), (status, &json!(status)), "{json}");
        json["error"].as_str().expect("a text").to_owned()
    }
}

/// A connection that is kept.
pub(crate) struct Http {
    stream: TcpStream,
    address: SocketAddr,
    unread: Vec<u8>,
}

impl Http {
    pub(crate) async fn connect(address: SocketAddr) -> Http {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a socket");
        Http { stream, address, unread: Vec::new() }
    }

    pub(crate) async fn ask(&mut self, ask: &Ask) -> Answer {
        tokio::time::timeout(PATIENCE, self.exchange(ask)).await.expect("it answers")
    }

    async fn exchange(&mut self, ask: &Ask) -> Answer {
        let Ask { method, path, host, headers, body } = ask;
        let host = host.clone().unwrap_or_else(|| self.address.to_string());
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.write_all(&bytes).await.expect("it reads");
        let head = self.until_blank_line().await;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(0, |(_, length)| length.parse().expect("a length"));
        while self.unread.len() < length {
            self.more().await;
        }
        let body = self.unread.drain(..length).collect();
        let body = String::from_utf8(body).expect("a text");
        Answer { status: status.parse().expect("a number"), headers, body }
    }

    async fn until_blank_line(&mut self) -> String {
        loop {
            if let Some(end) = self.unread.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = self.unread.drain(..end + 4).collect();
                return String::from_utf8(head).expect("a text");
            }
            self.more().await;
        }
    }

    async fn more(&mut self) {
        let mut piece = [0; 16 * 1_024];
        let count = self.stream.read(&mut piece).await.expect("it answers");
        assert!(count > 0, "the connection ended within an answer");
        self.unread.extend_from_slice(&piece[..count]);
    }
}
