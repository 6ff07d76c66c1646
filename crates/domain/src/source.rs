//! What an importer reads: one file, a folder, or a zip, behind one face that is safe to read from.
//!
//! Archives are hostile until shown otherwise: names are checked, sizes are counted as bytes come out
//! (declared sizes are not believed), links and archives within archives are not followed.
// The body is written with the importers; this file is the agreed face.
use std::io::Read;
use std::path::Path;

use base::error::Result;

/// A file, a folder or a zip.
pub struct Source {
    _private: (),
}

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path inside, with `/` between folders; for a single file, its name.
    pub name: String,
    /// Its size as declared; not to be relied on.
    pub size: u64,
}

impl Source {
    /// Opens a file, folder or zip (told by its first bytes, not by its name).
    pub fn open(_path: &Path) -> Result<Source> {
        unimplemented!()
    }

    /// The name to show: the last part of the path.
    pub fn name(&self) -> &str {
        unimplemented!()
    }

    /// All files, sorted by name.
    pub fn files(&self) -> &[SourceFile] {
        unimplemented!()
    }

    /// Opens one of [`Source::files`] for reading; the reader fails when the caps are passed.
    pub fn read(&self, _name: &str) -> Result<Box<dyn Read + '_>> {
        unimplemented!()
    }

    /// The first bytes of a file, for sniffing.
    pub fn head(&self, _name: &str, _len: usize) -> Result<Vec<u8>> {
        unimplemented!()
    }
}
