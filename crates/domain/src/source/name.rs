//! Which names inside an archive are honest.

use super::NAME_MAX;

/// Names that Windows gives to devices, with any ending.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Why a name is refused, or nothing. Everkept never makes files of these names, but an exporter or a
/// later reader may, so what would be dangerous on any system is refused on all.
pub(super) fn why_refused(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("it has no name");
    }
    if NAME_MAX < name.len() {
        return Some("its name is too long");
    }
    if name.starts_with('/') {
        return Some("its name is an absolute path");
    }
    if name.contains('\\') {
        return Some("its name has a backslash");
    }
    if name.contains(':') {
        return Some("its name has a colon");
    }
    if name.chars().any(char::is_control) {
        return Some("its name has a control character");
    }
    name.split('/').find_map(why_part_refused)
}

fn why_part_refused(part: &str) -> Option<&'static str> {
    if part == ".." || part == "." {
        return Some("its name leads out of the archive");
    }
    if part.is_empty() {
        return Some("its name has an empty part");
    }
    if part.ends_with(['.', ' ']) {
        return Some("its name ends with a dot or a space");
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    if is_device(stem) {
        return Some("its name is a Windows device");
    }
    None
}

fn is_device(stem: &str) -> bool {
    if DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        return true;
    }
    let port = stem
        .get(..3)
        .is_some_and(|port| port.eq_ignore_ascii_case("COM") || port.eq_ignore_ascii_case("LPT"));
    let number = stem.get(3..).unwrap_or_default();
    port && matches!(number.chars().next(), Some('0'..='9' | '¹' | '²' | '³'))
        && number.chars().count() == 1
}

/// The name without `./` before it, as tar writes it.
pub(super) fn tidy(name: &str) -> &str {
    let mut rest = name;
    while let Some(next) = rest.strip_prefix("./") {
        rest = next;
    }
    rest
}
