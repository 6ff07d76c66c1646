//! The whole program on a bus of its own, with a keyring and without one.

use std::process::Command;

use serde_json::Value;
use testkit::face::PASSPHRASE;
use testkit::program;

/// Each step prints one line of JSON; `$everkept` is the program over a vault in this home.
const SCRIPT: &str = r#"
    set -eu
    start() {
        gnome-keyring-daemon --foreground --unlock --components=secrets >>"$HOME/daemon.log" 2>&1 <<<test &
        daemon=$!
        until busctl --user status org.freedesktop.secrets >/dev/null 2>&1; do
            kill -0 $daemon; sleep 0.1
        done
    }
    step() { "$@" 2>&1 </dev/null | tail -n 1 || true; }
    everkept() { "$PROGRAM" --vault "$HOME/vault" --json "$@"; }
    start; trap 'kill $daemon' EXIT
    EVERKEPT_PASSPHRASE="$WORDS" step everkept init >/dev/null
    step everkept call vault.status '{}'
    step everkept call journal.entries '{}'
    EVERKEPT_PASSPHRASE="$WORDS" step everkept call vault.unlock \
        "{\"passphrase\":\"$WORDS\",\"remember\":true}"
    step everkept call vault.status '{}'
    step everkept call journal.entries '{}'
    # Another login: the keyring is a new process over the same file.
    kill $daemon; wait $daemon || true
    start
    step everkept call journal.entries '{}'
    # Another system, or the keyring was emptied: its file is gone.
    kill $daemon; wait $daemon || true
    find "$HOME" -name '*.keyring' -delete
    start
    step everkept call vault.status '{}'
    step everkept call journal.entries '{}'
    EVERKEPT_PASSPHRASE="$WORDS" step everkept call journal.entries '{}'
"#;

fn present(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success())
}

#[test]
fn s2_a_keyring_opens_the_vault_and_without_it_the_passphrase_does() {
    if !present("dbus-run-session") || !present("gnome-keyring-daemon") {
        eprintln!("skipped: dbus-run-session and gnome-keyring-daemon are not installed");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", SCRIPT])
        .env("PROGRAM", program::path())
        .env("WORDS", PASSPHRASE)
        .env_remove("EVERKEPT_PASSPHRASE")
        .env_remove("EVERKEPT_VAULT")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .envs(
            ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME"]
                .map(|name| (name, home.path())),
        )
        .output()
        .expect("dbus-run-session runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = format!("{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    let lines: Vec<Value> =
        said.lines().map(|line| serde_json::from_str(line).unwrap_or_default()).collect();
    let [before, refused, _, after, opened, later, emptied, locked, given] = &lines[..] else {
        panic!("nine answers: {told}");
    };
    assert_eq!(
        (&before["keyring"], &before["remembered"]),
        (&true.into(), &false.into()),
        "{told}"
    );
    assert_eq!(refused["code"], "Locked", "{told}");
    assert_eq!((&after["state"], &after["remembered"]), (&"locked".into(), &true.into()), "{told}");
    assert!(opened["items"].is_array(), "the keyring opens it: {told}");
    assert!(later["items"].is_array(), "and does so the next day: {told}");
    assert_eq!(emptied["remembered"], false, "{told}");
    assert_eq!(locked["code"], "Locked", "without it the passphrase is asked for: {told}");
    assert!(given["items"].is_array(), "and opens it: {told}");
}
