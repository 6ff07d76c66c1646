//! Figures for whoever runs the server. No label and no figure says which vault.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::error::{Error, Result};

/// Which requests: the pattern of the route, and the class of the status.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

/// Which route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

type Durations = Family<Route, Histogram, fn() -> Histogram>;

/// Counters of one process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    durations: Durations,
    pub(crate) segments: Counter,
    pub(crate) lockouts: Counter,
    listeners: Gauge,
    vaults: Gauge,
    kept: Gauge,
}

/// Seconds: from a read out of memory to a full upload.
const BUCKETS: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0];

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let histogram: fn() -> Histogram = || Histogram::new(BUCKETS);
        let mut metrics = Metrics {
            registry: Registry::with_prefix("everkept"),
            requests: Family::default(),
            durations: Family::new_with_constructor(histogram),
            segments: Counter::default(),
            lockouts: Counter::default(),
            listeners: Gauge::default(),
            vaults: Gauge::default(),
            kept: Gauge::default(),
        };
        let Metrics { registry, requests, durations, segments, lockouts, listeners, vaults, kept } =
            &mut metrics;
        registry.register("requests", "Requests by route and status", requests.clone());
        let words = "How long requests took";
        registry.register_with_unit("request_duration", words, Unit::Seconds, durations.clone());
        registry.register("segments_stored", "Segments that were taken", segments.clone());
        registry.register("lockouts", "Lockouts after failed answers", lockouts.clone());
        registry.register("listeners", "Streams of events that are open", listeners.clone());
        registry.register("vaults", "Vaults", vaults.clone());
        registry.register_with_unit("kept", "What vaults keep", Unit::Bytes, kept.clone());
        metrics
    }

    /// A request was answered.
    pub(crate) fn asked(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.durations.get_or_create(&Route { route: route.clone() }).observe(seconds);
        self.requests.get_or_create(&Asked { method, route, status }).inc();
    }

    /// All figures as Prometheus reads them.
    pub(crate) fn text(&self, listeners: usize, vaults: u64, kept: u64) -> Result<String> {
        let gauge = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.listeners.set(gauge(listeners as u64));
        self.vaults.set(gauge(vaults));
        self.kept.set(gauge(kept));
        let mut out = String::new();
        encode(&mut out, &self.registry)
            .map_err(|_| Error::Stored("the figures have no text".to_owned()))?;
        Ok(out)
    }
}
