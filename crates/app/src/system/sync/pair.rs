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
use tokio::sync::mpsc::unbounded_channel;

use super::wire::{Invited, JoinVault, PairingAnswer, PairingStep, SyncStatus, WayIn};
use crate::app::App;
use crate::system::Emit;

/// What comes out of a conversation while it goes on.
enum Told<T> {
    Step(Step),
    Done(Result<T>),
}

pub(super) fn invite(app: &App, request: WayIn, emit: Emit<'_>) -> Result<Invited> {
    let way = request.by.way();
    let env = Arc::clone(&app.config.env);
    let (tell, told) = mpsc::channel();
    let (say, mut said) = unbounded_channel();
    app.services.pairing.begin(say);
    let outcome = std::thread::scope(|scope| {
        scope.spawn(move || {
            let steps = tell.clone();
            let done = app.with_sync(move |running| async move {
                let mut tell = |step| drop(steps.send(Told::Step(step)));
                let talk = Talk { tell: &mut tell, said: &mut said };
                pairing::invite(&running, &env, way, talk).await
            });
            drop(tell.send(Told::Done(done)));
        });
        converse(app, &told, emit)
    });
    app.services.pairing.end();
    Ok(Invited { name: outcome? })
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
    let (tell, told) = mpsc::channel();
    let (say, mut said) = unbounded_channel();
    app.services.pairing.begin(say);
    let outcome = std::thread::scope(|scope| {
        scope.spawn(move || {
            let steps = tell.clone();
            let done = app.with_runtime(async move {
                let mut tell = |step| drop(steps.send(Told::Step(step)));
                let talk = Talk { tell: &mut tell, said: &mut said };
                pairing::ask(door, keys, &name, &env, talk).await
            });
            drop(tell.send(Told::Done(done.and_then(|done| done))));
        });
        converse(app, &told, emit)
    });
    app.services.pairing.end();
    kept::join(&vault.store, outcome?)?;
    app.sync_set()?;
    // Until the first round is over, ids of what is imported would not be those of the other devices.
    let _ = emit(encode("sync.join", &PairingStep::comes())?);
    app.with_sync(|running| async move { Ok(SyncStatus::of(&running.rest().await?)) })
}

/// Reports steps until it is done, or until nobody listens: then the person is taken to say no.
fn converse<T>(app: &App, told: &mpsc::Receiver<Told<T>>, emit: Emit<'_>) -> Result<T> {
    loop {
        match told.recv() {
            Ok(Told::Step(step)) => {
                let item = encode("sync.pairing", &PairingStep::of(step))?;
                if let ControlFlow::Break(()) = emit(item) {
                    app.services.pairing.end();
                }
            }
            Ok(Told::Done(done)) => return done,
            Err(_) => return Err(Error::new(Code::Internal, "pairing ended without a word")),
        }
    }
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
