//! The operating system's keyring: opening a vault without typing, for who is logged in.
//!
//! Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. The kernel's key
//! retention service (keyutils) is never a substitute: what it holds is gone at the next start. Where
//! there is no keyring, nothing is remembered; the passphrase opens the vault as ever.
//!
//! Every call runs in its own thread under a time limit: a keyring on a dead bus, or one whose prompt
//! nobody sees, hangs for ever. What is deliberately not here: any file.

pub mod secret;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use base::env::Env;
use base::error::{Code, Error, Result};
use keyring::Entry;
use zeroize::Zeroizing;

use crate::key::DataKey;
use crate::keyfile::VaultId;

/// The name under which a person sees our secrets in the system's keyring program.
const SERVICE: &str = "Everkept";

/// A probe asks nobody anything, and stands between the start and the first window.
const PROBE_LIMIT: Duration = Duration::from_secs(3);

/// The system may ask for the login password here; this is time to type it.
const ASK_LIMIT: Duration = Duration::from_secs(60);

/// Calls that never came back. A thread cannot be ended, so after these no more are started.
const STUCK_MAX: usize = 4;

static STUCK: AtomicUsize = AtomicUsize::new(0);

/// Whether a keyring really answers: a secret was written, read back the same, and deleted. Takes about
/// 0.1 s where there is one, at most 3 s. Ask when the person is offered the choice, not at each start.
pub fn probe(env: &dyn Env) -> bool {
    let mut name = [0; 8];
    let mut secret = Zeroizing::new([0; 32]);
    env.fill(&mut name);
    env.fill(secret.as_mut());
    let name = format!("probe {}", data_encoding::HEXLOWER.encode(&name));
    let answer = within(PROBE_LIMIT, move || {
        let entry = Entry::new(SERVICE, &name)?;
        entry.set_secret(secret.as_ref())?;
        let back = entry.get_secret().map(Zeroizing::new);
        entry.delete_credential()?;
        Ok(*back? == secret.as_ref())
    });
    match answer {
        Ok(same) => same,
        Err(error) => {
            tracing::info!(%error, "no keyring");
            false
        }
    }
}

/// Keeps the vault's key in the keyring, in place of what was remembered for this vault.
///
/// # Errors
/// `Unsupported` when no keyring answers, `Denied` when it is locked and stays so, `Internal` when it
/// does not give back what was put in.
pub fn remember(vault: VaultId, key: &DataKey) -> Result<()> {
    let name = vault.to_string();
    let secret = Zeroizing::new(*key.expose());
    let same = within(ASK_LIMIT, move || {
        let entry = Entry::new(SERVICE, &name)?;
        entry.set_secret(secret.as_ref())?;
        Ok(*Zeroizing::new(entry.get_secret()?) == secret.as_ref())
    })?;
    if !same {
        return Err(Error::new(
            Code::Internal,
            "the keyring does not give back the key that was put in",
        ));
    }
    Ok(())
}

/// The key that was remembered for the vault, if one was. Whether it is the vault's is for the key file
/// to say (`KeyFile::check_key`): keyrings are restored from backups too.
///
/// # Errors
/// `Unsupported` when no keyring answers, `Denied` when it is locked and stays so, `Invalid` when what
/// it holds is not a key. None of them means that the vault is damaged: the passphrase opens it.
pub fn recall(vault: VaultId) -> Result<Option<DataKey>> {
    let name = vault.to_string();
    let found = within(ASK_LIMIT, move || match Entry::new(SERVICE, &name)?.get_secret() {
        Ok(secret) => Ok(Some(Zeroizing::new(secret))),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })?;
    let Some(secret) = found else { return Ok(None) };
    if secret.len() != DataKey::LEN {
        let message =
            "the keyring holds something else than a key for this vault: the passphrase opens it";
        return Err(Error::new(Code::Invalid, message));
    }
    let mut bytes = Zeroizing::new([0; DataKey::LEN]);
    bytes.copy_from_slice(&secret);
    Ok(Some(DataKey::from_bytes(bytes)))
}

/// Takes the vault's key out of the keyring. It is no error that there is none.
///
/// # Errors
/// `Unsupported` when no keyring answers, `Denied` when it is locked and stays so.
pub fn forget(vault: VaultId) -> Result<()> {
    let name = vault.to_string();
    within(ASK_LIMIT, move || match Entry::new(SERVICE, &name)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    })
}

/// Runs `work` beside and waits for it, but not for ever.
fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> Result<T> {
    let silent = || Error::new(Code::Unsupported, "the system's keyring does not answer");
    if STUCK_MAX <= STUCK.load(Ordering::Relaxed) {
        return Err(silent());
    }
    let (answer, answered) = mpsc::sync_channel(1);
    // Counted as stuck from the start: whoever waits in vain need not tell a late end from none.
    STUCK.fetch_add(1, Ordering::Relaxed);
    let spawned = thread::Builder::new().name("keyring".into()).spawn(move || {
        let done = work();
        STUCK.fetch_sub(1, Ordering::Relaxed);
        // Nobody listens any more when the time was over; then the answer is dropped here.
        let _ = answer.send(done);
    });
    if let Err(source) = spawned {
        STUCK.fetch_sub(1, Ordering::Relaxed);
        return Err(Error::internal("starting a thread for the keyring", source));
    }
    match answered.recv_timeout(limit) {
        Ok(done) => done.map_err(|error| explain(&error)),
        Err(_) => Err(silent()),
    }
}

/// The keyring's errors in our words. Only their text is kept: some hold the secret that was read.
fn explain(error: &keyring::Error) -> Error {
    use keyring::Error as E;
    match error {
        E::NoDefaultStore | E::NotSupportedByStore(_) => {
            Error::new(Code::Unsupported, "this system has no keyring")
        }
        E::NoStorageAccess(_) => {
            Error::new(Code::Denied, format!("the system's keyring is locked: {error}"))
        }
        E::BadEncoding(_) | E::BadDataFormat(..) => {
            Error::new(Code::Invalid, "the keyring holds something that cannot be read")
        }
        E::Ambiguous(_) => {
            Error::new(Code::Conflict, "the keyring holds several secrets under one name")
        }
        _ => Error::new(Code::Internal, format!("the system's keyring: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Output};
    use std::time::Instant;

    use super::*;
    use crate::key::testing::FixedEnv;

    /// Set in the inner run of this file's tests, which has a bus and a keyring of its own.
    const INNER: &str = "EVERKEPT_TEST_KEYRING";

    /// A keyring that dies with the shell: the daemon would outlive the bus, so it is ended by its id.
    const WITH_KEYRING: &str = r#"
        gnome-keyring-daemon --foreground --unlock --components=secrets >"$HOME/daemon.log" 2>&1 <<<test &
        daemon=$!
        trap 'kill $daemon' EXIT
        for _ in $(seq 50); do
            busctl --user status org.freedesktop.secrets >/dev/null 2>&1 && break
            dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
                org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null \
                | grep -q true && break
            sleep 0.1
        done
        "$0" --exact keyring::tests::inner --nocapture"#;

    fn present(program: &str) -> bool {
        Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success())
    }

    /// Runs `inner` again, in a home of its own, as `mode`.
    fn run_inner(mode: &str, mut command: Command) -> Output {
        let home = tempfile::tempdir().unwrap();
        let exe = std::env::current_exe().unwrap();
        if command.get_args().next().is_some() {
            command.arg(exe); // `bash -c` calls it $0.
        } else {
            command = Command::new(exe);
            command.args(["--exact", "keyring::tests::inner", "--nocapture"]);
        }
        command
            .env(INNER, mode)
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains("1 passed"),
            "inner run: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn s2_a_key_is_remembered_by_a_real_keyring() {
        if !present("dbus-run-session") || !present("gnome-keyring-daemon") {
            eprintln!("skipped: dbus-run-session and gnome-keyring-daemon are not installed");
            return;
        }
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "bash", "-c", WITH_KEYRING]);
        run_inner("keyring", command);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn s2_without_a_bus_nothing_is_remembered_and_nothing_hangs() {
        run_inner("no bus", Command::new("unused"));
    }

    /// The bus starts a keyring that nobody has unlocked; it ends with the bus.
    #[cfg(target_os = "linux")]
    #[test]
    fn s2_a_locked_keyring_is_no_keyring_and_nothing_hangs() {
        if !present("dbus-run-session") {
            eprintln!("skipped: dbus-run-session is not installed");
            return;
        }
        let mut command = Command::new("dbus-run-session");
        let again = r#""$0" --exact keyring::tests::inner --nocapture"#;
        command.args(["--", "bash", "-c", again]);
        run_inner("locked", command);
    }

    /// What the three tests above run in a process and a home of their own.
    #[test]
    fn inner() {
        let Ok(mode) = std::env::var(INNER) else { return };
        let env = FixedEnv::new(1);
        let vault = VaultId::from_bytes([7; 16]);
        let other = VaultId::from_bytes([8; 16]);
        let (key, newer) = (DataKey::generate(&env), DataKey::generate(&env));
        let start = Instant::now();
        if mode != "keyring" {
            assert!(!probe(&env));
            let refused = remember(vault, &key).unwrap_err().code();
            assert!([Code::Unsupported, Code::Denied].contains(&refused), "{refused:?}");
            assert!(!recall(vault).is_ok_and(|key| key.is_some()));
            assert!(secret::keep(vault, "a.token", "first").is_err());
            assert!(start.elapsed() < PROBE_LIMIT * 2, "it took {:?}", start.elapsed());
            return;
        }
        assert!(probe(&env), "a keyring that is there answers");
        eprintln!("probe took {:?}", start.elapsed());
        assert!(recall(vault).unwrap().is_none(), "nothing is remembered yet");
        forget(vault).unwrap();
        remember(vault, &key).unwrap();
        assert_eq!(recall(vault).unwrap().unwrap().expose(), key.expose());
        assert!(recall(other).unwrap().is_none(), "each vault has its own key");
        no_key_on_the_disk(&key);
        remember(vault, &newer).unwrap();
        assert_eq!(recall(vault).unwrap().unwrap().expose(), newer.expose());
        Entry::new(SERVICE, &vault.to_string()).unwrap().set_secret(b"garbage").unwrap();
        assert_eq!(recall(vault).err().map(|e| e.code()), Some(Code::Invalid));
        forget(vault).unwrap();
        assert!(recall(vault).unwrap().is_none());
        assert!(secret::recall(vault, "a.token").unwrap().is_none());
        secret::keep(vault, "a.token", "first").unwrap();
        secret::keep(vault, "a.token", "second").unwrap();
        assert_eq!(*secret::recall(vault, "a.token").unwrap().unwrap(), "second");
        assert!(secret::recall(other, "a.token").unwrap().is_none(), "each vault has its own");
        assert!(recall(vault).unwrap().is_none(), "a token is no key");
        secret::forget(vault, "a.token").unwrap();
        secret::forget(vault, "a.token").unwrap();
        assert!(secret::recall(vault, "a.token").unwrap().is_none());
    }

    /// Looks for the key in every file of this test's home, which holds the keyring's own, too.
    fn no_key_on_the_disk(key: &DataKey) {
        let raw = key.expose().as_slice();
        let texts = [data_encoding::HEXLOWER, data_encoding::HEXUPPER, data_encoding::BASE64];
        let mut forms: Vec<Vec<u8>> =
            texts.iter().map(|text| text.encode(raw).into_bytes()).collect();
        forms.push(raw.to_vec());
        let (mut left, mut looked) = (vec![std::env::var_os("HOME").unwrap().into()], 0);
        while let Some(folder) = left.pop() {
            let folder: std::path::PathBuf = folder;
            for entry in std::fs::read_dir(&folder).unwrap().flatten() {
                let about = entry.metadata().unwrap();
                if about.is_dir() {
                    left.push(entry.path());
                } else if about.is_file() {
                    let bytes = std::fs::read(entry.path()).unwrap();
                    let holds = |form: &Vec<u8>| {
                        bytes.windows(form.len()).any(|window| window == form.as_slice())
                    };
                    assert!(!forms.iter().any(holds), "the key stands in {:?}", entry.path());
                    looked += 1;
                }
            }
        }
        assert!(looked > 0, "the keyring has a file");
    }

    #[test]
    fn s2_a_keyring_that_hangs_is_left_and_then_not_asked_again() {
        let limit = Duration::from_millis(20);
        let mut held = Vec::new();
        for _ in 0..STUCK_MAX {
            let (hold, wait) = mpsc::channel::<()>();
            held.push(hold);
            let stuck = within(limit, move || {
                let _ = wait.recv();
                Ok(())
            });
            assert_eq!(stuck.unwrap_err().code(), Code::Unsupported);
        }
        let start = Instant::now();
        assert!(within(Duration::from_secs(60), || Ok(())).is_err());
        assert!(start.elapsed() < Duration::from_secs(10), "it is refused at once");
        drop(held);
        while STUCK.load(Ordering::Relaxed) > 0 {
            thread::yield_now();
        }
        within(Duration::from_secs(60), || Ok(())).unwrap();
    }
}
