//! Which vault, and what opens it.

pub(crate) mod archive_passphrase;

use std::env;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::app::{App, Config};
use app::env::SystemEnv;
use base::error::{Code, Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use store::keyfile::Strength;
use zeroize::Zeroizing;

use crate::args::Global;

/// A passphrase file longer than this is another file.
const PASSPHRASE_BYTES_MAX: u64 = 4096;

/// The vault's folder and the ways to open it.
pub(crate) struct Access {
    dir: PathBuf,
    passphrase_file: Option<PathBuf>,
    keyring: bool,
}

/// The part of `vault.status` that is needed here.
#[derive(Deserialize)]
struct Status {
    state: State,
    remembered: bool,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Absent,
    Locked,
    Open,
}

impl Access {
    /// From the flags and the environment.
    ///
    /// # Errors
    /// `Invalid` when no folder is named and there is no home.
    pub(crate) fn of(global: &Global) -> Result<Access> {
        Ok(Access {
            dir: folder(global.vault.clone())?,
            passphrase_file: global.passphrase_file.clone(),
            keyring: !global.no_keyring,
        })
    }

    /// The vault's folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The same ways to open another folder; the keyring knows nothing of that.
    pub(crate) fn at(&self, dir: &Path) -> Access {
        let passphrase_file = self.passphrase_file.clone();
        Access { dir: dir.to_owned(), passphrase_file, keyring: false }
    }

    /// An Everkept over the folder; nothing is opened.
    pub(crate) fn closed(&self, strength: Strength) -> Arc<App> {
        App::new(Config {
            dir: self.dir.clone(),
            env: Arc::new(SystemEnv),
            strength,
            keyring: self.keyring,
        })
    }

    /// An Everkept whose vault is open.
    ///
    /// # Errors
    /// `NotFound` without a vault; `Locked` when nothing opens it.
    pub(crate) fn open(&self) -> Result<Arc<App>> {
        let app = self.closed(Strength::Default);
        self.unlock(&app)?;
        Ok(app)
    }

    /// Opens the vault by what was given, else by the keyring, else by asking.
    ///
    /// # Errors
    /// As [`Access::open`].
    pub(crate) fn unlock(&self, app: &App) -> Result<()> {
        match self.unlock_unasked(app)? {
            true => Ok(()),
            false => app.unlock(&ask_terminal("Passphrase: ")?),
        }
    }

    /// An Everkept whose vault is open; none when it would have to ask, or another process has it open.
    ///
    /// # Errors
    /// `NotFound` without a vault; `Locked` when what was given does not open it.
    pub(crate) fn open_unasked(&self) -> Result<Option<Arc<App>>> {
        let app = self.closed(Strength::Default);
        match self.unlock_unasked(&app) {
            Ok(open) => Ok(open.then_some(app)),
            Err(error) if error.code() == Code::Conflict => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens the vault by what was given or by the keyring; answers whether it is open.
    fn unlock_unasked(&self, app: &App) -> Result<bool> {
        let status: Status = ask(app, "vault.status", &json!({}))?;
        match status.state {
            State::Open => return Ok(true),
            State::Absent => {
                let dir = self.dir.display();
                return Err(Error::new(
                    Code::NotFound,
                    format!("there is no vault in {dir}; `everkept init` makes one"),
                ));
            }
            State::Locked => {}
        }
        if let Some(passphrase) = self.given()? {
            return app.unlock(&passphrase).map(|()| true);
        }
        if status.remembered {
            return ask::<Value>(app, "vault.unlock", &json!({})).map(|_| true);
        }
        Ok(false)
    }

    /// The passphrase of the file or the environment.
    ///
    /// # Errors
    /// `NotFound` or `Denied` when the file cannot be read; `Invalid` when it holds none.
    pub(crate) fn given(&self) -> Result<Option<Zeroizing<String>>> {
        if let Some(path) = &self.passphrase_file {
            return from_file(path).map(Some);
        }
        let set = env::var("EVERKEPT_PASSPHRASE").ok().filter(|set| !set.is_empty());
        Ok(set.map(Zeroizing::new))
    }

    /// A passphrase for a new vault: given, or asked for twice.
    ///
    /// # Errors
    /// As [`Access::given`]; `Invalid` when the two differ.
    pub(crate) fn chosen(&self) -> Result<Zeroizing<String>> {
        if let Some(given) = self.given()? {
            return Ok(given);
        }
        let first = ask_terminal("New passphrase: ")?;
        if ask_terminal("Once more: ")? != first {
            return Err(Error::invalid("passphrase", "the two passphrases differ"));
        }
        Ok(first)
    }
}

/// How the vault stands.
///
/// # Errors
/// When its key file cannot be read.
pub(crate) fn state(app: &App) -> Result<State> {
    ask::<Status>(app, "vault.status", &json!({})).map(|status| status.state)
}

/// Runs a command and reads its reply.
///
/// # Errors
/// The command's own; `Internal` when its reply has another form than expected.
pub(crate) fn ask<Reply: DeserializeOwned>(
    app: &App,
    name: &str,
    request: &Value,
) -> Result<Reply> {
    read(name, &app.call(name, &raw(request)?)?)
}

/// A request as the registry takes it.
///
/// # Errors
/// `Internal`; a JSON value always has a text.
pub(crate) fn raw(request: &Value) -> Result<Box<RawValue>> {
    serde_json::value::to_raw_value(request)
        .map_err(|source| Error::internal("writing a request as JSON", source))
}

/// A reply of the registry in a form that is known here.
///
/// # Errors
/// `Internal` when it has another form.
pub(crate) fn read<Reply: DeserializeOwned>(name: &str, reply: &RawValue) -> Result<Reply> {
    serde_json::from_str(reply.get())
        .map_err(|source| Error::internal(format!("reading the reply of {name}"), source))
}

fn from_file(path: &Path) -> Result<Zeroizing<String>> {
    use std::io::Read;
    let failed = |source: std::io::Error| {
        let code = match source.kind() {
            std::io::ErrorKind::NotFound => Code::NotFound,
            _ => Code::Denied,
        };
        Error::new(code, "reading the passphrase file").at("passphrase-file").because(source)
    };
    let mut text = Zeroizing::new(String::new());
    std::fs::File::open(path)
        .and_then(|file| file.take(PASSPHRASE_BYTES_MAX).read_to_string(&mut text))
        .map_err(failed)?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Error::invalid("passphrase-file", "the passphrase file is empty"));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

fn ask_terminal(prompt: &str) -> Result<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        let ways = "a passphrase is needed: from a file, the environment or a terminal; see --help";
        return Err(Error::new(Code::Locked, ways).at("passphrase"));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|source| Error::new(Code::Denied, "asking for the passphrase").because(source))
}

/// The folder of the person's vault, the same that the window takes.
fn folder(named: Option<PathBuf>) -> Result<PathBuf> {
    let var = |name: &str| {
        env::var_os(name).map(PathBuf::from).filter(|path| !path.as_os_str().is_empty())
    };
    if let Some(named) = named.or_else(|| var("EVERKEPT_VAULT")) {
        return Ok(named);
    }
    let data = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        var("XDG_DATA_HOME").or_else(|| var("HOME").map(|home| home.join(".local/share")))
    };
    data.map(|data| data.join("everkept"))
        .ok_or_else(|| Error::invalid("vault", "there is no home folder; name a folder by --vault"))
}
