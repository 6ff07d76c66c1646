//! Details whose parts are named between slashes: `/TRTP/SEPA OVERBOEKING/IBAN/NL91.../REMI/Rent`.

use super::details::Details;
use crate::import::told::reference;

/// Names that begin a part.
const NAMES: &[&str] = &[
    "ACCW", "ADDR", "BENM", "BIC", "BUSP", "CNTP", "CREF", "CSID", "EREF", "IBAN", "ID", "IREF",
    "ISDT", "MARF", "NAME", "NRTX", "ORDP", "PREF", "PT", "PURP", "PY", "REMI", "RTRN", "SVCL",
    "TRTP", "TRCD", "ULTB", "ULTC", "ULTD",
];

/// The parts; `None` when no name that is known is among them. `text` begins with a slash.
pub(super) fn parse(text: &str) -> Option<Details> {
    let mut details = Details::default();
    let (mut name, mut value, mut known) = ("", String::new(), false);
    for piece in text.split('/').skip(1) {
        let piece = piece.trim_end_matches(['\r', '\n']);
        match NAMES.iter().find(|name| **name == piece.trim()) {
            Some(next) => {
                put(&mut details, name, &value);
                known = true;
                (name, value) = (next, String::new());
            }
            None if name.is_empty() => {}
            None => {
                value.push('/');
                value.push_str(piece);
            }
        }
    }
    put(&mut details, name, &value);
    known.then_some(details)
}

/// Keeps a part; its value begins with a slash, and empty pieces are slashes of their own.
fn put(details: &mut Details, name: &str, value: &str) {
    let value = value.strip_prefix('/').unwrap_or(value);
    let text = || value.trim_matches(['/', ' ', '\r', '\n']).to_owned();
    match name {
        "TRTP" => details.kind = text(),
        "NAME" => details.payee = text(),
        "IBAN" => details.other = text(),
        "EREF" => details.reference = reference(&text()),
        "REMI" => {
            let value = value.strip_prefix("USTD").or_else(|| value.strip_prefix("STRD"));
            details.memo = match value {
                Some(value) => value.trim_matches(['/', ' ', '\r', '\n']).to_owned(),
                None => text(),
            };
        }
        "PY" if details.memo.is_empty() => details.memo = text(),
        // Account, bank, name, town.
        "CNTP" => {
            let mut parts = value.split('/');
            details.other = parts.next().unwrap_or_default().trim().to_owned();
            details.payee = parts.nth(1).unwrap_or_default().trim().to_owned();
        }
        _ => {}
    }
}
