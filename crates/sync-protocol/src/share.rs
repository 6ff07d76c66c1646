//! Published pages: ciphertext on a server, and a link whose end holds the key.
//!
//! ```text
//! share: "EKP" | 1 | AES-256-GCM(key, nonce 12 zeros, aad = "EKP" | 1 | name 16, packed)
//! packed: length 4 | page | zeros up to the PADMÉ length of all of it
//! link: server "/s/" name in hexadecimal "#" base64url(key 32 | over in Unix seconds 4)
//! ```
//! A browser opens it, and browsers have AES-GCM but not XChaCha20. Its short nonce is no danger here: a key is
//! made for one share, seals once, and is never kept to seal again. Browsers send nothing of what stands
//! behind a `#`, so no server and no log sees the key. The time stands there only for words to show; what
//! ends a share is the server.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use base::env::Env;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use zeroize::Zeroizing;

use crate::crypt::{Secret, TAG, random};
use crate::error::{Fault, Result};
use crate::pack::padded;
use crate::wire::SHARE_BYTES_MAX;

const MAGIC: [u8; 4] = *b"EKP\x01";
const WHAT: &str = "share";
/// Bytes of the length that stands before the page.
const LENGTH: usize = 4;

/// The key of one share. It seals once, which is why sealing takes it.
pub struct ShareKey(Secret);

/// A page as it is published.
pub struct SealedShare {
    /// Its name on the server.
    pub name: [u8; 16],
    /// What the server keeps.
    pub bytes: Vec<u8>,
    /// What opens it, as it stands behind the `#` of the link.
    pub fragment: String,
}

impl ShareKey {
    /// A new key.
    pub fn generate(env: &dyn Env) -> ShareKey {
        ShareKey(Zeroizing::new(random(env)))
    }

    /// From the end of a link.
    ///
    /// # Errors
    /// `Malformed` when it is not whole.
    pub fn from_fragment(fragment: &str) -> Result<ShareKey> {
        let malformed = |why| Fault::Malformed { what: WHAT, at: 0, why };
        let bytes = BASE64URL_NOPAD
            .decode(fragment.as_bytes())
            .map_err(|_| malformed("the end of the link is no key"))?;
        let bytes = Zeroizing::new(bytes);
        let key: Option<[u8; 32]> =
            bytes.split_last_chunk::<4>().and_then(|(key, _)| key.try_into().ok());
        Ok(ShareKey(Zeroizing::new(key.ok_or(malformed("the end of the link is not whole"))?)))
    }

    /// Seals a page under a new name, over at `expires_ms` (Unix milliseconds).
    ///
    /// # Errors
    /// `TooMuch` when it is longer than a share may be.
    pub fn seal(self, page: &[u8], expires_ms: u64, env: &dyn Env) -> Result<SealedShare> {
        let name: [u8; 16] = random(env);
        let len = padded(LENGTH + page.len());
        let whole = MAGIC.len() + len + TAG;
        if SHARE_BYTES_MAX < whole {
            let (found, max) = (whole as u64, SHARE_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "bytes", found, max }.into());
        }
        let mut bytes = Vec::with_capacity(whole);
        bytes.extend_from_slice(&MAGIC);
        let length = u32::try_from(page.len()).expect("a share is shorter than 4 GiB");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(page);
        bytes.resize(MAGIC.len() + len, 0);
        let tag = self
            .cipher()
            .encrypt_inout_detached(
                &Nonce::default(),
                &associated(name),
                (&mut bytes[MAGIC.len()..]).into(),
            )
            .expect("a cipher takes 64 GiB at once");
        bytes.extend_from_slice(&tag);
        let seconds = u32::try_from(expires_ms / 1000).unwrap_or(u32::MAX);
        let fragment = Zeroizing::new([&self.0[..], &seconds.to_be_bytes()].concat());
        Ok(SealedShare { name, bytes, fragment: BASE64URL_NOPAD.encode(&fragment) })
    }

    /// Opens what [`ShareKey::seal`] wrote.
    ///
    /// # Errors
    /// `CutOff`, `Newer`, `Damaged` (also when the key is another's), `Malformed`.
    pub fn open(&self, name: [u8; 16], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let parts = bytes.split_first_chunk::<4>().and_then(|(magic, rest)| {
            let (content, tag) = rest.split_last_chunk::<TAG>()?;
            Some((magic, content, tag))
        });
        let Some((magic, content, tag)) = parts else {
            return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
        };
        if magic[..3] == MAGIC[..3] && magic[3] != MAGIC[3] {
            let (found, known) = (u32::from(magic[3]), u32::from(MAGIC[3]));
            return Err(Fault::Newer { what: WHAT, found, known }.into());
        }
        if *magic != MAGIC {
            return Err(Fault::Malformed { what: WHAT, at: 0, why: "it is no share" }.into());
        }
        let mut plain = Zeroizing::new(content.to_vec());
        self.cipher()
            .decrypt_inout_detached(
                &Nonce::default(),
                &associated(name),
                plain.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| Fault::Damaged { what: WHAT })?;
        let page = plain.split_first_chunk::<LENGTH>().and_then(|(length, rest)| {
            rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)
        });
        let why = "its length is not that of the page";
        let page = page.ok_or(Fault::Malformed { what: WHAT, at: MAGIC.len(), why })?;
        Ok(Zeroizing::new(page.to_vec()))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.0).into())
    }
}

impl SealedShare {
    /// The whole link, of a server by its address without a slash at the end.
    #[must_use]
    pub fn link(&self, server: &str) -> String {
        format!("{server}/s/{}#{}", HEXLOWER.encode(&self.name), self.fragment)
    }
}

fn associated(name: [u8; 16]) -> [u8; 20] {
    let mut associated = [0; 20];
    associated[..4].copy_from_slice(&MAGIC);
    associated[4..].copy_from_slice(&name);
    associated
}

#[cfg(test)]
mod tests {
    use base::env::FixedEnv;
    use proptest::prelude::*;

    use super::*;

    fn env() -> FixedEnv {
        FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 7)
    }

    fn sealed(page: &[u8]) -> SealedShare {
        ShareKey::generate(&env()).seal(page, 1_772_452_800_000, &env()).expect("it is short")
    }

    #[test]
    fn a_link_opens_what_was_sealed_and_nothing_else_does() {
        let share = sealed(b"<!doctype html>");
        let link = share.link("https://sync.example.org");
        let (address, fragment) = link.split_once('#').expect("a key");
        assert_eq!(address, format!("https://sync.example.org/s/{}", HEXLOWER.encode(&share.name)));
        assert_eq!(fragment.len(), 48);
        let key = ShareKey::from_fragment(fragment).expect("a key");
        assert_eq!(&**key.open(share.name, &share.bytes).expect("it opens"), b"<!doctype html>");
        let fault = |name, bytes: &[u8]| key.open(name, bytes).expect_err("refused");
        let damaged = |error: crate::error::Error| matches!(error.fault(), Fault::Damaged { .. });
        assert!(damaged(fault([9; 16], &share.bytes)), "under another name it is another's");
        for at in [4, share.bytes.len() - 1] {
            let mut other = share.bytes.clone();
            other[at] ^= 1;
            assert!(damaged(fault(share.name, &other)));
        }
        let other = ShareKey::generate(&FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 8));
        assert!(damaged(other.open(share.name, &share.bytes).expect_err("another key")));
    }

    #[test]
    fn what_is_not_whole_is_said_to_be_so() {
        let share = sealed(b"page");
        let key = ShareKey::from_fragment(&share.fragment).expect("a key");
        for cut in [0, 3, 19] {
            let error = key.open(share.name, &share.bytes[..cut]).expect_err("cut off");
            assert!(matches!(error.fault(), Fault::CutOff { .. }), "{error}");
        }
        for fragment in ["", "abc", "????", &share.fragment[..47]] {
            let error = ShareKey::from_fragment(fragment).err().expect("no key");
            assert!(matches!(error.fault(), Fault::Malformed { .. }), "{error}");
        }
        let long = vec![0; SHARE_BYTES_MAX];
        let error = ShareKey::generate(&env()).seal(&long, 0, &env()).err().expect("too long");
        assert!(matches!(error.fault(), Fault::TooMuch { .. }), "{error}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let key = ShareKey::generate(&env());
            drop(key.open([0; 16], &bytes));
        }

        #[test]
        fn any_page_comes_back(page in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let share = sealed(&page);
            let key = ShareKey::from_fragment(&share.fragment).expect("a key");
            prop_assert_eq!(&**key.open(share.name, &share.bytes).expect("it opens"), &page[..]);
        }
    }
}
