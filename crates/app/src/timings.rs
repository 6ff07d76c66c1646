//! How long commands take and how they fail since the program began: names, codes and times, bounded,
//! in memory only.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use base::error::Code;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Times of one command that its percentiles are made of, the latest ones.
const TIMES_KEPT: usize = 128;
/// Commands that are remembered in the order in which they ended.
const RECENT_KEPT: usize = 200;

/// What was counted.
#[derive(Default)]
pub(crate) struct Timings(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    // Bounded by the registry: only names of commands that there are come here.
    commands: BTreeMap<&'static str, Times>,
    errors: BTreeMap<String, u64>,
    recent: VecDeque<Ended>,
}

#[derive(Default)]
struct Times {
    count: u64,
    max_ms: f64,
    latest_ms: VecDeque<f64>,
}

/// A command that ended.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Ended {
    /// When, RFC 3339.
    pub(crate) at: String,
    pub(crate) command: &'static str,
    pub(crate) ms: f64,
    /// The error's code; none when it went well.
    pub(crate) code: Option<Code>,
}

/// How long one command takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct CommandTimes {
    /// Its name.
    pub(crate) command: String,
    /// How often it ran since the program began.
    pub(crate) count: u64,
    /// Half of the latest 128 took at most this, in milliseconds.
    pub(crate) p50_ms: f64,
    /// Of 20 of them, 19 took at most this.
    pub(crate) p95_ms: f64,
    /// The longest of all.
    pub(crate) max_ms: f64,
}

/// How often commands failed by a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct ErrorCount {
    /// As an error carries it.
    pub(crate) code: String,
    /// Since the program began.
    pub(crate) count: u64,
}

impl Timings {
    /// A command ended.
    pub(crate) fn add(&self, ended: Ended) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = ended.code {
            *counted.errors.entry(format!("{code:?}")).or_default() += 1;
        }
        let times = counted.commands.entry(ended.command).or_default();
        times.count += 1;
        times.max_ms = times.max_ms.max(ended.ms);
        push(&mut times.latest_ms, ended.ms, TIMES_KEPT);
        push(&mut counted.recent, ended, RECENT_KEPT);
    }

    /// The slowest commands, by what 19 of 20 stay below.
    pub(crate) fn slowest(&self, most: usize) -> Vec<CommandTimes> {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<CommandTimes> =
            counted.commands.iter().map(|(command, times)| times.told(command)).collect();
        all.sort_by(|a, b| b.p95_ms.total_cmp(&a.p95_ms).then_with(|| a.command.cmp(&b.command)));
        all.truncate(most);
        all
    }

    /// Errors by code.
    pub(crate) fn errors(&self) -> Vec<ErrorCount> {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let errors = counted.errors.iter();
        errors.map(|(code, count)| ErrorCount { code: code.clone(), count: *count }).collect()
    }

    /// The latest commands, the earliest first.
    pub(crate) fn recent(&self) -> Vec<Ended> {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counted.recent.iter().cloned().collect()
    }
}

impl Times {
    fn told(&self, command: &str) -> CommandTimes {
        let mut sorted: Vec<f64> = self.latest_ms.iter().copied().collect();
        sorted.sort_by(f64::total_cmp);
        // The smallest time that so many are not above; there is one, or this would not be here.
        let at = |share: f64| {
            let rank = (share * sorted.len() as f64).ceil() as usize;
            sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        CommandTimes {
            command: command.to_owned(),
            count: self.count,
            p50_ms: at(0.5),
            p95_ms: at(0.95),
            max_ms: self.max_ms,
        }
    }
}

fn push<T>(kept: &mut VecDeque<T>, item: T, most: usize) {
    if kept.len() == most {
        kept.pop_front();
    }
    kept.push_back(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(command: &'static str, ms: f64, code: Option<Code>) -> Ended {
        Ended { at: "2026-03-01T10:00:00Z".into(), command, ms, code }
    }

    #[test]
    fn percentiles_are_of_the_latest_and_the_longest_is_of_all() {
        let timings = Timings::default();
        timings.add(ended("journal.entries", 900.0, None));
        for ms in 1..=128 {
            timings.add(ended("journal.entries", f64::from(ms), None));
        }
        timings.add(ended("journal.entry", 3.0, Some(Code::NotFound)));
        let slowest = timings.slowest(10);
        let of = |times: &CommandTimes| (times.count, times.p50_ms, times.p95_ms, times.max_ms);
        assert_eq!(of(&slowest[0]), (129, 64.0, 122.0, 900.0));
        assert_eq!(of(&slowest[1]), (1, 3.0, 3.0, 3.0));
        assert_eq!(timings.slowest(1).len(), 1);
        assert_eq!(timings.errors(), [ErrorCount { code: "NotFound".into(), count: 1 }]);
    }

    #[test]
    fn no_more_is_kept_than_is_bounded() {
        let timings = Timings::default();
        for _ in 0..1000 {
            timings.add(ended("journal.entries", 1.0, None));
        }
        assert_eq!(timings.recent().len(), RECENT_KEPT);
        assert_eq!(timings.slowest(9)[0].count, 1000);
    }
}
