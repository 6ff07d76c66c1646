//! Devices of one vault on a network of their own: they are kept alike without a server.
//!
//! [`Lan::start`] listens for the other devices and goes round to them: when it begins, when something was
//! written here, when one of them tells that it has something else, and from time to time. What is asked and
//! what becomes of the answers is the core's to say; here are only sockets, limits and times.
//!
//! ```text
//! listen: connection ─ call ─ asks ─> runner ─> Client::answer        (and: who asked has something else)
//! round:  place ─ call ─ Client::step(Peer) ─ ask, reply, .. ─ left ─ attachments that are missing here
//! ```
//! Nobody outside of the person's own networks is listened to or called, and nobody who is no active device of
//! the vault hears anything but random bytes. What is deliberately not here: when this is on (`app`).

mod find;
mod line;
mod listen;
mod net;
mod round;
mod visit;

use std::sync::Arc;

use base::env::Env;
use base::error::{Error, Result};
use store::store::Store;
use sync_protocol::id::{DeviceId, Hash};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

pub use net::{own_addresses, place};
pub use round::PeerStatus;

use crate::runner::Running;

/// Where to listen, and whom to call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The port; 0 for any.
    pub port: u16,
    /// Where other devices can be, as `host:port`.
    pub places: Vec<String>,
    /// Whether this one announces itself, and looks for the others.
    pub find: bool,
}

/// Listens and goes round, until it is dropped.
pub struct Lan {
    port: u16,
    status: watch::Receiver<Vec<PeerStatus>>,
    orders: mpsc::UnboundedSender<Told>,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Lan {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// What the round is told.
enum Told {
    /// A device asked, and has something else than is here.
    Differs { peer: DeviceId, place: Option<std::net::SocketAddr>, digest: Hash },
    /// A device announces itself.
    Found { peer: DeviceId, place: std::net::SocketAddr },
    /// Somebody wants it to go round now, and waits for that.
    Now(oneshot::Sender<Vec<PeerStatus>>),
}

impl Lan {
    /// Begins, on the runtime that this is called in.
    ///
    /// # Errors
    /// `Conflict` when the port is another program's; `Invalid` when a place is none; `Unsupported` when devices
    /// are to be looked for and the system does not let that happen.
    pub async fn start<V>(
        vault: &Arc<V>,
        running: &Arc<Running>,
        env: &Arc<dyn Env>,
        options: &Options,
    ) -> Result<Lan>
    where
        V: AsRef<Store> + Send + Sync + 'static,
    {
        let places: Result<Vec<String>> = options.places.iter().map(|typed| place(typed)).collect();
        let listener = TcpListener::bind((std::net::Ipv4Addr::UNSPECIFIED, options.port)).await;
        let listener = listener.map_err(|source| net::taken(options.port, source))?;
        let address = listener.local_addr();
        let port =
            address.map_err(|source| Error::internal("listening for devices", source))?.port();
        let (orders, told) = mpsc::unbounded_channel();
        let ear = listen::Ear::new(running, env, orders.clone());
        let (round, status) = round::Round::new((vault, running, env), port, places?);
        let finder = match options.find {
            true => Some(find::Finder::new((running, env), port, orders.clone())?),
            false => None,
        };
        let mut tasks = vec![tokio::spawn(ear.listen(listener)), tokio::spawn(round.go(told))];
        tasks.extend(finder.map(|finder| tokio::spawn(finder.find())));
        Ok(Lan { port, status, orders, tasks })
    }

    /// The port that it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How it stands with the other devices, now and from now on.
    pub fn status(&self) -> watch::Receiver<Vec<PeerStatus>> {
        self.status.clone()
    }

    /// Goes round now; answers how it stands when everybody was visited.
    ///
    /// # Errors
    /// `Internal` when it has ended.
    pub async fn go_round(&self) -> Result<Vec<PeerStatus>> {
        let (tell, told) = oneshot::channel();
        drop(self.orders.send(Told::Now(tell)));
        told.await.map_err(|source| Error::internal("going round on the network", source))
    }
}
