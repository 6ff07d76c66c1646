//! What an importer reads: one file, a folder, a zip or a tar, behind one face that is safe to read from.
//!
//! Archives are hostile until shown otherwise: names are checked, sizes are counted as bytes come out
//! (declared sizes are not believed), links and archives within archives are not followed. What was
//! left out is in [`Source::refused`]. What is deliberately not here: writing anything to a disk; an
//! archive is read where it lies.

mod folder;
mod name;
mod shared;
mod tar;
#[cfg(test)]
mod tests;
mod zip;

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use base::error::{Code, Error, Result};
use jiff::civil::DateTime;

use self::shared::Shared;
use self::zip::{Growth, Packed};

/// The most files that a source may hold. The biggest known journal exports have some ten thousand
/// photos; a list of a hundred thousand names still takes less than 30 MB.
pub const FILES_MAX: usize = 100_000;

/// How much more than its own size an archive may unpack to, 2 GiB (ASVS 5.2.3). Photos and films
/// hardly shrink, so an honest archive of any size stays below.
pub const GROWTH_MAX: u64 = 2 << 30;

/// How many times its packed size one file may unpack to. Text reaches 20, a bomb 1000.
pub const RATIO_MAX: u64 = 200;

/// Up to here a file may unpack at any ratio: a white picture or a table of equal rows shrinks as
/// well as a bomb does, and a mebibyte hurts nobody.
pub const RATIO_FREE: u64 = 1 << 20;

/// The most bytes of a name inside: no honest path is longer.
pub const NAME_MAX: usize = 1024;

/// Bytes that can be read from any place: a file, or an encrypted upload.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// A file, a folder, a zip or a tar.
pub struct Source {
    name: String,
    shape: Shape,
    files: Vec<SourceFile>,
    // Invariant: places.len() == files.len(), in the same order.
    places: Vec<Place>,
    refused: Vec<Refused>,
    shared: Option<Shared>,
    growth: Growth,
    /// The folder that a single file lies in.
    beside: Option<PathBuf>,
}

/// How a source is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One file that is no archive.
    File,
    /// A folder with all its folders.
    Folder,
    /// A zip archive.
    Zip,
    /// A tar archive.
    Tar,
}

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path inside, with `/` between folders; for a single file, its name.
    pub name: String,
    /// Its size as declared; not to be relied on.
    pub size: u64,
    /// When it was last changed: in UTC, or in a zip in the time of whoever packed it, so it is good
    /// for a day and not for an instant.
    pub modified: Option<DateTime>,
}

/// Something in a source that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its name, as found.
    pub name: String,
    /// Why, for people: `its name leads out of the archive`.
    pub why: &'static str,
}

/// Where the bytes of one file are.
enum Place {
    Whole,
    Path(PathBuf),
    Packed(Packed),
    Plain { start: u64, len: u64 },
}

/// What opening a container found.
#[derive(Default)]
struct Found {
    files: Vec<(SourceFile, Place)>,
    refused: Vec<Refused>,
}

impl Source {
    /// Opens a file, folder, zip or tar (told by its first bytes, not by its name).
    ///
    /// # Errors
    /// `NotFound` when there is nothing; `Denied` when it may not be read; `Invalid` when it is a
    /// damaged archive or passes [`FILES_MAX`].
    pub fn open(path: &Path) -> Result<Source> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let meta = std::fs::metadata(path).map_err(|source| cannot_open(&name, source))?;
        if meta.is_dir() {
            return Ok(Source::new(name, Shape::Folder, folder::list(path)?, None));
        }
        let file = File::open(path).map_err(|source| cannot_open(&name, source))?;
        let mut source = Source::from_reader(&name, Box::new(file))?;
        if source.shape == Shape::File {
            source.beside = path.parent().map(Path::to_owned);
            for file in &mut source.files {
                file.modified = meta.modified().ok().and_then(folder::civil);
            }
        }
        Ok(source)
    }

    /// Opens a file, zip or tar from its bytes; `name` is what to call it.
    ///
    /// # Errors
    /// `Invalid` when it is a damaged archive or passes [`FILES_MAX`].
    pub fn from_reader(name: &str, reader: Box<dyn ReadSeek>) -> Result<Source> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let shared = Shared::new(reader).map_err(|source| cannot_open(&name, source))?;
        let mut head = Vec::new();
        let read = shared.slice(0, tar::BLOCK as u64).read_to_end(&mut head);
        read.map_err(|source| cannot_open(&name, source))?;
        let (shape, found) = if zip::is_zip(&head) {
            (Shape::Zip, zip::list(&shared, &name)?)
        } else if tar::is_tar(&head) {
            (Shape::Tar, tar::list(&shared, &name)?)
        } else {
            let file = SourceFile { name: name.clone(), size: shared.len(), modified: None };
            (Shape::File, Found { files: vec![(file, Place::Whole)], refused: Vec::new() })
        };
        Ok(Source::new(name, shape, found, Some(shared)))
    }

    fn new(name: String, shape: Shape, found: Found, shared: Option<Shared>) -> Source {
        let mut pairs = found.files;
        pairs.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        let (files, places) = pairs.into_iter().unzip();
        let limit = shared.as_ref().map_or(0, Shared::len).saturating_add(GROWTH_MAX);
        let growth = Growth::new(limit);
        Source { name, shape, files, places, refused: found.refused, shared, growth, beside: None }
    }

    /// The name to show: the last part of the path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it is kept.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// All files, sorted by name.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// What is inside and is not read, with the reason; whoever imports reports these.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Opens one of [`Source::files`] for reading; the reader fails when the caps are passed. Several
    /// may be open at once.
    ///
    /// # Errors
    /// `NotFound` when there is no such file, `Invalid` when the archive is damaged there.
    pub fn read(&self, name: &str) -> Result<Box<dyn Read + '_>> {
        let found = self.files.binary_search_by(|file| file.name.as_str().cmp(name));
        let index = found.map_err(|_| Error::not_found("file in the source", name))?;
        let failed = |source| cannot_open(name, source);
        match (&self.places[index], &self.shared) {
            (Place::Path(path), _) => {
                let file = File::open(path).map_err(failed)?;
                Ok(Box::new(BufReader::with_capacity(shared::BUFFER, file)))
            }
            (Place::Whole, Some(shared)) => Ok(Box::new(shared.slice(0, shared.len()))),
            (Place::Plain { start, len }, Some(shared)) => Ok(Box::new(shared.slice(*start, *len))),
            (Place::Packed(packed), Some(shared)) => {
                packed.open(shared, self.growth.of(index)).map_err(failed)
            }
            (_, None) => Err(Error::new(Code::Internal, format!("{name} has lost its archive"))),
        }
    }

    /// The first bytes of a file, for sniffing.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn head(&self, name: &str, len: usize) -> Result<Vec<u8>> {
        let mut head = Vec::with_capacity(len.min(shared::BUFFER));
        let mut reader = self.read(name)?.take(len as u64);
        reader.read_to_end(&mut head).map_err(|source| cannot_open(name, source))?;
        Ok(head)
    }

    /// A file that lies next to a source that is a single file on the disk, or in a folder there: the
    /// pictures of a bare `Journal.json`. `None` when there is none, when the name is not one that an
    /// archive could have, or when a link leads out of the folder.
    pub fn beside(&self, name: &str) -> Option<Box<dyn Read>> {
        let folder = self.beside.as_ref()?;
        if name::why_refused(name).is_some() {
            return None;
        }
        let home = folder.canonicalize().ok()?;
        let path = home.join(name).canonicalize().ok()?;
        if !path.starts_with(&home) || !path.is_file() {
            return None;
        }
        let file = File::open(path).ok()?;
        Some(Box::new(BufReader::with_capacity(shared::BUFFER, file)))
    }
}

/// An error with the code that fits the failure of a disk or an archive.
fn cannot_open(name: &str, source: io::Error) -> Error {
    let code = match source.kind() {
        io::ErrorKind::NotFound => Code::NotFound,
        io::ErrorKind::PermissionDenied => Code::Denied,
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Code::Invalid,
        _ => Code::Internal,
    };
    Error::new(code, format!("cannot read {name}")).at(name).because(source)
}

fn too_many(name: &str) -> Error {
    let message = format!("{name} holds more than {FILES_MAX} files");
    Error::new(Code::Invalid, message).at(name)
}
