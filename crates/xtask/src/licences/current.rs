//! Whether the page of licences is current, without making it: what ships is named by three files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::crates::{packages_of_lock, value};
use crate::tidy::Finding;

/// The digest of what the page was made from, beside the page.
pub(crate) const FILE: &str = "assets/licences.sum";

/// One finding when the page was made from something else.
///
/// # Errors
/// When a lock file cannot be read.
pub(crate) fn check(root: &Path) -> Result<Vec<Finding>> {
    let found = fs::read_to_string(root.join(FILE)).unwrap_or_default();
    Ok(match found == digest(root)? {
        true => Vec::new(),
        false => vec![Finding::new(
            FILE,
            0,
            "what ships has changed since the page of licences was made: `cargo xtask licences`",
        )],
    })
}

/// A digest of the packages of others and of the models; our own crates may come and go.
///
/// # Errors
/// When a lock file cannot be read.
pub(super) fn digest(root: &Path) -> Result<String> {
    let read =
        |name: &str| fs::read_to_string(root.join(name)).with_context(|| format!("reading {name}"));
    let cargo = read("Cargo.lock")?;
    let of_others = packages_of_lock(&cargo).filter(|block| value(block, "source").is_some());
    let mut text: String = of_others
        .map(|block| {
            let of = |name| value(block, name).unwrap_or_default();
            format!("{} {} {}\n", of("name"), of("version"), of("checksum"))
        })
        .collect();
    text.push_str(&read("ui/package-lock.json")?);
    text.push_str(&read("assets/models/manifest.json")?);
    Ok(format!("{:016x}\n", fnv(text.as_bytes())))
}

/// FNV-1a, 64 bits (draft-eastlake-fnv): it tells changes, and guards nothing.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_package_is_noticed_and_a_crate_of_our_own_is_not() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let put = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        put("ui/package-lock.json", "{}");
        put("assets/models/manifest.json", "{}");
        let other = "[[package]]\nname = \"ab\"\nversion = \"1.0.0\"\nsource = \"registry\"\n";
        put("Cargo.lock", other);
        assert_eq!(check(root.path()).expect("checked").len(), 1, "never made");
        put(FILE, &digest(root.path()).expect("a digest"));
        assert_eq!(check(root.path()).expect("checked"), []);
        put("Cargo.lock", &format!("{other}[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n"));
        assert_eq!(check(root.path()).expect("checked"), []);
        put("Cargo.lock", &other.replace("1.0.0", "1.0.1"));
        assert_eq!(check(root.path()).expect("checked").len(), 1, "a new version");
    }

    #[test]
    fn the_digest_is_the_one_that_its_description_gives() {
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
