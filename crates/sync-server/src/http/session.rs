//! Challenges and tokens.
//!
//! A challenge is not kept: its nonce carries a mark that only this server makes. What is kept is that it
//! was answered. Whoever fails is answered alike, whether the vault, the device or the signature is wrong.

use std::net::IpAddr;

use axum::extract::State;
use sync_protocol::auth::{CHALLENGE_MS, Challenge};
use sync_protocol::id::{AccountId, VaultId};
use sync_protocol::keys::IdentityPublic;
use sync_protocol::membership::SignerId;
use sync_protocol::wire::{
    self, Answer, AskChallenge, List, ProblemCode, ServerInfo, Text, Token, WireSigner,
};

use ed25519_dalek::VerifyingKey;

use super::Shared;
use super::asker::{Session, Stranger, Whose, take, token_name};
use super::message::Wire;
use crate::env::random;
use crate::error::{Error, Result};
use crate::limit::{neighborhood, person};
use crate::server::Server;
use crate::store::{Note, Purpose, owner};

/// Answers that may fail before nobody of that network is heard for a while.
const FAILURES: u32 = 5;

/// The first lockout; each further failure doubles it.
const LOCKOUT_MS: u64 = 60_000;

/// The longest lockout.
const LOCKOUT_MS_MAX: u64 = 60 * 60_000;

/// How long failures are remembered.
const FAILURES_MS: u64 = 24 * 60 * 60_000;

/// What a vault of nobody in particular is called: who has only the words does not know its name.
const NO_VAULT: VaultId = VaultId::new([0; 16]);

/// `GET /v1/server`.
pub(super) async fn server(State(server): Shared, _who: Stranger) -> Wire<ServerInfo> {
    let features = ["again", "shares"].map(|name| Text(name.to_owned()));
    Wire(ServerInfo {
        versions: List(vec![wire::VERSION]),
        audience: Text(server.audience.clone()),
        registration: server.config.registration,
        key: server.key.public(),
        now_ms: server.now_ms(),
        features: List(features.to_vec()),
    })
}

/// `POST /v1/challenge`.
pub(super) async fn challenge(
    State(server): Shared,
    _who: Stranger,
    Wire(ask): Wire<AskChallenge>,
) -> Wire<Challenge> {
    let expires_ms = server.now_ms() + CHALLENGE_MS;
    let mut nonce: [u8; 32] = random(&*server.config.env);
    let mark = mark(&server, &nonce, expires_ms, ask.vault, ask.signer);
    nonce[16..].copy_from_slice(&mark);
    Wire(Challenge { nonce, audience: server.audience.clone(), expires_ms })
}

/// Shows that a nonce is this server's, for this signer. The audience is checked with the signature.
fn mark(
    server: &Server,
    nonce: &[u8; 32],
    expires_ms: u64,
    vault: VaultId,
    signer: WireSigner,
) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new_keyed(&server.challenge_key);
    hasher.update(&nonce[..16]).update(&expires_ms.to_be_bytes()).update(vault.as_bytes());
    hasher.update(&signer_bytes(signer));
    let mut mark = [0; 16];
    mark.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    mark
}

fn signer_bytes(signer: WireSigner) -> [u8; 17] {
    let (kind, name) = match &signer {
        WireSigner::Account(account) => (0, account.as_bytes()),
        WireSigner::Device(device) => (1, device.as_bytes()),
    };
    let mut bytes = [kind; 17];
    bytes[1..].copy_from_slice(name);
    bytes
}

/// `POST /v1/session`.
pub(super) async fn session(
    State(server): Shared,
    Stranger(peer): Stranger,
    Wire(answer): Wire<Answer>,
) -> Result<Wire<Token>> {
    let Answer { vault, signer, challenge, signature, .. } = &answer;
    let lockout = Lockout::of(&server, *vault, *signer, peer).await?;
    lockout.check(server.now_ms())?;
    let again = || Error::refused(ProblemCode::Unauthorized, "ask for a challenge again");
    let mark = mark(&server, &challenge.nonce, challenge.expires_ms, *vault, *signer);
    let (now_ms, ours) = (server.now_ms(), challenge.audience == server.audience);
    if mark != challenge.nonce[16..] || challenge.expires_ms <= now_ms || !ours {
        return Err(again());
    }
    let known = who(&server, &answer).await?;
    // Nobody's key: who is not known costs as much as who is, and is answered alike.
    let nobody = server.key.public();
    let (key, id) = match &known {
        Some(known) => (known.key, known.id),
        None => {
            let key = VerifyingKey::from_bytes(&nobody).map_err(|_| again())?;
            (key, SignerId::Identity)
        }
    };
    let checked = challenge.check(now_ms, *vault, id, &key, signature);
    let Some(known) = known.filter(|_| checked.is_ok()) else {
        // Who tries many names fills nothing.
        take(&server.strict, person(peer), &server)?;
        lockout.failed(&server, *vault).await?;
        return Err(Error::refused(ProblemCode::Denied, "the answer is not accepted"));
    };
    if !known.active {
        return Err(Error::refused(ProblemCode::Denied, "this device was revoked"));
    }
    let note = Note {
        key: challenge.nonce.to_vec(),
        owner: Vec::new(),
        value: Vec::new(),
        expires_ms: challenge.expires_ms,
    };
    if !server.store.note_new(Purpose::Answered, note, now_ms).await? {
        return Err(again());
    }
    lockout.passed(&server).await?;
    Ok(Wire(token(&server, *vault, known.whose).await?))
}

async fn token(server: &Server, vault: VaultId, whose: Whose) -> Result<Token> {
    let token: [u8; 32] = random(&*server.config.env);
    let expires_ms = server.now_ms() + server.config.token_ms;
    let (device, vaults) = match whose {
        Whose::Device(device) => (Some(device), Vec::new()),
        Whose::Account(account) => (None, server.store.vaults_of(account).await?),
    };
    let note = Note {
        key: token_name(&token).to_vec(),
        owner: owner(vault, device),
        value: Session { vault, signer: whose }.write(),
        expires_ms,
    };
    server.store.note_put(Purpose::Token, note).await?;
    Ok(Token { token, expires_ms, vaults: List(vaults) })
}

/// Somebody who is known, and the key that proves it.
struct Known {
    key: VerifyingKey,
    id: SignerId,
    whose: Whose,
    active: bool,
}

async fn who(server: &Server, answer: &Answer) -> Result<Option<Known>> {
    let members = server.members_of(answer.vault).await?;
    Ok(match answer.signer {
        WireSigner::Device(device) => members.and_then(|members| {
            let found = members.device(&device)?;
            Some(Known {
                key: found.keys.sign,
                id: SignerId::Device(device),
                whose: Whose::Device(device),
                active: found.revoked.is_none(),
            })
        }),
        WireSigner::Account(account) => {
            let identity = |key| Known {
                key,
                id: SignerId::Identity,
                whose: Whose::Account(account),
                active: true,
            };
            match members {
                Some(members) if members.identity().account() == account => {
                    Some(identity(members.identity().sign))
                }
                None if answer.vault == NO_VAULT => own_key(answer, account).map(identity),
                _ => None,
            }
        }
    })
}

/// The identity's key that was sent along, if the account is its hash.
fn own_key(answer: &Answer, account: AccountId) -> Option<VerifyingKey> {
    let sign = VerifyingKey::from_bytes(&answer.identity.as_ref()?.into_array()).ok()?;
    (IdentityPublic { sign, seal: [0; 32] }.account() == account).then_some(sign)
}

/// How often answers failed for somebody from one network.
struct Lockout {
    key: Vec<u8>,
    failures: u32,
    until_ms: u64,
}

impl Lockout {
    async fn of(
        server: &Server,
        vault: VaultId,
        signer: WireSigner,
        peer: IpAddr,
    ) -> Result<Lockout> {
        let mut key = vault.as_bytes().to_vec();
        key.extend_from_slice(&signer_bytes(signer));
        key.extend_from_slice(&neighborhood(peer));
        let note = server.store.note(Purpose::Lockout, &key, server.now_ms()).await?;
        let known = note.as_ref().and_then(|note| {
            let (failures, until) = note.value.split_first_chunk::<4>()?;
            let until = until.try_into().ok()?;
            Some((u32::from_be_bytes(*failures), u64::from_be_bytes(until)))
        });
        let (failures, until_ms) = known.unwrap_or((0, 0));
        Ok(Lockout { key, failures, until_ms })
    }

    fn check(&self, now_ms: u64) -> Result<()> {
        match self.until_ms.checked_sub(now_ms) {
            Some(left) if 0 < left => {
                Err(Error::wait(ProblemCode::TooMany, "too many answers were wrong", left))
            }
            _ => Ok(()),
        }
    }

    async fn failed(self, server: &Server, vault: VaultId) -> Result<()> {
        let failures = self.failures.saturating_add(1);
        let now_ms = server.now_ms();
        let mut until_ms = 0;
        if let Some(beyond) = failures.checked_sub(FAILURES) {
            let doubled = LOCKOUT_MS.saturating_mul(1 << beyond.min(16));
            until_ms = now_ms + doubled.min(LOCKOUT_MS_MAX);
            server.metrics.lockouts.inc();
            let words = format!("after {failures} failures");
            server.audit(None, "lockout", Some(vault), words).await?;
        }
        let mut value = failures.to_be_bytes().to_vec();
        value.extend_from_slice(&until_ms.to_be_bytes());
        let expires_ms = now_ms + FAILURES_MS;
        let note = Note { key: self.key, owner: Vec::new(), value, expires_ms };
        server.store.note_put(Purpose::Lockout, note).await
    }

    async fn passed(self, server: &Server) -> Result<()> {
        if 0 < self.failures {
            server.store.note_end(Purpose::Lockout, &self.key).await?;
        }
        Ok(())
    }
}
