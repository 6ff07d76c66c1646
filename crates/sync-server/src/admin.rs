//! What the operator does. Every act stands in the audit; none can read or reset a key.

use data_encoding::BASE32_NOPAD;
use sync_protocol::id::VaultId;

use crate::blobs::Blobs;
use crate::config::Config;
use crate::env::random;
use crate::error::{Error, Result};
use crate::http::invite_name;
use crate::store::{Audit, DAY_MS, LogStore, Note, Purpose};

/// What was deleted with a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted {
    /// Segments.
    pub segments: u64,
    /// Blocks, chunks and manifests.
    pub objects: u64,
    /// Files.
    pub files: u64,
}

async fn audit(
    config: &Config,
    store: &dyn LogStore,
    action: &str,
    vault: Option<VaultId>,
    detail: String,
) -> Result<()> {
    let at_ms = base::env::unix_ms(config.env.now());
    let (actor, action) = ("operator".to_owned(), action.to_owned());
    store.audit(Audit { at_ms, actor, action, vault, detail }).await
}

/// Makes an invite that is good for one vault, for some days. Only its hash is kept.
///
/// # Errors
/// When the database cannot be written.
pub async fn invite(config: &Config, store: &dyn LogStore, days: u32) -> Result<String> {
    let bytes: [u8; 15] = random(&*config.env);
    let invite = BASE32_NOPAD.encode(&bytes).to_ascii_lowercase();
    let expires_ms = base::env::unix_ms(config.env.now()) + u64::from(days) * DAY_MS;
    let note = Note { key: invite_name(&invite), owner: Vec::new(), value: Vec::new(), expires_ms };
    store.note_put(Purpose::Invite, note).await?;
    audit(config, store, "invite", None, format!("for {days} days")).await?;
    Ok(invite)
}

/// Deletes a vault and all that is its.
///
/// # Errors
/// `NotFound`; when the database or the files cannot be written.
pub async fn remove(
    config: &Config,
    store: &dyn LogStore,
    blobs: &Blobs,
    vault: VaultId,
) -> Result<Deleted> {
    let removed = store.remove(vault).await?.ok_or_else(|| Error::not_found("vault"))?;
    let files = blobs.clear(vault).await?;
    let deleted = Deleted { segments: removed.segments, objects: removed.objects, files };
    let detail =
        format!("{} segments, {} objects, {files} files", removed.segments, removed.objects);
    audit(config, store, "remove", Some(vault), detail).await?;
    Ok(deleted)
}

/// Sets how many bytes a vault may keep; `None` is what the server says.
///
/// # Errors
/// `NotFound`; when the database cannot be written.
pub async fn quota(
    config: &Config,
    store: &dyn LogStore,
    vault: VaultId,
    bytes: Option<u64>,
) -> Result<()> {
    if !store.set_quota(vault, bytes).await? {
        return Err(Error::not_found("vault"));
    }
    let detail = bytes.map_or("as everybody".to_owned(), |bytes| format!("{bytes} bytes"));
    audit(config, store, "quota", Some(vault), detail).await
}
