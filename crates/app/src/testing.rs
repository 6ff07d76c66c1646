//! A vault for this crate's own tests.

use std::sync::Arc;

use base::env::{Env, FixedEnv};
use base::error::Result;
use serde_json::Value;
use store::keyfile::Strength;
use tempfile::TempDir;

use crate::app::{App, Config};

pub(crate) const PASSPHRASE: &str = "lantern orchard umbrella tide";

/// A vault in a temporary folder, which goes with this.
pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) env: Arc<FixedEnv>,
    pub(crate) app: Arc<App>,
}

impl World {
    /// A new vault, open, at this instant in this zone.
    pub(crate) fn at(instant: &str, zone: &str) -> World {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let env = Arc::new(FixedEnv::at(instant, zone, 7));
        let app = App::new(Config {
            dir: dir.path().join("vault"),
            env: Arc::clone(&env) as Arc<dyn Env>,
            strength: Strength::Floor,
            keyring: false,
        });
        app.create(PASSPHRASE).expect("a new vault");
        World { dir, env, app }
    }

    pub(crate) fn try_call(&self, name: &str, request: &Value) -> Result<Value> {
        let request = serde_json::value::to_raw_value(request).expect("JSON has a text");
        let reply = self.app.call(name, &request)?;
        Ok(serde_json::from_str(reply.get()).expect("a reply is JSON"))
    }

    pub(crate) fn call(&self, name: &str, request: &Value) -> Value {
        self.try_call(name, request).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}
