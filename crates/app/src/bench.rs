//! Benches: figures with the raw limit beside them, never a verdict.
//!
//! A figure in CPU time does not suffer from a busy machine; one that ends on the disk is wall time,
//! because waiting for the disk is what it measures.

mod finance;
mod fitness;
mod journal;
mod listening;
mod senses;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use store::keyfile::Strength;

use crate::app::{App, Config};
use crate::env::SystemEnv;

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The peer or the raw limit.
    pub beside: Option<Beside>,
}

/// What stands beside a figure, in the same unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Beside {
    /// What it is.
    pub name: String,
    /// Its figure.
    pub value: f64,
}

/// The benches by name.
pub const NAMES: &[&str] = &["journal", "listening", "fitness", "senses"];

/// How often a short thing is done.
const TIMES: usize = 200;

/// Whether a bench can run here without anybody having named it.
pub fn runs_unnamed(name: &str, plays: Option<&Path>) -> bool {
    match name {
        "listening" => plays.is_some(),
        "senses" => senses::has_inputs(),
        _ => true,
    }
}

/// Runs one bench in an empty folder. `plays`: a folder with what is taken in: a Spotify export for
/// `listening`, what the test kit's `ledger` wrote for `finance`, GoEmotions' files for `text` (these two
/// run only when they are named).
///
/// # Errors
/// `Invalid` for a name that there is not, or without the plays that the listening bench takes in.
pub fn run(name: &str, dir: &Path, plays: Option<&Path>) -> Result<Vec<Row>> {
    match name {
        "journal" => journal::run(dir),
        "listening" => listening::run(dir, plays),
        "finance" => finance::run(dir, plays),
        "fitness" => fitness::run(dir),
        "senses" => senses::run(),
        "text" => senses::run_text(plays),
        _ => {
            Err(Error::invalid("name", format!("there is no bench {name:?}: {}", NAMES.join(", "))))
        }
    }
}

/// A new vault in the folder, open.
fn app_in(dir: &Path) -> Result<Arc<App>> {
    let app = App::new(Config {
        dir: dir.join("vault"),
        env: Arc::new(SystemEnv),
        strength: Strength::Floor,
        keyring: false,
    });
    app.create("bench")?;
    Ok(app)
}

fn call(app: &App, name: &str, request: Value) -> Result<Value> {
    let broken = |source| Error::internal("speaking JSON", source);
    let payload: Box<RawValue> = serde_json::value::to_raw_value(&request).map_err(broken)?;
    serde_json::from_str(app.call(name, &payload)?.get()).map_err(broken)
}

fn row(name: &str, value: f64, unit: &str, beside: &str, limit: f64) -> Row {
    Row {
        name: name.into(),
        value,
        unit: unit.into(),
        beside: Some(Beside { name: beside.into(), value: limit }),
    }
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}

fn size(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(f64::NAN, |file| file.len() as f64 / 1e6)
}
