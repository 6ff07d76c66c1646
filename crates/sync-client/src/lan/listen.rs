//! Others call: who is no active device of the vault hears random bytes, and nothing more.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base::env::Env;
use base::error::{Code, Error, Result};
use sync_protocol::lan::{ASK_BYTES_MAX, Ask, CALL_BYTES, Called, Reply};
use sync_protocol::log::Vector;
use sync_protocol::wire;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::line::{Line, read, write};
use super::{Told, net};
use crate::runner::Running;

/// Connections at a time, and of one address: strangers that say nothing keep nobody else out for long.
const CONNECTIONS_MAX: usize = 32;
const OF_ONE_MAX: usize = 4;
/// A caller says who it is within this.
const CALL: Duration = Duration::from_secs(5);
/// A device that is known asks something within this, or is let go.
const ASK: Duration = Duration::from_secs(60);
/// The system may have no room for a connection for a moment.
const AGAIN: Duration = Duration::from_secs(1);

/// Listens to other devices.
pub(super) struct Ear {
    running: Arc<Running>,
    env: Arc<dyn Env>,
    told: UnboundedSender<Told>,
    /// How many connections there are of each address.
    open: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
}

/// A connection that counts until it ends.
struct Counted(Arc<Mutex<BTreeMap<IpAddr, usize>>>, IpAddr);

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.1);
            }
        }
    }
}

impl Ear {
    pub(super) fn new(
        running: &Arc<Running>,
        env: &Arc<dyn Env>,
        told: UnboundedSender<Told>,
    ) -> Ear {
        let (running, env) = (Arc::clone(running), Arc::clone(env));
        Ear { running, env, told, open: Arc::default() }
    }

    pub(super) async fn listen(self, listener: TcpListener) {
        let ear = Arc::new(self);
        // Conversations end with this task.
        let mut conversations = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, from)) => {
                        if let Some(counted) = ear.count(from.ip()) {
                            let ear = Arc::clone(&ear);
                            conversations.spawn(async move {
                                if let Err(error) = ear.converse(stream, from).await {
                                    tracing::debug!(code = ?error.code(), "somebody called");
                                }
                                drop(counted);
                            });
                        }
                    }
                    Err(error) => {
                        tracing::debug!(%error, "listening on the network");
                        tokio::time::sleep(AGAIN).await;
                    }
                },
                Some(_) = conversations.join_next() => {}
            }
        }
    }

    /// Whether there is room for a connection of that address.
    fn count(&self, from: IpAddr) -> Option<Counted> {
        if !net::is_own(from) {
            return None;
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let of_one = open.entry(from).or_insert(0);
        if CONNECTIONS_MAX <= all || OF_ONE_MAX <= *of_one {
            return None;
        }
        *of_one += 1;
        Some(Counted(Arc::clone(&self.open), from))
    }

    async fn converse(&self, mut stream: TcpStream, from: SocketAddr) -> Result<()> {
        let greeting = Called::greeting(&*self.env);
        write(&mut stream, &greeting, CALL).await?;
        let mut call = [0; CALL_BYTES];
        read(&mut stream, &mut call, CALL).await?;
        let called = self
            .running
            .look(move |client| Called::pick_up(client.members(), client.keys(), &greeting, &call));
        // Nothing is said to who is none of this vault's devices.
        let Called { channel, device, port, answer } = called.await??;
        write(&mut stream, &answer, CALL).await?;
        let place = (port != 0).then(|| SocketAddr::new(from.ip(), port));
        let mut line = Line::new(stream, channel);
        loop {
            let message = match line.hear(ASK_BYTES_MAX, ASK).await {
                Err(error) if error.code() == Code::Offline => return Ok(()),
                heard => heard?,
            };
            let ask: Ask = wire::decode(&message)?;
            let there = match &ask {
                Ask::Stand { digest } => Some(*digest),
                _ => None,
            };
            let reply = self.running.asked(device, ask).await?;
            line.say(&wire::encode(&reply)?).await?;
            if let (Some(there), Reply::Stand(stand)) = (there, &reply) {
                let heads = stand.heads.0.iter().map(|head| (head.log, head.end));
                if Vector(heads.collect()).digest() != there {
                    let told = Told::Differs { peer: device, place, digest: there };
                    self.told
                        .send(told)
                        .map_err(|_| Error::new(Code::Internal, "nobody goes round"))?;
                }
            }
        }
    }
}
