//! Who may submit listens, and where they go.

use std::sync::{Arc, Weak};

use base::error::{Code, Error, Result};
use integrations::endpoint::backend::{self, Backend, ListenPage, ListenRange, Recorder};
use integrations::endpoint::token_is;
use serde_json::{Map, Value};
use store::store::Write;
use store::write::Step;

use super::{Client, Scrobbling, listens};
use crate::app::App;
use crate::import;

/// The importer that reads what is submitted.
const FORMAT: &str = "listenbrainz";

/// The app as the endpoint and the watcher see it.
pub(super) struct Scrobbles {
    pub(super) app: Weak<App>,
}

impl Scrobbles {
    fn app(&self) -> Result<Arc<App>> {
        self.app.upgrade().ok_or_else(|| Error::new(Code::Locked, "the program is about to end"))
    }

    fn clients(&self) -> Result<Vec<Client>> {
        Ok(self.app()?.vault()?.store.read(Scrobbling::read)?.clients)
    }
}

impl Recorder for Scrobbles {
    fn submit(&self, client: &str, bytes: Vec<u8>) -> Result<()> {
        let app = self.app()?;
        let report = import::arrive(&app.vault()?, FORMAT, "submitted.json", bytes)?;
        let added = i64::try_from(report.added).unwrap_or(i64::MAX);
        app.tally.add(client, "listens.submitted", "", added);
        Ok(())
    }

    /// The endpoint remembers by itself what its clients play; this is for the watcher.
    fn now_playing(&self, _client: &str, track: Option<&Map<String, Value>>) {
        if let Ok(app) = self.app() {
            app.services.now_plays(&app, track);
        }
    }
}

impl Backend for Scrobbles {
    fn client(&self, token: &str) -> Result<Option<backend::Client>> {
        let found = self.clients()?.into_iter().find(|client| token_is(token, &client.hash));
        if let Some(client) = &found {
            self.app()?.tally.add(&client.name, "endpoint.asked", "", 1);
        }
        Ok(found.map(|client| backend::Client {
            name: client.name,
            allowed_origins: client.origins,
            lastfm_secret: client.lastfm_secret,
        }))
    }

    fn allows_origin(&self, origin: &str) -> Result<bool> {
        let allows = |client: &Client| client.origins.iter().any(|own| own == origin);
        Ok(self.clients()?.iter().any(allows))
    }

    fn refused_origin(&self, client: &str, origin: &str) {
        if let Ok(app) = self.app() {
            app.services.was_refused(&app, client, origin);
        }
    }

    fn listens(&self, range: ListenRange) -> Result<ListenPage> {
        listens::page(&*self.app()?, range)
    }

    fn count(&self) -> Result<u64> {
        listens::count(&*self.app()?)
    }

    fn latest_import(&self, client: &str) -> Result<i64> {
        let found = self.clients()?.into_iter().find(|known| known.name == client);
        Ok(found.map_or(0, |client| client.latest_import))
    }

    fn set_latest_import(&self, client: &str, at: i64) -> Result<()> {
        let vault = self.app()?.vault()?;
        let name = client.to_owned();
        vault.store.write(Write::new("scrobbling.state").step(Step::None), move |cx| {
            let mut scrobbling = Scrobbling::read(&cx.read())?;
            scrobbling.client(&name)?.latest_import = at;
            scrobbling.keep(cx)
        })
    }
}
