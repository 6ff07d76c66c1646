//! The names of months in the languages of banks: the beginning of a name is enough when it can be of
//! one month only.

/// English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish, Danish, Polish; without those
/// that are the same up to their ends.
const NAMES: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "stycznia"],
    &[
        "february",
        "februar",
        "février",
        "fevrier",
        "febrero",
        "febbraio",
        "fevereiro",
        "feber",
        "lutego",
    ],
    &["march", "märz", "maerz", "mrz", "mars", "marzo", "maart", "mrt", "março", "marts", "marca"],
    &["april", "avril", "abril", "aprile", "kwietnia"],
    &["may", "mai", "mayo", "maggio", "mei", "maio", "maj", "maja"],
    &["june", "juni", "juin", "junio", "giugno", "junho", "czerwca"],
    &["july", "juli", "juillet", "julio", "luglio", "julho", "lipca"],
    &["august", "août", "aout", "agosto", "augustus", "augusti", "sierpnia"],
    &["september", "septembre", "septiembre", "settembre", "setembro", "września"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "października"],
    &["november", "novembre", "noviembre", "novembro", "listopada"],
    &["december", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "grudnia"],
];

/// The longest name, and a dot.
const LEN_MAX: usize = 24;

/// The month of a name, 1 to 12.
pub(super) fn number(name: &str) -> Option<i16> {
    if LEN_MAX < name.len() || name.chars().count() < 3 {
        return None;
    }
    let name = name.to_lowercase();
    let mut found = None;
    for (number, names) in (1..).zip(NAMES) {
        if names.iter().any(|known| known.starts_with(&name)) {
            if found.is_some() {
                return None;
            }
            found = Some(number);
        }
    }
    found
}
