//! The words of the command line. Scripts rely on them.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Your days, kept on your own disk, encrypted.
#[derive(Parser)]
#[command(name = "everkept", version, about, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What every verb takes.
#[derive(clap::Args)]
pub(crate) struct Global {
    /// The vault's folder [default: EVERKEPT_VAULT, else the system's data folder].
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) vault: Option<PathBuf>,
    /// Answers in JSON, and errors too.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Takes the passphrase from the first line of a file [else: EVERKEPT_PASSPHRASE, the system's
    /// keyring, the terminal].
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Leaves the system's keyring alone.
    #[arg(long, global = true)]
    pub(crate) no_keyring: bool,
}

/// What is to be done.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Makes a vault and shows its recovery words.
    Init {
        /// Lets the system's keyring keep the key.
        #[arg(long)]
        remember: bool,
        /// Takes the least costly key derivation that is accepted, for the smallest devices.
        #[arg(long, hide = true)]
        kdf_floor: bool,
    },
    /// Runs one command of the registry; see `everkept commands`.
    Call {
        /// Its name, such as journal.entries.
        name: String,
        /// Its request; `-` reads it from standard input.
        #[arg(value_name = "JSON|-", default_value = "{}")]
        payload: String,
        /// The file that the command takes beside its request.
        #[arg(long, value_name = "FILE")]
        body: Option<PathBuf>,
    },
    /// Brings in what another program kept.
    Import {
        /// A file or folder.
        path: PathBuf,
        /// Shows what would come; writes nothing.
        #[arg(long)]
        dry_run: bool,
        /// The format, when it is not to be guessed.
        #[arg(long = "as", value_name = "FORMAT")]
        format: Option<String>,
        /// An answer to what the importer asks, as the dry run lists it; as often as there are questions.
        #[arg(long = "answer", value_name = "QUESTION=ANSWER")]
        answers: Vec<String>,
        /// A file whose first line opens an encrypted archive [otherwise EVERKEPT_ARCHIVE_PASSPHRASE, the
        /// terminal].
        #[arg(long, value_name = "FILE")]
        archive_passphrase_file: Option<PathBuf>,
    },
    /// Writes everything to a folder or .zip, encrypted to .zip.age, or to be read to .html or .pdf.
    Export {
        /// A folder, or a file whose ending says the format. Only .zip.age is encrypted.
        #[arg(value_name = "DIR|FILE.zip.age|FILE.zip|FILE.html|FILE.pdf")]
        path: PathBuf,
        /// A file whose first line will open the encrypted archive [otherwise
        /// EVERKEPT_ARCHIVE_PASSPHRASE, the terminal].
        #[arg(long, value_name = "FILE")]
        archive_passphrase_file: Option<PathBuf>,
    },
    /// Makes a backup now, encrypted as the vault is, and reads it again before it is believed.
    Backup {
        /// Another folder than the one that is set; it must be there.
        folder: Option<PathBuf>,
    },
    /// Brings a backup back into a new vault; ends with 1 when something is wrong.
    Restore {
        /// A backup, or a folder of them, whose newest is taken.
        #[arg(value_name = "BACKUP")]
        from: PathBuf,
        /// The folder of the new vault.
        #[arg(long, value_name = "VAULT")]
        into: Option<PathBuf>,
        /// Opens what came back and checks all of it; without --into it is then removed again.
        #[arg(long)]
        verify: bool,
    },
    /// Writes a believable year, for a first look.
    Demo {
        /// Equal seeds give equal years.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Checks the whole vault; ends with 1 when something is wrong.
    Doctor {
        /// Makes the read tables anew.
        #[arg(long)]
        rebuild: bool,
        /// Computes a digest, equal for two vaults that keep the same things.
        #[arg(long)]
        digest: bool,
        /// Instead prints a report for whoever is asked for help: read it before you hand it on.
        #[arg(long, conflicts_with_all = ["rebuild", "digest"])]
        report: bool,
    },
    /// Lists every command; with --json also its request and reply as JSON Schema.
    Commands,
    /// Serves the interface to a browser on this machine; the first line is the address to open.
    Serve {
        /// The port; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Also writes the token to a file that only you can read; it is removed at the end.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
        /// Runs nothing beside the vault: no sync, no accounts, no players, no alarms.
        #[arg(long)]
        safe: bool,
    },
    /// Writes one line down, as quick capture does.
    Capture {
        /// The line.
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Undoes the last step.
    Undo,
    /// Searches everything.
    Search {
        /// Words, "a phrase", -without.
        #[arg(required = true, allow_hyphen_values = true)]
        text: Vec<String>,
    },
    /// What can be read in a recording (WAV), a film (Y4M), a folder of frames or a picture; keeps nothing.
    Sense {
        /// The file or folder.
        path: PathBuf,
    },
    /// Measures this machine with a vault of its own, the raw limit beside each figure.
    Bench {
        /// Which; all that can run here when none is named. `text DIR` reads the test.tsv and dev.tsv of
        /// GoEmotions.
        names: Vec<String>,
        /// A folder with a Spotify export, for the bench `listening`.
        #[arg(long, value_name = "FOLDER")]
        plays: Option<PathBuf>,
    },
    /// Writes the TypeScript view of the registry.
    #[command(hide = true)]
    Codegen {
        /// The folder.
        folder: PathBuf,
        /// Writes nothing; ends with 1 when a file is not current.
        #[arg(long)]
        check: bool,
    },
}
