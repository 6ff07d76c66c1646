//! Lets the core run: its requests travel, its clock ticks, and what was written here wakes it.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use base::env::{Env, unix_ms};
use base::error::{Error, Result};
use store::store::Store;
use sync_protocol::id::{DeviceId, Hash};
use sync_protocol::lan;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::Instant;

use crate::attachments::{self, Todo};
use crate::client::{Client, Effect, Event, PeerEvent, Request, Stand, Status, Visited};
use crate::http::{Http, Reply};

/// What is written is brought to the server when nothing more came for so long: typing is not sent by the
/// letter.
const SETTLE: Duration = Duration::from_millis(200);
/// A stream of hints that broke off is opened again after so long.
const LISTEN_AGAIN: Duration = Duration::from_secs(15);
/// Attachments that are to be carried are looked for so often.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// What a running sync is told.
enum Order {
    Event(Event),
    Changed,
    /// Looks at the core.
    Look(Box<dyn FnOnce(&Client) + Send>),
    /// Tells when nothing is left to do, or nothing can be done.
    Rest(oneshot::Sender<Status>),
    /// Something about another device; tells what to do next about it.
    Peer(DeviceId, PeerEvent, oneshot::Sender<Next>),
    Asked(Asked),
}

/// What to do next about another device.
#[derive(Debug)]
pub(crate) enum Next {
    /// Ask it this.
    Ask(lan::Ask),
    /// There is nothing more to ask.
    Leave(Visited),
}

/// A question of another device.
struct Asked {
    peer: DeviceId,
    ask: lan::Ask,
    reply: oneshot::Sender<Result<lan::Reply>>,
}

/// What the core does in its turn.
enum Turn {
    Event(Event),
    Answer(Asked),
}

/// A sync that runs. It ends when this is dropped.
pub struct Running {
    orders: mpsc::UnboundedSender<Order>,
    status: watch::Receiver<Option<Status>>,
    digest: watch::Receiver<Option<Hash>>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    /// Begins, on the runtime that this is called in.
    ///
    /// # Errors
    /// As [`Client::open`]; `NotFound` when sync is off.
    pub fn start<V>(vault: &Arc<V>, env: &Arc<dyn Env>) -> Result<Running>
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let client = Client::open((**vault).as_ref(), Arc::clone(env))?;
        let client = client.ok_or_else(|| {
            Error::new(base::error::Code::NotFound, "sync is not turned on in this vault")
        })?;
        let http = match client.server().is_empty() {
            true => None,
            false => Some(Http::new(client.server())?),
        };
        let (orders, orders_in) = mpsc::unbounded_channel();
        let (status_out, status) = watch::channel(None);
        let (digest_out, digest) = watch::channel(None);
        // A vault that is locked is let go: whoever holds it may drop it at any time.
        let vault = Arc::downgrade(vault);
        let runner = Runner {
            client: Some(client),
            http,
            env: Arc::clone(env),
            orders: orders_in,
            status: status_out,
            digest: digest_out,
            resting: Vec::new(),
            asking: BTreeMap::new(),
        };
        let task = tokio::spawn(async move {
            let store = move || vault.upgrade();
            runner.run(store).await;
        });
        Ok(Running { orders, status, digest, task })
    }

    /// Hands an event to the core.
    pub fn tell(&self, event: Event) {
        // A task that has ended says so by its status.
        drop(self.orders.send(Order::Event(event)));
    }

    /// Something was written here.
    pub fn changed(&self) {
        drop(self.orders.send(Order::Changed));
    }

    /// What a person sees, now and from now on.
    pub fn status(&self) -> watch::Receiver<Option<Status>> {
        self.status.clone()
    }

    /// The digest of all that is here, now and from now on.
    pub fn digest(&self) -> watch::Receiver<Option<Hash>> {
        self.digest.clone()
    }

    /// Tells the core something about another device; answers what to do next about it.
    ///
    /// # Errors
    /// `Internal` when it has ended, or could not keep what was told.
    pub(crate) async fn peer(&self, peer: DeviceId, what: PeerEvent) -> Result<Next> {
        let (tell, told) = oneshot::channel();
        drop(self.orders.send(Order::Peer(peer, what, tell)));
        told.await.map_err(|source| Error::internal("asking another device", source))
    }

    /// Another device that has proved who it is can be asked no more.
    pub(crate) fn lost_peer(&self, peer: DeviceId) {
        self.tell(Event::Peer { peer, what: PeerEvent::Gone });
    }

    /// What to answer another device that has proved who it is.
    ///
    /// # Errors
    /// As [`Client::answer`]; `Internal` when the core has ended.
    pub(crate) async fn asked(&self, peer: DeviceId, ask: lan::Ask) -> Result<lan::Reply> {
        let (reply, replied) = oneshot::channel();
        drop(self.orders.send(Order::Asked(Asked { peer, ask, reply })));
        replied.await.map_err(|source| Error::internal("answering another device", source))?
    }

    /// Asks the core something.
    ///
    /// # Errors
    /// `Internal` when it has ended.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Client) -> T + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = oneshot::channel();
        let order = Order::Look(Box::new(move |client| drop(tell.send(look(client)))));
        drop(self.orders.send(order));
        told.await.map_err(|source| Error::internal("asking how sync stands", source))
    }

    /// Waits until everything is everywhere, or it cannot go on by itself; answers how it stands.
    ///
    /// # Errors
    /// `Internal` when it has ended.
    pub async fn rest(&self) -> Result<Status> {
        let (tell, told) = oneshot::channel();
        drop(self.orders.send(Order::Rest(tell)));
        told.await.map_err(|source| Error::internal("waiting for sync", source))
    }
}

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

struct Runner {
    /// There but while a step is made on another thread.
    client: Option<Client>,
    http: Option<Http>,
    env: Arc<dyn Env>,
    orders: mpsc::UnboundedReceiver<Order>,
    status: watch::Sender<Option<Status>>,
    digest: watch::Sender<Option<Hash>>,
    resting: Vec<oneshot::Sender<Status>>,
    /// Who waits to hear what to do next about another device.
    asking: BTreeMap<DeviceId, oneshot::Sender<Next>>,
}

/// What is on its way.
struct Travel {
    request: Option<Pending<(u64, Result<Reply>)>>,
    /// Attachments that wait, the next one last.
    todo: Vec<Todo>,
    /// Each of them was tried since somebody last waited for rest.
    tried: bool,
    attachment: Option<Pending<(Todo, Result<bool>)>>,
    hints: Option<Pending<()>>,
    /// When they broke off they are listened for again then.
    listen_after: Instant,
    heard: mpsc::UnboundedReceiver<()>,
    hear: mpsc::UnboundedSender<()>,
    wake: Instant,
    changed: Option<Instant>,
    look_after: Instant,
    /// The token with which hints and attachments are asked for.
    token: Option<String>,
}

impl Runner {
    async fn run<V>(mut self, vault: impl Fn() -> Option<Arc<V>>)
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let (hear, heard) = mpsc::unbounded_channel();
        let now = Instant::now();
        let mut travel = Travel {
            request: None,
            todo: Vec::new(),
            tried: false,
            attachment: None,
            hints: None,
            listen_after: now,
            heard,
            hear,
            wake: now,
            changed: None,
            look_after: now,
            token: None,
        };
        let mut turn = Turn::Event(Event::Tick);
        loop {
            let Some(vault) = vault() else { return };
            let done = match turn {
                Turn::Event(event) => self.step(&vault, event, &mut travel).await,
                Turn::Answer(asked) => self.answer(&vault, asked).await,
            };
            if done.is_err() {
                return;
            }
            self.attend(&vault, &mut travel);
            self.tell_rest(&travel);
            drop(vault);
            let Some(next) = self.next(&mut travel).await else { return };
            turn = next;
        }
    }

    /// Another device is answered, on a thread that may wait for the disk.
    async fn answer<V>(&mut self, vault: &Arc<V>, asked: Asked) -> Result<()>
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let Some(mut client) = self.client.take() else { return Ok(()) };
        let store = Arc::clone(vault);
        let answered = spawn_blocking(move || {
            let reply = client.answer((*store).as_ref(), asked.peer, &asked.ask);
            // Who asked may be gone.
            drop(asked.reply.send(reply));
            client
        });
        let client = answered.await;
        self.client =
            Some(client.map_err(|source| Error::internal("answering another device", source))?);
        Ok(())
    }

    /// One step of the core, on a thread that may wait for the disk.
    async fn step<V>(&mut self, vault: &Arc<V>, event: Event, travel: &mut Travel) -> Result<()>
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let Some(mut client) = self.client.take() else { return Ok(()) };
        let store = Arc::clone(vault);
        let stepped = spawn_blocking(move || {
            let store = (*store).as_ref();
            let effects = client.step(store, event);
            let status = client.status(store);
            (client, effects, status)
        });
        let (client, effects, status) =
            stepped.await.map_err(|source| Error::internal("a step of sync", source))?;
        travel.token = client.token();
        let digest = Some(client.vector().digest());
        self.digest.send_if_modified(|known| std::mem::replace(known, digest) != digest);
        self.client = Some(client);
        match effects {
            Ok(effects) => {
                for effect in effects {
                    self.perform(effect, travel);
                }
            }
            Err(error) => {
                // The disk is full, or worse: the same is tried again later, nothing was lost.
                tracing::warn!(code = ?error.code(), "sync waits: the vault refuses");
                self.asking.clear();
                travel.wake = Instant::now() + LISTEN_AGAIN;
            }
        }
        if let Ok(status) = status {
            self.status.send_if_modified(|known| {
                let new = known.as_ref() != Some(&status);
                *known = Some(status);
                new
            });
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect, travel: &mut Travel) {
        match effect {
            Effect::Send(request) => {
                if let Some(http) = &self.http {
                    travel.request = Some(carry(http.clone(), request));
                }
            }
            Effect::WakeAt(at) => {
                let wait = at.saturating_sub(unix_ms(self.env.now()));
                travel.wake = Instant::now() + Duration::from_millis(wait.max(1));
            }
            Effect::Told => {}
            Effect::AskPeer { peer, ask } => self.tell_next(peer, Next::Ask(ask)),
            Effect::LeavePeer { peer, visited } => self.tell_next(peer, Next::Leave(visited)),
        }
    }

    fn tell_next(&mut self, peer: DeviceId, next: Next) {
        if let Some(asking) = self.asking.remove(&peer) {
            // The conversation may have ended meanwhile.
            drop(asking.send(next));
        }
    }

    /// Whoever waits for rest is told when there is some.
    fn tell_rest(&mut self, travel: &Travel) {
        if self.resting.is_empty() {
            return;
        }
        let Some(status) = self.status.borrow().clone() else { return };
        let at_rest = match status.stand {
            Stand::UpToDate => travel.tried && travel.request.is_none(),
            Stand::Waiting { .. } | Stand::Stopped => travel.request.is_none(),
            Stand::Working => false,
        };
        if at_rest && travel.changed.is_none() {
            for waiting in self.resting.drain(..) {
                drop(waiting.send(status.clone()));
            }
        }
    }

    /// Hints are listened for, and attachments carried, while there is a token.
    fn attend<V>(&mut self, vault: &Arc<V>, travel: &mut Travel)
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let (Some(http), Some(token)) = (&self.http, &travel.token) else { return };
        if travel.hints.is_none() && travel.listen_after <= Instant::now() {
            travel.hints = Some(listen(http.clone(), token.clone(), travel.hear.clone()));
        }
        let idle = self.client.as_ref().is_some_and(Client::is_idle);
        if !idle || travel.attachment.is_some() || Instant::now() < travel.look_after {
            return;
        }
        if travel.todo.is_empty() {
            travel.look_after = Instant::now() + LOOK_AGAIN;
            match attachments::to_carry((**vault).as_ref()) {
                Ok(todo) => travel.todo = todo.into_iter().rev().collect(),
                Err(error) => tracing::warn!(%error, "attachments"),
            }
            travel.tried |= travel.todo.is_empty();
        }
        if let Some(todo) = travel.todo.pop() {
            let store = Arc::clone(vault);
            let (http, token, env) = (http.clone(), token.clone(), Arc::clone(&self.env));
            travel.attachment = Some(Box::pin(async move {
                (todo, attachments::carry(todo, &store, &http, &token, &env).await)
            }));
        }
    }

    /// Waits for the next event.
    async fn next(&mut self, travel: &mut Travel) -> Option<Turn> {
        let event = |event| Some(Turn::Event(event));
        loop {
            let settled = travel.changed.unwrap_or(travel.wake + LISTEN_AGAIN);
            tokio::select! {
                (serial, reply) = pending(&mut travel.request) => {
                    travel.request = None;
                    return event(match reply {
                        Ok(Reply { status, body }) => Event::Answer { serial, status, body },
                        Err(error) => Event::Lost { serial, why: error.message().to_owned() },
                    });
                }
                (todo, outcome) = pending(&mut travel.attachment) => {
                    travel.attachment = None;
                    if let Err(error) = outcome {
                        // It comes up again with the next look; the others go on.
                        tracing::info!(%error, attachment = %todo.hash, "an attachment waits");
                    }
                    if travel.todo.is_empty() {
                        travel.tried = true;
                    } else {
                        travel.look_after = Instant::now();
                    }
                    return event(Event::Tick);
                }
                () = pending(&mut travel.hints) => {
                    travel.hints = None;
                    travel.listen_after = Instant::now() + LISTEN_AGAIN;
                    // A server ends the hints of who was removed: that is found out by asking.
                    return event(Event::Hint);
                }
                () = tokio::time::sleep_until(travel.listen_after),
                    if travel.hints.is_none() && travel.token.is_some() => return event(Event::Tick),
                Some(()) = travel.heard.recv() => return event(Event::Hint),
                order = self.orders.recv() => match order? {
                    Order::Event(one) => return event(one),
                    Order::Asked(asked) => return Some(Turn::Answer(asked)),
                    Order::Peer(peer, what, next) => {
                        self.asking.insert(peer, next);
                        return event(Event::Peer { peer, what });
                    }
                    Order::Changed => travel.changed = Some(Instant::now() + SETTLE),
                    Order::Look(look) => {
                        if let Some(client) = &self.client {
                            look(client);
                        }
                    }
                    Order::Rest(waiting) => {
                        self.resting.push(waiting);
                        travel.look_after = Instant::now();
                        travel.tried = false;
                        travel.todo.clear();
                        return event(Event::Now);
                    }
                },
                () = tokio::time::sleep_until(settled), if travel.changed.is_some() => {
                    travel.changed = None;
                    travel.look_after = Instant::now();
                    return event(Event::Changed);
                }
                () = tokio::time::sleep_until(travel.wake), if travel.request.is_none() => {
                    travel.wake = Instant::now() + LISTEN_AGAIN;
                    return event(Event::Tick);
                }
            }
        }
    }
}

/// Waits for what is on its way, for ever when nothing is.
async fn pending<T>(what: &mut Option<Pending<T>>) -> T {
    match what {
        Some(what) => what.await,
        None => std::future::pending().await,
    }
}

fn carry(http: Http, request: Request) -> Pending<(u64, Result<Reply>)> {
    Box::pin(async move { (request.serial, http.carry(&request).await) })
}

/// Listens for hints until the stream ends.
fn listen(http: Http, token: String, hear: mpsc::UnboundedSender<()>) -> Pending<()> {
    Box::pin(async move {
        let heard = http
            .hints(&token, || {
                // Whoever listened has ended.
                let _ = hear.send(());
            })
            .await;
        if let Err(error) = heard {
            tracing::debug!(%error, "hints");
        }
    })
}
