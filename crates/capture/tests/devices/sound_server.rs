//! A sound server of the test's own: what is played to its speaker is what its microphone hears.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::again;

/// Bytes of a server's secret. Whoever may come without it must still bring as many.
const COOKIE_BYTES: usize = 256;

/// A server that runs takes milliseconds; one that is started beside other tests a little longer.
const START: Duration = Duration::from_secs(20);

/// The name of the microphone, as a person sees it.
pub(crate) const NAME: &str = "VirtualMicrophone";

/// Runs the test `name` again with a server; in the child: runs `body`.
pub(crate) fn with(name: &str, body: impl FnOnce()) {
    if again::is_child() {
        body();
        return;
    }
    let server = SoundServer::start();
    let variables = server.variables();
    again::run(name, &variables.each_ref().map(|(key, value)| (*key, value.as_os_str())));
}

/// The running server; dropping it ends it.
pub(crate) struct SoundServer {
    folder: TempDir,
    process: Child,
}

impl SoundServer {
    pub(crate) fn start() -> SoundServer {
        let folder = tempfile::tempdir().expect("a temp folder can be made");
        let log = File::create(folder.path().join("log")).expect("a file can be made");
        let socket = folder.path().join("socket");
        fs::write(folder.path().join("cookie"), [0; COOKIE_BYTES]).expect("a file can be written");
        let mut command = Command::new("pulseaudio");
        command
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--log-target=stderr"])
            .arg("-L")
            .arg(format!(
                "module-native-protocol-unix auth-anonymous=1 socket={}",
                socket.display()
            ))
            .args(["-L", "module-null-sink sink_name=speaker rate=48000"])
            .arg("-L")
            .arg(format!(
                "module-remap-source master=speaker.monitor source_name=microphone \
                 source_properties=device.description={NAME}"
            ))
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("PULSE_RUNTIME_PATH", folder.path().join("run"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        let process = command
            .spawn()
            .unwrap_or_else(|error| panic!("pulseaudio of the package pulseaudio: {error}"));
        let mut server = SoundServer { folder, process };
        let start = Instant::now();
        while !socket.exists() || !pactl_at(&server.address(), &["info"]).1 {
            let ended = server.process.try_wait().expect("a child can be asked");
            let is_late = START < start.elapsed();
            assert!(ended.is_none() && !is_late, "pulseaudio does not start:\n{}", server.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        for default in [["set-default-source", "microphone"], ["set-default-sink", "speaker"]] {
            assert!(pactl_at(&server.address(), &default).1, "{default:?}:\n{}", server.log());
        }
        server
    }

    /// The variables under which a program finds this server, and no other.
    pub(crate) fn variables(&self) -> [(&'static str, OsString); 3] {
        [
            ("PULSE_SERVER", self.address().into()),
            ("PULSE_COOKIE", self.cookie().into()),
            // Where the server cannot be reached nothing else may be found, least of all a real microphone.
            ("ALSA_CONFIG_PATH", "/dev/null".into()),
        ]
    }

    fn address(&self) -> String {
        format!("unix:{}", self.folder.path().join("socket").display())
    }

    fn cookie(&self) -> PathBuf {
        self.folder.path().join("cookie")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for SoundServer {
    fn drop(&mut self) {
        // A test may have ended it already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks the server of this child; panics when it does not answer.
pub(crate) fn pactl(arguments: &[&str]) -> String {
    let address = std::env::var("PULSE_SERVER").expect("the parent names the server");
    let (said, is_ok) = pactl_at(&address, arguments);
    assert!(is_ok, "pactl {arguments:?}: {said}");
    said
}

fn pactl_at(address: &str, arguments: &[&str]) -> (String, bool) {
    let mut command = Command::new("pactl");
    command.args(arguments).env("PULSE_SERVER", address);
    let output = again::program(&mut command, "pulseaudio-utils");
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.success())
}

/// Something that plays; dropping it stops it.
pub(crate) struct Playing(Child);

impl Drop for Playing {
    fn drop(&mut self) {
        // It may have come to its end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Plays a WAV file to the speaker of this child's server.
pub(crate) fn play(wav: &Path) -> Playing {
    let mut command = Command::new("paplay");
    command.arg(wav).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let process = command
        .spawn()
        .unwrap_or_else(|error| panic!("paplay of the package pulseaudio-utils: {error}"));
    Playing(process)
}
