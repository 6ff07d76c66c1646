//! Sources that are honest, and sources that are not.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;
use base::error::{Code, Result};
use proptest::prelude::*;

use super::zip::Growth;
use super::{FILES_MAX, RATIO_FREE, Shape, Source};

/// A zip of these files.
fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A tar with this header for each file.
fn tar_of(files: &[(&str, ::tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut tar = ::tar::Builder::new(Vec::new());
    for (name, kind, bytes) in files {
        let mut header = ::tar::Header::new_old();
        // Written by hand: the crate refuses to write names that we must refuse to read.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_mtime(1_700_000_000);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn open(bytes: Vec<u8>) -> Result<Source> {
    Source::from_reader("folder/export.zip", Box::new(Cursor::new(bytes)))
}

fn names(source: &Source) -> Vec<&str> {
    source.files().iter().map(|file| file.name.as_str()).collect()
}

fn refused(source: &Source) -> Vec<(&str, &str)> {
    source.refused().iter().map(|refused| (refused.name.as_str(), refused.why)).collect()
}

fn read(source: &Source, name: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.read(name).unwrap().read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[test]
fn a_zip_lists_and_reads() {
    let source = open(zip_of(&[("b/two.txt", b"two"), ("a.txt", b"one")])).unwrap();
    assert_eq!((source.name(), source.shape()), ("export.zip", Shape::Zip));
    assert_eq!(names(&source), ["a.txt", "b/two.txt"]);
    assert_eq!(source.files()[0].size, 3);
    // Two readers of one archive do not disturb each other.
    let (mut one, mut two) = (source.read("a.txt").unwrap(), source.read("b/two.txt").unwrap());
    let mut letters = [0; 3];
    one.read_exact(&mut letters[..1]).unwrap();
    two.read_exact(&mut letters[1..2]).unwrap();
    one.read_exact(&mut letters[2..]).unwrap();
    assert_eq!(&letters, b"otn");
    assert_eq!(source.head("b/two.txt", 2).unwrap(), b"tw");
    let error = source.read("c.txt").err().unwrap();
    assert_eq!(error.code(), Code::NotFound);
}

#[test]
fn m2_names_that_lead_elsewhere_are_refused() {
    let bad = [
        ("../up.txt", "its name leads out of the archive"),
        ("a/../../up.txt", "its name leads out of the archive"),
        ("/etc/passwd", "its name is an absolute path"),
        ("C:win.txt", "its name has a colon"),
        ("C:\\win.txt", "its name has a backslash"),
        ("a\\b.txt", "its name has a backslash"),
        ("a//b.txt", "its name has an empty part"),
        ("con", "its name is a Windows device"),
        ("a/Lpt1.jpeg", "its name is a Windows device"),
        ("com².txt", "its name is a Windows device"),
        ("dot.", "its name ends with a dot or a space"),
        ("a /b.txt", "its name ends with a dot or a space"),
        ("nul\u{0}.txt", "its name has a control character"),
    ];
    let mut files: Vec<(&str, &[u8])> = bad.iter().map(|(name, _)| (*name, &b"x"[..])).collect();
    files.push(("console.txt", b"good"));
    let source = open(zip_of(&files)).unwrap();
    assert_eq!(names(&source), ["console.txt"]);
    let mut found = refused(&source);
    let mut wanted = bad.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

#[test]
fn m1_links_and_locked_files_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.start_file("kept", SimpleFileOptions::default()).unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let source = open(bytes.clone()).unwrap();
    assert_eq!((names(&source), refused(&source)), (vec!["kept"], vec![("link", "it is a link")]));
    // Bit 0 of the flags in the list says that a file is locked.
    let list = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[list + 8] |= 1;
    let source = open(bytes).unwrap();
    assert!(refused(&source).contains(&("kept", "it is locked with a password")));
}

#[test]
fn m1_an_archive_within_is_a_file() {
    let inner = zip_of(&[("secret.txt", b"inner")]);
    let source = open(zip_of(&[("inner.zip", &inner)])).unwrap();
    assert_eq!(names(&source), ["inner.zip"]);
    assert_eq!(read(&source, "inner.zip").unwrap(), inner);
}

#[test]
fn m1_a_bomb_stops_while_it_unpacks() {
    let zeros = vec![0; 32 << 20];
    let source = open(zip_of(&[("bomb", &zeros), ("small", &zeros[..1 << 20])])).unwrap();
    let mut reader = source.read("bomb").unwrap();
    let mut out = 0;
    let error = loop {
        let mut chunk = [0; 4096];
        match reader.read(&mut chunk) {
            Ok(0) => panic!("a bomb of a thousand to one is refused"),
            Ok(read) => out += read,
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("more than 200 times"), "{error}");
    assert!(out <= (RATIO_FREE as usize) + 4096, "it stops at once, not after {out} bytes");
    assert_eq!(read(&source, "small").unwrap().len(), 1 << 20, "a mebibyte may be white");
}

#[test]
fn m1_the_declared_size_is_not_believed() {
    let zeros = vec![0; 8 << 20];
    let mut bytes = zip_of(&[("bomb", &zeros)]);
    for signature in [b"PK\x01\x02", b"PK\x03\x04"] {
        let at = bytes.windows(4).rposition(|window| window == signature).unwrap();
        let size = at + if signature == b"PK\x01\x02" { 24 } else { 22 };
        bytes[size..size + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let source = open(bytes).unwrap();
    assert!(read(&source, "bomb").is_err());
}

#[test]
fn m1_all_files_together_have_a_cap_and_a_second_reading_is_free() {
    let growth = Growth::new(10);
    growth.of(0).reach(6).unwrap();
    growth.of(0).reach(6).unwrap();
    growth.of(1).reach(4).unwrap();
    assert!(growth.of(2).reach(1).is_err());
}

#[test]
fn m1_a_hundred_thousand_files_and_no_more() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..=FILES_MAX {
        zip.start_file(number.to_string(), SimpleFileOptions::default()).unwrap();
    }
    let error = open(zip.finish().unwrap().into_inner()).err().unwrap();
    assert_eq!(error.code(), Code::Invalid);
    assert!(error.to_string().contains("more than 100000 files"), "{error}");
}

#[test]
fn a_changed_byte_is_noticed() {
    let mut bytes = zip_of(&[("a.txt", b"the quick brown fox")]);
    let at = bytes.windows(5).position(|window| window == b"a.txt").unwrap() + 8;
    bytes[at] ^= 0x55;
    let source = open(bytes).unwrap();
    assert!(read(&source, "a.txt").is_err());
}

#[test]
fn a_cut_off_zip_is_an_error_that_says_so() {
    let bytes = zip_of(&[("a.txt", b"one")]);
    let error = open(bytes[..bytes.len() - 10].to_vec()).err().unwrap();
    assert_eq!(error.code(), Code::Invalid);
    assert!(error.to_string().contains("export.zip is a damaged or cut off zip"), "{error}");
}

#[test]
fn a_tar_lists_and_reads() {
    use ::tar::EntryType::{Directory, Regular, Symlink};
    let bytes = tar_of(&[
        ("./b.md", Regular, b"old"),
        ("folder/", Directory, b""),
        ("a.md", Regular, b"one"),
        ("../up.md", Regular, b"x"),
        ("link.md", Symlink, b""),
        ("b.md", Regular, b"new"),
    ]);
    let source = open(bytes.clone()).unwrap();
    assert_eq!((source.shape(), names(&source)), (Shape::Tar, vec!["a.md", "b.md"]));
    assert_eq!(read(&source, "b.md").unwrap(), b"new", "the last of a name counts");
    assert!(source.files()[0].modified.is_some());
    let wanted = [("../up.md", "its name leads out of the archive"), ("link.md", "it is a link")];
    assert_eq!(refused(&source), wanted);
    // Cut in the middle of the last file.
    let at = bytes.windows(3).rposition(|window| window == b"new").unwrap();
    let source = open(bytes[..at + 1].to_vec()).unwrap();
    assert_eq!(read(&source, "b.md").unwrap(), b"old");
    assert!(!source.refused().is_empty(), "the cut is told");
}

#[test]
fn a_folder_lists_and_reads() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("diary/2024")).unwrap();
    std::fs::write(home.path().join("diary/2024/a.md"), "one").unwrap();
    std::fs::write(home.path().join("diary/.hidden"), "two").unwrap();
    let source = Source::open(&home.path().join("diary")).unwrap();
    assert_eq!((source.name(), source.shape()), ("diary", Shape::Folder));
    assert_eq!(names(&source), [".hidden", "2024/a.md"]);
    assert_eq!(read(&source, "2024/a.md").unwrap(), b"one");
    assert_eq!(Source::open(Path::new("/no/such")).err().unwrap().code(), Code::NotFound);
}

#[test]
fn a_file_knows_what_lies_beside_it_and_no_further() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("diary/photos")).unwrap();
    std::fs::write(home.path().join("secret"), "secret").unwrap();
    std::fs::write(home.path().join("diary/photos/a.png"), "one").unwrap();
    std::fs::write(home.path().join("diary/Journal.json"), "{}").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(home.path().join("secret"), home.path().join("diary/link")).unwrap();
    let source = Source::open(&home.path().join("diary/Journal.json")).unwrap();
    assert_eq!(names(&source), ["Journal.json"]);
    let mut text = String::new();
    source.beside("photos/a.png").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "one");
    for name in ["photos", "photos/b.png", "../secret", "/etc/passwd", "link"] {
        assert!(source.beside(name).is_none(), "{name}");
    }
    assert!(open(b"bytes".to_vec()).unwrap().beside("a").is_none(), "an upload lies nowhere");
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_refused() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("kept"), "").unwrap();
    std::os::unix::fs::symlink("/etc", home.path().join("etc")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", home.path().join("passwd")).unwrap();
    let source = Source::open(home.path()).unwrap();
    assert_eq!(names(&source), ["kept"]);
    assert_eq!(refused(&source), [("etc", "it is a link"), ("passwd", "it is a link")]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(
        seed in 0..3_usize,
        wrong in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        noise in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let mut bytes = match seed {
            0 => zip_of(&[("a.txt", b"one one one one one one"), ("b/c.txt", b"two")]),
            1 => tar_of(&[("a.txt", ::tar::EntryType::Regular, b"one")]),
            _ => noise,
        };
        for (at, byte) in wrong {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        if let Ok(source) = open(bytes) {
            for file in source.files() {
                let _ = source.head(&file.name, 1 << 20);
            }
        }
    }
}
