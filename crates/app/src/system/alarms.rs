//! What people are told at an instant.

use base::error::Result;
use domain::command::Nothing;
use domain::view::Alarm;

use crate::app::App;
use crate::system::system;

system! { COMMANDS "alarms":
    /// What rang since the vault was opened, the first first: the end of a rest, a bill that is due.
    read rung(Nothing) -> Vec<Alarm>, reads &["alarms", "vault"];
}

fn rung(app: &App, _: Nothing) -> Result<Vec<Alarm>> {
    app.vault()?;
    Ok(app.services.rung())
}
