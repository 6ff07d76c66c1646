//! The senses: what can be read, what may be read, and reading it live or from a file.

pub(crate) mod wire;

use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use base::error::{Error, Result};
use base::sense::{Estimate, Sound, Told};
use capture::camera::{self, CameraWish};
use capture::devices::{self, Device};
use capture::microphone::{self, MicrophoneWish};
use capture::source::Source;
use domain::command::{Nothing, encode};
use inference::face::{Expression, Kind};
use inference::listen::{Heard, Listen, ListenOptions};
use inference::signal::adherence::Phase;
use inference::signal::breath_sound::{Kind as SoundKind, RATE_HZ};
use inference::watch::{Watch, WatchOptions};
use serde::Serialize;
use store::store::Write;
use store::write::Step;

use crate::app::App;
use crate::senses::consent::{Consent, Consents};
use crate::senses::tried::{self, Figure, TryReport};
use crate::senses::watch::{Ended, Look};
use crate::senses::{self, Feed, Sensor, listen as listening, watch as watching};
use crate::system::{Emit, system};
use wire::{
    Answered, CameraReading, CloseSensor, ConsentState, DeviceRow, ExpressionShown, FaceShown, Fed,
    Feeding, HeardNow, ListenTo, ModelRow, OpenSensorRow, SenseDevices, SenseState, SensorEnded,
    Share, TryFile, TryUpload, WatchCamera,
};

system! { COMMANDS "senses":
    /// The cameras and microphones of this computer. None is opened.
    read devices(Nothing) -> SenseDevices;
    /// The models that read, where they come from, and whether they are installed.
    read models(Nothing) -> Vec<ModelRow>;
    /// What may be read on this device, as the person last said.
    read consents(Nothing) -> Vec<ConsentState>, reads &["senses", "vault"];
    /// Says yes or no to one thing. No to a sensor closes it.
    write consent(Answered) -> Vec<ConsentState>;
    /// Which sensors are open now.
    read state(Nothing) -> SenseState, reads &["senses", "vault"];
    /// Closes a sensor, or all.
    write close(CloseSensor) -> SenseState;
    /// Opens a camera and tells what can be read, until the listener goes. Nothing is kept.
    stream watch_camera(WatchCamera) -> SensorEnded, reports CameraReading;
    /// Opens a microphone and tells what can be heard, until the listener goes. Nothing is kept.
    stream listen(ListenTo) -> SensorEnded, reports HeardNow;
    /// Hands in what the sensor of a page gave: one picture or piece of sound, with the head of 16 bytes
    /// that `capture::page` describes. While nobody reads it (yet, or any more) it is left out.
    body feed(Feeding) -> Fed;
    /// What can be read in a file: a recording, a film, a folder of frames, a picture.
    read try_file(TryFile) -> TryReport;
    /// The same for a file that a page hands in.
    body try_upload(TryUpload) -> TryReport;
}

/// The largest message of a page: a picture of 1,920 pixels each way.
const MESSAGE_BYTES_MAX: u64 = 16 << 20;
/// How far from a pacer's tone its own sound may lie.
pub(crate) const TONE_HZ: f32 = 40.0;
/// The largest file that a page hands in; larger ones are read by path.
const UPLOAD_BYTES_MAX: u64 = 512 << 20;

fn devices(_: &App, _: Nothing) -> Result<SenseDevices> {
    let found = devices::devices();
    let mut problems = Vec::new();
    let mut rows = |found: Result<Vec<Device>>| match found {
        Ok(devices) => devices.into_iter().map(row).collect(),
        Err(error) => {
            problems.push(error.to_string());
            Vec::new()
        }
    };
    let (cameras, microphones) = (rows(found.cameras), rows(found.microphones));
    Ok(SenseDevices { cameras, microphones, problems })
}

fn row(device: Device) -> DeviceRow {
    DeviceRow { id: device.id, name: device.name, preferred: device.is_default }
}

fn models(app: &App, _: Nothing) -> Result<Vec<ModelRow>> {
    let models = app.senses.models();
    let row = |model: &inference::models::ModelInfo| ModelRow {
        name: model.name.clone(),
        task: model.task.clone(),
        version: model.version.clone(),
        bytes: model.bytes,
        sha256: model.sha256.clone(),
        license: model.license.clone(),
        source: model.source.clone(),
        change: model.change.clone(),
        installed: model.installed,
    };
    Ok(models.list().iter().map(row).collect())
}

fn consents(app: &App, _: Nothing) -> Result<Vec<ConsentState>> {
    let consents = app.vault()?.store.read(Consents::read)?;
    let state = |what: Consent| ConsentState {
        what,
        allowed: consents.allows(what),
        at_ms: consents.answer(what).map(|answer| answer.at_ms),
    };
    Ok(Consent::ALL.into_iter().map(state).collect())
}

fn consent(app: &App, request: Answered) -> Result<Vec<ConsentState>> {
    let Answered { what, given } = request;
    let write = Write::new("senses.consent").step(Step::None);
    app.vault()?.store.write(write, move |cx| {
        Consents::remember(cx, what, given)?;
        // What was learned of texts goes with the permission to learn it.
        if what == Consent::TextMeaning && !given {
            cx.forget_meanings()?;
        }
        Ok(())
    })?;
    if !given {
        match what {
            Consent::Camera => app.senses.close(Sensor::Camera),
            Consent::Microphone => app.senses.close(Sensor::Microphone),
            _ => {}
        }
    }
    app.announce("senses");
    consents(app, Nothing {})
}

fn state(app: &App, _: Nothing) -> Result<SenseState> {
    let open = app.senses.now();
    let row = |open: senses::OpenSensor| OpenSensorRow {
        sensor: open.sensor,
        name: open.name,
        at_ms: open.at_ms,
    };
    Ok(SenseState { open: open.into_iter().map(row).collect() })
}

fn close(app: &App, request: CloseSensor) -> Result<SenseState> {
    match request.sensor {
        Some(sensor) => app.senses.close(sensor),
        None => app.senses.close_all(),
    }
    state(app, Nothing {})
}

fn feed(app: &App, request: Feeding, body: &mut dyn Read) -> Result<Fed> {
    let read = app.senses.feed(request.sensor, &whole(body, MESSAGE_BYTES_MAX)?)?;
    Ok(Fed { closed: !read })
}

fn whole(body: &mut dyn Read, bytes_max: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    body.take(bytes_max + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| Error::internal("reading what was handed in", source))?;
    if bytes_max < bytes.len() as u64 {
        return Err(Error::invalid("body", format!("at most {} MiB are read", bytes_max >> 20)));
    }
    Ok(bytes)
}

fn try_file(app: &App, request: TryFile) -> Result<TryReport> {
    tried::file(&app.senses.models(), Path::new(&request.path))
}

fn try_upload(app: &App, request: TryUpload, body: &mut dyn Read) -> Result<TryReport> {
    tried::bytes(&app.senses.models(), &request.name, &whole(body, UPLOAD_BYTES_MAX)?)
}

fn watch_camera(app: &App, request: WatchCamera, emit: Emit<'_>) -> Result<SensorEnded> {
    let consents = app.vault()?.store.read(Consents::read)?;
    consents.require(Consent::Camera)?;
    let options = WatchOptions {
        pacer_hz: request.pacer_per_min.map(|rate| f64::from(rate) / 60.0),
        expression: consents.allows(Consent::CameraExpression),
        ..WatchOptions::default()
    };
    let watch = Watch::new(app.senses.models(), options);
    let (name, feed, mut source) = open_camera(&request)?;
    let session = senses::open(app, Sensor::Camera, &name, feed)?;
    let (mut first_us, mut last) = (None, None);
    let ended = watching::watch(&session, &mut *source, watch, request.preview, &mut |look| {
        let now = look.map(|look| {
            let first_us = *first_us.get_or_insert(look.seen.at_us);
            camera_reading(look, first_us, &consents)
        });
        told(emit, "senses.watch_camera", now, &mut last)
    })?;
    Ok(ended_as(ended))
}

/// A camera that is open.
pub(crate) type OpenedCamera = (String, Option<Feed>, Box<dyn Source<base::sense::Frame>>);

/// The page's camera, or one of this computer.
pub(crate) fn open_camera(request: &WatchCamera) -> Result<OpenedCamera> {
    if request.page {
        let (feed, source) = capture::page::camera();
        return Ok((String::new(), Some(Feed::Frames(feed)), Box::new(source)));
    }
    let source = camera::open(&CameraWish { device: request.device.clone() })?;
    Ok((source.opened().name.clone(), None, Box::new(source)))
}

fn camera_reading(look: Look, first_us: i64, consents: &Consents) -> CameraReading {
    let Look { seen, width, height, dropped, preview } = look;
    let (wide, high) = (width as f32, height as f32);
    let face = seen.face.map(|face| {
        let [left, top, across, down] = face.bounds;
        FaceShown {
            place: [left / wide, top / high, across / wide, down / high],
            points: face.outline.iter().map(|[x, y]| [x / wide, y / high]).collect(),
            faces: face.faces as u32,
        }
    });
    let allowed = |what, figure: &Estimate<f32>| consents.allows(what).then(|| Figure::of(figure));
    CameraReading {
        at_ms: (seen.at_us - first_us) / 1000,
        width,
        height,
        preview,
        fps: seen.fps,
        dropped,
        face,
        seen: seen.present,
        chest: seen.chest.filter(|_| consents.allows(Consent::CameraBreathing)),
        breathing: allowed(Consent::CameraBreathing, &seen.breathing),
        pulse: allowed(Consent::CameraPulse, &seen.pulse),
        stillness: allowed(Consent::CameraStillness, &seen.stillness),
        expression: seen.expression.as_ref().map(expression_shown),
    }
}

fn expression_shown(estimate: &Estimate<Expression>) -> ExpressionShown {
    let mut shares: Vec<Share> = match &estimate.told {
        Told::Unknown(_) => Vec::new(),
        Told::Value(expression) => {
            let named = Kind::ALL.iter().zip(expression.probabilities);
            named
                .map(|(kind, share)| Share { name: expression_name(*kind).into(), share })
                .collect()
        }
    };
    shares.sort_by(|a, b| b.share.total_cmp(&a.share));
    let valence = Estimate {
        told: match &estimate.told {
            Told::Value(expression) => Told::Value(expression.valence),
            Told::Unknown(why) => Told::Unknown(*why),
        },
        quality: estimate.quality,
        coverage: estimate.coverage,
        source: estimate.source,
        model: estimate.model,
        version: estimate.version,
    };
    ExpressionShown { shares, valence: Figure::of(&valence) }
}

fn expression_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Angry => "angry",
        Kind::Disgusted => "disgusted",
        Kind::Fearful => "fearful",
        Kind::Happy => "happy",
        Kind::Sad => "sad",
        Kind::Surprised => "surprised",
        Kind::Neutral => "neutral",
    }
}

fn listen(app: &App, request: ListenTo, emit: Emit<'_>) -> Result<SensorEnded> {
    let consents = app.vault()?.store.read(Consents::read)?;
    consents.require(Consent::Microphone)?;
    let (name, feed, mut source) =
        open_microphone(request.device.as_deref(), request.page_rate, RATE_HZ)?;
    let pacer_bands =
        request.tones_hz.iter().map(|tone| (tone - TONE_HZ, tone + TONE_HZ)).collect();
    let options = ListenOptions { pacer_bands, ..ListenOptions::default() };
    let listen = Listen::new(app.senses.models(), options);
    let session = senses::open(app, Sensor::Microphone, &name, feed)?;
    let (mut first_us, mut last) = (None, None);
    let ended = listening::listen(&session, &mut *source, listen, &mut |heard| {
        let now = heard.map(|(heard, dropped)| {
            let first_us = *first_us.get_or_insert(heard.at_us);
            heard_now(heard, first_us, dropped, &consents)
        });
        told(emit, "senses.listen", now, &mut last)
    })?;
    Ok(ended_as(ended))
}

/// A microphone that is open.
pub(crate) type OpenedMicrophone = (String, Option<Feed>, Box<dyn Source<Sound>>);

/// The page's microphone, which gives `page_rate` samples a second, or one of this computer.
pub(crate) fn open_microphone(
    device: Option<&str>,
    page_rate: Option<u32>,
    rate: u32,
) -> Result<OpenedMicrophone> {
    if let Some(page_rate) = page_rate {
        let (feed, source) = capture::page::microphone(page_rate, rate)?;
        return Ok((String::new(), Some(Feed::Sound(feed)), Box::new(source)));
    }
    let source = microphone::open(&MicrophoneWish { device: device.map(str::to_owned), rate })?;
    Ok((source.opened().name.clone(), None, Box::new(source)))
}

fn heard_now(heard: Heard, first_us: i64, dropped: u64, consents: &Consents) -> HeardNow {
    let breathes = consents.allows(Consent::MicrophoneBreathing);
    let voiced = consents.allows(Consent::MicrophoneArousal);
    HeardNow {
        at_ms: (heard.at_us - first_us) / 1000,
        level_db: heard.level_db,
        speech: heard.speech,
        phase: breathes.then(|| phase(heard.phase).to_owned()),
        kind: kind(heard.kind).to_owned(),
        breath_db: heard.breath_db.filter(|_| breathes),
        breathing: breathes.then(|| Figure::of(&heard.breathing)),
        arousal: voiced.then(|| Figure::of(&heard.arousal)),
        dropped,
    }
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Inhale => "inhale",
        Phase::Exhale => "exhale",
        Phase::Pause => "pause",
        Phase::Unknown => "unknown",
    }
}

fn kind(kind: SoundKind) -> &'static str {
    match kind {
        SoundKind::Air => "air",
        SoundKind::Speech => "speech",
        SoundKind::Tone => "tone",
        SoundKind::Knock => "knock",
        SoundKind::Pacer => "pacer",
    }
}

/// Tells what is new, or the last word again. What has no JSON form is not told; the listener goes on.
fn told<T: Serialize>(
    emit: Emit<'_>,
    name: &str,
    now: Option<T>,
    last: &mut Option<T>,
) -> ControlFlow<()> {
    if now.is_some() {
        *last = now;
    }
    let item = last.as_ref().and_then(|last| encode(name, last).ok());
    item.map_or(ControlFlow::Continue(()), emit)
}

fn ended_as(ended: Ended) -> SensorEnded {
    SensorEnded { read: ended.read, dropped: ended.dropped, lost: ended.lost }
}
