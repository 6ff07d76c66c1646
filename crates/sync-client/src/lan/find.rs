//! Finding each other: a device announces where it listens, under a name that only its own recognise.
//!
//! Multicast DNS is heard by everybody on the network. So the service's name says no more than that there is
//! one, the instance's and the host's name are made with the vault's key and are others every hour
//! ([`sync_protocol::lan::called`]), and nothing else is told. Still a listener learns that something of this
//! kind is here; that is why it is a choice of its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base::env::{Env, unix_ms};
use base::error::{Code, Error, Result};
use mdns_sd::{IfKind, ResolvedService, ServiceDaemon, ServiceEvent, ServiceInfo};
use sync_protocol::lan::{NAME_MS, SERVICE, called, device_called};
use tokio::sync::mpsc::UnboundedSender;

use super::{Told, net};
use crate::runner::Running;

/// Announces this device and listens for the others, until it is dropped.
pub(super) struct Finder {
    daemon: ServiceDaemon,
    running: Arc<Running>,
    env: Arc<dyn Env>,
    port: u16,
    told: UnboundedSender<Told>,
}

impl Drop for Finder {
    fn drop(&mut self) {
        // It says goodbye to the network by itself; one that has ended has nothing to say.
        drop(self.daemon.shutdown());
    }
}

impl Finder {
    pub(super) fn new(
        (running, env): (&Arc<Running>, &Arc<dyn Env>),
        port: u16,
        told: UnboundedSender<Told>,
    ) -> Result<Finder> {
        let (running, env) = (Arc::clone(running), Arc::clone(env));
        let daemon = ServiceDaemon::new().map_err(cannot)?;
        // Nothing listens there.
        daemon.disable_interface(IfKind::IPv6).map_err(cannot)?;
        Ok(Finder { daemon, running, env, port, told })
    }

    pub(super) async fn find(self) {
        if let Err(error) = self.go_on().await {
            tracing::info!(code = ?error.code(), "devices are not looked for any more");
        }
    }

    async fn go_on(&self) -> Result<()> {
        let heard = self.daemon.browse(SERVICE).map_err(cannot)?;
        let mut announced: Option<(String, String)> = None;
        loop {
            let now = unix_ms(self.env.now());
            let name =
                self.running.look(move |client| called(client.keyring(), client.device(), now));
            let name = name.await?;
            if name.as_ref() != announced.as_ref().map(|(name, _)| name) {
                if let Some((_, before)) = announced.take() {
                    drop(self.daemon.unregister(&before).map_err(cannot)?);
                }
                announced = match name {
                    Some(name) => Some((name.clone(), self.announce(&name)?)),
                    None => None,
                };
            }
            let left = Duration::from_millis(NAME_MS - now % NAME_MS);
            // Whatever comes first: another name, or somebody.
            if let Ok(event) = tokio::time::timeout(left, heard.recv_async()).await {
                let gone = |source| Error::internal("listening for devices", source);
                if let ServiceEvent::ServiceResolved(service) = event.map_err(gone)? {
                    self.recognise(&service).await?;
                }
            }
        }
    }

    fn announce(&self, name: &str) -> Result<String> {
        let host = format!("{name}.local.");
        let nothing: Option<HashMap<String, String>> = None;
        let info = ServiceInfo::new(SERVICE, name, &host, "", self.port, nothing);
        let info = info.map_err(cannot)?.enable_addr_auto();
        let full = info.get_fullname().to_owned();
        self.daemon.register(info).map_err(cannot)?;
        Ok(full)
    }

    /// Tells the round where a device of this vault is.
    async fn recognise(&self, service: &ResolvedService) -> Result<()> {
        let Some(name) = service.fullname.strip_suffix(&format!(".{SERVICE}")) else {
            return Ok(());
        };
        let (name, now) = (name.to_owned(), unix_ms(self.env.now()));
        let peer = self.running.look(move |client| {
            let active = client.members().active().map(|device| device.keys.id);
            let others = active.filter(|id| *id != client.device());
            device_called(client.keyring(), others, &name, now)
        });
        let Some(peer) = peer.await? else { return Ok(()) };
        let addresses = service.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr);
        let own = addresses.filter(|address| address.is_ipv4() && net::is_own(*address)).min();
        if let Some(address) = own {
            let place = std::net::SocketAddr::new(address, service.port);
            let found = Told::Found { peer, place };
            self.told.send(found).map_err(|_| Error::new(Code::Internal, "nobody goes round"))?;
        }
        Ok(())
    }
}

fn cannot(source: mdns_sd::Error) -> Error {
    Error::new(Code::Unsupported, "devices cannot be looked for on this network").because(source)
}
