//! The vault locks by itself: after a time in which nobody did anything, and when the machine slept.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use base::env::Env;
use tokio::runtime::Handle;

use super::ticking::Ticking;
use crate::app::App;
use crate::settings;

/// How often it is looked.
const PAUSE: Duration = Duration::from_secs(5);
/// Clocks that differ by less over a tick do so by themselves.
const SLEPT_MS: i64 = 15_000;

pub(super) fn start(app: &App, runtime: &Handle) -> Ticking {
    let began = Instant::now();
    let mut before = Clocks::now(&*app.config.env, began);
    Ticking::start(app, runtime, PAUSE, move |app| {
        let now = Clocks::now(&*app.config.env, began);
        let Some(rule) = rule(app) else { return ControlFlow::Break(()) };
        if let Some(why) = is_due(before, now, app.idle_ms(), rule) {
            tracing::info!(why, "the vault locks");
            app.lock_by_itself(why);
        }
        before = now;
        ControlFlow::Continue(())
    })
}

/// Two clocks: one goes on while the machine sleeps, the other does not.
#[derive(Clone, Copy)]
pub(crate) struct Clocks {
    /// Milliseconds, sleep included.
    pub(crate) all_ms: i64,
    /// Milliseconds in which the machine was awake.
    pub(crate) awake_ms: i64,
}

impl Clocks {
    /// Both clocks now. Where the machine tells no uptime that counts sleep, the wall clock does.
    pub(crate) fn now(env: &dyn Env, began: Instant) -> Clocks {
        let awake_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let counts_sleep = cfg!(target_os = "linux");
        let uptime = env.uptime().filter(|_| counts_sleep).map(|uptime| uptime.ms);
        Clocks { all_ms: uptime.unwrap_or_else(|| env.now().as_millisecond()), awake_ms }
    }

    /// Whether the machine slept between two looks.
    fn slept_since(self, earlier: Clocks) -> bool {
        let (all, awake) = (self.all_ms - earlier.all_ms, self.awake_ms - earlier.awake_ms);
        SLEPT_MS < all - awake
    }
}

/// Why a vault locks by itself, if it does.
fn is_due(before: Clocks, now: Clocks, idle_ms: i64, rule: Rule) -> Option<&'static str> {
    let minutes = i64::from(rule.after_min);
    if rule.on_sleep && now.slept_since(before) {
        Some("sleep")
    } else if 0 < minutes && minutes * 60_000 <= idle_ms && !rule.held {
        Some("idle")
    } else {
        None
    }
}

/// What decides.
#[derive(Clone, Copy)]
struct Rule {
    /// Minutes without a touch; 0: never.
    after_min: u16,
    /// Whether sleep locks.
    on_sleep: bool,
    /// A sensor is open: somebody breathes with closed eyes.
    held: bool,
}

fn rule(app: &App) -> Option<Rule> {
    let settings = app.vault().ok()?.store.read(settings::get).ok()?;
    let held = app.senses.is_any_open();
    Some(Rule { after_min: settings.lock_after_min, on_sleep: settings.lock_on_sleep, held })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s8_the_vault_locks_when_nobody_is_here_or_the_machine_slept() {
        let at = |all_ms, awake_ms| Clocks { all_ms, awake_ms };
        let rule = Rule { after_min: 5, on_sleep: true, held: false };
        let awake = at(5_000, 5_000);
        for (now, idle_min, rule, due) in [
            (awake, 4, rule, None),
            (awake, 5, rule, Some("idle")),
            (awake, 500, Rule { after_min: 0, ..rule }, None),
            (awake, 6, Rule { held: true, ..rule }, None),
            (at(3_600_000, 5_000), 0, rule, Some("sleep")),
            (at(3_600_000, 5_000), 0, Rule { on_sleep: false, ..rule }, None),
            // A machine that was only busy.
            (at(60_000, 59_000), 0, rule, None),
            // A wall clock that was set back.
            (at(-3_600_000, 5_000), 0, rule, None),
        ] {
            assert_eq!(is_due(at(0, 0), now, idle_min * 60_000, rule), due);
        }
    }
}
