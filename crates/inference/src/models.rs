//! The models that are installed, and what is made of them: read, checked and built when first asked for.
//!
//! A folder holds a manifest and the files that it names. Opening reads the manifest alone. A file is read
//! when something first needs it, its SHA-256 is compared with the manifest, and what was built of it is
//! kept and shared by all threads. A file that is not there is no error: what would have come from it is
//! [`base::sense::Unknown::NoModel`]. A file that is another than the manifest says is one, and stays one
//! until the folder is opened again.

pub(crate) mod manifest;
pub(crate) mod plan;
pub mod speed;

#[cfg(test)]
mod golden;

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base::error::{Code, Error, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::models::manifest::{MANIFEST, MANIFEST_BYTES_MAX, Manifest};
use crate::models::plan::{Plan, Shape};

/// A model as the manifest names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    /// BlazeFace, short range: boxes of faces and six points of each.
    FaceDetection,
    /// The 468 points of a face.
    FaceMesh,
    /// An eye's outline and its iris.
    Iris,
    /// Expression, the network of face-api.
    ExpressionFaceApi,
    /// Expression, the network of oarriaga's face_classification.
    ExpressionOarriaga,
    /// Silero: does somebody speak?
    VoiceActivity,
    /// PP-OCRv4: where there is text on a photo.
    DocumentDetection,
    /// PP-OCRv6, Latin and currency signs: what a line of text says.
    DocumentRecognition,
    /// MiniLM: a sentence's embedding and 28 emotions.
    Sentence,
    /// The word pieces of MiniLM.
    SentenceTokenizer,
    /// The hashed linear model of 28 emotions.
    TextEmotion,
    /// From where on each of the 28 emotions counts, for both text models together.
    TextEmotionThresholds,
}

impl Name {
    /// The name in the manifest.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Name::FaceDetection => "face_detection",
            Name::FaceMesh => "face_mesh",
            Name::Iris => "iris",
            Name::ExpressionFaceApi => "expression_face_api",
            Name::ExpressionOarriaga => "expression_oarriaga",
            Name::VoiceActivity => "voice_activity",
            Name::DocumentDetection => "document_detection",
            Name::DocumentRecognition => "document_recognition",
            Name::Sentence => "sentence",
            Name::SentenceTokenizer => "sentence_tokenizer",
            Name::TextEmotion => "text_emotion",
            Name::TextEmotionThresholds => "text_emotion_thresholds",
        }
    }
}

/// What a person may know of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModelInfo {
    /// Its name: `face_mesh`.
    pub name: String,
    /// What it is for, in a few words.
    pub task: String,
    /// The file in the folder.
    pub file: String,
    /// The file's size.
    pub bytes: u64,
    /// SHA-256 of the file: 64 hexadecimal digits, small letters.
    pub sha256: String,
    /// The license, as an SPDX expression or in words.
    pub license: String,
    /// From where it was taken: package, version, file and its SHA-256.
    pub source: String,
    /// What was changed; a converted file says so.
    pub change: String,
    /// Its version here: other weights are another one.
    pub version: String,
    /// Whether a file of that name and size was there when the folder was opened.
    pub installed: bool,
}

/// The models of one folder. Made once and shared in an `Arc`.
pub struct Models {
    folder: PathBuf,
    list: Vec<ModelInfo>,
    built: Mutex<HashMap<Key, Arc<Mutex<Slot>>>>,
}

/// What was built: of which model, as which type, for which inputs.
type Key = (Name, TypeId, [Shape; 2]);

/// The place of one thing that is built once. Its lock is held while it is built, so that two threads that
/// ask at once do not build it twice.
#[derive(Default)]
enum Slot {
    #[default]
    Empty,
    Built(Arc<dyn Any + Send + Sync>),
    // Kept, because a wrong file would otherwise be read and hashed again for every frame.
    Failed(Code, String),
}

impl Models {
    /// Reads and checks the manifest of a folder; no weights yet. A folder without one is `NotFound`, one
    /// that breaks a rule is `Invalid` and says where.
    pub fn open(folder: &Path) -> Result<Models> {
        let path = folder.join(MANIFEST);
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|file| file.take(MANIFEST_BYTES_MAX + 1).read_to_end(&mut bytes))
            .map_err(|error| missing(&path, error))?;
        let list = Manifest::parse(&bytes)?.infos(folder);
        Ok(Models { folder: folder.to_owned(), list, built: Mutex::default() })
    }

    /// Whether bytes are a manifest, without its folder; what breaks a rule is `Invalid` and says where.
    pub fn check(manifest: &[u8]) -> Result<()> {
        Manifest::parse(manifest).map(drop)
    }

    /// Nothing is installed: whatever is asked of it is not known for want of a model.
    pub fn none() -> Models {
        Models { folder: PathBuf::new(), list: Vec::new(), built: Mutex::default() }
    }

    /// What the manifest lists, in its order.
    pub fn list(&self) -> &[ModelInfo] {
        &self.list
    }

    /// A model made ready for inputs of these shapes, at most two; `None` when it is not installed.
    pub(crate) fn plan(&self, name: Name, inputs: &[Shape]) -> Result<Option<Arc<Plan>>> {
        let mut shapes = [Shape::NONE; 2];
        assert!(inputs.len() <= shapes.len(), "no model here has more than two inputs");
        shapes[..inputs.len()].copy_from_slice(inputs);
        self.once(name, shapes, |bytes| Plan::build(name, bytes, inputs))
    }

    /// What a parser makes of a model's bytes, kept for the next who asks; `None` when it is not installed.
    pub(crate) fn parsed<T: Any + Send + Sync>(
        &self,
        name: Name,
        parse: impl FnOnce(&[u8]) -> Result<T>,
    ) -> Result<Option<Arc<T>>> {
        self.once(name, [Shape::NONE; 2], parse)
    }

    fn once<T: Any + Send + Sync>(
        &self,
        name: Name,
        shapes: [Shape; 2],
        build: impl FnOnce(&[u8]) -> Result<T>,
    ) -> Result<Option<Arc<T>>> {
        let key = (name, TypeId::of::<T>(), shapes);
        let slot = {
            let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(built.entry(key).or_default())
        };
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Slot::Empty = *slot {
            *slot = match self
                .read(name)
                .and_then(|bytes| bytes.map(|bytes| build(&bytes)).transpose())
            {
                Ok(Some(value)) => Slot::Built(Arc::new(value)),
                Ok(None) => Slot::Empty,
                Err(error) => Slot::Failed(error.code(), error.to_string()),
            };
        }
        match &*slot {
            Slot::Empty => Ok(None),
            Slot::Built(value) => {
                Ok(Some(Arc::clone(value).downcast().expect("the key holds the type of the value")))
            }
            Slot::Failed(code, message) => Err(Error::new(*code, message).at(name.text())),
        }
    }

    /// The bytes of a model's file, whose hash is the manifest's; `None` when it is not installed.
    fn read(&self, name: Name) -> Result<Option<Vec<u8>>> {
        let Some(info) = self.list.iter().find(|info| info.name == name.text()) else {
            return Ok(None);
        };
        let path = self.folder.join(&info.file);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, error)),
        };
        let mut bytes = Vec::new();
        // One byte more than it should have tells a longer file without reading it all.
        file.take(info.bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&path, error))?;
        if bytes.len() as u64 != info.bytes {
            let message = format!(
                "the model file {} does not have the {} bytes of its manifest",
                info.file, info.bytes
            );
            return Err(Error::new(Code::Invalid, message).at(info.file.as_str()));
        }
        let found = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
        if found != info.sha256 {
            let message = format!(
                "the model file {} has sha256 {found}, its manifest says {}",
                info.file, info.sha256
            );
            return Err(Error::new(Code::Invalid, message).at(info.file.as_str()));
        }
        Ok(Some(bytes))
    }
}

fn missing(path: &Path, error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => Error::not_found("manifest of models", path.display()),
        _ => unreadable(path, error),
    }
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    Error::internal(format!("reading {}", path.display()), error)
}
