//! One run of one connector: page after page, each on the disk before the cursor moves.

use std::sync::Arc;

use base::error::{Code, Error, Result};
use zeroize::Zeroizing;

use super::overview::Ran;
use super::state::{Account, Cursor, End, Kind};
use super::{Connectors, Held, lock};
use crate::http::{Fault, Permit};
use crate::outside::blocking;
use crate::page::Page;
use crate::reach::Reach;
use crate::schedule::Slot;
use crate::spotify::{self, Recent, session::Asking};
use crate::{lastfm, listenbrainz};

/// Pages of one run. What is more comes with the next tick, so that a long history gives way to others.
const PAGES_MAX: u32 = 100;

impl Connectors {
    /// Runs a slot that has begun.
    pub(super) async fn run(&self, held: &Arc<Held>, slot: Slot) -> Result<Ran> {
        let era = lock(&held.state).era();
        let mut ran = Ran { slot: slot.to_string(), ..Ran::default() };
        let ended = match self.keep_beside(held).await {
            Ok(()) => self.pages(held, slot, era, &mut ran).await,
            Err(error) => Err(Fault::Local(error)),
        };
        let now_ms = self.outside.now_ms();
        {
            let mut state = lock(&held.state);
            match &ended {
                _ if state.era() != era => state.let_go(slot),
                Ok(end) => state.ended(slot, end, now_ms),
                Err(fault) => state.broke(slot, fault, now_ms),
            }
        }
        ran.more = matches!(ended, Ok(End::More | End::Rest(_)));
        ran.problem = ended.err().map(words);
        let name = held.kind.id();
        let failed = ran.problem.is_some();
        tracing::info!(connector = name, added = ran.added, pages = ran.pages, failed, "fetched");
        self.keep_beside(held).await?;
        Ok(ran)
    }

    async fn pages(
        &self,
        held: &Arc<Held>,
        slot: Slot,
        era: u64,
        ran: &mut Ran,
    ) -> Result<End, Fault> {
        loop {
            let (page, rest) = self.fetch(held).await?;
            let Page { format, name, bytes, after, more } = page;
            let intake = self.outside.intake.clone();
            let taken = blocking(move || intake.take_in(format, name, bytes)).await?;
            ran.pages += 1;
            ran.added += taken.added;
            ran.already_here += taken.already_here;
            {
                let mut state = lock(&held.state);
                if state.era() != era
                    || !state.took(slot, after, taken.added, self.outside.now_ms())
                {
                    return Err(Fault::Off);
                }
            }
            self.keep_beside(held).await?;
            if !more {
                return Ok(End::Done);
            }
            if let Some(rest_ms) = rest {
                return Ok(End::Rest(rest_ms));
            }
            if PAGES_MAX <= ran.pages {
                return Ok(End::More);
            }
        }
    }

    /// The next page, and how long to rest after it.
    async fn fetch(&self, held: &Held) -> Result<(Page<Cursor>, Option<i64>), Fault> {
        let (permit, account, cursor) = {
            let state = lock(&held.state);
            (Permit::of(state.is_on())?, state.account.clone(), state.cursor.clone())
        };
        let now_ms = self.outside.now_ms();
        match held.kind {
            Kind::Spotify => {
                let recent = match cursor {
                    Cursor::Recent(recent) => recent,
                    Cursor::Start | Cursor::Reach(_) => Recent::default(),
                };
                let page = self.recent(&permit, &account, &recent, now_ms).await?;
                Ok((page.with_cursor(Cursor::Recent), None))
            }
            Kind::ListenBrainz => {
                let token = match account.has_secret {
                    Some(true) => self.secret(held.kind).await?,
                    _ => None,
                };
                let account = listenbrainz::Account {
                    base: account.address.as_deref().unwrap_or(&self.places.listenbrainz),
                    user: account.user.as_deref().unwrap_or_default(),
                    token: token.as_ref().map(|token| token.as_str()),
                };
                let reach = reach(cursor);
                let (page, rest) =
                    listenbrainz::page(&self.http, &permit, &account, &reach, now_ms).await?;
                Ok((page.with_cursor(Cursor::Reach), rest))
            }
            Kind::Lastfm => {
                let Some(key) = self.secret(held.kind).await? else {
                    return Err(Fault::Auth(
                        "there is no API key for Last.fm on this device".into(),
                    ));
                };
                let account = lastfm::Account {
                    base: &self.places.lastfm,
                    user: account.user.as_deref().unwrap_or_default(),
                    key: &key,
                };
                let page =
                    lastfm::page(&self.http, &permit, &account, &reach(cursor), now_ms).await?;
                Ok((page.with_cursor(Cursor::Reach), None))
            }
        }
    }

    /// A page of Spotify; a token that it refuses is renewed once.
    async fn recent(
        &self,
        permit: &Permit,
        account: &Account,
        recent: &Recent,
        now_ms: i64,
    ) -> Result<Page<Recent>, Fault> {
        let Some(client_id) = account.client_id.as_deref() else {
            return Err(Fault::Auth("Spotify needs a client id".into()));
        };
        let asking = Asking {
            http: &self.http,
            permit,
            outside: &self.outside,
            accounts: &self.places.spotify_accounts,
            client_id,
        };
        let api = &self.places.spotify_api;
        let token = self.session.token(&asking, None).await?;
        let page = spotify::page(&self.http, permit, api, &token, recent, now_ms).await;
        let Err(Fault::Refused) = page else { return page };
        let token = self.session.token(&asking, Some(&token)).await?;
        match spotify::page(&self.http, permit, api, &token, recent, now_ms).await {
            Err(Fault::Refused) => Err(Fault::Auth("Spotify does not accept a new token".into())),
            page => page,
        }
    }

    async fn secret(&self, kind: Kind) -> Result<Option<Zeroizing<String>>, Fault> {
        let Some(name) = kind.secret_name() else { return Ok(None) };
        let secrets = self.outside.secrets.clone();
        Ok(blocking(move || secrets.get(name)).await?)
    }
}

fn reach(cursor: Cursor) -> Reach {
    match cursor {
        Cursor::Reach(reach) => reach,
        Cursor::Start | Cursor::Recent(_) => Reach::default(),
    }
}

/// A fault in words for the person.
fn words(fault: Fault) -> String {
    match fault {
        Fault::Auth(words)
        | Fault::Revoked(words)
        | Fault::Network(words)
        | Fault::Unknown(words) => words,
        Fault::Refused => "the service does not accept the token".into(),
        Fault::Wait(ms) => format!("the service asks for {} s of patience", ms / 1000),
        Fault::Off => "it was turned off meanwhile".into(),
        Fault::Local(error) => error.to_string(),
    }
}

/// A fault as an error, for who connects.
pub(super) fn error_of(fault: Fault) -> Error {
    match fault {
        Fault::Local(error) => error,
        Fault::Network(words) => Error::new(Code::Offline, words),
        Fault::Auth(words) | Fault::Revoked(words) => Error::new(Code::Denied, words),
        fault => Error::new(Code::Internal, words(fault)),
    }
}
