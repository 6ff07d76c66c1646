//! The same networks by onnxruntime, which most programs would use: a process of Python's own.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde::Deserialize;

/// What stands beside a figure.
pub(super) const NAME: &str = "onnxruntime, 1 thread";

/// Names a Python that has onnxruntime, if it is not `python3`.
const PYTHON: &str = "EVERKEPT_PYTHON";

/// Measures it; from the root of the source tree.
const SCRIPT: &str = "assets/models/convert/speed.py";

/// What one network costs there, CPU ms.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Cost {
    pub(super) load_ms: f64,
    /// The middle one of many calls.
    pub(super) call_ms: f64,
}

/// What it says of each, by name and input: `face_mesh 192x192x3`.
pub(super) struct Peer(BTreeMap<String, Cost>);

impl Peer {
    /// Asks it; nothing where it is not installed.
    pub(super) fn ask() -> Option<Peer> {
        let python = std::env::var_os(PYTHON).unwrap_or_else(|| "python3".into());
        let mut command = Command::new(python);
        command.arg(SCRIPT).stdin(Stdio::null()).stderr(Stdio::null());
        let output = command.output().ok().filter(|output| output.status.success())?;
        serde_json::from_slice(&output.stdout).ok().map(Peer)
    }

    pub(super) fn of(&self, network: &str) -> Option<Cost> {
        self.0.get(network).copied()
    }
}
