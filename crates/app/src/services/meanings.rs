//! Vectors of what documents mean, made beside the open vault while the person wants them.
//!
//! A few at a time, newest first, and never for more than half of the time: ten years of entries take
//! an hour of one core, once, and nobody should hear the fan. Nothing is lost when it ends in between;
//! it goes on with what has no vector yet. Without the language pack, or without a yes, it sleeps.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use base::error::Result;
use store::meaning::{self, Meaning};
use store::store::Write;
use store::write::Step;
use tokio::runtime::Handle;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use crate::app::App;
use crate::senses::consent::{Consent, Consents};

/// The model whose vectors these are; another one makes all of them anew.
const MODEL: &str = "minilm_l6 1";
/// Documents that are read between two writes: half a second of work.
const AT_ONCE: usize = 8;
/// What is typed is read when it rests.
const RESTING: Duration = Duration::from_secs(2);

/// Makes vectors of an open vault, until it is dropped.
pub(super) struct Meanings {
    #[expect(dead_code, reason = "its end tells the task")]
    stop: oneshot::Sender<()>,
}

impl Meanings {
    pub(super) fn start(app: &App, runtime: &Handle) -> Meanings {
        let (stop, stopped) = oneshot::channel();
        runtime.spawn(run(Weak::clone(&app.me), app.subscribe(), stopped));
        Meanings { stop }
    }
}

async fn run(
    app: Weak<App>,
    mut changes: broadcast::Receiver<Arc<store::store::Changed>>,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        let weak = Weak::clone(&app);
        let worked = tokio::task::spawn_blocking(move || {
            let begun = Instant::now();
            weak.upgrade().map(|app| app.learn_meanings().map(|more| (more, begun.elapsed())))
        });
        let more = match worked.await {
            Ok(Some(Ok((true, worked)))) => Some(worked),
            Ok(Some(Ok((false, _)))) => None,
            // A locked vault ends this run; anything else is tried again after the next change.
            Ok(Some(Err(error))) => {
                tracing::debug!(code = ?error.code(), "meanings");
                None
            }
            Ok(None) | Err(_) => return,
        };
        let rest = match more {
            Some(worked) => worked,
            None => tokio::select! {
                _ = &mut stopped => return,
                heard = heard(&mut changes) => if heard { RESTING } else { return },
            },
        };
        tokio::select! {
            _ = &mut stopped => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Waits for a change of records or of what may be read. False when there will be none any more.
async fn heard(changes: &mut broadcast::Receiver<Arc<store::store::Changed>>) -> bool {
    loop {
        match changes.recv().await {
            Ok(changed) => {
                let wakes = |kind: &String| kind.contains(['.', '*']) || kind == "senses";
                if changed.kinds.iter().any(wakes) {
                    return true;
                }
            }
            Err(RecvError::Lagged(_)) => return true,
            Err(RecvError::Closed) => return false,
        }
    }
}

impl App {
    /// Reads a few documents that have no vector. Answers whether there may be more.
    ///
    /// # Errors
    /// `Locked`; `Internal` when a model's file is not what its manifest says.
    pub(crate) fn learn_meanings(&self) -> Result<bool> {
        let vault = self.vault()?;
        let allowed = vault.store.read(Consents::read)?.allows(Consent::TextMeaning);
        if !allowed {
            return Ok(false);
        }
        let pending = vault.store.read(|cx| meaning::pending(cx, MODEL, AT_ONCE))?;
        let models = self.senses.models();
        let mut read = Vec::with_capacity(pending.len());
        for pending in pending {
            // Text without a word means nothing, which is kept, too: it is not asked again.
            let Some(vector) = inference::text::embed(&models, &pending.text)? else {
                if !installed(&models)? {
                    return Ok(false);
                }
                read.push((pending, Meaning::of(&[0.0; meaning::DIMENSIONS])));
                continue;
            };
            read.push((pending, Meaning::of(&vector)));
        }
        let more = read.len() == AT_ONCE;
        if !read.is_empty() {
            vault.store.write(Write::new("meaning").step(Step::None), move |cx| {
                // The person may have said no since.
                if !Consents::read(&cx.read())?.allows(Consent::TextMeaning) {
                    return Ok(());
                }
                read.iter()
                    .try_for_each(|(pending, meaning)| cx.keep_meaning(MODEL, pending, meaning))
            })?;
        }
        Ok(more)
    }

    /// What a text means, if that may be read and the language pack is there.
    ///
    /// # Errors
    /// As [`App::learn_meanings`].
    pub(crate) fn meaning_of(&self, text: &str) -> Result<Option<Meaning>> {
        let allowed = self.vault()?.store.read(Consents::read)?.allows(Consent::TextMeaning);
        if !allowed {
            return Ok(None);
        }
        let vector = inference::text::embed(&self.senses.models(), text)?;
        Ok(vector.as_ref().map(Meaning::of))
    }
}

/// Whether the language pack is there at all.
fn installed(models: &inference::models::Models) -> Result<bool> {
    Ok(inference::text::embed(models, "word")?.is_some())
}
