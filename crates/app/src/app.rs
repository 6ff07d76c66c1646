//! One running Everkept: a vault's folder, open or not, and who listens to it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::time::Instant;

use base::env::{Env, unix_ms};
use base::error::{Code, Error, Result};
use store::backup::restore;
use store::key::DataKey;
use store::keyfile::{KeyFile, RecoveryWords, Strength, VaultId};
use store::store::{Changed, Listener, Store, Write};
use store::write::Step;
use tokio::sync::broadcast;

use crate::attempts::Attempts;
use crate::audit::{self, Tally};
use crate::damage::Damage;
use crate::domains;
use crate::export::ticket::Tickets;
use crate::process::apart;
use crate::senses::Senses;
use crate::services::Services;
use crate::timings::Timings;

/// Events that a slow listener may fall behind before it has to read everything again.
const EVENTS_KEPT: usize = 256;

/// Where the vault is and what it is run with.
pub struct Config {
    /// The vault's folder; it need not exist.
    pub dir: PathBuf,
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// How dear a guess of the passphrase is, for new passphrases.
    pub strength: Strength,
    /// Whether the operating system's keyring may be asked. Tests and scripts say no.
    pub keyring: bool,
}

/// One running Everkept.
pub struct App {
    pub(crate) config: Config,
    /// Itself, for what outlives a call.
    pub(crate) me: Weak<App>,
    pub(crate) services: Services,
    pub(crate) senses: Senses,
    /// What comes in all day.
    pub(crate) tally: Tally,
    /// How long commands take.
    pub(crate) timings: Timings,
    /// A passphrase that waits for its download.
    pub(crate) tickets: Tickets,
    open: RwLock<Option<Arc<Vault>>>,
    /// A vault that its key did not open.
    pub(crate) damage: Mutex<Option<Damage>>,
    /// Guesses come one after the other.
    guessing: Mutex<()>,
    /// When somebody last did something, in milliseconds since this began.
    touched_ms: AtomicI64,
    began: Instant,
    /// Asked once: a keyring that does not answer takes seconds to say so.
    keyring: OnceLock<bool>,
    events: broadcast::Sender<Arc<Changed>>,
}

/// An open vault.
pub(crate) struct Vault {
    pub(crate) store: Store,
    pub(crate) key: DataKey,
}

impl AsRef<Store> for Vault {
    fn as_ref(&self) -> &Store {
        &self.store
    }
}

/// By what a vault is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Passphrase,
    RecoveryWords,
    Keyring,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Passphrase => "passphrase",
            By::RecoveryWords => "recovery_words",
            By::Keyring => "keyring",
        }
    }
}

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Absent,
    Locked,
    Open,
}

impl App {
    /// An Everkept over a folder; nothing is opened yet.
    pub fn new(config: Config) -> Arc<App> {
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        if let Err(error) = restore::finish_if_broken_off(&config.dir) {
            // Opening the vault tries again and tells.
            tracing::warn!(code = ?error.code(), "a restored vault is not in its place yet");
        }
        Arc::new_cyclic(|me| App {
            config,
            me: Weak::clone(me),
            services: Services::default(),
            senses: Senses::default(),
            tally: Tally::default(),
            timings: Timings::default(),
            tickets: Tickets::default(),
            open: RwLock::new(None),
            damage: Mutex::new(None),
            guessing: Mutex::new(()),
            touched_ms: AtomicI64::new(0),
            began: Instant::now(),
            keyring: OnceLock::new(),
            events,
        })
    }

    /// Which kinds change, from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Changed>> {
        self.events.subscribe()
    }

    /// The vault's folder.
    pub fn dir(&self) -> &Path {
        &self.config.dir
    }

    pub(crate) fn key_path(&self) -> PathBuf {
        self.config.dir.join("key.json")
    }

    pub(crate) fn state(&self) -> State {
        if self.slot().is_some() {
            State::Open
        } else if self.key_path().exists() || restore::is_on_its_way(&self.config.dir) {
            State::Locked
        } else {
            State::Absent
        }
    }

    /// Whether the system's keyring really keeps secrets.
    pub(crate) fn has_keyring(&self) -> bool {
        let env = &*self.config.env;
        self.config.keyring && *self.keyring.get_or_init(|| store::keyring::probe(env))
    }

    fn slot(&self) -> Option<Arc<Vault>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The open vault.
    ///
    /// # Errors
    /// `Locked`, or `NotFound` when there is no vault in the folder.
    pub(crate) fn vault(&self) -> Result<Arc<Vault>> {
        self.slot().ok_or_else(|| match self.state() {
            State::Absent => Error::new(Code::NotFound, "there is no vault in this folder yet"),
            State::Locked | State::Open => Error::new(Code::Locked, "the vault is locked"),
        })
    }

    /// Makes a vault and leaves it open.
    ///
    /// # Errors
    /// `Conflict` when there is one; `Invalid` for an empty passphrase.
    pub fn create(&self, passphrase: &str) -> Result<RecoveryWords> {
        std::fs::create_dir_all(&self.config.dir).map_err(|source| {
            Error::new(Code::Denied, "making the vault's folder").because(source)
        })?;
        apart(|| {
            let (env, strength) = (&*self.config.env, self.config.strength);
            let (key, words, _) = KeyFile::create(&self.key_path(), env, passphrase, strength)?;
            self.open_with(key, By::Passphrase)?;
            Ok(words)
        })
    }

    /// Opens the vault with its passphrase.
    ///
    /// # Errors
    /// `Locked` when it is another; `Denied` at `wait` after too many wrong ones; `Conflict` when another
    /// process has the vault open.
    pub fn unlock(&self, passphrase: &str) -> Result<()> {
        if self.state() == State::Open {
            return Ok(());
        }
        apart(|| {
            let (_, key) = self.guess(passphrase)?;
            self.open_with(key, By::Passphrase)
        })
    }

    /// Whether this is the passphrase of the vault, which is open; answers which vault that is.
    ///
    /// # Errors
    /// As [`App::unlock`].
    pub(crate) fn prove(&self, passphrase: &str) -> Result<VaultId> {
        self.vault()?;
        apart(|| Ok(self.guess(passphrase)?.0))
    }

    fn guess(&self, passphrase: &str) -> Result<(VaultId, DataKey)> {
        let _one = self.guessing.lock().unwrap_or_else(PoisonError::into_inner);
        let file = KeyFile::read(&self.key_path())?;
        let mut attempts = Attempts::read(&self.config.dir);
        attempts.may_try(unix_ms(self.config.env.now()))?;
        let key = file.open_with_passphrase(passphrase).inspect_err(|error| {
            if error.code() == Code::Locked {
                attempts.was_wrong(unix_ms(self.config.env.now()));
            }
        })?;
        attempts.was_right();
        Ok((file.vault(), key))
    }

    /// Milliseconds until a passphrase may be tried; 0 is now.
    pub(crate) fn unlock_wait_ms(&self) -> u64 {
        Attempts::read(&self.config.dir).wait_ms(unix_ms(self.config.env.now()))
    }

    /// Somebody is here and does something.
    pub(crate) fn touch(&self) {
        self.touched_ms.store(self.age_ms(), Ordering::Relaxed);
    }

    /// Milliseconds since somebody did something, the time that the machine slept left out.
    pub(crate) fn idle_ms(&self) -> i64 {
        self.age_ms() - self.touched_ms.load(Ordering::Relaxed)
    }

    /// Milliseconds since the program began.
    pub(crate) fn age_ms(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Opens the vault with a key that was unwrapped.
    pub(crate) fn open_with(&self, key: DataKey, by: By) -> Result<()> {
        let mut slot = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if slot.is_some() {
            return Ok(());
        }
        let events = self.events.clone();
        let listener: Listener = Arc::new(move |changed: &Changed| {
            // Nobody listening is no error.
            drop(events.send(Arc::new(changed.clone())));
        });
        let env = Arc::clone(&self.config.env);
        let opened = Store::open(&self.config.dir, &key, domains::schema(), env, listener);
        let store = match opened.and_then(|store| sweep(&store).map(|()| store)) {
            Ok(store) => store,
            Err(error) => return Err(self.could_not_open(error, key, by)),
        };
        self.forget_damage();
        self.touch();
        *slot = Some(Arc::new(Vault { store, key }));
        drop(slot);
        self.services.vault_opened(self);
        self.announce("vault");
        self.audit(audit::by_person("vault.unlock", by.word()));
        // Neither what is kept too long nor what waits is a reason to keep a vault closed.
        let after = self.note_backups().and_then(|()| self.let_traces_go());
        if let Err(error) = after.and_then(|_| self.open_inbox()) {
            tracing::warn!(code = ?error.code(), "after opening the vault");
        }
        Ok(())
    }

    /// Closes the vault and forgets its key. Whatever still runs ends first.
    pub fn lock(&self) {
        self.audit(audit::by_person("vault.lock", ""));
        self.close_vault();
    }

    /// The vault locks by itself.
    pub(crate) fn lock_by_itself(&self, why: &str) {
        self.audit(audit::by_itself("everkept", "vault.lock", why));
        self.close_vault();
    }

    fn close_vault(&self) {
        self.forget_damage();
        self.audit_tally();
        self.senses.close_all();
        self.tickets.forget();
        let closing = self.services.vault_closes(self);
        let vault = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        drop(closing);
        drop(vault);
        self.announce("vault");
    }

    /// Tells listeners of what is no record: the vault's own state, the settings.
    pub(crate) fn announce(&self, what: &str) {
        let kinds = std::iter::once(what.to_owned()).collect();
        let changed = Changed { kinds, origin: store::store::Origin::Local };
        drop(self.events.send(Arc::new(changed)));
    }
}

/// What leaves the trash after its time, the attachments that nobody needs any more, and what a killed
/// program left half done.
fn sweep(store: &Store) -> Result<()> {
    store.read(store::trash::remove_strays)?;
    let gone = store.write(Write::new("trash.sweep").step(Step::None), |cx| {
        cx.purge(false)?;
        cx.take_unused_blobs()
    })?;
    for hash in gone {
        store.blobs().remove(&hash)?;
    }
    let_go(store)
}

/// What a person wants kept for a while only goes when its time is over.
pub(crate) fn let_go(store: &Store) -> Result<()> {
    let gone = store.write(Write::new("let_go").step(Step::None), |cx| {
        let mut gone = Vec::new();
        for domain in domains::DOMAINS {
            gone.extend(domain.let_go(cx)?);
        }
        Ok(gone)
    })?;
    // A program that is killed before this finds them the next time.
    for hash in gone {
        store.blobs().remove(&hash)?;
    }
    Ok(())
}
