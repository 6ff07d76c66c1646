//! How a program gets its session key.

use std::sync::{Mutex, MutexGuard, PoisonError};

use base::env::Env;
use base::error::{Error, Result};
use data_encoding::HEXLOWER;

use super::Call;
use super::answer::Answer;
use super::fault::Fault;
use crate::endpoint::backend::WaitingSession;
use crate::endpoint::rate::Allowance;

/// How long a program may wait for the person, seconds (Last.fm's sixty minutes).
const WAITING_S: i64 = 60 * 60;
/// Programs that may wait at a time; the oldest gives way.
const WAITING_MAX: usize = 32;
const TOKEN_BYTES: usize = 16;

/// The programs that wait.
#[derive(Default)]
pub(crate) struct Sessions {
    waiting: Mutex<Vec<Waiting>>,
}

struct Waiting {
    session: WaitingSession,
    /// The client's token, once the person approved.
    approved: Option<String>,
}

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new token for a program.
    fn ask(&self, api_key: &str, env: &dyn Env, now: i64) -> String {
        let mut bytes = [0; TOKEN_BYTES];
        env.fill(&mut bytes);
        let token = HEXLOWER.encode(&bytes);
        let session = WaitingSession {
            token: token.clone(),
            api_key: api_key.chars().take(64).collect(),
            asked_at: now,
        };
        let mut waiting = self.lock();
        waiting.retain(|waiting| now < waiting.session.asked_at + WAITING_S);
        if WAITING_MAX <= waiting.len() {
            waiting.remove(0);
        }
        waiting.push(Waiting { session, approved: None });
        token
    }

    /// Programs that wait for the person, the oldest first.
    pub(crate) fn waiting(&self, now: i64) -> Vec<WaitingSession> {
        let waiting = self.lock();
        let fresh = waiting.iter().filter(|waiting| {
            waiting.approved.is_none() && now < waiting.session.asked_at + WAITING_S
        });
        fresh.map(|waiting| waiting.session.clone()).collect()
    }

    /// The person approves a program: it may fetch the token of a client.
    pub(crate) fn approve(&self, token: &str, client_token: &str) -> Result<()> {
        let mut waiting = self.lock();
        let found = waiting.iter_mut().find(|waiting| waiting.session.token == token);
        let found = found.ok_or_else(|| Error::not_found("waiting program", token))?;
        found.approved = Some(client_token.to_owned());
        Ok(())
    }

    /// The client's token for an approved token. Given out once.
    fn take(&self, token: &str, now: i64) -> Result<String, Fault> {
        let mut waiting = self.lock();
        let index = waiting.iter().position(|waiting| waiting.session.token == token);
        let index = index.ok_or(Fault::Authentication)?;
        if waiting[index].session.asked_at + WAITING_S <= now {
            waiting.remove(index);
            return Err(Fault::Expired);
        }
        if waiting[index].approved.is_none() {
            return Err(Fault::Unauthorized);
        }
        waiting.remove(index).approved.ok_or(Fault::Unauthorized)
    }
}

/// `auth.getToken`. It is worth nothing until the person approves it, so no signature is checked.
pub(crate) fn token(call: &Call) -> Result<(Answer, Allowance), Fault> {
    let api_key = call.need("api_key")?;
    let allowance = call.stranger()?;
    let server = &call.server;
    let token = server.sessions.ask(api_key, server.env.as_ref(), server.now_s());
    Ok((Answer::Token(token), allowance))
}

/// `auth.getSession`.
pub(crate) async fn session(call: &Call) -> Result<(Answer, Allowance), Fault> {
    call.need("api_key")?;
    let token = call.need("token")?;
    call.stranger()?;
    let key = call.server.sessions.take(token, call.server.now_s())?;
    let (_, allowance) = call.client(&key, Fault::Authentication).await?;
    Ok((Answer::Session { name: call.server.user.clone(), key }, allowance))
}

/// `auth.getMobileSession`: the password is the client's token.
pub(crate) async fn mobile(call: &Call) -> Result<(Answer, Allowance), Fault> {
    if !call.writes {
        return Err(Fault::Parameters);
    }
    call.need("api_key")?;
    call.need("username")?;
    let key = call.need("password")?;
    let (_, allowance) = call.client(key, Fault::Authentication).await?;
    Ok((Answer::Session { name: call.server.user.clone(), key: key.to_owned() }, allowance))
}
