//! One build folder, several clones: what one clone built must not pass for another's.
//!
//! Cargo names a workspace crate's build after its path inside the clone and looks only at the times
//! of its sources. A second clone with older files would be given the first one's programs. So the
//! folder says whose it is, and a change of owner throws away the workspace's own crates; what they
//! depend on, nearly all of the time to build, stays.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{place, shell};

/// Lies in the build folder and holds the path of the clone that built there last.
const OWNER: &str = ".everkept-clone";

/// Makes the build folder this clone's.
///
/// # Errors
/// When the folder cannot be written or cleaned.
pub(crate) fn ensure() -> Result<()> {
    let target = place::target();
    let root = place::root();
    fs::create_dir_all(&target).with_context(|| format!("making {}", target.display()))?;
    if is_anothers(&target, &root) {
        eprintln!("another clone built in {} last", target.display());
        shell::run(shell::cargo(["clean", "--workspace", "--quiet"]))?;
    }
    let file = target.join(OWNER);
    fs::write(&file, root.to_string_lossy().as_bytes())
        .with_context(|| format!("writing {}", file.display()))
}

fn is_anothers(target: &Path, root: &Path) -> bool {
    fs::read_to_string(target.join(OWNER)).is_ok_and(|owner| Path::new(&owner) != root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_another_clone_built_in_is_known() {
        let target = tempfile::tempdir().expect("a temp folder can be made");
        let (here, there) = (Path::new("/a/everkept"), Path::new("/b/everkept"));
        assert!(!is_anothers(target.path(), here), "an empty folder is nobody's");
        fs::write(target.path().join(OWNER), "/b/everkept").expect("a file can be written");
        assert!(is_anothers(target.path(), here));
        assert!(!is_anothers(target.path(), there));
    }
}
