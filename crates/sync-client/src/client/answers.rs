//! What the server answered, and who it is that asks.

use base::error::Result;
use serde::de::DeserializeOwned;
use store::store::Store;
use sync_protocol::auth::CHALLENGE_MS;
use sync_protocol::id::VaultId;
use sync_protocol::membership::Signer;
use sync_protocol::wire::{self, Answer, AskChallenge, Problem, ProblemCode, WireSigner};

use super::{Ask, Client, TroubleKind};

/// A token is asked for anew so long before it is over, in milliseconds.
const TOKEN_LEFT_MS: u64 = 30_000;
/// However short or long a token lasts by what the server says, it is taken to last so long.
const TOKEN_MS_MIN: u64 = 2 * TOKEN_LEFT_MS;
const TOKEN_MS_MAX: u64 = 24 * 60 * 60_000;
/// Refused so often in a row, a device asks whether the server still knows the vault.
const REFUSED_MAX: u32 = 2;
/// How long a device that is not let in any more waits before it asks again.
const ASK_AGAIN_MS: u64 = 60 * 60_000;
/// HTTP's word for a conflict: the body says what became of the request.
const CONFLICT: u16 = 409;
/// HTTP's word for what a snapshot stands for now.
const GONE: u16 = 410;

impl Client {
    /// What has to be asked before anything else may be, if anything.
    pub(super) fn authenticate(&mut self, now: u64) -> Result<Option<Ask>> {
        if let Some((_, expires)) = self.session.token {
            if now + TOKEN_LEFT_MS < expires {
                return Ok(None);
            }
            self.session.token = None;
        }
        let vault: VaultId = self.kept.members.vault();
        let signer = WireSigner::Device(self.kept.keys.id());
        let Some(challenge) = self.session.challenge.take() else {
            return Ok(Some(Ask::Challenge(AskChallenge { vault, signer })));
        };
        let audience = self.kept.server.clone();
        match challenge.answer(&audience, vault, &Signer::Device(&self.kept.keys)) {
            Ok(signature) => {
                let answer = Answer { vault, signer, challenge, signature, identity: None };
                Ok(Some(Ask::Session(answer)))
            }
            Err(error) => {
                self.fail(error.to_string(), None);
                Ok(None)
            }
        }
    }

    pub(super) fn take_answer(
        &mut self,
        store: &Store,
        ask: &Ask,
        status: u16,
        body: &[u8],
    ) -> Result<()> {
        let said = (200..300).contains(&status) || status == CONFLICT;
        match ask {
            Ask::Challenge(_) if said => {
                self.session.challenge = self.read(body);
            }
            Ask::Session(answer) if said => {
                if let Some(token) = self.read::<wire::Token>(body) {
                    // Its times are the server's, whose clock may be another: what counts is how long
                    // it lasts.
                    let began = answer.challenge.expires_ms.saturating_sub(CHALLENGE_MS);
                    let lasts = token.expires_ms.saturating_sub(began);
                    let lasts = lasts.clamp(TOKEN_MS_MIN, TOKEN_MS_MAX);
                    self.session.token = Some((token.token, self.now() + lasts));
                    self.session.knows_vault = false;
                    if self.is_listed() {
                        self.troubles.remove(&TroubleKind::Removed);
                    }
                    self.succeed();
                }
            }
            Ask::Register(_) => self.registered(store, status, body)?,
            Ask::Members { from } if said => {
                if let Some(entries) = self.read(body) {
                    self.take_entries(store, *from, entries)?;
                }
            }
            Ask::Append(append) if said => {
                if let Some(appended) = self.read(body) {
                    self.appended(store, append, appended)?;
                }
            }
            Ask::Post(posted) if said => match self.read(body) {
                Some(results) => self.posted(store, posted, results)?,
                None => self.refuse(store, status, body)?,
            },
            Ask::Changes { after } if said => {
                if let Some(page) = self.read(body) {
                    self.take_page(store, *after, page)?;
                }
            }
            Ask::Range { log, from, to } if said => {
                if let Some(page) = self.read(body) {
                    self.take_range(store, *log, (*from, *to), page)?;
                }
            }
            Ask::Changes { .. } if status == GONE => self.gone(None),
            Ask::Range { log, .. } if status == GONE => self.gone(Some(*log)),
            Ask::Heads if said => {
                if let Some(heads) = self.read(body) {
                    self.take_heads(store, heads)?;
                }
            }
            Ask::Blob(ask) => self.take_blob(store, ask, status, body)?,
            Ask::Snapshot(ask) => self.take_of_snapshot(store, ask, status, body)?,
            _ => self.refuse(store, status, body)?,
        }
        Ok(())
    }

    /// A server's refusal is only its word: a person may have it asked again.
    pub(super) fn look_again(&mut self) {
        if self.is_listed() {
            self.troubles.remove(&TroubleKind::Removed);
            self.session.knows_vault = false;
        }
    }

    /// Reads a message; what cannot be read is a failure of the server, and nothing else happens.
    fn read<T: DeserializeOwned>(&mut self, body: &[u8]) -> Option<T> {
        match wire::decode(body) {
            Ok(message) => Some(message),
            Err(error) => {
                self.fail(format!("the server's answer cannot be read: {error}"), None);
                None
            }
        }
    }

    /// The server does not do what was asked.
    pub(super) fn refuse(&mut self, store: &Store, status: u16, body: &[u8]) -> Result<()> {
        let Ok(problem) = wire::decode::<Problem>(body) else {
            self.fail(format!("the server answers with status {status}"), None);
            return Ok(());
        };
        let words = problem.message.0;
        match problem.code {
            ProblemCode::Unauthorized | ProblemCode::Denied => {
                self.session.token = None;
                self.session.refused += 1;
                if self.session.knows_vault {
                    let words = "the server does not let this device in any more, although it knows the \
                                 vault: another device has removed it";
                    self.trouble(TroubleKind::Removed, words);
                    // Or the server went back to before it was added: then another device brings the list.
                    self.fail(words.to_owned(), Some(ASK_AGAIN_MS));
                    self.pause_is_asked = false;
                    return Ok(());
                }
                if REFUSED_MAX <= self.session.refused {
                    // A server that lost everything does not know the vault any more.
                    self.want.register = true;
                }
                self.fail(words, problem.retry_ms);
            }
            ProblemCode::NotFound if !self.kept.registered => {
                self.want.register = true;
                self.fail(words, problem.retry_ms);
            }
            ProblemCode::Quota => {
                self.trouble(TroubleKind::Refused, words.clone());
                self.fail(words, problem.retry_ms);
            }
            ProblemCode::Conflict => {
                self.want.members = true;
                self.want.pull = true;
                self.fail(words, problem.retry_ms);
            }
            ProblemCode::ResyncRequired => {
                self.want.heads = true;
                self.fail(words, problem.retry_ms);
            }
            ProblemCode::Version => {
                self.trouble(TroubleKind::Newer, words.clone());
                self.fail(words, problem.retry_ms);
            }
            ProblemCode::Invalid
            | ProblemCode::NotFound
            | ProblemCode::TooMany
            | ProblemCode::Server => self.fail(words, problem.retry_ms),
        }
        self.read_on_server(store)
    }
}
