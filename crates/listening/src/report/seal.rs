//! The signature under a report: Ed25519 over the exact bytes that stand before it.
//!
//! The key is made when the first report is, stays in the encrypted vault on this device and is never
//! shown; it signs reports and nothing else. A file is intact only when it is, byte for byte, what
//! [`Seal::sign`] writes: what is added after the signature is an alteration, too.

use base::error::{Code, Error, Result};
use data_encoding::{BASE32_NOPAD, BASE64};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use store::read::ReadCx;
use store::write::WriteCx;

/// Under what name this device keeps the key.
const KEPT: &str = "listening.report_key";

/// What begins the signature. The text of a report cannot hold it, because `<` is escaped there.
const BEGIN: &str = "<!--everkept-report-signature 1\n";
const KEY: &str = "key ";
const SIGNATURE: &str = "\nsignature ";
const END: &str = "\n-->\n</body>\n</html>\n";

/// Bytes of the hash of a key that people compare: 2^100 tries to meet one by chance.
const FINGERPRINT_BYTES: usize = 15;

/// What signs.
pub(super) struct Seal(SigningKey);

/// What a file turned out to be.
pub(super) enum Found<'a> {
    /// No report.
    Nothing,
    /// A report, and not as it was made.
    Altered,
    /// As it was made by who has the key.
    Intact {
        /// What was signed.
        payload: &'a str,
        /// The public key.
        key: [u8; 32],
    },
}

impl Seal {
    /// The seal of a secret key.
    pub(super) fn of(secret: [u8; 32]) -> Seal {
        Seal(SigningKey::from_bytes(&secret))
    }

    /// This vault's, if it has made one.
    pub(super) fn known(cx: &ReadCx<'_>) -> Result<Option<Seal>> {
        let Some(kept) = cx.device_value(KEPT)? else { return Ok(None) };
        let bytes = BASE64.decode(kept.as_bytes()).ok();
        let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let bytes = bytes
            .ok_or_else(|| Error::new(Code::Internal, "the key that signs reports is damaged"))?;
        Ok(Some(Seal::of(bytes)))
    }

    /// This vault's; made when there is none.
    pub(super) fn own(cx: &mut WriteCx<'_>) -> Result<Seal> {
        if let Some(seal) = Seal::known(&cx.read())? {
            return Ok(seal);
        }
        let mut bytes = [0; 32];
        cx.read().env().fill(&mut bytes);
        cx.set_device_value(KEPT, &BASE64.encode(&bytes))?;
        Ok(Seal::of(bytes))
    }

    /// The public key.
    pub(super) fn key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// What people compare: `K7QX 2MZA ...`.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(&self.key())
    }

    /// The whole file: the payload as it is, and the signature after it.
    pub(super) fn sign(&self, mut payload: String) -> String {
        let signature = self.0.sign(payload.as_bytes());
        payload.push_str(&ending(&self.key(), &signature));
        payload
    }
}

/// What stands after the payload.
fn ending(key: &[u8; 32], signature: &Signature) -> String {
    let (key, signature) = (BASE64.encode(key), BASE64.encode(&signature.to_bytes()));
    format!("{BEGIN}{KEY}{key}{SIGNATURE}{signature}{END}")
}

/// What people compare of a public key, in groups of four letters and digits.
pub(super) fn fingerprint(key: &[u8; 32]) -> String {
    let hash = blake3::hash(key);
    let text = BASE32_NOPAD.encode(&hash.as_bytes()[..FINGERPRINT_BYTES]);
    let groups: Vec<&str> =
        (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
    groups.join(" ")
}

/// Tells what a file is.
pub(super) fn open(text: &str) -> Found<'_> {
    let Some(at) = text.rfind(BEGIN) else {
        // Cut off before its signature, it is still told from a page of somebody else.
        return match super::page::claims(text) {
            true => Found::Altered,
            false => Found::Nothing,
        };
    };
    let (payload, tail) = text.split_at(at);
    let read = || {
        let parts = tail.strip_prefix(BEGIN)?.strip_prefix(KEY)?.strip_suffix(END)?;
        let (key, signature) = parts.split_once(SIGNATURE)?;
        let key: [u8; 32] = BASE64.decode(key.as_bytes()).ok()?.try_into().ok()?;
        let signature: [u8; 64] = BASE64.decode(signature.as_bytes()).ok()?.try_into().ok()?;
        Some((key, Signature::from_bytes(&signature)))
    };
    let Some((key, signature)) = read() else { return Found::Altered };
    let as_written = ending(&key, &signature) == tail;
    let signed = VerifyingKey::from_bytes(&key)
        .is_ok_and(|key| key.verify_strict(payload.as_bytes(), &signature).is_ok());
    match as_written && signed {
        true => Found::Intact { payload, key },
        false => Found::Altered,
    }
}
