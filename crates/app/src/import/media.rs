//! Taking in attachments, for commands and importers alike.

use std::io::{Cursor, Read};

use base::error::{Error, Result};
use store::blobs::ContentHash;
use store::media;
use store::store::Write;
use store::write::Step;

use crate::app::Vault;
use crate::system::files::AddedMedia;

/// The largest attachment: two hours of film from a phone.
pub(crate) const MEDIA_BYTES_MAX: u64 = 16 << 30;

/// Up to here a photo is held in memory to take the place out of it; what is larger is no photo.
const PHOTO_BYTES_MAX: u64 = 64 << 20;
/// By these first bytes a photo is told from everything else, which is never held whole.
const HEAD_BYTES: u64 = 4096;

/// The longest file name that is kept, in characters.
const NAME_CHARS_MAX: usize = 200;

/// Reads a file to its end and keeps it, encrypted, once.
///
/// # Errors
/// `Invalid` above 16 GiB; the reader's own.
pub(crate) fn take_in(
    vault: &Vault,
    name: &str,
    body: &mut dyn Read,
    keep_place: bool,
) -> Result<AddedMedia> {
    let mut head = Vec::new();
    body.take(HEAD_BYTES).read_to_end(&mut head).map_err(unreadable)?;
    let photo = media::inspect(name, &mut Cursor::new(&head))?.mime.starts_with("image/");
    if photo && !keep_place {
        body.take(PHOTO_BYTES_MAX).read_to_end(&mut head).map_err(unreadable)?;
        head = media::strip_place(&head).into_owned();
    }
    let blob = vault.store.blobs().put(&mut Cursor::new(head).chain(body), MEDIA_BYTES_MAX)?;
    keep(vault, blob.hash, blob.size)?;
    describe(vault, name, &blob.hash, blob.size)
}

/// Notes in the database that the attachment is in its file.
pub(crate) fn keep(vault: &Vault, hash: ContentHash, size: u64) -> Result<()> {
    vault.store.write(Write::new("media.add").step(Step::None), move |cx| cx.keep_blob(&hash, size))
}

fn describe(vault: &Vault, name: &str, hash: &ContentHash, size: u64) -> Result<AddedMedia> {
    let info = media::inspect(name, &mut vault.store.blobs().read(hash)?)?;
    Ok(added(name, hash, size, &info))
}

pub(crate) fn added(
    name: &str,
    hash: &ContentHash,
    size: u64,
    info: &media::MediaInfo,
) -> AddedMedia {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    let base: String = base.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    AddedMedia {
        hash: hash.to_string(),
        name: if base.is_empty() { "file".into() } else { base },
        mime: info.mime.into(),
        size,
        width: info.width,
        height: info.height,
        taken: info.taken.clone(),
        duration_ms: info.duration_ms,
    }
}

pub(crate) fn unreadable(source: std::io::Error) -> Error {
    Error::invalid("file", "reading a file").because(source)
}
