//! Attachments: taken in once, then attached to records.

use std::io::Read;

use base::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::blobs::{BlobReader, ContentHash, ThumbSize};
use ts_rs::TS;

use crate::app::App;
use crate::import::media;
use crate::settings;
use crate::system::system;

system! { COMMANDS "media":
    /// Takes in a file; attach it to a record afterwards. Equal files are kept once.
    body add(FileName) -> AddedMedia;
}

/// What a file is called.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileName {
    /// Without folders.
    name: String,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct AddedMedia {
    /// BLAKE3 of its content, hex.
    pub(crate) hash: String,
    /// Its file name.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) mime: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Pixels.
    pub(crate) width: Option<u32>,
    /// Pixels.
    pub(crate) height: Option<u32>,
    /// When it was taken, as the file tells.
    pub(crate) taken: Option<String>,
    /// Milliseconds of sound or film.
    pub(crate) duration_ms: Option<u64>,
}

fn add(app: &App, request: FileName, body: &mut dyn Read) -> Result<AddedMedia> {
    let vault = app.vault()?;
    let keep_place = vault.store.read(settings::get)?.keep_photo_place;
    media::take_in(&vault, &request.name, body, keep_place)
}

impl App {
    /// An attachment's bytes, for the faces to serve: readable from any place.
    ///
    /// # Errors
    /// `Locked`; `NotFound`; `Invalid` for what is not a content hash.
    pub fn media(&self, hash: &str) -> Result<BlobReader> {
        let hash: ContentHash = hash.parse()?;
        self.vault()?.store.blobs().read(&hash)
    }

    /// A small WebP picture of an attachment, 96 or 480 pixels; nothing when it is not a picture.
    ///
    /// # Errors
    /// `Locked`; `NotFound`; `Invalid` for what is not a content hash.
    pub fn thumb(&self, hash: &str, pixels: u32) -> Result<Option<Vec<u8>>> {
        let hash: ContentHash = hash.parse()?;
        let size = ThumbSize::of_pixels(pixels).unwrap_or(ThumbSize::Large);
        self.vault()?.store.blobs().thumb(&hash, size)
    }
}
