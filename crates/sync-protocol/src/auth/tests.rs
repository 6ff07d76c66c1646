use base::env::FixedEnv;

use super::*;
use crate::id::DeviceId;
use crate::keys::DeviceKeys;

const VAULT: VaultId = VaultId::new([7; 16]);
const HOME: &str = "https://sync.example.org";

fn device() -> DeviceKeys {
    let env = FixedEnv::at("2026-03-01T12:00:00Z", "UTC", 1);
    DeviceKeys::generate(DeviceId::new([1; 16]), &env)
}

#[test]
fn an_answer_holds_for_one_server_vault_signer_and_minute() {
    let device = device();
    let challenge =
        Challenge { nonce: [3; 32], audience: HOME.to_owned(), expires_ms: CHALLENGE_MS };
    let signer = Signer::Device(&device);
    let signature = challenge.answer(HOME, VAULT, &signer).expect("it is this server's");
    let key = device.public().sign;
    let check = |challenge: &Challenge, now, vault, signer| {
        challenge.check(now, vault, signer, &key, &signature)
    };
    assert!(check(&challenge, 0, VAULT, signer.id()).is_ok());
    let over = check(&challenge, CHALLENGE_MS, VAULT, signer.id()).expect_err("a minute is over");
    assert_eq!(*over.fault(), Fault::Challenge { why: "it is over" });
    let others = [
        check(&challenge, 0, VaultId::new([8; 16]), signer.id()),
        check(&challenge, 0, VAULT, SignerId::Identity),
        check(&Challenge { nonce: [4; 32], ..challenge.clone() }, 0, VAULT, signer.id()),
        check(&Challenge { expires_ms: 1 << 40, ..challenge.clone() }, 0, VAULT, signer.id()),
    ];
    for other in others {
        let error = other.expect_err("something else was signed");
        assert!(matches!(error.fault(), Fault::Signature { .. }), "{error}");
    }
    let passed_on = challenge.answer("https://evil.example.org", VAULT, &signer);
    assert!(passed_on.is_err(), "a server cannot pass on another one's challenge");
}

#[test]
fn a_receipt_is_one_servers_word_about_one_thing() {
    let key = ServerKey::from_seed(&Zeroizing::new([5; 32]));
    let receipt = key.receipt(VAULT, Hash::new([6; 32]), 100, 1);
    assert!(receipt.check(&key.public()).is_ok());
    assert!(Receipt { bytes: 101, ..receipt.clone() }.check(&key.public()).is_err());
    let other = ServerKey::from_seed(&Zeroizing::new([6; 32]));
    assert!(receipt.check(&other.public()).is_err());
}
