//! Voice notes: what was said is kept as sound, and read as text where somebody chose a model for that.

use std::ops::ControlFlow;

use base::error::{Error, Result};
use domain::command::encode;
use domain::wire;
use jiff::fmt::strtime;

use crate::app::App;
use crate::import::media;
use crate::senses::consent::{Consent, Consents};
use crate::senses::record::{self, RATE};
use crate::senses::{self, Sensor};
use crate::settings;
use crate::system::files::AddedMedia;
use crate::system::senses::open_microphone;
use crate::system::{Emit, system};

system! { COMMANDS "voice":
    /// Records a voice note until the microphone is closed (`senses.close`). The silence before the first
    /// word and after the last is cut off. When the listener goes, nothing is kept.
    stream record(RecordVoice) -> VoiceNote, reports VoiceLevel;
}

wire! {
    /// How to record.
    #[ts(optional_fields)]
    pub(crate) struct RecordVoice {
        /// The microphone's id; left out: the preferred one.
        #[serde(default)]
        pub(crate) device: Option<String>,
        /// Samples a second of a page that hands in its own microphone by `senses.feed`.
        #[serde(default)]
        pub(crate) page_rate: Option<u32>,
    }

    /// How it goes.
    pub(crate) struct VoiceLevel {
        /// Milliseconds since it began.
        pub(crate) at_ms: i64,
        /// How loud, in decibels of full scale.
        pub(crate) level_db: f32,
        /// How likely somebody speaks, 0 to 1; null: the model is not installed.
        pub(crate) speech: Option<f32>,
    }

    /// What was recorded.
    pub(crate) struct VoiceNote {
        /// The sound, to be attached to a record; null: there was none.
        pub(crate) media: Option<AddedMedia>,
        /// Seconds that were recorded.
        pub(crate) seconds: f64,
        /// Seconds that are kept.
        pub(crate) kept_seconds: f64,
        /// Samples that never came, because the machine was too busy.
        pub(crate) dropped: u64,
        /// Why it ended by itself; null when somebody ended it.
        pub(crate) lost: Option<String>,
    }
}

fn record(app: &App, request: RecordVoice, emit: Emit<'_>) -> Result<VoiceNote> {
    let vault = app.vault()?;
    vault.store.read(Consents::read)?.require(Consent::Microphone)?;
    let (name, feed, mut source) =
        open_microphone(request.device.as_deref(), request.page_rate, RATE)?;
    let session = senses::open(app, Sensor::Microphone, &name, feed)?;
    let recording = record::record(app, &session, &mut *source, &mut |level| {
        let item =
            VoiceLevel { at_ms: level.at_ms, level_db: level.level_db, speech: level.speech };
        encode("voice.record", &item).map_or(ControlFlow::Continue(()), &mut *emit)
    })?;
    // The microphone is closed before anything is written.
    drop(source);
    drop(session);
    let Some(recording) = recording else {
        return Ok(VoiceNote {
            media: None,
            seconds: 0.0,
            kept_seconds: 0.0,
            dropped: 0,
            lost: None,
        });
    };
    let part = recording.spoken();
    let kept_seconds = part.len() as f64 / f64::from(RATE);
    let mut note = VoiceNote {
        media: None,
        seconds: recording.seconds(),
        kept_seconds,
        dropped: recording.dropped,
        lost: recording.lost.clone(),
    };
    if part.is_empty() {
        return Ok(note);
    }
    let flac = recording.flac(part)?;
    let now = app.config.env.now().to_zoned(app.config.env.zone());
    let name = strtime::format("Voice %Y-%m-%d %H.%M.%S.flac", &now)
        .map_err(|source| Error::internal("naming a voice note", source))?;
    let keep_place = vault.store.read(settings::get)?.keep_photo_place;
    note.media = Some(media::take_in(&vault, &name, &mut flac.as_slice(), keep_place)?);
    Ok(note)
}
