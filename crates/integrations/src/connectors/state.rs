//! What is remembered of one connector, and how it shows.

use base::env::Env;
use base::error::{Code, Error, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::overview::{Connector, Paused, Power, Warning, Why};
use super::refused;
use crate::breaker::{Breaker, Class, Pause, Verdict};
use crate::http::Fault;
use crate::outside::Memory;
use crate::reach::Reach;
use crate::schedule::{Plan, Slot};
use crate::spotify::Recent;

/// A grant lives six months (Spotify, since July 2026), counted from the person's yes, whatever is refreshed.
const GRANT_MS: i64 = 182 * 24 * 3_600_000;

/// A month before its end the person is told.
const GRANT_WARN_MS: i64 = 30 * 24 * 3_600_000;

/// The services that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Spotify,
    ListenBrainz,
    Lastfm,
}

impl Kind {
    pub(super) const ALL: [Kind; 3] = [Kind::ListenBrainz, Kind::Lastfm, Kind::Spotify];

    pub(super) fn id(self) -> &'static str {
        match self {
            Kind::Spotify => "spotify",
            Kind::ListenBrainz => "listenbrainz",
            Kind::Lastfm => "lastfm",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Kind::Spotify => "Spotify",
            Kind::ListenBrainz => "ListenBrainz",
            Kind::Lastfm => "Last.fm",
        }
    }

    /// Under which name its key or token is kept; Spotify's tokens are the session's.
    pub(super) fn secret_name(self) -> Option<&'static str> {
        match self {
            Kind::Spotify => None,
            Kind::ListenBrainz => Some("listenbrainz.token"),
            Kind::Lastfm => Some("lastfm.key"),
        }
    }

    pub(super) fn memory_key(self) -> String {
        format!("connector.{}", self.id())
    }
}

/// Whose history, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Account {
    pub(super) user: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) address: Option<String>,
    pub(super) has_secret: Option<bool>,
}

/// How far a history has been fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cursor {
    /// Nothing was fetched yet.
    #[default]
    Start,
    Recent(Recent),
    Reach(Reach),
}

/// The state of one connector, as JSON under its key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    is_on: bool,
    pub(super) account: Account,
    /// When the person granted access, Unix milliseconds.
    granted_ms: Option<i64>,
    plan: Plan,
    breaker: Breaker,
    pub(super) cursor: Cursor,
    added: u64,
    last_success_ms: Option<i64>,
    problem: Option<String>,
    is_forgotten: bool,
    #[serde(skip)]
    pub(super) is_connecting: bool,
    /// Counts what makes a run in progress somebody else's.
    // Invariant: a run writes its cursor only in the era in which it began.
    #[serde(skip)]
    era: u64,
}

/// How a run ended.
pub(super) enum End {
    /// All there was is here.
    Done,
    /// There is more than one run fetches.
    More,
    /// There is more, after a rest of so many milliseconds.
    Rest(i64),
}

impl State {
    pub(super) fn load(memory: &dyn Memory, env: &dyn Env, kind: Kind) -> State {
        let mut minute = [0];
        env.fill(&mut minute);
        let fresh = State { plan: Plan::at_minute(minute[0] % 60), ..State::default() };
        match memory.load(&kind.memory_key()) {
            Ok(None) => fresh,
            Ok(Some(json)) => serde_json::from_str(&json).unwrap_or_else(|_| {
                tracing::warn!(connector = kind.id(), "its state cannot be read");
                State { is_forgotten: true, ..fresh }
            }),
            Err(error) => {
                tracing::warn!(connector = kind.id(), %error, "its state cannot be read");
                State { is_forgotten: true, ..fresh }
            }
        }
    }

    pub(super) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::internal("writing a connector's state", e))
    }

    pub(super) fn era(&self) -> u64 {
        self.era
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    /// Takes new settings; what is `None` stays, what is empty goes.
    pub(super) fn configure(&mut self, kind: Kind, new: Account) {
        let or_stay = |new: Option<String>, old: &Option<String>| match new {
            Some(text) => Some(text).filter(|text| !text.is_empty()),
            None => old.clone(),
        };
        let account = Account {
            user: or_stay(new.user, &self.account.user),
            client_id: or_stay(new.client_id, &self.account.client_id),
            address: or_stay(new.address, &self.account.address),
            has_secret: new.has_secret.or(self.account.has_secret),
        };
        let is_other =
            (&account.user, &account.address) != (&self.account.user, &self.account.address);
        let is_other_client = account.client_id != self.account.client_id;
        if is_other {
            self.era += 1;
            self.cursor = Cursor::Start;
            self.plan = self.plan.anew();
        }
        // A token belongs to the client id that asked for it.
        if is_other_client || self.is_on && account.missing(kind).is_some() {
            self.turn_off();
        }
        if kind != Kind::Spotify {
            // Another name or key may be what was wrong. Spotify's grant is not mended by settings.
            self.breaker.reconnected();
        }
        self.problem = None;
        self.is_forgotten = false;
        self.account = account;
    }

    /// Turns it on; for Spotify with the instant of the person's yes.
    pub(super) fn turn_on(&mut self, granted_ms: Option<i64>) {
        self.era += 1;
        self.is_on = true;
        self.is_connecting = false;
        self.is_forgotten = false;
        self.granted_ms = granted_ms;
        if granted_ms.is_some() {
            // It may be another person's account now.
            self.cursor = Cursor::Start;
        }
        self.problem = None;
        self.breaker.reconnected();
        self.plan = self.plan.anew();
    }

    pub(super) fn turn_off(&mut self) {
        self.era += 1;
        self.is_on = false;
        self.is_connecting = false;
        self.granted_ms = None;
        self.account.has_secret = self.account.has_secret.map(|_| false);
        self.problem = None;
        self.breaker.reconnected();
        self.plan = self.plan.anew();
    }

    /// The next run fetches from the beginning.
    pub(super) fn begin_anew(&mut self) {
        self.era += 1;
        self.cursor = Cursor::Start;
        self.plan = self.plan.anew();
    }

    pub(super) fn retry_now(&mut self, now_ms: i64) -> Option<Pause> {
        self.plan.retry_now();
        self.breaker.retry_now(now_ms)
    }

    /// Begins what is due, if something is and nothing stands in the way.
    pub(super) fn begin_due(&mut self, now_ms: i64) -> Option<Slot> {
        if !self.is_on || self.breaker.pause(now_ms).is_some() {
            return None;
        }
        let slot = self.plan.due(now_ms)?;
        let may = !matches!(self.breaker.ask(now_ms), Verdict::Wait(_));
        (may && self.plan.begin(slot, now_ms)).then_some(slot)
    }

    /// Begins a run that the person asked for.
    pub(super) fn begin(&mut self, kind: Kind, slot: Slot, now_ms: i64) -> Result<()> {
        let title = kind.title();
        if !self.is_on {
            return Err(Error::new(Code::Denied, format!("{title} is not connected")));
        }
        if self.plan.is_running(now_ms) {
            return Err(Error::new(Code::Conflict, format!("{title} is being fetched already")));
        }
        if let Verdict::Wait(pause) = self.breaker.ask(now_ms) {
            return Err(refused(kind, pause));
        }
        let begun = self.plan.begin(slot, now_ms);
        debug_assert!(begun, "nothing ran under the same lock");
        Ok(())
    }

    /// A page is on the disk. False when the run is no longer the one that may go on.
    pub(super) fn took(&mut self, slot: Slot, cursor: Cursor, added: u64, now_ms: i64) -> bool {
        self.cursor = cursor;
        self.added = self.added.saturating_add(added);
        self.plan.renew(slot, now_ms)
    }

    pub(super) fn ended(&mut self, slot: Slot, end: &End, now_ms: i64) {
        self.breaker.succeeded();
        self.problem = None;
        match end {
            End::Done => {
                self.plan.finished(slot, false);
                self.last_success_ms = Some(now_ms);
            }
            End::More => self.plan.finished(slot, true),
            End::Rest(ms) => {
                self.breaker.asked_to_wait(*ms, now_ms);
                self.plan.paused(slot);
            }
        }
    }

    /// The run failed.
    pub(super) fn broke(&mut self, slot: Slot, fault: &Fault, now_ms: i64) {
        let mut fail = |class: Class, words: &str| self.breaker.failed(class, words, now_ms);
        match fault {
            Fault::Auth(words) => fail(Class::Auth, words),
            Fault::Refused => fail(Class::Auth, "the service does not accept the token"),
            Fault::Network(words) => fail(Class::Network, words),
            Fault::Unknown(words) => fail(Class::Unknown, words),
            Fault::Revoked(words) => self.breaker.revoked(words),
            Fault::Wait(ms) => self.breaker.asked_to_wait(*ms, now_ms),
            // The service did nothing wrong; a probe found nothing out.
            Fault::Local(_) | Fault::Off => self.breaker.undecided(now_ms),
        }
        match fault {
            Fault::Wait(_) | Fault::Off => self.plan.paused(slot),
            Fault::Local(error) => {
                self.problem = Some(error.to_string());
                self.plan.failed(slot, now_ms);
            }
            Fault::Refused
            | Fault::Auth(_)
            | Fault::Network(_)
            | Fault::Unknown(_)
            | Fault::Revoked(_) => {
                self.problem = None;
                self.plan.failed(slot, now_ms);
            }
        }
    }

    /// A run of an earlier era has stopped.
    pub(super) fn let_go(&mut self, slot: Slot) {
        self.plan.let_go(slot);
    }

    /// Connecting came to nothing.
    pub(super) fn not_connected(&mut self, words: String) {
        self.is_connecting = false;
        self.problem = Some(words);
    }

    pub(super) fn overview(&self, kind: Kind, now_ms: i64) -> Connector {
        let pause = self.breaker.pause(now_ms).filter(|_| self.is_on);
        let state = match (self.is_on, pause) {
            (false, _) => Power::Off,
            (true, Some(Pause::Reconnect)) => Power::NeedsReconnect,
            (true, _) => Power::On,
        };
        let paused = pause.map(shown);
        let next = self.plan.next_run_ms(now_ms);
        let next = match pause {
            Some(Pause::Open { until_ms, .. } | Pause::Asked { until_ms }) => next.max(until_ms),
            _ => next,
        };
        let problem = self.problem.clone().or(self.breaker.message().map(str::to_owned));
        Connector {
            id: kind.id().into(),
            title: kind.title().into(),
            state,
            connecting: self.is_connecting,
            running: self.plan.is_running(now_ms),
            user: self.account.user.clone(),
            client_id: self.account.client_id.clone(),
            address: self.account.address.clone(),
            has_secret: self.account.has_secret == Some(true),
            last_run: self.plan.last_run_ms().map(told),
            last_success: self.last_success_ms.map(told),
            next_run: (state == Power::On).then(|| told(next)),
            added: self.added,
            pause: paused,
            problem,
            warnings: self.warnings(now_ms),
        }
    }

    fn warnings(&self, now_ms: i64) -> Vec<Warning> {
        let ends = self.granted_ms.map(|granted| granted.saturating_add(GRANT_MS));
        let soon = ends.filter(|ends| self.is_on && ends - GRANT_WARN_MS <= now_ms);
        let mut warnings = Vec::new();
        warnings.extend(soon.map(|ends| Warning::AccessEnds { at: told(ends) }));
        warnings.extend(self.is_forgotten.then_some(Warning::Forgotten));
        warnings
    }
}

impl Account {
    /// What is still missing before it can be turned on: the setting's name and words for it.
    pub(super) fn missing(&self, kind: Kind) -> Option<(&'static str, &'static str)> {
        match kind {
            Kind::Spotify if self.client_id.is_none() => {
                Some(("client_id", "Spotify needs a client id of your own"))
            }
            Kind::ListenBrainz if self.user.is_none() => Some(("user", "whose listens?")),
            Kind::Lastfm if self.user.is_none() => Some(("user", "whose scrobbles?")),
            Kind::Lastfm if self.has_secret != Some(true) => {
                Some(("secret", "Last.fm needs an API key of your own"))
            }
            Kind::Spotify | Kind::ListenBrainz | Kind::Lastfm => None,
        }
    }
}

fn told(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_string()
}

fn shown(pause: Pause) -> Paused {
    match pause {
        Pause::Open { class, until_ms } => {
            Paused { why: class.into(), until: Some(told(until_ms)) }
        }
        Pause::Asked { until_ms } => Paused { why: Why::Asked, until: Some(told(until_ms)) },
        Pause::Probing => Paused { why: Why::Probing, until: None },
        Pause::Reconnect => Paused { why: Why::Reconnect, until: None },
    }
}
