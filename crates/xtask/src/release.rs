//! `release`: what a person downloads, built and tried once: installed, started, measured, removed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::setup::{self, Purpose};
use crate::{place, shell};

/// The package's name, as dpkg knows it.
const PACKAGE: &str = "everkept";

/// Slower than this is a window that never paints.
const PAINT_MAX: Duration = Duration::from_secs(60);

/// How long the window rests before its memory is measured.
const SETTLE: Duration = Duration::from_secs(3);

/// Builds the release and prints its figures; on Debian and Ubuntu the package is made and tried too.
pub(crate) fn run() -> Result<()> {
    setup::all(Purpose::Test)?;
    let start = Instant::now();
    build()?;
    let mut figures = vec![
        ("release build".to_owned(), format!("{:.0} s", start.elapsed().as_secs_f64())),
        size_of("window", &place::release_binary(place::WINDOW))?,
        size_of("command line", &place::release_binary(place::CLI))?,
    ];
    if place::on_path("dpkg") {
        let package = bundle()?;
        figures.push(size_of("package", &package)?);
        figures.extend(try_package(&package)?);
    } else {
        eprintln!("no dpkg here: the package is not made, the window is started as it was built");
        figures.extend(measure(&place::release_binary(place::WINDOW))?);
    }
    println!("\n== release");
    for (name, value) in figures {
        println!("{name:<28} {value}");
    }
    Ok(())
}

/// Cargo with the one set of flags, not `tauri build`, which selects one package and so builds the
/// dependencies a second time with other features.
fn build() -> Result<()> {
    let mut args = vec!["build", "--release"];
    args.extend(place::WORKSPACE);
    args.extend(["--bin", place::WINDOW, "--bin", place::CLI]);
    shell::run(shell::cargo(args))
}

/// Packs both programs.
fn bundle() -> Result<PathBuf> {
    let folder = place::target().join("release/bundle/deb");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    let cli = place::release_binary(place::CLI);
    let config =
        json!({ "bundle": { "linux": { "deb": { "files": { "/usr/bin/everkept": cli } } } } });
    let tauri = place::ui().join("node_modules/@tauri-apps/cli/tauri.js");
    let mut command = shell::program("node");
    command
        .arg(tauri)
        .args([
            "bundle",
            "--bundles",
            "deb",
            "--features",
            "custom-protocol",
            "--config",
            &config.to_string(),
        ])
        .current_dir(place::root().join("src-tauri"));
    shell::run(command)?;
    let made = fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    made.filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .with_context(|| format!("no .deb in {}", folder.display()))
}

/// Installs the package, starts it once and removes it, whatever happened in between.
fn try_package(package: &Path) -> Result<Vec<(String, String)>> {
    let mut state = shell::program("dpkg-query");
    state.args(["--show", "--showformat=${db:Status-Status}", PACKAGE]);
    if shell::output(state).is_ok_and(|state| state == "installed") {
        bail!("{PACKAGE} is installed here already; remove it first, or this would remove it");
    }
    shell::run(as_root(
        &["apt-get", "install", "-y", "-qq", "--no-install-recommends"],
        Some(package),
    )?)?;
    let measured = measure(Path::new("/usr/bin/everkept-desktop"));
    let version = shell::output({
        let mut command = shell::program("/usr/bin/everkept");
        command.arg("--version");
        command
    });
    shell::run(as_root(&["apt-get", "remove", "-y", "-qq", PACKAGE], None)?)?;
    let mut figures = measured?;
    figures.push(("installed command line".to_owned(), version?.trim().to_owned()));
    Ok(figures)
}

fn as_root(words: &[&str], last: Option<&Path>) -> Result<Command> {
    let mut id = shell::program("id");
    id.arg("-u");
    let mut command = if shell::output(id)?.trim() == "0" {
        shell::program(words[0])
    } else {
        let mut command = shell::program("sudo");
        command.args(["-n", words[0]]);
        command
    };
    command.args(&words[1..]).args(last).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// Starts the window in a folder and on a screen of its own, waits for its first paint and reads
/// what it takes of the memory.
fn measure(program: &Path) -> Result<Vec<(String, String)>> {
    let home = place::target().join("release-trial");
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    for name in ["run", "data", "config", "cache"] {
        fs::create_dir_all(home.join(name))?;
    }
    let screen = Screen::start()?;
    let paint_file = home.join("paint");
    let start = Instant::now();
    let mut window = shell::program(program)
        .env("DISPLAY", &screen.name)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("NO_AT_BRIDGE", "1")
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("EVERKEPT_VAULT", home.join("vault"))
        .env("EVERKEPT_PAINT_FILE", &paint_file)
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", program.display()))?;
    let painted = wait_for_file(&paint_file, start, &mut window);
    thread::sleep(SETTLE);
    // The process closes its memory to other programs of the same person, so root alone can look.
    let memory = memory_of(window.id()).map_or_else(
        |_| "not readable here".to_owned(),
        |kib| format!("{:.0} MB", kib as f64 / 1024.0),
    );
    // It may have ended by itself; `painted` then says so.
    let _ = window.kill();
    let _ = window.wait();
    let wall = painted?;
    let own = fs::read_to_string(&paint_file)?;
    Ok(vec![
        ("first paint".to_owned(), format!("{own} ms ({} ms from the call)", wall.as_millis())),
        ("memory (PSS, all processes)".to_owned(), memory),
    ])
}

fn wait_for_file(file: &Path, start: Instant, window: &mut Child) -> Result<Duration> {
    while !file.exists() {
        if let Some(status) = window.try_wait()? {
            bail!("the window ended before it painted: {status}");
        }
        if PAINT_MAX < start.elapsed() {
            bail!("nothing was painted in {} s", PAINT_MAX.as_secs());
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(start.elapsed())
}

/// Proportional set size of a process and its children, in KiB.
fn memory_of(process: u32) -> Result<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let own = rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse::<u64>().ok())
        .context("reading Pss of smaps_rollup")?;
    let mut sum = own;
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        let children = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace().filter_map(|child| child.parse().ok()) {
            sum += memory_of(child).unwrap_or(0);
        }
    }
    Ok(sum)
}

/// A screen that nobody sees, ended when dropped.
struct Screen {
    server: Child,
    name: String,
}

impl Screen {
    fn start() -> Result<Screen> {
        let number = (90..120)
            .find(|number| !Path::new(&format!("/tmp/.X{number}-lock")).exists())
            .context("finding a free number for a screen")?;
        let name = format!(":{number}");
        let server = shell::program("Xvfb")
            .args([name.as_str(), "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb")?;
        let socket = PathBuf::from(format!("/tmp/.X11-unix/X{number}"));
        let start = Instant::now();
        while !socket.exists() && start.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(10));
        }
        Ok(Screen { server, name })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // A server that has ended already needs no ending.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn size_of(name: &str, file: &Path) -> Result<(String, String)> {
    let bytes = fs::metadata(file).with_context(|| format!("looking at {}", file.display()))?.len();
    Ok((name.to_owned(), format!("{:.1} MB", bytes as f64 / 1e6)))
}
