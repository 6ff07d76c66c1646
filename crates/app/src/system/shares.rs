//! Pages that a person publishes for a while: who has the link can read one, the server cannot.

use std::sync::Arc;

use base::env::unix_ms;
use base::error::{Error, Result};
use domain::command::Nothing;
use domain::wire;
use store::store::Write;
use store::write::Step;
use sync_client::shares::{self, Note, Page};
use sync_protocol::wire::{SHARE_BYTES_MAX, ShareOf};

use crate::app::App;
use crate::system::system;

system! { COMMANDS "shares":
    /// Seals a page, brings it to the server of sync, and answers the link that opens it.
    write publish(PublishPage) -> PublishedPage;
    /// What is published from this vault and not over, as the server tells it; newest first.
    read list(Nothing) -> Vec<PublishedPage>, reads &["shares"];
    /// Ends a share: the server deletes the page. Who has opened it has seen it.
    write take_back(OneShare) -> ();
}

wire! {
    /// A page that is published.
    pub(crate) struct PublishPage {
        /// What it is called in the list of shares, at most 120 characters.
        pub(crate) title: String,
        /// The page: one HTML file that loads nothing, at most 7 MiB.
        pub(crate) html: String,
        /// For how many days it can be opened, 1 to 366.
        pub(crate) days: u32,
        /// How often it can be opened; left out: as often as anybody wants.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) views: Option<u32>,
    }

    /// A share.
    #[derive(Eq)]
    pub(crate) struct PublishedPage {
        /// Its name on the server, 32 hexadecimal digits.
        pub(crate) share: String,
        /// What it is called; null when another device published it.
        pub(crate) title: Option<String>,
        /// What opens it; null when another device published it.
        pub(crate) link: Option<String>,
        /// When it is over, Unix milliseconds.
        pub(crate) expires_ms: u64,
        /// How often it was opened.
        pub(crate) views: u32,
        /// How often it can be.
        pub(crate) views_max: Option<u32>,
    }

    /// Names a share.
    pub(crate) struct OneShare {
        /// 32 hexadecimal digits.
        pub(crate) share: String,
    }
}

const TITLE_CHARS_MAX: usize = 120;
/// The server takes 366 days.
const DAYS_MAX: u32 = 366;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// Room is left for padding, which adds an eighth at most.
const PAGE_BYTES_MAX: usize = SHARE_BYTES_MAX / 8 * 7;

fn publish(app: &App, request: PublishPage) -> Result<PublishedPage> {
    let title = request.title.trim().to_owned();
    if title.is_empty() || TITLE_CHARS_MAX < title.chars().count() {
        let words = format!("a share has a title of at most {TITLE_CHARS_MAX} characters");
        return Err(Error::invalid("title", words));
    }
    if request.days == 0 || DAYS_MAX < request.days {
        return Err(Error::invalid("days", format!("a share stays 1 to {DAYS_MAX} days")));
    }
    if request.views == Some(0) {
        return Err(Error::invalid("views", "a share can be opened once at least"));
    }
    if request.html.is_empty() || PAGE_BYTES_MAX < request.html.len() {
        return Err(Error::invalid("html", "a page has 1 byte to 7 MiB"));
    }
    let vault = app.vault()?;
    let env = Arc::clone(&app.config.env);
    let expires_ms = unix_ms(env.now()) + u64::from(request.days) * DAY_MS;
    let (bytes, views_max) = (request.html.into_bytes(), request.views);
    let page = Page { bytes, expires_ms, views_max };
    let published =
        app.with_sync(|running| async move { shares::publish(&running, &*env, page).await })?;
    let (share, link, called) = (published.share, published.link, title.clone());
    let told = link.clone();
    vault.store.write(Write::new("shares.publish").step(Step::None), move |cx| {
        shares::note(cx, share, &called, &told)
    })?;
    app.announce("shares");
    Ok(PublishedPage {
        share: data_encoding::HEXLOWER.encode(&share),
        title: Some(title),
        link: Some(link),
        expires_ms,
        views: 0,
        views_max,
    })
}

fn list(app: &App, _: Nothing) -> Result<Vec<PublishedPage>> {
    let vault = app.vault()?;
    let told = app.with_sync(|running| async move { shares::list(&running).await })?;
    let mut notes = vault.store.read(shares::notes)?;
    let row = |share: &ShareOf, note: Option<Note>| {
        let (title, link) = note.map(|note| (note.title.0, note.link.0)).unzip();
        PublishedPage {
            share: data_encoding::HEXLOWER.encode(&share.share),
            title,
            link,
            expires_ms: share.expires_ms,
            views: share.views,
            views_max: share.views_max,
        }
    };
    let rows = told.iter().map(|share| row(share, notes.remove(&share.share))).collect();
    // What the server does not tell any more is over: its link is forgotten here, too.
    if !notes.is_empty() {
        vault.store.write(Write::new("shares.list").step(Step::None), move |cx| {
            notes.keys().try_for_each(|share| shares::forget(cx, *share))
        })?;
    }
    Ok(rows)
}

fn take_back(app: &App, request: OneShare) -> Result<()> {
    let share: Option<[u8; 16]> = data_encoding::HEXLOWER
        .decode(request.share.as_bytes())
        .ok()
        .and_then(|share| share.try_into().ok());
    let share = share.ok_or_else(|| Error::invalid("share", "a share is 32 hexadecimal digits"))?;
    let vault = app.vault()?;
    app.with_sync(move |running| async move { shares::take_back(&running, share).await })?;
    vault.store.write(Write::new("shares.take_back").step(Step::None), move |cx| {
        shares::forget(cx, share)
    })?;
    app.announce("shares");
    Ok(())
}
