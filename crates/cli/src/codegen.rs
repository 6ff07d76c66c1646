//! The TypeScript view of the registry, written where the interface reads it.

use std::fs;
use std::path::Path;

use base::error::{Code, Error, Result};

use crate::out::Out;

/// Writes the files that changed; answers whether all were (or now are) current.
///
/// # Errors
/// `Denied` when the folder cannot be written.
pub(crate) fn run(folder: &Path, check: bool, out: Out) -> Result<bool> {
    let failed = |source: std::io::Error| {
        Error::new(Code::Denied, format!("writing to {}", folder.display())).because(source)
    };
    let mut current = true;
    for (name, text) in app::codegen::typescript() {
        let path = folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        if check {
            current = false;
            out.line(format_args!("{} is not current", path.display()))?;
            continue;
        }
        fs::create_dir_all(folder).map_err(failed)?;
        fs::write(&path, text).map_err(failed)?;
        out.line(format_args!("wrote {}", path.display()))?;
    }
    Ok(current)
}
