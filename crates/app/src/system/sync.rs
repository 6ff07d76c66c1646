//! Sync: whether it is on, how it stands, which devices belong to it, and how another joins.

mod lan;
mod pair;
mod wire;

use base::error::{Error, Result};
use domain::command::Nothing;
use store::keyfile::KeyFile;
use sync_client::client::{Event, Wish};
use sync_client::{http, kept};
use sync_protocol::id::DeviceId;
use sync_protocol::keys::Root;

use crate::app::App;
use crate::system::system;
use lan::{add_lan_place, lan, look_around, remove_lan_place, set_lan};
use pair::{answer, invite, join};
use wire::{
    Invited, JoinVault, Lan, LanPlace, NamedDevice, PairingAnswer, PairingStep, RemovedDevice,
    SetLan, SyncDevice, SyncStatus, TurnOnSync, WayIn,
};

system! { COMMANDS "sync":
    /// Whether this vault is kept alike with others, how that stands, and on which devices.
    read status(Nothing) -> SyncStatus, reads &["sync"];
    /// Turns sync on: this device is the first. Everything that was written is sealed and brought there.
    write turn_on(TurnOnSync) -> SyncStatus;
    /// Turns sync off on this device. What is here stays; the others go on without it.
    write turn_off(Nothing) -> SyncStatus;
    /// Brings everything everywhere now; answers when that is done, or cannot go on by itself.
    write run(Nothing) -> SyncStatus;
    /// Asks the server for all that it has, and compares it with what is here.
    write compare(Nothing) -> SyncStatus;
    /// Lets another device delete as much as it wants to, once.
    write allow_deletions(Nothing) -> SyncStatus;
    /// Gives a device another name.
    write rename_device(NamedDevice) -> SyncStatus;
    /// Removes a device: it reads nothing that is written from now on. What it has read it keeps.
    write remove_device(RemovedDevice) -> SyncStatus;
    /// Lets another device into this vault; what it reports is shown to the person, who answers with
    /// `sync.answer`.
    stream invite(WayIn) -> Invited, reports PairingStep;
    /// Makes this empty vault a copy of another device's, once that lets it in.
    stream join(JoinVault) -> SyncStatus, reports PairingStep;
    /// What the person says while a device joins: the code that the other one shows, yes, or no.
    write answer(PairingAnswer) -> ();
    /// Whether this device asks the others on its own networks directly, and how that stands.
    read lan(Nothing) -> Lan, reads &["lan"];
    /// Turns that on or off, or listens at another port. Only devices of this vault are answered.
    write set_lan(SetLan) -> Lan;
    /// Notes where another device can be found.
    write add_lan_place(LanPlace) -> Lan;
    /// Forgets a place.
    write remove_lan_place(LanPlace) -> Lan;
    /// Asks all devices that are known on the network now; answers when each was asked.
    write look_around(Nothing) -> Lan;
}

fn status(app: &App, _: Nothing) -> Result<SyncStatus> {
    let vault = app.vault()?;
    let Some(client) =
        sync_client::client::Client::open(&vault.store, std::sync::Arc::clone(&app.config.env))?
    else {
        return Ok(SyncStatus::off());
    };
    // What runs knows more than what is on the disk: whether the server can be reached.
    match app.services.sync_status() {
        Some(status) => Ok(SyncStatus::of(&status)),
        None => Ok(SyncStatus::of(&client.status(&vault.store)?)),
    }
}

/// Every device that ever belonged to the vault; none while sync is off.
pub(super) fn devices(app: &App) -> Result<Vec<SyncDevice>> {
    Ok(status(app, Nothing {})?.devices)
}

fn turn_on(app: &App, request: TurnOnSync) -> Result<SyncStatus> {
    let vault = app.vault()?;
    let server = http::address(&request.server)?;
    let words = KeyFile::read(&app.key_path())?.recovery_words(&vault.key)?;
    let identity = Root::from_bits(words.bits()).identity();
    kept::turn_on(&vault.store, &identity, &request.name, &server, &app.config.env)?;
    app.sync_set()?;
    status(app, Nothing {})
}

fn turn_off(app: &App, _: Nothing) -> Result<SyncStatus> {
    let vault = app.vault()?;
    kept::turn_off(&vault.store)?;
    // Who turns it on again is not asked about the network, and so nothing listens there by itself.
    lan::forget(&vault)?;
    app.sync_set()?;
    Ok(SyncStatus::off())
}

fn run(app: &App, _: Nothing) -> Result<SyncStatus> {
    app.with_sync(|running| async move { Ok(SyncStatus::of(&running.rest().await?)) })
}

fn compare(app: &App, _: Nothing) -> Result<SyncStatus> {
    tell(app, Event::Compare)
}

fn allow_deletions(app: &App, _: Nothing) -> Result<SyncStatus> {
    tell(app, Event::AllowDeletions)
}

fn rename_device(app: &App, request: NamedDevice) -> Result<SyncStatus> {
    let device = device(&request.device)?;
    if request.name.trim().is_empty() {
        return Err(Error::invalid("name", "a device has a name"));
    }
    tell(app, Event::Wish(Wish::Rename { device, name: request.name.trim().to_owned() }))
}

fn remove_device(app: &App, request: RemovedDevice) -> Result<SyncStatus> {
    let removed = device(&request.device)?;
    app.with_sync(move |running| async move {
        if running.look(move |client| client.device() == removed).await? {
            let words =
                "this is the device that you hold: remove it from another one, or turn sync off";
            return Err(Error::invalid("device", words));
        }
        running.tell(Event::Wish(Wish::Remove { device: removed }));
        Ok(SyncStatus::of(&running.rest().await?))
    })
}

fn tell(app: &App, event: Event) -> Result<SyncStatus> {
    app.with_sync(move |running| async move {
        running.tell(event);
        Ok(SyncStatus::of(&running.rest().await?))
    })
}

fn device(text: &str) -> Result<DeviceId> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .map(DeviceId::new)
        .ok_or_else(|| Error::invalid("device", "a device is 32 hexadecimal digits"))
}
