//! A device joins: a conversation with a person on both sides.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc;

use base::error::{Code, Error, Result};
use domain::command::encode;
use sync_client::kept;
use sync_client::pairing::{self, Door, Said, Step, Talk};
use sync_protocol::id::DeviceId;
use sync_protocol::keys::DeviceKeys;

use super::wire::{Invited, JoinVault, PairingAnswer, PairingStep, SyncStatus, WayIn};
use crate::app::App;
use crate::services::syncing::Hears;
use crate::system::Emit;

/// What comes out of a conversation while it goes on.
enum Told<T> {
    Step(Step),
    Done(Result<T>),
}

pub(super) fn invite(app: &App, request: WayIn, emit: Emit<'_>) -> Result<Invited> {
    let way = request.by.way();
    let env = Arc::clone(&app.config.env);
    let name = converse(app, emit, move |steps, hears| {
        app.with_sync(move |running| async move {
            let Hears { mut said, ended } = hears;
            let mut tell = |step| drop(steps.send(Told::Step(step)));
            let talk = Talk { tell: &mut tell, said: &mut said };
            tokio::select! {
                done = pairing::invite(&running, &env, way, talk) => done,
                _ = ended => Err(pairing::ended()),
            }
        })
    })?;
    Ok(Invited { name })
}

pub(super) fn join(app: &App, request: JoinVault, emit: Emit<'_>) -> Result<SyncStatus> {
    let vault = app.vault()?;
    let (on, (device, _)) = vault.store.read(|cx| Ok((kept::is_on(cx)?, cx.writer())))?;
    if on {
        return Err(Error::new(Code::Conflict, "sync is on already in this vault"));
    }
    let name = request.name.trim().to_owned();
    if name.is_empty() {
        return Err(Error::invalid("name", "a device has a name"));
    }
    let door = match (request.invitation, request.server, request.room) {
        (Some(text), None, None) => Door::Invitation(text),
        (None, Some(server), Some(room)) => Door::Room { server, room },
        _ => {
            let words = "either an invitation, or a server and a room";
            return Err(Error::invalid("invitation", words));
        }
    };
    let env = Arc::clone(&app.config.env);
    let keys = DeviceKeys::generate(DeviceId::new(device), &*env);
    let joined = converse(app, emit, move |steps, hears| {
        app.with_runtime(async move {
            let Hears { mut said, ended } = hears;
            let mut tell = |step| drop(steps.send(Told::Step(step)));
            let talk = Talk { tell: &mut tell, said: &mut said };
            tokio::select! {
                done = pairing::ask(door, keys, &name, &env, talk) => done,
                _ = ended => Err(pairing::ended()),
            }
        })?
    })?;
    kept::join(&vault.store, joined)?;
    app.sync_set()?;
    // Until the first round is over, ids of what is imported would not be those of the other devices.
    let _ = emit(encode("sync.join", &PairingStep::comes())?);
    app.with_sync(|running| async move { Ok(SyncStatus::of(&running.rest().await?)) })
}

/// A conversation on a thread of its own. Its steps are told here until it is done, or until nobody listens:
/// then nobody is let in.
fn converse<T: Send>(
    app: &App,
    emit: Emit<'_>,
    talk: impl FnOnce(mpsc::Sender<Told<T>>, Hears) -> Result<T> + Send,
) -> Result<T> {
    let (number, hears) = app.services.pairing.begin();
    let (tell, told) = mpsc::channel();
    let outcome = std::thread::scope(|scope| {
        scope.spawn(move || {
            let done = talk(tell.clone(), hears);
            drop(tell.send(Told::Done(done)));
        });
        loop {
            match told.recv() {
                Ok(Told::Step(step)) => {
                    let item = encode("sync.pairing", &PairingStep::of(step))?;
                    if let ControlFlow::Break(()) = emit(item) {
                        app.services.pairing.end(number);
                    }
                }
                Ok(Told::Done(done)) => return done,
                Err(_) => {
                    return Err(Error::new(Code::Internal, "pairing ended without a word"));
                }
            }
        }
    });
    app.services.pairing.end(number);
    outcome
}

pub(super) fn answer(app: &App, request: PairingAnswer) -> Result<()> {
    let said = match (request.code, request.yes) {
        (Some(code), None) => Said::Code(code),
        (None, Some(true)) => Said::Yes,
        (None, Some(false)) => Said::No,
        _ => return Err(Error::invalid("yes", "either the other device's code, or yes or no")),
    };
    app.services.pairing.say(said)
}
