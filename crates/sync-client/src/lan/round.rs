//! Going round: who is visited when, and what came of it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use base::env::{Env, unix_ms};
use base::error::{Code, Error, Result};
use store::store::Store;
use sync_protocol::id::{DeviceId, Hash};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::visit::{Came, visit};
use super::{Told, net};
use crate::runner::Running;

/// Everybody is visited so often, whether anything was told or not.
const ROUND: Duration = Duration::from_secs(30);
/// What comes in a row here is told to others once.
const SETTLE: Duration = Duration::from_millis(200);
/// Places that are known at a time.
const PLACES_MAX: usize = 64;

/// How it stands with one place on the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerStatus {
    /// Where, as `host:port`.
    pub place: String,
    /// Whether a person typed it; else the device itself told it.
    pub typed: bool,
    /// Which device is there, once one was.
    pub device: Option<DeviceId>,
    /// When everything that is there was here the last time, Unix milliseconds.
    pub last_success_ms: Option<u64>,
    /// Pieces and attachments that came from there since this began.
    pub took: u64,
    /// Why the last visit came to nothing, in words.
    pub error: Option<String>,
}

/// A place and what is known of it.
struct Place {
    status: PeerStatus,
    due: bool,
    visiting: bool,
    /// How far everything went there when it was visited last.
    digest: Option<Hash>,
}

/// Visits the places it knows.
pub(super) struct Round<V> {
    vault: Weak<V>,
    running: Arc<Running>,
    env: Arc<dyn Env>,
    port: u16,
    places: BTreeMap<String, Place>,
    visits: JoinSet<(String, Result<Came>)>,
    status: watch::Sender<Vec<PeerStatus>>,
    /// Who waits until everybody was visited.
    waiting: Vec<oneshot::Sender<Vec<PeerStatus>>>,
}

impl<V: AsRef<Store> + Send + Sync + 'static> Round<V> {
    pub(super) fn new(
        (vault, running, env): (&Arc<V>, &Arc<Running>, &Arc<dyn Env>),
        port: u16,
        typed: Vec<String>,
    ) -> (Round<V>, watch::Receiver<Vec<PeerStatus>>) {
        let (status, told) = watch::channel(Vec::new());
        let mut round = Round {
            vault: Arc::downgrade(vault),
            running: Arc::clone(running),
            env: Arc::clone(env),
            port,
            places: BTreeMap::new(),
            visits: JoinSet::new(),
            status,
            waiting: Vec::new(),
        };
        for place in typed {
            round.know(place, true, None);
        }
        (round, told)
    }

    pub(super) async fn go(mut self, mut told: UnboundedReceiver<Told>) {
        let mut here = self.running.digest();
        let mut all = Instant::now() + ROUND;
        let mut moved: Option<Instant> = None;
        loop {
            if !self.begin_visits() {
                return;
            }
            let settled = moved.unwrap_or(all);
            tokio::select! {
                order = told.recv() => match order {
                    Some(order) => self.hear(order),
                    None => return,
                },
                changed = here.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    moved.get_or_insert(Instant::now() + SETTLE);
                }
                Some(done) = self.visits.join_next() => match done {
                    Ok((place, came)) => self.came(&place, came),
                    Err(error) => tracing::warn!(%error, "a visit on the network"),
                },
                () = tokio::time::sleep_until(settled), if moved.is_some() => {
                    moved = None;
                    self.all_are_due();
                }
                () = tokio::time::sleep_until(all) => {
                    all = Instant::now() + ROUND;
                    self.all_are_due();
                }
            }
            self.tell();
        }
    }

    fn all_are_due(&mut self) {
        for place in self.places.values_mut() {
            place.due = true;
        }
    }

    fn hear(&mut self, told: Told) {
        match told {
            Told::Now(waiting) => {
                self.waiting.push(waiting);
                self.all_are_due();
            }
            Told::Found { peer, place } => {
                let mut here = self.places.values().map(|place| &place.status);
                let met = here.any(|one| one.device == Some(peer) && one.error.is_none());
                if !met {
                    self.know(place.to_string(), false, Some(peer));
                }
            }
            Told::Differs { peer, place, digest } => {
                let known = self.places.values_mut().find(|one| one.status.device == Some(peer));
                match (known, place) {
                    // What it has was here already when it was visited: its turn is to come here.
                    (Some(known), _) if known.digest == Some(digest) => {}
                    (Some(known), _) => known.due = true,
                    (None, Some(place)) => self.know(place.to_string(), false, Some(peer)),
                    (None, None) => {}
                }
            }
        }
    }

    fn know(&mut self, place: String, typed: bool, device: Option<DeviceId>) {
        if PLACES_MAX <= self.places.len() {
            return;
        }
        let status = PeerStatus {
            place: place.clone(),
            typed,
            device,
            last_success_ms: None,
            took: 0,
            error: None,
        };
        let place = self.places.entry(place).or_insert(Place {
            status,
            due: true,
            visiting: false,
            digest: None,
        });
        place.due = true;
    }

    /// Begins visits that are due, one to a device at a time; nothing when the vault is gone.
    fn begin_visits(&mut self) -> bool {
        let Some(vault) = self.vault.upgrade() else { return false };
        let visited = |places: &BTreeMap<String, Place>, device: Option<DeviceId>| {
            let mut others = places.values().filter(|other| other.visiting);
            device.is_some() && others.any(|other| other.status.device == device)
        };
        let due = self.places.iter().filter(|(_, place)| place.due && !place.visiting);
        let due: Vec<String> = due.map(|(name, _)| name.clone()).collect();
        for name in due {
            let device = self.places.get(&name).and_then(|place| place.status.device);
            if visited(&self.places, device) {
                continue;
            }
            let Some(place) = self.places.get_mut(&name) else { continue };
            (place.due, place.visiting) = (false, true);
            let (vault, running, port) = (Arc::clone(&vault), Arc::clone(&self.running), self.port);
            self.visits.spawn(async move {
                let came = visit_place(vault, running, (&name, device), port).await;
                (name, came)
            });
        }
        true
    }

    fn came(&mut self, name: &str, came: Result<Came>) {
        let now = unix_ms(self.env.now());
        let Some(place) = self.places.get_mut(name) else { return };
        place.visiting = false;
        match came {
            Ok(Came { device, visited }) => {
                place.status.device = Some(device);
                place.status.took += visited.took;
                place.status.error = visited.why;
                if place.status.error.is_none() {
                    place.status.last_success_ms = Some(now);
                    place.digest = visited.digest;
                }
            }
            Err(error) => {
                place.status.error = Some(error.to_string());
                if !place.status.typed {
                    // It went away; it tells where it is when it is back.
                    self.places.remove(name);
                }
            }
        }
    }

    fn tell(&mut self) {
        let all: Vec<PeerStatus> = self.places.values().map(|place| place.status.clone()).collect();
        self.status.send_if_modified(|known| {
            let new = *known != all;
            known.clone_from(&all);
            new
        });
        if self.places.values().all(|place| !place.due && !place.visiting) {
            for waiting in self.waiting.drain(..) {
                // Whoever waited may have gone.
                drop(waiting.send(all.clone()));
            }
        }
    }
}

/// Visits whoever is at a place, at the first of its addresses that answers.
async fn visit_place<V>(
    vault: Arc<V>,
    running: Arc<Running>,
    (place, device): (&str, Option<DeviceId>),
    port: u16,
) -> Result<Came>
where
    V: AsRef<Store> + Send + Sync + 'static,
{
    let mut last = Error::new(Code::Offline, format!("{place} cannot be found on this network"));
    for address in net::resolve(place).await? {
        let address: SocketAddr = address;
        match visit(Arc::clone(&vault), Arc::clone(&running), (address, device), port).await {
            Err(error) if error.code() == Code::Offline => last = error,
            came => return came,
        }
    }
    Err(last)
}
