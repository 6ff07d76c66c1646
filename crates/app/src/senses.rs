//! The senses of a running Everkept: the models that are installed, and which sensors are open.
//!
//! A sensor is open exactly as long as somebody watches or listens: a stream ([`watch`], [`listen`])
//! opens it, and its end closes it. Frames and sound live in that stream's memory and nowhere else.
//! [`Senses::close_all`] is the one key that closes everything; locking the vault calls it, too.

pub(crate) mod consent;
pub(crate) mod listen;
pub(crate) mod record;
pub mod tried;
pub(crate) mod watch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use base::error::{Code, Error, Result};
use capture::page::{FrameFeed, SoundFeed};
use inference::models::Models;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::audit;

/// Names the folder of the models, where they do not lie beside the program.
pub const MODELS: &str = "EVERKEPT_MODELS";

/// A kind of sensor.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sensor {
    /// A camera.
    Camera,
    /// A microphone.
    Microphone,
}

impl Sensor {
    fn word(self) -> &'static str {
        match self {
            Sensor::Camera => "camera",
            Sensor::Microphone => "microphone",
        }
    }
}

/// What is open, and the models.
#[derive(Default)]
pub(crate) struct Senses {
    models: OnceLock<Arc<Models>>,
    open: Mutex<BTreeMap<Sensor, Opened>>,
    /// Numbers sessions, so that a late end does not close its successor.
    sessions: AtomicU64,
}

/// Where a page hands in what its own sensor gives.
pub(crate) enum Feed {
    /// Pictures.
    Frames(FrameFeed),
    /// Sound.
    Sound(SoundFeed),
}

impl Feed {
    /// Takes one message of the page, in the form that `capture::page` says.
    ///
    /// # Errors
    /// `Invalid` when it is none; `Conflict` when nobody reads any more.
    fn push(&mut self, message: &[u8]) -> Result<()> {
        match self {
            Feed::Frames(feed) => feed.push(message),
            Feed::Sound(feed) => feed.push(message),
        }
    }
}

/// A sensor that is open.
struct Opened {
    session: u64,
    name: String,
    at_ms: i64,
    ends: Arc<AtomicBool>,
    feed: Option<Arc<Mutex<Feed>>>,
}

/// What the faces are told of an open sensor.
pub(crate) struct OpenSensor {
    pub(crate) sensor: Sensor,
    pub(crate) name: String,
    pub(crate) at_ms: i64,
}

/// A sensor is open as long as this lives.
pub(crate) struct Session<'a> {
    app: &'a App,
    sensor: Sensor,
    session: u64,
    ends: Arc<AtomicBool>,
}

impl Session<'_> {
    /// Whether somebody closed it.
    pub(crate) fn ended(&self) -> bool {
        self.ends.load(Ordering::Acquire)
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let senses = &self.app.senses;
        let mut open = senses.lock();
        if open.get(&self.sensor).is_some_and(|opened| opened.session == self.session) {
            open.remove(&self.sensor);
        }
        drop(open);
        self.app.announce("senses");
    }
}

impl Senses {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Sensor, Opened>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The models; without a folder of them none is installed, and what needs one says so.
    pub(crate) fn models(&self) -> Arc<Models> {
        Arc::clone(self.models.get_or_init(|| Arc::new(models())))
    }

    /// Whether anything is open.
    pub(crate) fn is_any_open(&self) -> bool {
        !self.lock().is_empty()
    }

    /// What is open now.
    pub(crate) fn now(&self) -> Vec<OpenSensor> {
        let opened = |(sensor, opened): (&Sensor, &Opened)| OpenSensor {
            sensor: *sensor,
            name: opened.name.clone(),
            at_ms: opened.at_ms,
        };
        self.lock().iter().map(opened).collect()
    }

    /// Takes in what the sensor of a page gave, and answers whether anybody reads it. Nobody does while the
    /// page's stream opens, and once it has ended: what the page had in hand then is no mistake.
    ///
    /// # Errors
    /// `Invalid` when the message is none.
    pub(crate) fn feed(&self, sensor: Sensor, message: &[u8]) -> Result<bool> {
        let feed = self.lock().get(&sensor).and_then(|opened| opened.feed.clone());
        let Some(feed) = feed else { return Ok(false) };
        match feed.lock().unwrap_or_else(PoisonError::into_inner).push(message) {
            Ok(()) => Ok(true),
            Err(error) if error.code() == Code::Conflict => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Ends everything that watches and listens. Each ends within a frame.
    pub(crate) fn close_all(&self) {
        for opened in self.lock().values() {
            opened.ends.store(true, Ordering::Release);
        }
    }

    /// Ends one kind of sensor.
    pub(crate) fn close(&self, sensor: Sensor) {
        if let Some(opened) = self.lock().get(&sensor) {
            opened.ends.store(true, Ordering::Release);
        }
    }
}

/// Says that a sensor is open, until the session is dropped.
///
/// # Errors
/// `Conflict` when it is open already.
pub(crate) fn open<'a>(
    app: &'a App,
    sensor: Sensor,
    name: &str,
    feed: Option<Feed>,
) -> Result<Session<'a>> {
    let senses = &app.senses;
    let session = senses.sessions.fetch_add(1, Ordering::Relaxed);
    let ends = Arc::new(AtomicBool::new(false));
    let mut open = senses.lock();
    if open.contains_key(&sensor) {
        return Err(Error::new(Code::Conflict, "it is open already"));
    }
    let at_ms = app.config.env.now().as_millisecond();
    let feed = feed.map(|feed| Arc::new(Mutex::new(feed)));
    let opened = Opened { session, name: name.to_owned(), at_ms, ends: Arc::clone(&ends), feed };
    open.insert(sensor, opened);
    drop(open);
    app.announce("senses");
    app.audit(audit::by_person("senses.opened", sensor.word()));
    Ok(Session { app, sensor, session, ends })
}

/// The installed models: the folder that `EVERKEPT_MODELS` names, else beside the program as packages
/// lay it, else the source tree of a development build.
pub fn models() -> Models {
    let folder = std::env::var_os(MODELS)
        .filter(|named| !named.is_empty())
        .map(PathBuf::from)
        .or_else(|| std::env::current_exe().ok().and_then(|program| beside(&program)))
        .or_else(source_tree);
    let Some(folder) = folder else { return Models::none() };
    Models::open(&folder).unwrap_or_else(|error| {
        tracing::warn!(%error, "the models are not there");
        Models::none()
    })
}

fn beside(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    // Windows and macOS bundles, then Debian's and Fedora's.
    ["models", "../Resources/models", "../lib/Everkept/models", "../lib/everkept/models"]
        .iter()
        .map(|place| folder.join(place))
        .find(|place| place.join("manifest.json").is_file())
}

fn source_tree() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/models");
    (cfg!(debug_assertions) && folder.is_dir()).then_some(folder)
}
