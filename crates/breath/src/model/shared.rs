//! A pattern as a text that one person hands to another: what it is, and who signed it.
//!
//! `everkept-breath-1.<what>.<key>.<signature>`, the last three in base64url: a JSON object, an Ed25519
//! public key, and its signature over all that stands before the key. Whoever reads it learns that the text
//! is as it was signed, and can compare the key's fingerprint with the sender's; that it is somebody's in
//! particular the text alone does not prove.

use base::error::{Error, Result};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::plan::MINUTES_MAX;
use super::program::Program;

/// How every such text begins.
pub(crate) const PREFIX: &str = "everkept-breath-1.";
/// The longest text, bytes: twenty rounds of twelve phases, a name and a note fit four times.
pub(crate) const TEXT_MAX: usize = 64 << 10;
/// The longest name and note in it, characters.
const NAME_CHARS_MAX: usize = 80;
const NOTE_CHARS_MAX: usize = 2_000;
/// Bytes of a key's hash that people compare: 2^100 tries to meet one by chance.
const FINGERPRINT_BYTES: usize = 15;

/// What is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SharedPattern {
    /// Its name.
    pub(crate) name: String,
    /// What is breathed.
    pub(crate) program: Program,
    /// How long, minutes.
    pub(crate) minutes: u32,
    /// What is noted.
    pub(crate) note: String,
}

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    /// What it shares.
    pub(crate) pattern: SharedPattern,
    /// The fingerprint of the key: `K7QX 2MZA ...`.
    pub(crate) signer: String,
    /// Whether the text is as that key signed it.
    pub(crate) valid: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    name: String,
    program: String,
    minutes: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

/// Signs a pattern with a secret key.
///
/// # Errors
/// `Internal` when it has no JSON form.
pub(crate) fn sign(pattern: &SharedPattern, secret: &[u8; 32]) -> Result<String> {
    let body = Body {
        name: pattern.name.clone(),
        program: pattern.program.text(),
        minutes: pattern.minutes,
        note: pattern.note.chars().take(NOTE_CHARS_MAX).collect(),
    };
    let json = serde_json::to_vec(&body)
        .map_err(|source| Error::internal("writing a shared pattern", source))?;
    let signed = format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&json));
    let key = SigningKey::from_bytes(secret);
    let signature = BASE64URL_NOPAD.encode(&key.sign(signed.as_bytes()).to_bytes());
    Ok(format!("{signed}.{}.{signature}", BASE64URL_NOPAD.encode(key.verifying_key().as_bytes())))
}

/// Reads a text.
///
/// # Errors
/// `Invalid` at `text` when it is none, or what it shares cannot be breathed.
pub(crate) fn read(text: &str) -> Result<Read> {
    let wrong = |why: &str| Error::invalid("text", format!("this is no shared pattern: {why}"));
    let text = text.trim();
    if TEXT_MAX < text.len() {
        return Err(wrong("it is too long"));
    }
    let rest = text.strip_prefix(PREFIX).ok_or_else(|| wrong("it does not begin like one"))?;
    let parts: Vec<&str> = rest.split('.').collect();
    let [body, key, signature] = parts.as_slice() else {
        return Err(wrong("it is cut off"));
    };
    let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).ok();
    let key: Option<[u8; 32]> = decode(key).and_then(|key| key.try_into().ok());
    let signature: Option<[u8; 64]> = decode(signature).and_then(|bytes| bytes.try_into().ok());
    let Some((key, signature)) = key.zip(signature) else {
        return Err(wrong("its signature is cut off"));
    };
    let json = decode(body).ok_or_else(|| wrong("it was altered"))?;
    let found: Body = serde_json::from_slice(&json).map_err(|_| wrong("it was altered"))?;
    let program = Program::read(&found.program).ok_or_else(|| wrong("nobody could breathe it"))?;
    let name = found.name.trim();
    let fits = (1..=NAME_CHARS_MAX).contains(&name.chars().count())
        && found.note.chars().count() <= NOTE_CHARS_MAX
        && (1..=MINUTES_MAX).contains(&found.minutes);
    if !fits {
        return Err(wrong("its name, note or length is out of bounds"));
    }
    let signed = &text[..PREFIX.len() + body.len()];
    let valid = VerifyingKey::from_bytes(&key).is_ok_and(|key| {
        key.verify_strict(signed.as_bytes(), &Signature::from_bytes(&signature)).is_ok()
    });
    let pattern =
        SharedPattern { name: name.to_owned(), program, minutes: found.minutes, note: found.note };
    Ok(Read { pattern, signer: fingerprint(&key), valid })
}

/// What people compare of a public key, in groups of four letters and digits.
fn fingerprint(key: &[u8; 32]) -> String {
    let text = BASE32_NOPAD.encode(&blake3::hash(key).as_bytes()[..FINGERPRINT_BYTES]);
    let groups: Vec<&str> =
        (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::program::tests::programs;

    proptest! {
        #[test]
        fn a_pattern_comes_back_and_no_letter_can_be_changed(
            program in programs(),
            at in any::<prop::sample::Index>(),
        ) {
            let pattern = SharedPattern {
                name: "Slow mornings".into(), program, minutes: 7, note: String::new(),
            };
            let text = sign(&pattern, &[7; 32]).expect("a text");
            let found = read(&text).expect("a pattern");
            prop_assert!(found.valid);
            prop_assert_eq!(found.pattern, pattern);
            let at = at.index(text.len());
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("letters");
            // The last letter of a base64 text may hold unused bits, which the decoder refuses.
            prop_assert!(!read(&changed).is_ok_and(|found| found.valid), "{}", changed);
        }

        #[test]
        fn any_text_is_refused_or_read(text in ".{0,80}") {
            let _ = read(&text);
            let _ = read(&format!("{PREFIX}{text}"));
        }
    }
}
