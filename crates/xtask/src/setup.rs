//! What a fresh machine with Rust and Node lacks, fetched once: system packages, npm packages, the
//! built interface. Each step looks first and does nothing when there is nothing to do.

use anyhow::Result;

pub(crate) mod claim;
pub(crate) mod system;
pub(crate) mod ui;

pub(crate) use system::Purpose;

/// Everything that a build for `purpose` needs before cargo is called.
///
/// # Errors
/// When something is missing that cannot be installed from here; the message is the line to type.
pub(crate) fn all(purpose: Purpose) -> Result<()> {
    system::ensure(purpose)?;
    claim::ensure()?;
    ui::ensure_packages()?;
    ui::ensure_built()
}
