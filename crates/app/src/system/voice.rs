//! Voice notes: what was said is kept as sound, and read as text where somebody chose a model for that.

use std::ops::ControlFlow;
use std::path::Path;

use base::error::{Error, Result};
use domain::command::{Nothing, encode};
use domain::wire;
use inference::voice::transcript::{self, NoTranscript, Transcript, VoiceModel};
use jiff::fmt::strtime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::store::Write;
use store::write::Step;
use ts_rs::TS;

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
    /// What reads voice notes as text on this computer: a model file that the person brought, for none ships.
    read model(Nothing) -> VoiceModelState, reads &["senses", "vault"];
    /// Takes a file of whisper.cpp for that, or none. Its SHA-256 is compared before each use.
    write choose_model(ChooseModel) -> VoiceModelState;
    /// Reads a voice note as text. Where that cannot be it says why, and the person types.
    read transcribe(NoteToRead) -> Transcribed;
}

/// Why notes are not read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextUnavailable {
    /// This program was built without what understands speech.
    NotBuilt,
    /// Nobody has chosen a model yet.
    NoModel,
    /// The chosen file is not there any more.
    Missing,
    /// The chosen file is another than it was.
    Changed,
}

impl From<NoTranscript> for TextUnavailable {
    fn from(why: NoTranscript) -> TextUnavailable {
        match why {
            NoTranscript::NotBuilt => TextUnavailable::NotBuilt,
            NoTranscript::NoModel => TextUnavailable::NoModel,
            NoTranscript::Missing => TextUnavailable::Missing,
            NoTranscript::Changed => TextUnavailable::Changed,
        }
    }
}

wire! {
    /// What reads voice notes as text.
    pub(crate) struct VoiceModelState {
        /// The chosen model; null: none.
        pub(crate) model: Option<ChosenModel>,
        /// Why notes are not read; null: they can be.
        pub(crate) unavailable: Option<TextUnavailable>,
    }

    /// A model file, as it was when it was chosen.
    pub(crate) struct ChosenModel {
        /// The file's name.
        pub(crate) name: String,
        /// Where it lies.
        pub(crate) path: String,
        /// Its size.
        pub(crate) bytes: u64,
        /// Its SHA-256, in hexadecimal.
        pub(crate) sha256: String,
    }

    /// Which model to use.
    #[ts(optional_fields)]
    pub(crate) struct ChooseModel {
        /// Its path on this computer; left out: none any more.
        #[serde(default)]
        pub(crate) path: Option<String>,
    }

    /// Which note to read.
    pub(crate) struct NoteToRead {
        /// The content hash of its sound.
        pub(crate) media: String,
    }

    /// What was said.
    pub(crate) struct Transcribed {
        /// The words, empty when none were heard; null: it was not read.
        pub(crate) text: Option<String>,
        /// Why it was not read; null: it was.
        pub(crate) unavailable: Option<TextUnavailable>,
    }

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

/// The name under which the device keeps which model was chosen.
const CHOSEN: &str = "voice.model";

/// The largest note: half an hour that could not be packed any tighter, and its head.
const NOTE_BYTES_MAX: u64 = 64 << 20;

fn chosen(cx: &ReadCx<'_>) -> Result<Option<VoiceModel>> {
    let Some(kept) = cx.device_value(CHOSEN)? else { return Ok(None) };
    serde_json::from_str(&kept)
        .map_err(|source| Error::internal("reading which voice model was chosen", source))
}

fn model(app: &App, _: Nothing) -> Result<VoiceModelState> {
    let chosen = app.vault()?.store.read(chosen)?;
    let unavailable = transcript::trouble(chosen.as_ref()).map(TextUnavailable::from);
    let model = chosen.map(|model| ChosenModel {
        name: model.name(),
        path: model.path.display().to_string(),
        bytes: model.bytes,
        sha256: model.sha256,
    });
    Ok(VoiceModelState { model, unavailable })
}

fn choose_model(app: &App, request: ChooseModel) -> Result<VoiceModelState> {
    let vault = app.vault()?;
    let look = |path: &String| VoiceModel::look(Path::new(path));
    let chosen = request.path.as_ref().map(look).transpose()?;
    let kept = serde_json::to_string(&chosen)
        .map_err(|source| Error::internal("keeping which voice model was chosen", source))?;
    let write = Write::new("voice.choose_model").step(Step::None);
    vault.store.write(write, move |cx| cx.set_device_value(CHOSEN, &kept))?;
    app.announce("senses");
    model(app, Nothing {})
}

fn transcribe(app: &App, request: NoteToRead) -> Result<Transcribed> {
    let chosen = app.vault()?.store.read(chosen)?;
    let not = |why: NoTranscript| Transcribed { text: None, unavailable: Some(why.into()) };
    // The sound is not even looked at where nothing can come of it.
    if let Some(why) = transcript::trouble(chosen.as_ref()) {
        return Ok(not(why));
    }
    let sound = app.media(&request.media)?.read_all(NOTE_BYTES_MAX)?;
    Ok(match transcript::transcribe(chosen.as_ref(), &sound)? {
        Transcript::Text(text) => Transcribed { text: Some(text), unavailable: None },
        Transcript::Unavailable(why) => not(why),
    })
}
