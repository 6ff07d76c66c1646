//! What was said in a voice note, as text: by whisper.cpp, with a model file that the person brings.
//!
//! No such model ships: the smallest useful one is twice as large as the whole program. So there is none
//! until the person picks a file; its SHA-256 is shown, kept, and compared before each use. The engine is
//! C++ and behind the feature `whisper`. Without the one or the other the sound stays, and the person types.

#[cfg(feature = "whisper")]
mod engine;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use base::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The largest model: OpenAI's `large` has 3.1 GB.
const MODEL_BYTES_MAX: u64 = 4 << 30;

/// How a model of whisper.cpp begins: ggml's magic number, 0x67676d6c, little-endian (`ggml.h`).
const MAGIC: [u8; 4] = *b"lmgg";

/// Read and hashed so many bytes at a time.
const PIECE: usize = 1 << 20;

/// A model file that the person chose, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceModel {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256: 64 hexadecimal digits, small letters.
    pub sha256: String,
}

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTranscript {
    /// This program was built without what understands speech.
    NotBuilt,
    /// Nobody has chosen a model yet.
    NoModel,
    /// The chosen file is not there any more.
    Missing,
    /// The chosen file is another than it was.
    Changed,
}

/// What was said, or why that cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transcript {
    /// The words; empty: none were heard.
    Text(String),
    /// There is no text.
    Unavailable(NoTranscript),
}

/// Whether this program was built with what understands speech.
pub fn is_built() -> bool {
    cfg!(feature = "whisper")
}

impl VoiceModel {
    /// Looks at a file that somebody wants to use: how large it is, and its SHA-256.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when it is no model of whisper.cpp or larger than 4 GiB; `Internal` when it
    /// cannot be read.
    pub fn look(path: &Path) -> Result<VoiceModel> {
        let unreadable = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::NotFound => Error::not_found("file", path.display()).at("path"),
            _ => Error::internal(format!("reading {}", path.display()), source).at("path"),
        };
        let refused = |message: String| Error::new(Code::Invalid, message).at("path");
        let is_file = std::fs::metadata(path).map_err(unreadable)?.is_file();
        if !is_file {
            return Err(refused(format!("{} is no file", path.display())));
        }
        let mut file = File::open(path).map_err(unreadable)?.take(MODEL_BYTES_MAX + 1);
        let mut first = Vec::new();
        (&mut file).take(MAGIC.len() as u64).read_to_end(&mut first).map_err(unreadable)?;
        if first != MAGIC {
            let message =
                format!("{} is no model of whisper.cpp: it begins otherwise", path.display());
            return Err(refused(message));
        }
        let (mut hash, mut bytes) = (Sha256::new_with_prefix(&first), first.len() as u64);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).map_err(unreadable)?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            bytes += read as u64;
        }
        if MODEL_BYTES_MAX < bytes {
            return Err(refused(format!("{} is larger than 4 GiB", path.display())));
        }
        let sha256 = data_encoding::HEXLOWER.encode(&hash.finalize());
        Ok(VoiceModel { path: path.to_owned(), bytes, sha256 })
    }

    /// The file's name.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether it can be used at a glance: the file is there and as large as it was. The SHA-256 is
    /// compared by [`transcribe`], which reads the file anyway.
    pub fn trouble(&self) -> Option<NoTranscript> {
        match std::fs::metadata(&self.path) {
            Err(_) => Some(NoTranscript::Missing),
            Ok(file) if file.len() != self.bytes => Some(NoTranscript::Changed),
            Ok(_) => None,
        }
    }
}

/// Why nothing can be transcribed now, as far as that is known without reading the model.
pub fn trouble(model: Option<&VoiceModel>) -> Option<NoTranscript> {
    match model {
        _ if !is_built() => Some(NoTranscript::NotBuilt),
        None => Some(NoTranscript::NoModel),
        Some(model) => model.trouble(),
    }
}

/// Reads a voice note: FLAC of one channel at 16 kHz, at most half an hour, as `voice.record` writes it.
/// Takes some seconds for a minute of speech and as much memory as the model is large.
///
/// # Errors
/// `Unsupported` for another sound; `Invalid` when it or the model is damaged.
pub fn transcribe(model: Option<&VoiceModel>, flac: &[u8]) -> Result<Transcript> {
    if let Some(why) = trouble(model) {
        return Ok(Transcript::Unavailable(why));
    }
    let Some(model) = model else { return Ok(Transcript::Unavailable(NoTranscript::NoModel)) };
    if VoiceModel::look(&model.path)? != *model {
        return Ok(Transcript::Unavailable(NoTranscript::Changed));
    }
    text(&model.path, flac)
}

#[cfg(feature = "whisper")]
fn text(model: &Path, flac: &[u8]) -> Result<Transcript> {
    engine::text(model, &engine::samples(flac)?).map(Transcript::Text)
}

#[cfg(not(feature = "whisper"))]
fn text(_: &Path, _: &[u8]) -> Result<Transcript> {
    Ok(Transcript::Unavailable(NoTranscript::NotBuilt))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ggml-tiny.bin");
        std::fs::write(&path, content).expect("a file");
        (folder, path)
    }

    #[test]
    fn a_model_is_known_by_its_name_size_and_hash() {
        let content = [&MAGIC[..], &[7; 3 * PIECE]].concat();
        let (_folder, path) = file(&content);
        let model = VoiceModel::look(&path).expect("it begins as a model does");
        assert_eq!((model.name().as_str(), model.bytes), ("ggml-tiny.bin", 3 * PIECE as u64 + 4));
        assert_eq!(model.sha256, data_encoding::HEXLOWER.encode(&Sha256::digest(&content)));
    }

    #[test]
    fn what_is_no_model_is_refused_and_says_which_file() {
        for content in [&b""[..], b"lmg", b"ggml", b"GGUF\x03\0\0\0", b"\x7fELF"] {
            let (_folder, path) = file(content);
            let error = VoiceModel::look(&path).expect_err("it begins otherwise");
            assert_eq!((error.code(), error.field()), (Code::Invalid, Some("path")));
            assert!(error.to_string().contains("ggml-tiny.bin"), "{error}");
        }
        let (folder, path) = file(b"lmgg");
        assert_eq!(VoiceModel::look(folder.path()).expect_err("a folder").code(), Code::Invalid);
        let none = path.with_file_name("none");
        assert_eq!(VoiceModel::look(&none).expect_err("it is not there").code(), Code::NotFound);
    }

    #[test]
    fn without_the_engine_or_a_model_it_says_so() {
        let first = if is_built() { NoTranscript::NoModel } else { NoTranscript::NotBuilt };
        assert_eq!(trouble(None), Some(first));
        let told = transcribe(None, b"fLaC").expect("nothing is broken");
        assert_eq!(told, Transcript::Unavailable(first));
        let (_folder, path) = file(b"lmgg and more");
        let model = VoiceModel::look(&path).expect("it begins as a model does");
        assert_eq!(model.trouble(), None);
        std::fs::write(&path, b"lmgg and another").expect("a file");
        assert_eq!(model.trouble(), Some(NoTranscript::Changed));
        std::fs::remove_file(&path).expect("it goes");
        assert_eq!(model.trouble(), Some(NoTranscript::Missing));
    }

    #[cfg(feature = "whisper")]
    #[test]
    fn a_model_of_the_same_size_with_another_hash_is_not_used() {
        let (_folder, path) = file(b"lmgg one");
        let model = VoiceModel::look(&path).expect("it begins as a model does");
        std::fs::write(&path, b"lmgg two").expect("a file");
        let told = transcribe(Some(&model), b"fLaC").expect("nothing is broken");
        assert_eq!(told, Transcript::Unavailable(NoTranscript::Changed));
    }
}
