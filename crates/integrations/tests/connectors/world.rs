//! A world for one test: a clock that stands, services on loopback, and a shelf that takes pages in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base::env::FixedEnv;
use base::error::{Code, Error, Result};
use integrations::connectors::overview::{Connector, Power, Ran, Settings};
use integrations::connectors::{Connectors, Places};
use integrations::http::Limits;
use integrations::outside::{Intake, Memory, Outside, Secrets, TakenIn};
use serde_json::Value;
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::fake::{Fake, Log, lock};
use crate::fake_spotify::CLIENT_ID;

pub(crate) const HOUR_MS: i64 = 3_600_000;

/// The device's memory; it can refuse to write.
#[derive(Default)]
pub(crate) struct Notes {
    kept: Mutex<BTreeMap<String, String>>,
    /// Writes that are still taken; `usize::MAX` and none is refused.
    writes_left: AtomicUsize,
}

impl Memory for Notes {
    fn load(&self, key: &str) -> Result<Option<String>> {
        Ok(lock(&self.kept).get(key).cloned())
    }

    fn save(&self, key: &str, value: &str) -> Result<()> {
        let take = |left: usize| if left == usize::MAX { Some(left) } else { left.checked_sub(1) };
        if self.writes_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_err() {
            return Err(Error::new(Code::Internal, "the disk is full"));
        }
        lock(&self.kept).insert(key.into(), value.into());
        Ok(())
    }
}

/// The keyring; it can be away, or refuse to write.
pub(crate) struct Ring {
    kept: Mutex<BTreeMap<String, String>>,
    pub(crate) is_away: Mutex<bool>,
    pub(crate) is_read_only: Mutex<bool>,
    log: Log,
}

impl Ring {
    fn answers(&self) -> Result<()> {
        match *lock(&self.is_away) {
            true => Err(Error::new(Code::Unsupported, "this system has no keyring")),
            false => Ok(()),
        }
    }

    pub(crate) fn all(&self) -> BTreeMap<String, String> {
        lock(&self.kept).clone()
    }
}

impl Secrets for Ring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>> {
        self.answers()?;
        Ok(lock(&self.kept).get(name).cloned().map(Zeroizing::new))
    }

    fn set(&self, name: &str, secret: &str) -> Result<()> {
        self.answers()?;
        if *lock(&self.is_read_only) {
            return Err(Error::new(Code::Denied, "the keyring is locked"));
        }
        lock(&self.log).push(format!("kept {secret}"));
        lock(&self.kept).insert(name.into(), secret.into());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<()> {
        self.answers()?;
        lock(&self.kept).remove(name);
        Ok(())
    }
}

/// Takes pages in as an importer does: a row that is there adds nothing.
#[derive(Default)]
pub(crate) struct Shelf {
    rows: Mutex<BTreeSet<String>>,
    /// The next pages are refused.
    pub(crate) refuses: AtomicUsize,
    /// What the person does while the next page is taken in.
    pub(crate) meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Intake for Shelf {
    fn take_in(&self, format: &str, _name: &str, bytes: Vec<u8>) -> Result<TakenIn> {
        let less = |left: usize| left.checked_sub(1);
        if self.refuses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok() {
            return Err(Error::new(Code::Internal, "the vault cannot be written"));
        }
        if let Some(meanwhile) = lock(&self.meanwhile).take() {
            meanwhile();
        }
        let page: Value = serde_json::from_slice(&bytes).expect("only whole pages are handed over");
        let mut taken = TakenIn::default();
        for row in rows(format, &page) {
            match lock(&self.rows).insert(row) {
                true => taken.added += 1,
                false => taken.already_here += 1,
            }
        }
        Ok(taken)
    }
}

fn rows(format: &str, page: &Value) -> Vec<String> {
    let list = |pointer: &str| page.pointer(pointer).and_then(Value::as_array).expect("a list");
    let text = |row: &Value, pointer: &str| row.pointer(pointer).map(Value::to_string);
    let pair = |row: &Value, at: &str, title: &str| Some(text(row, at)? + &text(row, title)?);
    match format {
        "spotify-recent" => {
            list("/items").iter().filter_map(|row| pair(row, "/played_at", "/track/name")).collect()
        }
        "listenbrainz" => list("/payload/listens")
            .iter()
            .filter_map(|row| pair(row, "/listened_at", "/track_metadata/track_name"))
            .collect(),
        "lastfm" => list("/recenttracks/track")
            .iter()
            .filter_map(|row| pair(row, "/date/uts", "/name"))
            .collect(),
        other => panic!("no importer reads {other}"),
    }
}

pub(crate) struct World {
    pub(crate) env: Arc<FixedEnv>,
    pub(crate) memory: Arc<Notes>,
    pub(crate) ring: Arc<Ring>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) fake: Fake,
    pub(crate) log: Log,
    pub(crate) connectors: Arc<Connectors>,
    limits: Limits,
}

impl World {
    pub(crate) async fn new() -> World {
        let whole = Duration::from_secs(30);
        World::with(Limits { connect: whole, whole, bytes_max: 1 << 20 }).await
    }

    pub(crate) async fn with(limits: Limits) -> World {
        let log = Log::default();
        let fake = Fake::start(log.clone()).await;
        let env = Arc::new(FixedEnv::at("2026-11-21T10:00:00Z", "UTC", 7));
        let memory =
            Arc::new(Notes { writes_left: AtomicUsize::new(usize::MAX), ..Notes::default() });
        let ring = Arc::new(Ring {
            kept: Mutex::default(),
            is_away: Mutex::default(),
            is_read_only: Mutex::default(),
            log: log.clone(),
        });
        let shelf = Arc::new(Shelf::default());
        let connectors = open(&env, &memory, &ring, &shelf, &fake, limits);
        World { env, memory, ring, shelf, fake, log, connectors, limits }
    }

    /// The program ends and begins again.
    pub(crate) fn restart(&mut self) {
        let World { env, memory, ring, shelf, fake, limits, .. } = &*self;
        self.connectors = open(env, memory, ring, shelf, fake, *limits);
    }

    /// Now, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        use base::env::Env;
        self.env.now().as_millisecond()
    }

    /// The disk is full after so many more writes; `None` and it is not.
    pub(crate) fn disk(&self, writes_left: Option<usize>) {
        self.memory.writes_left.store(writes_left.unwrap_or(usize::MAX), Ordering::SeqCst);
    }

    /// Rows on the shelf.
    pub(crate) fn here(&self) -> usize {
        lock(&self.shelf.rows).len()
    }

    pub(crate) fn show(&self, id: &str) -> Connector {
        let found = self.connectors.list().into_iter().find(|connector| connector.id == id);
        found.expect("a connector of that id")
    }

    pub(crate) fn configure(&self, id: &str, settings: Settings) {
        self.connectors.configure(id, &settings).expect("proper settings");
    }

    /// ListenBrainz of ann.
    pub(crate) fn connect_listenbrainz(&self) {
        self.configure(
            "listenbrainz",
            Settings { user: Some("ann".into()), ..Settings::default() },
        );
        self.connectors.connect("listenbrainz").expect("it is complete");
    }

    /// Last.fm of ann, with the key that is good.
    pub(crate) fn connect_lastfm(&self) {
        let secret = Some("key-1".into());
        self.configure(
            "lastfm",
            Settings { user: Some("ann".into()), secret, ..Settings::default() },
        );
        self.connectors.connect("lastfm").expect("it is complete");
    }

    /// Spotify, through the browser.
    pub(crate) async fn connect_spotify(&self) {
        let answer = self.browse_spotify().await;
        assert_eq!(answer.status(), 200, "the browser ends on our page");
        self.until(|connector| !connector.connecting).await;
        assert_eq!(self.show("spotify").state, Power::On);
    }

    /// Opens the address as a browser does; the last answer.
    pub(crate) async fn browse_spotify(&self) -> reqwest::Response {
        let settings = Settings { client_id: Some(CLIENT_ID.into()), ..Settings::default() };
        self.configure("spotify", settings);
        let connecting = self.connectors.connect("spotify").expect("it is complete");
        let address = connecting.address.expect("an address for the browser");
        let browser = reqwest::Client::builder().no_proxy().build().expect("a client");
        browser.get(address).send().await.expect("the browser comes to an end")
    }

    /// Waits until Spotify's connector shows something.
    pub(crate) async fn until(&self, holds: impl Fn(&Connector) -> bool) {
        let mut changes = self.connectors.changes();
        while !holds(&self.show("spotify")) {
            changes.changed().await.expect("the connectors are there");
        }
    }

    /// Runs what is due; what the one connector that ran answered, if one did.
    pub(crate) async fn tick(&self) -> Option<Ran> {
        let mut ran = self.connectors.tick().await;
        assert!(ran.len() <= 1, "these tests connect one at a time");
        let (_, ran) = ran.pop()?;
        ran.ok()
    }

    /// An hour later; runs what is due.
    pub(crate) async fn hour(&self) -> Option<Ran> {
        self.env.pass_ms(HOUR_MS);
        self.tick().await
    }

    /// Ticks every minute until all is fetched; at most a day.
    pub(crate) async fn settle(&self) {
        for _ in 0..24 * 60 {
            self.tick().await;
            self.env.pass_ms(60_000);
            let now = base::env::Env::now(&*self.env).to_string();
            let rests = |c: &Connector| {
                c.problem.is_none()
                    && c.pause.is_none()
                    && c.next_run.as_ref().is_none_or(|at| *at > now)
            };
            if self.connectors.list().iter().all(rests) {
                return;
            }
        }
        panic!("it never comes to rest: {:?}", self.connectors.list());
    }
}

fn open(
    env: &Arc<FixedEnv>,
    memory: &Arc<Notes>,
    ring: &Arc<Ring>,
    shelf: &Arc<Shelf>,
    fake: &Fake,
    limits: Limits,
) -> Arc<Connectors> {
    // The crypto of TLS is chosen by the first client; a test may be that.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let outside = Outside {
        env: env.clone(),
        memory: memory.clone(),
        secrets: ring.clone(),
        intake: shelf.clone(),
    };
    let places = Places {
        spotify_accounts: format!("{}/accounts", fake.base),
        spotify_api: format!("{}/v1", fake.base),
        listenbrainz: fake.base.clone(),
        lastfm: format!("{}/2.0/", fake.base),
    };
    Connectors::open(outside, places, limits, Handle::current())
}
