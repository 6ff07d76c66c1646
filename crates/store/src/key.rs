//! The key that opens everything, and the keys that are derived from it.

use base::env::Env;
use zeroize::Zeroizing;

/// The random 32 bytes under which the whole vault lies: the database, the attachments, their
/// thumbnails, what waits to be imported.
///
/// Invariant: it is never copied, printed or written; it has no `Clone`, `Debug` or `Serialize`, and
/// its bytes are zeroed when it is dropped. Only wraps of it are on the disk (`keyfile`).
///
/// In a box: what is moved leaves a copy where it was, and the bytes themselves never move.
pub struct DataKey(Box<Zeroizing<[u8; DataKey::LEN]>>);

impl DataKey {
    /// Bytes in a key: what SQLCipher takes raw and XChaCha20-Poly1305 needs.
    pub const LEN: usize = 32;

    /// A new key from the cryptographic source of `env`.
    pub fn generate(env: &dyn Env) -> DataKey {
        let mut key = Box::new(Zeroizing::new([0; DataKey::LEN]));
        env.fill(key.as_mut_slice());
        DataKey(key)
    }

    /// A key that was unwrapped, or that the system's keyring gave back.
    pub fn from_bytes(bytes: Zeroizing<[u8; DataKey::LEN]>) -> DataKey {
        let mut key = Box::new(Zeroizing::new([0; DataKey::LEN]));
        key.copy_from_slice(bytes.as_slice());
        DataKey(key)
    }

    /// The bytes, for the database's `PRAGMA key` and for wrapping.
    pub(crate) fn expose(&self) -> &[u8; DataKey::LEN] {
        &self.0
    }

    /// Whether the key stands in a piece of memory: for whoever looks at what a lock leaves behind.
    pub fn stands_in(&self, memory: &[u8]) -> bool {
        memory.windows(DataKey::LEN).any(|window| window == self.expose())
    }

    /// A key for one purpose, so that no two uses share a key and a leak of one tells nothing about
    /// the others. `purpose` is a constant that holds the program, a year and the use:
    /// `everkept 2026 blobs` (the form that BLAKE3 asks of a derivation context).
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; DataKey::LEN]> {
        Zeroizing::new(blake3::derive_key(purpose, self.expose()))
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! Time that stands and randomness that repeats, for the tests of this crate's keys and files.

    use std::sync::atomic::{AtomicU64, Ordering};

    use base::env::Env;
    use jiff::{Timestamp, tz::TimeZone};

    /// Randomness counted up from a seed.
    pub(crate) struct FixedEnv(AtomicU64);

    impl FixedEnv {
        pub(crate) fn new(seed: u64) -> FixedEnv {
            FixedEnv(AtomicU64::new(seed << 32))
        }
    }

    impl Env for FixedEnv {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn zone(&self) -> TimeZone {
            TimeZone::UTC
        }

        fn fill(&self, bytes: &mut [u8]) {
            let draw = self.0.fetch_add(1, Ordering::Relaxed);
            blake3::Hasher::new().update(&draw.to_le_bytes()).finalize_xof().fill(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::FixedEnv;
    use super::*;

    #[test]
    fn every_purpose_has_its_own_key() {
        let key = DataKey::generate(&FixedEnv::new(1));
        assert_eq!(*key.derive("everkept 2026 blobs"), *key.derive("everkept 2026 blobs"));
        assert_ne!(*key.derive("everkept 2026 blobs"), *key.derive("everkept 2026 thumbs"));
        assert_ne!(*key.derive("everkept 2026 blobs"), *key.expose());
    }

    /// A trait's method is ambiguous, and the test does not compile, when the key gains the named trait.
    macro_rules! assert_lacks {
        ($type:ty: $trait:path) => {{
            trait Lacks<A> {
                fn holds() {}
            }
            impl<T: ?Sized> Lacks<()> for T {}
            struct Has;
            impl<T: ?Sized + $trait> Lacks<Has> for T {}
            <$type as Lacks<_>>::holds();
        }};
    }

    #[test]
    fn a_key_cannot_be_copied_printed_or_written() {
        assert_lacks!(DataKey: Clone);
        assert_lacks!(DataKey: std::fmt::Debug);
        assert_lacks!(DataKey: std::fmt::Display);
        assert_lacks!(DataKey: serde::Serialize);
    }
}
