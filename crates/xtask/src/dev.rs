//! `dev`: the window on the interface's development server.
//!
//! Built without `custom-protocol`, so that the window asks the server for its pages. This compiles
//! the window's own crates once more than `run` and `test` do; everything below them is shared.

use std::process::Child;

use anyhow::{Context, Result};

use crate::setup::{self, Purpose};
use crate::{place, shell};

/// Starts the development server and the window, and ends the server with the window. With no
/// display the command line program serves the data and a browser takes the window's place.
pub(crate) fn run() -> Result<()> {
    let display = place::has_display();
    setup::all(if display { Purpose::Window } else { Purpose::Serve })?;
    let program = if display { place::WINDOW } else { place::CLI };
    shell::run(shell::cargo(["build", "--workspace", "--bin", program]))?;
    let server = Server::start()?;
    let mut app = shell::program(place::debug_binary(program));
    if !display {
        app.arg("serve");
    }
    let result = shell::run(app);
    drop(server);
    result
}

/// The development server, ended when dropped.
struct Server(Child);

impl Server {
    fn start() -> Result<Server> {
        let ui = place::ui();
        // Vite itself rather than `npm run`: ending npm would leave its child behind.
        let mut command = shell::program("node");
        command.current_dir(&ui).args([
            "node_modules/vite/bin/vite.js",
            "dev",
            "--port",
            PORT,
            "--strictPort",
        ]);
        let child = command.spawn().context("starting the development server of ui")?;
        Ok(Server(child))
    }
}

/// The same number stands in `devUrl` of src-tauri/tauri.conf.json.
const PORT: &str = "5173";

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
