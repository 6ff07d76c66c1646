//! A backup of what one node keeps in its folder: one file, made while the server runs, and read again
//! with every check that its content allows.
//!
//! ```text
//! tar: database | files/VAULT/KIND/xx/NAME ... | sums (a line each: BLAKE3 in hexadecimal, two spaces, path)
//! ```
//! The database is copied first, by SQLite itself; files are never changed and are written before the
//! database names them, so what the copy names is there. A vault that goes back to an earlier state loses
//! nothing: its devices know what they have seen, and bring it again.
//!
//! What is deliberately not here: PostgreSQL (`pg_dump`) and S3 (its versions), which have their own.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use rusqlite::Connection;
use sync_protocol::error::Fault;
use sync_protocol::id::{Hash, VaultId};
use sync_protocol::log::Vector;
use sync_protocol::membership::Members;
use sync_protocol::segment::Segment;
use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::server::{DATABASE, FILES};
use crate::store::sqlite::connect;

const SUMS: &str = "sums";

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Vaults.
    pub vaults: u64,
    /// Segments whose bytes are there.
    pub segments: u64,
    /// Files, the database among them.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
}

/// Writes a backup of the folder `data` to `file`, which must not be there yet.
///
/// # Errors
/// `Io`, `Sqlite`.
pub fn backup(data: &Path, file: &Path) -> Result<Held> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let near = folder.unwrap_or(Path::new("."));
    let work = TempDir::new_in(near).map_err(Error::io("making room for the copy"))?;
    let copy = work.path().join(DATABASE);
    let database = connect(&data.join(DATABASE), true)?;
    database.execute("VACUUM INTO ?1", [copy.display().to_string()])?;
    drop(database);
    let out = File::create_new(file).map_err(Error::io(format!("making {}", file.display())))?;
    let mut writer =
        Writer { tar: tar::Builder::new(out), sums: String::new(), held: Held::default() };
    let written = writer.all(data, &copy);
    let written = written.and_then(|()| writer.finish());
    if written.is_err() {
        // Half a backup is none.
        drop(fs::remove_file(file));
    }
    written
}

struct Writer {
    tar: tar::Builder<File>,
    sums: String,
    held: Held,
}

impl Writer {
    fn all(&mut self, data: &Path, copy: &Path) -> Result<()> {
        self.add(copy, DATABASE)?;
        let database = connect(copy, true)?;
        let count = |sql: &str| -> Result<u64> {
            let count: i64 = database.query_row(sql, [], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        self.held.vaults = count("SELECT count(*) FROM vault")?;
        self.held.segments = count("SELECT count(*) FROM segment WHERE place <> 2")?;
        for path in files(&data.join(FILES))? {
            let name = path.strip_prefix(data).unwrap_or(&path).display().to_string();
            self.add(&path, &name)?;
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, name: &str) -> Result<()> {
        let failed = || Error::io(format!("reading {}", path.display()));
        let mut file = match File::open(path) {
            Ok(file) => file,
            // It was let go since the folder was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed()(error)),
        };
        let mut hasher = blake3::Hasher::new();
        let bytes = io::copy(&mut file, &mut hasher).map_err(failed())?;
        self.sums.push_str(&format!("{}  {name}\n", hasher.finalize().to_hex()));
        let mut file = File::open(path).map_err(failed())?;
        self.tar.append_file(name, &mut file).map_err(Error::io("writing the backup"))?;
        self.held.files += 1;
        self.held.bytes += bytes;
        Ok(())
    }

    fn finish(&mut self) -> Result<Held> {
        let failed = || Error::io("writing the backup");
        let mut header = tar::Header::new_gnu();
        header.set_size(self.sums.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, SUMS, self.sums.as_bytes()).map_err(failed())?;
        self.tar.finish().map_err(failed())?;
        self.tar.get_mut().flush().map_err(failed())?;
        self.tar.get_ref().sync_all().map_err(failed())?;
        Ok(self.held)
    }
}

/// All files under a folder, in order; none where there is no folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let listed = match fs::read_dir(&folder) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::io(format!("listing {}", folder.display()))(error)),
        };
        for entry in listed {
            let entry = entry.map_err(Error::io(format!("listing {}", folder.display())))?;
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Unpacks a backup into `data`, which must be empty or not there, and checks all that can be checked
/// without keys: sums, the database, every membership log, every segment on its log, every file.
///
/// # Errors
/// `Stored` with what is wrong; `Io`.
pub fn restore(file: &Path, data: &Path) -> Result<Held> {
    let failed = |what: &str| Error::io(format!("{what} {}", data.display()));
    fs::create_dir_all(data).map_err(failed("making"))?;
    let mut there = fs::read_dir(data).map_err(failed("listing"))?;
    if there.next().is_some() {
        let words =
            format!("{} is not empty: a backup is restored to a new folder", data.display());
        return Err(Error::Settings(words));
    }
    let source = File::open(file).map_err(Error::io(format!("opening {}", file.display())))?;
    unpack(source, data)?;
    check(data)
}

/// Unpacks a backup beside nothing and checks it.
///
/// # Errors
/// As [`restore`].
pub fn verify(file: &Path) -> Result<Held> {
    let folder = TempDir::new().map_err(Error::io("making room for the backup"))?;
    restore(file, folder.path())
}

fn unpack(source: File, data: &Path) -> Result<()> {
    let failed = || Error::io("reading the backup");
    let mut archive = tar::Archive::new(source);
    for entry in archive.entries().map_err(failed())? {
        let mut entry = entry.map_err(failed())?;
        let path = entry.path().map_err(failed())?.into_owned();
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || !entry.header().entry_type().is_file() {
            return Err(Error::Stored(format!("the backup holds {}", path.display())));
        }
        let target = data.join(&path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(failed())?;
        }
        entry.unpack(&target).map_err(failed())?;
    }
    Ok(())
}

/// Checks a folder that no server uses.
fn check(data: &Path) -> Result<Held> {
    let mut held = sums(data)?;
    let database = connect(&data.join(DATABASE), true)?;
    let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Error::Stored(format!("the database is damaged: {sound}")));
    }
    let mut query = database.prepare("SELECT vault, gsn FROM vault ORDER BY vault")?;
    let vaults = query
        .query_map([], |row| Ok((VaultId::new(row.get(0)?), row.get::<_, i64>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (vault, gsn) in vaults {
        held.vaults += 1;
        held.segments += check_vault(&database, data, vault, gsn)
            .map_err(|error| Error::Stored(format!("vault {vault}: {error}")))?;
    }
    Ok(held)
}

/// Compares all files with their sums.
fn sums(data: &Path) -> Result<Held> {
    let failed = || Error::io("reading the sums of the backup");
    let mut text = String::new();
    let path = data.join(SUMS);
    File::open(&path).and_then(|mut file| file.read_to_string(&mut text)).map_err(failed())?;
    fs::remove_file(&path).map_err(failed())?;
    let mut held = Held::default();
    for line in text.lines() {
        let (sum, name) = line
            .split_once("  ")
            .ok_or_else(|| Error::Stored("a sum cannot be read".to_owned()))?;
        let path = data.join(name);
        let mut hasher = blake3::Hasher::new();
        let missing = || Error::io(format!("reading {name} of the backup"));
        let mut file = File::open(&path).map_err(missing())?;
        held.bytes += io::copy(&mut file, &mut hasher).map_err(missing())?;
        if hasher.finalize().to_hex().as_str() != sum {
            return Err(Error::Stored(format!("{name} is not as it was backed up")));
        }
        held.files += 1;
    }
    Ok(held)
}

/// The members, the segments of a vault, and what it names in files; how many segments there are.
fn check_vault(database: &Connection, data: &Path, vault: VaultId, gsn: i64) -> Result<u64> {
    let mut query = database.prepare("SELECT bytes FROM member WHERE vault = ?1 ORDER BY n")?;
    let entries = query
        .query_map([vault.as_bytes()], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<Vec<u8>>>>()?;
    let members = Members::read(entries.iter().map(Vec::as_slice))?;
    let file = |kind: &str, hash: &Hash| {
        let name = hash.to_string();
        data.join(FILES).join(vault.to_string()).join(kind).join(&name[..2]).join(name)
    };
    let mut query = database.prepare(
        "SELECT gsn, hash, place, bytes, seq FROM segment WHERE vault = ?1 ORDER BY gsn",
    )?;
    let mut rows = query.query([vault.as_bytes()])?;
    let (mut vector, mut count, mut kept) = (Vector::default(), 0, 0);
    while let Some(row) = rows.next()? {
        count += 1;
        let (number, hash) = (row.get::<_, i64>(0)?, Hash::new(row.get(1)?));
        let wrong = |why: &str| Error::Stored(format!("segment {number}: {why}"));
        if number != count {
            return Err(wrong("numbers are left out"));
        }
        let bytes: Vec<u8> = match row.get::<_, i64>(2)? {
            0 => row.get(3)?,
            1 => fs::read(file("segment", &hash)).map_err(Error::io("reading a segment"))?,
            _ => continue,
        };
        kept += 1;
        let segment = Segment::parse(&bytes)?;
        if segment.hash() != hash {
            return Err(wrong("it is not the one of its name"));
        }
        // What a revoked device wrote that nobody had seen came before its cut was known.
        match members.admit(segment) {
            Err(error) if !matches!(error.fault(), Fault::BeyondCut { .. }) => {
                return Err(error.into());
            }
            _ => {}
        }
        // After segments that are gone a log goes on in its middle.
        if vector.0.contains_key(&segment.log()) || segment.header().seq == 1 {
            vector.advance(&segment)?;
        }
    }
    if count != gsn {
        return Err(Error::Stored(format!("there are {count} segments of {gsn}")));
    }
    check_files(database, vault, &file)?;
    Ok(kept)
}

fn check_files(
    database: &Connection,
    vault: VaultId,
    file: &dyn Fn(&str, &Hash) -> PathBuf,
) -> Result<()> {
    let mut query =
        database.prepare("SELECT kind, hash FROM object WHERE vault = ?1 AND bytes IS NULL")?;
    let mut rows = query.query([vault.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let (kind, hash): (String, _) = (row.get(0)?, Hash::new(row.get(1)?));
        let bytes = fs::read(file(&kind, &hash)).map_err(Error::io(format!("reading a {kind}")))?;
        if blake3::hash(&bytes).as_bytes() != hash.as_bytes() {
            return Err(Error::Stored(format!("the {kind} {hash} is damaged")));
        }
    }
    Ok(())
}
