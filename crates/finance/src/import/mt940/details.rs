//! The field `:86:`: who and what for, in the flavors of different countries.

use super::slashes;
use crate::import::account;
use crate::import::told::reference;

/// Letters on a line before it is broken: what follows belongs to the same word.
const WIDTH: usize = 65;
/// Letters in one field of the German form.
const PIECE: usize = 27;

/// What the details say.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) payee: String,
    pub(super) memo: String,
    pub(super) reference: Option<String>,
    /// The other account.
    pub(super) other: String,
    pub(super) kind: String,
}

impl Details {
    pub(super) fn parse(text: &str) -> Details {
        let text = text.trim();
        if let Some(sign) = german_sign(text) {
            return german(text, sign);
        }
        let whole = unbroken(text);
        if whole.starts_with('/')
            && let Some(details) = slashes::parse(&whole)
        {
            return details;
        }
        plain(text, whole)
    }
}

/// Lines as they were before they were broken.
fn unbroken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_full = true;
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            continue;
        }
        if !is_full {
            out.push('\n');
        }
        out.push_str(line);
        is_full = line.chars().count() == WIDTH;
    }
    out
}

/// The sign that begins each field of `166?00GUTSCHRIFT?20EREF+...`: banks use `?` and others.
fn german_sign(text: &str) -> Option<char> {
    let rest = text.get(3..)?;
    let sign = rest.chars().next()?;
    let follows = rest.get(sign.len_utf8()..sign.len_utf8() + 2)?;
    let fits = text.as_bytes()[..3].iter().all(u8::is_ascii_digit)
        && (sign.is_ascii_punctuation() && !matches!(sign, '/' | '-' | '.' | ','))
        && follows.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(sign)
}

/// `166?00GUTSCHRIFT?20EREF+1?21SVWZ+Rent?30BIC?31IBAN?32Name`.
fn german(text: &str, sign: char) -> Details {
    let text: String = text.lines().map(|line| line.trim_end_matches('\r')).collect();
    let mut pieces = text.split(sign);
    let code = pieces.next().unwrap_or_default();
    let mut fields: Vec<(u8, String)> = Vec::new();
    for piece in pieces {
        let digits = piece.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()));
        match (digits.and_then(|field| field.parse().ok()), fields.last_mut()) {
            (Some(field), _) => fields.push((field, piece[2..].to_owned())),
            // The sign itself, inside a value.
            (None, Some((_, value))) => {
                value.push(sign);
                value.push_str(piece);
            }
            (None, None) => {}
        }
    }
    let (mut booking, mut purpose, mut name) = (String::new(), Vec::new(), String::new());
    let (mut bank, mut number) = (String::new(), String::new());
    for (field, value) in fields {
        match field {
            0 => booking.push_str(&value),
            20..=29 | 60..=63 => purpose.push(value),
            30 => bank.push_str(&value),
            31 => number.push_str(&value),
            32 | 33 => name.push_str(&value),
            _ => {}
        }
    }
    let tagged = Tagged::parse(&purpose);
    Details {
        payee: name,
        memo: tagged.memo,
        reference: tagged.reference,
        other: account::number(&bank, &number),
        kind: format!("{code} {booking}").trim().to_owned(),
    }
}

/// The marks of SEPA within the purpose of a payment.
struct Tagged {
    memo: String,
    reference: Option<String>,
}

impl Tagged {
    const MARKS: [&str; 16] = [
        "EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "COAM+", "OAMT+", "SVWZ+", "ABWA+", "ABWE+",
        "IBAN+", "BIC+", "PURP+", "MDAT+", "SQTP+", "ORCR+",
    ];

    fn mark_at(text: &str) -> Option<&'static str> {
        Tagged::MARKS.into_iter().find(|mark| text.starts_with(mark))
    }

    fn parse(pieces: &[String]) -> Tagged {
        let mut text = String::new();
        let mut is_full = true;
        for piece in pieces {
            // A shorter piece ended by itself.
            if !is_full || (Tagged::mark_at(piece).is_some() && !text.is_empty()) {
                text.push(' ');
            }
            text.push_str(piece);
            is_full = piece.chars().count() >= PIECE;
        }
        let (mut memo, mut end_to_end, mut customer) = (String::new(), None, None);
        let mut mark = "";
        for part in parts(&text) {
            let found = Tagged::mark_at(part);
            mark = found.unwrap_or(mark);
            let value = part.strip_prefix(mark).unwrap_or(part).trim();
            match mark {
                "SVWZ+" | "" => memo = format!("{memo} {value}"),
                "EREF+" => end_to_end = reference(value),
                "KREF+" => customer = reference(value),
                _ => {}
            }
        }
        Tagged { memo: memo.trim().to_owned(), reference: end_to_end.or(customer) }
    }
}

/// A text in front of each of its marks, in one pass.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(' ') {
        if Tagged::mark_at(&text[at + 1..]).is_some() {
            out.push(&text[from..at]);
            from = at + 1;
        }
    }
    out.push(&text[from..]);
    out
}

/// `NL47INGB0009999999 name` on the first line, or only words.
fn plain(text: &str, whole: String) -> Details {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (number, name) = first.trim().split_once(' ').unwrap_or((first.trim(), ""));
    if account::has_iban_shape(number) {
        return Details {
            payee: name.trim().to_owned(),
            memo: unbroken(rest),
            other: number.to_owned(),
            ..Details::default()
        };
    }
    Details { memo: whole, ..Details::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let Details { payee, memo, reference, other, kind } = Details::parse(text);
        let reference = reference.unwrap_or_default();
        format!("{payee:?} {memo:?} {reference:?} {other:?} {kind:?}")
    }

    #[test]
    fn the_german_form_is_joined_as_it_was_broken() {
        assert_eq!(
            told(
                "166?00GUTSCHRIFT?100399?20EREF+EndToEndId TFNR 22 004?21 00001?22\r\nSVWZ+Verw CTSc-01 BC-PPP TF?23Nr 22 004?30DRESDEFF508?31DE14508\r\n80050?32KARL?33 KAUFMANN"
            ),
            r#""KARL KAUFMANN" "Verw CTSc-01 BC-PPP TFNr 22 004" "EndToEndId TFNR 22 004 00001" "DRESDEFF508/DE1450880050" "166 GUTSCHRIFT""#
        );
        assert_eq!(
            told("051?00Credit?20FIRST LINE?21SECOND?30123?31456?32PAYPAL"),
            r#""PAYPAL" "FIRST LINE SECOND" "" "123/456" "051 Credit""#
        );
        assert_eq!(told("999?"), r#""" "999?" "" "" """#);
        assert_eq!(told("020?20what?is this?"), r#""" "what?is this?" "" "" "020""#);
    }

    #[test]
    fn the_dutch_form_names_its_parts() {
        assert_eq!(
            told(
                "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/J. JANSEN\r\n/REMI/Rent 1/2026/EREF/NOTPROVIDED"
            ),
            r#""J. JANSEN" "Rent 1/2026" "" "NL91ABNA0417164300" "SEPA OVERBOEKING""#
        );
        assert_eq!(
            told("/EREF/E1//CNTP/NL91ABNA0417164300/ABNANL2A/J. Jansen///REMI/USTD//Thanks/"),
            r#""J. Jansen" "Thanks" "E1" "NL91ABNA0417164300" """#
        );
        assert_eq!(
            told("/ORDP//NAME/J. Jansen/ADDR/Street 1/REMI/Words"),
            r#""J. Jansen" "Words" "" "" """#
        );
    }

    #[test]
    fn the_plain_form_is_words() {
        assert_eq!(
            told("NL47INGB9999999999 shop\n\nline one\n"),
            r#""shop" "line one" "" "NL47INGB9999999999" """#
        );
        assert_eq!(told("/WHAT EVER/12"), r#""" "/WHAT EVER/12" "" "" """#);
        let full = format!("{}\nend\nmore", "x".repeat(65));
        assert_eq!(Details::parse(&full).memo, format!("{}end\nmore", "x".repeat(65)));
        assert_eq!(Details::parse(""), Details::default());
    }
}
