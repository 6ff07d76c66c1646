//! Devices of the vault on this one's own networks: whether they are asked, where they are, how that stands.

use std::net::SocketAddr;

use base::error::{Code, Error, Result};
use domain::command::Nothing;
use store::store::Write;
use store::write::Step;
use sync_client::client::Client;
use sync_client::kept;
use sync_client::lan::{PeerStatus, own_addresses, place};

use super::wire::{Lan, LanPeer, LanPlace, SetLan};
use crate::app::{App, Vault};
use crate::services::OnNetwork;

/// Places that a person notes: more devices than anybody has.
const PLACES_MAX: usize = 32;
/// Ports below are the system's own.
const PORT_MIN: u16 = 1024;

pub(super) fn lan(app: &App, _: Nothing) -> Result<Lan> {
    let now = app.services.around();
    told(app, now.port, now.problem, &now.peers)
}

pub(super) fn set_lan(app: &App, request: SetLan) -> Result<Lan> {
    change(app, |set| {
        if let Some(port) = request.port {
            if port != 0 && port < PORT_MIN {
                let words = format!("a port is a number from {PORT_MIN} to 65535, or 0 for any");
                return Err(Error::invalid("port", words));
            }
            set.port = port;
        }
        set.on = request.on.unwrap_or(set.on);
        set.find = request.find.unwrap_or(set.find);
        Ok(())
    })
}

pub(super) fn add_lan_place(app: &App, request: LanPlace) -> Result<Lan> {
    let address = place(&request.address)?;
    change(app, |set| {
        if set.places.contains(&address) {
            return Err(Error::invalid("address", format!("{address} is known already")));
        }
        if set.places.len() == PLACES_MAX {
            return Err(Error::invalid("address", format!("at most {PLACES_MAX} addresses")));
        }
        set.places.push(address);
        Ok(())
    })
}

pub(super) fn remove_lan_place(app: &App, request: LanPlace) -> Result<Lan> {
    change(app, |set| {
        let before = set.places.len();
        set.places.retain(|place| *place != request.address);
        if set.places.len() == before {
            return Err(Error::not_found("address", &request.address));
        }
        Ok(())
    })
}

pub(super) fn look_around(app: &App, _: Nothing) -> Result<Lan> {
    let peers = app.look_around()?;
    let now = app.services.around();
    told(app, now.port, now.problem, &peers)
}

/// Nothing of it is kept.
pub(super) fn forget(vault: &Vault) -> Result<()> {
    let write = Write::new("sync on the network").step(Step::None);
    vault.store.write(write, |cx| OnNetwork::default().keep(cx))
}

fn change(app: &App, change: impl FnOnce(&mut OnNetwork) -> Result<()>) -> Result<Lan> {
    let vault = app.vault()?;
    if !vault.store.read(kept::is_on)? {
        return Err(Error::new(Code::NotFound, "sync is not turned on in this vault"));
    }
    let mut set = vault.store.read(OnNetwork::read)?;
    change(&mut set)?;
    let write = Write::new("sync on the network").step(Step::None);
    vault.store.write(write, move |cx| set.keep(cx))?;
    app.around_set()?;
    lan(app, Nothing {})
}

fn told(
    app: &App,
    port: Option<u16>,
    problem: Option<String>,
    peers: &[PeerStatus],
) -> Result<Lan> {
    let vault = app.vault()?;
    let set = vault.store.read(OnNetwork::read)?;
    let addresses = match port {
        Some(port) => {
            own_addresses()?.into_iter().map(|ip| SocketAddr::new(ip, port).to_string()).collect()
        }
        None => Vec::new(),
    };
    let env = std::sync::Arc::clone(&app.config.env);
    let client = Client::open(&vault.store, env)?;
    let mut shown: Vec<LanPeer> = peers.iter().map(|peer| of(peer, client.as_ref())).collect();
    let unseen = set.places.iter().filter(|place| peers.iter().all(|peer| peer.place != **place));
    shown.extend(unseen.map(|place| LanPeer {
        place: place.clone(),
        typed: true,
        device: None,
        name: None,
        last_success_ms: None,
        took: 0,
        error: None,
    }));
    Ok(Lan {
        on: set.on,
        find: set.find,
        listening: port.is_some(),
        port: port.unwrap_or(set.port),
        addresses,
        problem,
        peers: shown,
    })
}

fn of(peer: &PeerStatus, client: Option<&Client>) -> LanPeer {
    let name = client.zip(peer.device).and_then(|(client, device)| {
        let known = client.members().device(&device)?;
        client.keyring().open_name(device, &known.name).ok()
    });
    LanPeer {
        place: peer.place.clone(),
        typed: peer.typed,
        device: peer.device.map(|device| device.to_string()),
        name,
        last_success_ms: peer.last_success_ms,
        took: peer.took,
        error: peer.error.clone(),
    }
}
