//! The manifest: which models there are, whose they are, and what their files must be.

use std::collections::HashSet;
use std::path::Path;

use base::error::{Error, Result};
use serde::Deserialize;

use crate::models::ModelInfo;

/// The manifest's file name.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The longest manifest. A model takes about 1 kB in it.
pub(crate) const MANIFEST_BYTES_MAX: u64 = 256 * 1024;

/// The most models that a manifest may list.
const MODELS_MAX: usize = 64;

/// The largest model file. The largest that there is has 23 MB.
const MODEL_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// The longest name or file name.
const NAME_LENGTH_MAX: usize = 64;

/// The manifest's form. Unknown fields are refused: a manifest that says more than this program
/// understands was made for another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The form's version: 1.
    format: u32,
    models: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    task: String,
    file: String,
    bytes: u64,
    sha256: String,
    license: String,
    source: Origin,
    change: String,
    // What goes in and what comes out, in words for whoever writes a decoder.
    #[serde(rename = "inputs")]
    _inputs: String,
    #[serde(rename = "outputs")]
    _outputs: String,
    version: String,
}

/// From where a file was taken, before it was changed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Origin {
    package: String,
    version: String,
    file: String,
    sha256: String,
}

impl Manifest {
    /// Reads and checks a manifest: the form, its bounds, safe names, no name or file twice.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Manifest> {
        if MANIFEST_BYTES_MAX < bytes.len() as u64 {
            return Err(Error::invalid(
                MANIFEST,
                format!("a manifest of models has at most {MANIFEST_BYTES_MAX} bytes"),
            ));
        }
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| {
            Error::invalid(MANIFEST, "the manifest of models cannot be read").because(error)
        })?;
        if manifest.format != 1 {
            return Err(Error::invalid(
                "format",
                format!("a manifest of form {} is not known", manifest.format),
            ));
        }
        if MODELS_MAX < manifest.models.len() {
            return Err(Error::invalid(
                "models",
                format!("a manifest lists at most {MODELS_MAX} models"),
            ));
        }
        let mut names = HashSet::new();
        let mut files = HashSet::new();
        for (index, entry) in manifest.models.iter().enumerate() {
            let at = |field: &str| format!("models[{index}].{field}");
            entry.check(&at)?;
            if !names.insert(entry.name.as_str()) {
                return Err(Error::invalid(
                    at("name"),
                    format!("the model {} is listed twice", entry.name),
                ));
            }
            if !files.insert(entry.file.as_str()) {
                return Err(Error::invalid(
                    at("file"),
                    format!("the file {} is listed twice", entry.file),
                ));
            }
        }
        Ok(manifest)
    }

    /// What a person may know of each, with whether its file is in the folder.
    pub(crate) fn infos(self, folder: &Path) -> Vec<ModelInfo> {
        self.models
            .into_iter()
            .map(|entry| {
                let installed = std::fs::metadata(folder.join(&entry.file))
                    .is_ok_and(|file| file.is_file() && file.len() == entry.bytes);
                let Origin { package, version, file, sha256 } = entry.source;
                ModelInfo {
                    name: entry.name,
                    task: entry.task,
                    file: entry.file,
                    bytes: entry.bytes,
                    sha256: entry.sha256,
                    license: entry.license,
                    source: format!("{package} {version}: {file} (sha256 {sha256})"),
                    change: entry.change,
                    version: entry.version,
                    installed,
                }
            })
            .collect()
    }
}

impl Entry {
    fn check(&self, at: &dyn Fn(&str) -> String) -> Result<()> {
        if !is_safe(&self.name) {
            return Err(Error::invalid(
                at("name"),
                "a model's name is of small letters, digits and _",
            ));
        }
        // No separator and no leading dot: a file of the folder itself, never one above or beside it.
        if !is_safe(&self.file) {
            return Err(Error::invalid(
                at("file"),
                "a model's file is of small letters, digits, _ and .",
            ));
        }
        if self.bytes == 0 || MODEL_BYTES_MAX < self.bytes {
            return Err(Error::invalid(
                at("bytes"),
                format!("a model has 1 to {MODEL_BYTES_MAX} bytes"),
            ));
        }
        if !is_sha256(&self.sha256) {
            return Err(Error::invalid(
                at("sha256"),
                "a SHA-256 is 64 hexadecimal digits in small letters",
            ));
        }
        if !is_sha256(&self.source.sha256) {
            let message = "the source's SHA-256 is 64 hexadecimal digits in small letters";
            return Err(Error::invalid(at("source.sha256"), message));
        }
        Ok(())
    }
}

fn is_safe(name: &str) -> bool {
    let allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.'
    };
    (1..=NAME_LENGTH_MAX).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(allowed)
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
