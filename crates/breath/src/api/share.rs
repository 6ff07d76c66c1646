//! Patterns that are handed on: a signed text, a picture of it, and what somebody else's text holds.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::read::ReadCx;
use store::record::{Fields, Value};
use store::write::WriteCx;

use super::patterns::{Pattern, PatternRef, base, create_pattern};
use crate::model::hex;
use crate::model::program::Program;
use crate::model::shared::{self, SharedPattern};

wire! {
    /// A pattern to hand on.
    #[derive(Eq)]
    pub(crate) struct SharedText {
        /// The signed text.
        pub(crate) text: String,
        /// The same as a QR code, an SVG picture; null: the text is too long for one.
        pub(crate) svg: Option<String>,
    }

    /// A text that somebody handed over.
    pub(crate) struct ReadShared {
        /// The text.
        pub(crate) text: String,
    }

    /// A pattern that somebody shares.
    #[derive(Eq)]
    pub(crate) struct SharedOut {
        /// Its name.
        pub(crate) name: String,
        /// What is breathed.
        pub(crate) program: Program,
        /// How long it is breathed, minutes.
        pub(crate) minutes: u32,
        /// What is noted of it.
        pub(crate) note: String,
    }

    /// What a text holds.
    #[derive(Eq)]
    pub(crate) struct SharedRead {
        /// The pattern.
        pub(crate) pattern: SharedOut,
        /// The fingerprint of the key that signed it, to be compared with the sender's.
        pub(crate) signer: String,
        /// Whether the text is as it was signed.
        pub(crate) valid: bool,
    }
}

/// The secret key with which this life signs: the same on all of its devices, and nowhere written down. Ids
/// of names are keyed hashes under the vault's key with 74 random bits each; four are more than a key has.
pub(crate) fn secret(cx: &ReadCx<'_>) -> [u8; 32] {
    let ids = (0..4)
        .map(|part| -> AnyId { cx.natural_id("breath.share_key", 0, &format!("part {part}")) });
    let bytes: Vec<u8> = ids.flat_map(|id| *id.as_bytes()).collect();
    blake3::derive_key("everkept 2026 breath share key", &bytes)
}

/// The signed text of a pattern.
///
/// # Errors
/// `NotFound`.
pub(crate) fn shared_text(cx: &ReadCx<'_>, id: &str) -> Result<String> {
    let pattern = base(cx, id)?.pattern;
    let pattern = SharedPattern {
        name: pattern.name,
        program: pattern.program,
        minutes: pattern.minutes,
        note: pattern.note,
    };
    shared::sign(&pattern, &secret(cx))
}

pub(crate) fn share_pattern(cx: &ReadCx<'_>, request: PatternRef) -> Result<SharedText> {
    let text = shared_text(cx, &request.id)?;
    let svg = domain::qr::svg(&text);
    Ok(SharedText { text, svg })
}

pub(crate) fn read_shared(_: &ReadCx<'_>, request: ReadShared) -> Result<SharedRead> {
    let shared::Read { pattern, signer, valid } = shared::read(&request.text)?;
    let SharedPattern { name, program, minutes, note } = pattern;
    Ok(SharedRead { pattern: SharedOut { name, program, minutes, note }, signer, valid })
}

/// The fields of a pattern that somebody shared.
pub(crate) fn shared_fields(found: shared::Read) -> Fields {
    Fields::from([
        ("name".to_owned(), Value::from(found.pattern.name)),
        ("program".to_owned(), found.pattern.program.text().into()),
        ("minutes".to_owned(), i64::from(found.pattern.minutes).into()),
        ("note".to_owned(), found.pattern.note.into()),
        ("by".to_owned(), found.signer.into()),
    ])
}

pub(crate) fn take_shared(cx: &mut WriteCx<'_>, request: ReadShared) -> Result<Pattern> {
    let found = shared::read(&request.text)?;
    if !found.valid {
        return Err(Error::invalid("text", "this pattern was altered after it was signed"));
    }
    let id = create_pattern(cx, shared_fields(found))?;
    Ok(base(&cx.read(), &hex(id))?.pattern)
}
