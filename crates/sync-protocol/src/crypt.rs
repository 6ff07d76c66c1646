//! One way to seal bytes: XChaCha20-Poly1305 with a commitment to the key.
//!
//! ```text
//! nonce 24 | commitment 32 | ciphertext with its tag of 16
//! ```
//! Poly1305 alone does not say which key made a tag: somebody who knows two keys can write bytes that open
//! under both. The commitment, a keyed BLAKE3 of the nonce, rules that out, and it tells a wrong key from
//! damaged bytes. Nonces are random or a keyed hash of what is sealed: 24 bytes need no counter, so devices
//! share a key and need not agree on anything.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::{Fault, Result};
use crate::id::Hash;

pub(crate) const NONCE: usize = 24;
pub(crate) const COMMITMENT: usize = 32;
pub(crate) const TAG: usize = 16;
/// Bytes that sealing adds.
pub(crate) const OVERHEAD: usize = NONCE + COMMITMENT + TAG;

/// A secret of 32 bytes, zeroed when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// A secret for one use, derived from another.
pub(crate) fn derive(context: &'static str, parts: &[&[u8]]) -> Secret {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    Zeroizing::new(*hasher.finalize().as_bytes())
}

/// What seals and opens one sort of things.
pub(crate) struct ContentKey {
    seal: Secret,
    commit: Secret,
    nonce: Secret,
}

impl ContentKey {
    /// From a secret that has no other use.
    pub(crate) fn new(secret: &[u8; 32]) -> ContentKey {
        ContentKey {
            seal: derive("everkept 2026 sync seal", &[secret]),
            commit: derive("everkept 2026 sync commitment", &[secret]),
            nonce: derive("everkept 2026 sync nonce", &[secret]),
        }
    }

    /// A nonce that follows from what is sealed: equal content gives equal bytes, and only that.
    pub(crate) fn nonce_of(&self, associated: &[u8], plain: &[u8]) -> [u8; NONCE] {
        let len = (associated.len() as u64).to_be_bytes();
        Hash::keyed(&self.nonce, &[&len, associated, plain]).first()
    }

    /// Appends `plain`, sealed.
    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE],
        associated: &[u8],
        plain: &[u8],
        out: &mut Vec<u8>,
    ) {
        out.reserve(plain.len() + OVERHEAD);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(self.commitment(&nonce).as_bytes());
        let start = out.len();
        out.extend_from_slice(plain);
        let tag = XChaCha20Poly1305::new((&*self.seal).into())
            .encrypt_inout_detached(&XNonce::from(nonce), associated, (&mut out[start..]).into())
            .expect("a cipher takes 256 GiB at once");
        out.extend_from_slice(&tag);
    }

    /// Opens what [`ContentKey::seal`] wrote.
    ///
    /// # Errors
    /// `CutOff`, `WrongKey`, `Damaged`.
    pub(crate) fn open(
        &self,
        what: &'static str,
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let parts = sealed.split_first_chunk::<NONCE>().and_then(|(nonce, rest)| {
            let (commitment, rest) = rest.split_first_chunk::<COMMITMENT>()?;
            let (content, tag) = rest.split_last_chunk::<TAG>()?;
            Some((nonce, commitment, content, tag))
        });
        let Some((nonce, commitment, content, tag)) = parts else {
            return Err(Fault::CutOff { what, at: sealed.len() }.into());
        };
        // Comparing two `blake3::Hash`es takes the same time wherever they differ.
        let expected = blake3::Hash::from_bytes(*self.commitment(nonce).as_bytes());
        if expected != blake3::Hash::from_bytes(*commitment) {
            return Err(Fault::WrongKey { what }.into());
        }
        let mut plain = Zeroizing::new(content.to_vec());
        XChaCha20Poly1305::new((&*self.seal).into())
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                associated,
                plain.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| Fault::Damaged { what })?;
        Ok(plain)
    }

    /// The three keys, for the test vectors.
    #[cfg(test)]
    pub(crate) fn parts(&self) -> [&[u8; 32]; 3] {
        [&self.seal, &self.commit, &self.nonce]
    }

    fn commitment(&self, nonce: &[u8; NONCE]) -> Hash {
        Hash::keyed(&self.commit, &[nonce])
    }
}

/// Random bytes from the host's source.
pub(crate) fn random<const N: usize>(env: &dyn base::env::Env) -> [u8; N] {
    let mut bytes = [0; N];
    env.fill(&mut bytes);
    bytes
}
