//! Segments: any bytes as a segment, and as the body that a signed and sealed one would hold. What can be
//! read can be sealed, and comes back.

#![no_main]

mod vault;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sync_protocol::error::Fault;
use sync_protocol::id::Lane;
use sync_protocol::log::Vector;
use sync_protocol::segment::{Body, Segment, seal};
use vault::{PLACE, Vault};

static VAULT: LazyLock<Vault> = LazyLock::new(Vault::new);

fuzz_target!(|bytes: &[u8]| {
    let members = &VAULT.founded.members;
    if let Ok(segment) = Segment::parse(bytes) {
        assert!(members.admit(segment).is_err(), "nobody signed it");
        drop(Vector::default().advance(&segment));
    }
    let Ok(body) = Body::read_plain(bytes) else { return };
    let key = VAULT.founded.keyring.lane(1, Lane::DOCUMENTS).expect("there is a key");
    let sealed = match seal(PLACE, &body, &key, &VAULT.device, &VAULT.env) {
        Ok(sealed) => sealed,
        Err(error) => {
            assert!(matches!(error.fault(), Fault::TooMuch { .. }), "{error}");
            return;
        }
    };
    let segment = Segment::parse(&sealed).expect("it was sealed");
    let came = members.admit(segment).and_then(|admitted| admitted.open(&key));
    assert_eq!(came.expect("it was sealed"), body);
});
