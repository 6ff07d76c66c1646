//! What domains want a person to be told at an instant: the end of a rest, a bill that is due.
//!
//! Domains say what will be due (`Domain::alarms`); nothing is scheduled twice, because everything is
//! asked again whenever something changed. What was due while no Everkept was open rings when one
//! opens, as long as it is still of use. Only one process has a vault open, so each alarm rings once.
//! Troubles of what runs beside the vault are told the same way. All of it stays in the notifications.

use std::sync::{Arc, Weak};
use std::time::Duration;

use base::error::Result;
use domain::view::Alarm;
use store::read::ReadCx;
use store::store::Write;
use store::write::Step;
use tokio::runtime::Handle;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use super::troubles::Looked;
use crate::app::{App, Vault};
use crate::domains::DOMAINS;
use crate::notifications::{Kept, Notification, Ring, Telling, settings};

/// Up to when alarms have rung on this device, Unix milliseconds.
const RUNG_UNTIL: &str = "alarms_until";
/// How far back is looked for what was due while no Everkept was open.
const BEHIND_MS: i64 = 7 * 86_400_000;
/// How far ahead is looked; whoever sleeps until then looks again.
const AHEAD_MS: i64 = 86_400_000;
/// The longest sleep. A clock that was set, or a machine that slept, is that much late.
const TICK: Duration = Duration::from_secs(30);
/// What is no record and may be in trouble, as it is announced.
const TROUBLED: [&str; 3] = ["backups", "sync", "vault"];

/// Alarms of an open vault, until it is dropped.
pub(super) struct Alarms {
    #[expect(dead_code, reason = "its end tells the task")]
    stop: oneshot::Sender<()>,
}

impl Alarms {
    pub(super) fn start(app: &App, runtime: &Handle) -> Alarms {
        let (stop, stopped) = oneshot::channel();
        runtime.spawn(run(Weak::clone(&app.me), app.subscribe(), stopped));
        Alarms { stop }
    }
}

async fn run(
    app: Weak<App>,
    mut changes: broadcast::Receiver<Arc<store::store::Changed>>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut since = None;
    loop {
        let weak = Weak::clone(&app);
        let rung =
            tokio::task::spawn_blocking(move || weak.upgrade().map(|app| app.ring_due(since)));
        let next = match rung.await {
            Ok(Some(Ok((until, next)))) => {
                since = Some(until);
                next
            }
            // The vault is locked, and a new run begins with it; anything else is tried again.
            Ok(Some(Err(error))) => {
                tracing::debug!(code = ?error.code(), "alarms");
                TICK
            }
            Ok(None) | Err(_) => return,
        };
        let sleep = tokio::time::sleep(next);
        tokio::pin!(sleep);
        loop {
            tokio::select! {
                _ = &mut stopped => return,
                () = &mut sleep => break,
                changed = changes.recv() => match changed {
                    Ok(changed) if changed.kinds.iter().any(|kind| wakes(kind)) => break,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => break,
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }
}

/// Whether something may be due, or wrong, after this changed. What is no record has no dot in its name.
fn wakes(kind: &str) -> bool {
    kind.contains(['.', '*']) || TROUBLED.contains(&kind)
}

/// What is due between two instants, the first first; and what comes after.
fn due(cx: &ReadCx<'_>, from_ms: i64, now_ms: i64) -> Result<(Vec<Alarm>, Option<i64>)> {
    let mut alarms = Vec::new();
    for domain in DOMAINS {
        alarms.extend(domain.alarms(cx, from_ms..now_ms + AHEAD_MS)?);
    }
    alarms.sort_by(|a, b| (a.at_ms, &a.kind, a.id).cmp(&(b.at_ms, &b.kind, b.id)));
    let next = alarms.iter().map(|alarm| alarm.at_ms).find(|at_ms| now_ms < *at_ms);
    alarms.retain(|alarm| {
        (from_ms + 1..=now_ms).contains(&alarm.at_ms) && now_ms <= alarm.at_ms + alarm.stale_ms
    });
    Ok((alarms, next))
}

impl App {
    /// Rings what became due since an instant (Unix milliseconds; the first time: since the vault was
    /// last open). Answers the instant up to which it rang, and how long nothing will be due.
    fn ring_due(&self, since: Option<i64>) -> Result<(i64, Duration)> {
        let vault = self.vault()?;
        let now_ms = self.config.env.now().as_millisecond();
        let (kept, since, alarms, next) = vault.store.read(|cx| {
            let kept = cx.device_value(RUNG_UNTIL)?.and_then(|until| until.parse::<i64>().ok());
            // Before its first run there is nothing that a vault could have missed. A clock that was
            // set back rings nothing a second time.
            let since = since.into_iter().chain(kept).max().unwrap_or(now_ms);
            let (alarms, next) = due(cx, since.clamp(now_ms - BEHIND_MS, now_ms), now_ms)?;
            Ok((kept, since, alarms, next))
        })?;
        let until = since.max(now_ms);
        let looked = self.look_for_troubles(&vault, now_ms)?;
        // Kept before it rings: a program that is killed here leaves one out rather than ringing for
        // ever.
        if !alarms.is_empty()
            || !looked.is_empty()
            || kept.is_none_or(|kept| kept < now_ms - AHEAD_MS)
        {
            self.tell(&vault, alarms, looked, until)?;
        }
        let wait = next.map_or(TICK, |at_ms| {
            Duration::from_millis(u64::try_from(at_ms - now_ms).unwrap_or_default())
        });
        Ok((until, wait.min(TICK)))
    }

    /// Keeps what is to be told, and rings for what may be heard now.
    fn tell(&self, vault: &Vault, alarms: Vec<Alarm>, looked: Looked, until: i64) -> Result<()> {
        let (now, zone) = (self.config.env.now(), self.config.env.zone());
        let write = Write::new("alarms.ring").step(Step::None);
        let told: Vec<Notification> = vault.store.write(write, move |cx| {
            cx.set_device_value(RUNG_UNTIL, &until.to_string())?;
            let quiet = settings::get(&cx.read())?.is_quiet(now, &zone);
            let mut kept = Kept::read(&cx.read())?;
            looked.mark(&mut kept);
            let tellings = alarms.into_iter().map(Telling::from).chain(looked.begun);
            let add = |telling: Telling| {
                let silent = quiet && !telling.of_session;
                kept.add(telling, silent)
            };
            let told = tellings.map(add).collect();
            kept.write(cx)?;
            Ok(told)
        })?;
        for ring in told.iter().filter(|one| !one.silent).map(Ring::from) {
            // Nobody listening is no error: the window may be a page of `everkept serve`.
            drop(self.services.rings.send(ring));
        }
        if !told.is_empty() {
            self.announce("notifications");
        }
        Ok(())
    }

    /// What rings from now on, each once. What comes in quiet hours does not.
    pub fn rings(&self) -> broadcast::Receiver<Ring> {
        self.services.rings.subscribe()
    }
}

#[cfg(test)]
mod tests;
