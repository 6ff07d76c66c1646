//! A secret of 32 bytes sealed to whoever holds an X25519 secret key.
//!
//! ```text
//! ephemeral public key 32 | ciphertext 32 | tag 16
//! ```
//! The key is BLAKE3-derived from the shared point, both public keys and what the box is for, and it seals
//! this one box: its nonce is zero. (RFC 9180's base mode does the same with HKDF; BLAKE3 is here already.)

use base::env::Env;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::crypt::{Secret, TAG, derive, random};
use crate::error::{Fault, Result};
use crate::keys::SealedKey;

/// Seals to a public key; `purpose` says what for, so that a box cannot be moved.
pub(crate) fn seal(
    recipient: &[u8; 32],
    purpose: &[u8],
    secret: &[u8; 32],
    env: &dyn Env,
) -> Result<SealedKey> {
    let ephemeral = StaticSecret::from(random::<32>(env));
    let public = PublicKey::from(&ephemeral);
    let key = shared(&ephemeral, recipient, public.as_bytes(), recipient, purpose)?;
    let mut out: SealedKey = [0; size_of::<SealedKey>()];
    let (head, rest) = out.split_at_mut(32);
    let (content, tail) = rest.split_at_mut(32);
    head.copy_from_slice(public.as_bytes());
    content.copy_from_slice(secret);
    let tag = XChaCha20Poly1305::new((&*key).into())
        .encrypt_inout_detached(&XNonce::default(), purpose, (&mut *content).into())
        .expect("a cipher takes 32 bytes");
    tail.copy_from_slice(&tag);
    Ok(out)
}

/// Opens a box that was sealed to this secret key.
///
/// # Errors
/// `WrongKey` when it was sealed to another, for another purpose, or was changed.
pub(crate) fn open(secret: &StaticSecret, purpose: &[u8], sealed: &SealedKey) -> Result<Secret> {
    let wrong = Fault::WrongKey { what: "sealed key" };
    let (ephemeral, rest) = sealed.split_first_chunk::<32>().expect("a box has 80 bytes");
    let (content, tag) = rest.split_last_chunk::<TAG>().expect("a box has 80 bytes");
    let recipient = PublicKey::from(secret);
    let key = shared(secret, ephemeral, ephemeral, recipient.as_bytes(), purpose)?;
    let mut plain = Zeroizing::new([0; 32]);
    plain.copy_from_slice(content);
    XChaCha20Poly1305::new((&*key).into())
        .decrypt_inout_detached(
            &XNonce::default(),
            purpose,
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .map_err(|_| wrong)?;
    Ok(plain)
}

fn shared(
    own: &StaticSecret,
    other: &[u8; 32],
    ephemeral: &[u8; 32],
    recipient: &[u8; 32],
    purpose: &[u8],
) -> Result<Secret> {
    let point = own.diffie_hellman(&PublicKey::from(*other));
    // A public key of small order gives zero whatever the secret is: everybody could open the box.
    if !point.was_contributory() {
        return Err(Fault::WrongKey { what: "sealed key" }.into());
    }
    Ok(derive("everkept 2026 sync sealed box", &[point.as_bytes(), ephemeral, recipient, purpose]))
}
