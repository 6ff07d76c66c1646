//! How long raw traces are kept.

use base::error::{Error, Result};
use domain::command::Nothing;
use domain::wire;
use store::store::Write;
use store::write::Step;

use crate::app::App;
use crate::retention::{Rules, traces};
use crate::system::system;

/// The days that a person chooses from.
const CHOICES: [u16; 2] = [30, 365];

system! { COMMANDS "retention":
    /// Every kind of raw trace: what is kept of it, and for how long.
    read list(Nothing) -> Vec<TraceRow>, reads &["*"];
    /// Says how long a kind of trace is kept on all devices, and removes at once what is older.
    write set(KeepTraces) -> TracesGone;
}

wire! {
    /// A kind of raw trace.
    pub(crate) struct TraceRow {
        /// `breath.curves`, `mood.readings`.
        pub(crate) name: String,
        /// Days after which it goes; null: it stays.
        pub(crate) days: Option<u16>,
        /// How many are kept.
        #[ts(type = "number")]
        pub(crate) count: u64,
        /// When the oldest was made, Unix milliseconds.
        #[ts(type = "number | null")]
        pub(crate) oldest_ms: Option<i64>,
    }

    /// How long a kind of trace is kept.
    pub(crate) struct KeepTraces {
        /// Which kind.
        pub(crate) name: String,
        /// 30 or 365 days; null: for ever.
        pub(crate) days: Option<u16>,
    }

    /// What went.
    #[derive(Copy)]
    pub(crate) struct TracesGone {
        /// How many traces were removed for good.
        #[ts(type = "number")]
        pub(crate) removed: u64,
    }
}

fn list(app: &App, _: Nothing) -> Result<Vec<TraceRow>> {
    app.vault()?.store.read(|cx| {
        let rules = Rules::read(cx)?;
        traces()
            .map(|trace| {
                let held = (trace.held)(cx)?;
                Ok(TraceRow {
                    name: trace.name.into(),
                    days: rules.days(trace.name),
                    count: held.count,
                    oldest_ms: held.oldest_ms,
                })
            })
            .collect()
    })
}

fn set(app: &App, request: KeepTraces) -> Result<TracesGone> {
    let KeepTraces { name, days } = request;
    if !traces().any(|trace| trace.name == name) {
        let known: Vec<&str> = traces().map(|trace| trace.name).collect();
        let words = format!("there are no traces {name:?}; known: {}", known.join(", "));
        return Err(Error::invalid("name", words));
    }
    if days.is_some_and(|days| !CHOICES.contains(&days)) {
        return Err(Error::invalid("days", "30 or 365 days, or null for ever"));
    }
    let write = Write::new("retention.set").step(Step::None);
    app.vault()?.store.write(write, move |cx| Rules::set(cx, &name, days))?;
    Ok(TracesGone { removed: app.let_traces_go()? })
}
