//! Whether the vault lies where it is safe: another program that carries files between machines, and a file
//! system on another machine, both break a database sooner or later.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a vault lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// On a disk of this machine, and left alone.
    Own,
    /// In a folder that a program carries to other machines: it takes half-written files with it.
    Synced,
    /// On another machine: locks and waiting for the disk are not what they seem there.
    Network,
}

/// Folders of such programs, by name.
const FOLDERS: &[&str] = &[
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud drive",
    "syncthing",
];
/// How names of such folders begin: `OneDrive - Company`.
const BEGINNINGS: &[&str] = &["onedrive", "dropbox (", "seafile"];
/// What such programs put into a folder that they carry.
const MARKS: &[&str] = &[".stfolder", ".dropbox", ".sync_folder", ".csync_journal.db"];

impl Place {
    /// Looks at the folder, which need not exist, and all around it.
    pub(crate) fn of(dir: &Path) -> Place {
        if dir.ancestors().any(is_carried) {
            return Place::Synced;
        }
        match dir.ancestors().find(|folder| folder.is_dir()) {
            Some(folder) if is_remote(folder) => Place::Network,
            Some(_) | None => Place::Own,
        }
    }
}

fn is_carried(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    FOLDERS.contains(&name.as_str())
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || MARKS.iter().any(|mark| folder.join(mark).exists())
}

/// NFS, SMB, CIFS, 9P, AFS and Ceph by the numbers of `statfs(2)`. What FUSE brings may be a disk of this machine.
#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    const REMOTE: &[i128] =
        &[0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x5346_414f, 0x00c3_6400];
    // What cannot be asked is taken for a disk: the vault opens or says why it does not.
    rustix::fs::statfs(folder).is_ok_and(|about| REMOTE.contains(&i128::from(about.f_type)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(folder: &Path) -> bool {
    // A share on Windows; elsewhere nothing is known.
    folder.to_string_lossy().starts_with(r"\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r13_a_folder_that_is_carried_away_is_told() {
        let disk = tempfile::tempdir().expect("a folder");
        for (inside, place) in [
            ("everkept", Place::Own),
            ("Dropbox/Apps/everkept", Place::Synced),
            ("OneDrive - Family/everkept", Place::Synced),
            ("Library/Mobile Documents/everkept", Place::Synced),
            ("dropbox-notes/everkept", Place::Own),
        ] {
            assert_eq!(Place::of(&disk.path().join(inside)), place, "{inside}");
        }
        std::fs::create_dir(disk.path().join(".stfolder")).expect("a folder");
        assert_eq!(Place::of(&disk.path().join("everkept")), Place::Synced, "by its mark");
    }
}
