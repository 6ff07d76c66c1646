//! Where an archive is written: a folder or a zip.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use base::error::{Code, Error, Result};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Takes one file after another.
pub(super) trait Target {
    /// One file with its whole content.
    fn file(&mut self, path: &str, content: &mut dyn Read) -> Result<()>;
}

/// An error with the code that fits the failure of a disk.
pub(crate) fn failed(source: std::io::Error) -> Error {
    let code = match source.kind() {
        std::io::ErrorKind::StorageFull => Code::Conflict,
        std::io::ErrorKind::PermissionDenied => Code::Denied,
        _ => Code::Internal,
    };
    Error::new(code, "writing the archive").because(source)
}

/// A folder that is empty or not there yet.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// # Errors
    /// `Conflict` when there is something in it: an archive mixes with nothing.
    pub(super) fn open(path: &Path) -> Result<Folder> {
        std::fs::create_dir_all(path).map_err(failed)?;
        if std::fs::read_dir(path).map_err(failed)?.next().is_some() {
            return Err(Error::new(Code::Conflict, "the folder is not empty").at("path"));
        }
        Ok(Folder(path.to_owned()))
    }
}

impl Target for Folder {
    fn file(&mut self, path: &str, content: &mut dyn Read) -> Result<()> {
        let path = self.0.join(path);
        let parent = path.parent().expect("a file in a folder has a parent");
        std::fs::create_dir_all(parent).map_err(failed)?;
        let mut file = File::create_new(&path).map_err(failed)?;
        std::io::copy(content, &mut file).map_err(failed)?;
        file.sync_all().map_err(failed)
    }
}

/// A zip, written from front to back, so that it can go straight to a browser.
pub(super) struct Zip<W: Write>(ZipWriter<StreamWriter<W>>);

impl<W: Write> Zip<W> {
    pub(super) fn new(out: W) -> Zip<W> {
        Zip(ZipWriter::new_stream(out))
    }

    pub(super) fn finish(self) -> Result<()> {
        let mut out = self.0.finish().map_err(|source| failed(source.into()))?;
        out.flush().map_err(failed)
    }
}

impl<W: Write> Target for Zip<W> {
    fn file(&mut self, path: &str, content: &mut dyn Read) -> Result<()> {
        // Photos and films do not shrink; text does.
        let method = match path.starts_with("media/") {
            true => zip::CompressionMethod::Stored,
            false => zip::CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.0.start_file(path, options).map_err(|source| failed(source.into()))?;
        std::io::copy(content, &mut self.0).map_err(failed)?;
        Ok(())
    }
}
