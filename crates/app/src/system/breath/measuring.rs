//! The sensors of a session, each on a thread of its own, and what they tell brought together.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use base::error::{Error, Result};
use base::sense::{Frame, Sound, Source as From};
use breath::measure::{Finished, Hearing, Measuring, SensorClock, Sighting};
use capture::source::Source;
use domain::command::encode;
use domain::session::Stamp;
use inference::listen::{Listen, ListenOptions};
use inference::signal::breath_sound::RATE_HZ;
use inference::watch::{Watch, WatchOptions};
use tokio::sync::broadcast::error::TryRecvError;

use super::{LostSensor, MeasureSession};
use crate::app::App;
use crate::senses::consent::{Consent, Consents};
use crate::senses::{self, Sensor, Session, listen as listening, watch as watching};
use crate::system::Emit;
use crate::system::senses::wire::WatchCamera;
use crate::system::senses::{TONE_HZ, open_camera, open_microphone};

/// How often it is told what is known.
const TICK: Duration = Duration::from_millis(200);
/// Words of sensors that wait at most: they are taken within a tick.
const WAITING_MAX: usize = 256;

/// An open camera or microphone.
struct Opened<'a, T> {
    session: Session<'a>,
    source: Box<dyn Source<T>>,
}

/// What is open for a session.
pub(super) struct Open<'a> {
    camera: Option<Opened<'a, Frame>>,
    microphone: Option<Opened<'a, Sound>>,
    bands: Vec<(f32, f32)>,
}

impl<'a> Open<'a> {
    /// Opens camera and microphone. One that cannot be opened goes to `lost` as long as the other one can.
    ///
    /// # Errors
    /// That of the only one; `Conflict` when it is open already.
    pub(super) fn new(
        app: &'a App,
        request: &MeasureSession,
        (wants_camera, wants_microphone): (bool, bool),
        lost: &mut Vec<LostSensor>,
    ) -> Result<Open<'a>> {
        let watch = WatchCamera {
            device: request.camera_device.clone(),
            page: request.page,
            pacer_per_min: None,
            preview: false,
        };
        let camera = || {
            let (name, feed, source) = open_camera(&watch)?;
            Ok(Opened { session: senses::open(app, Sensor::Camera, &name, feed)?, source })
        };
        let microphone = || {
            let device = request.microphone_device.as_deref();
            let (name, feed, source) = open_microphone(device, request.page_rate, RATE_HZ)?;
            Ok(Opened { session: senses::open(app, Sensor::Microphone, &name, feed)?, source })
        };
        let camera = wants_camera.then(camera);
        let microphone = wants_microphone.then(microphone);
        let (camera, microphone) = match (camera, microphone) {
            (Some(Err(error)), None) | (None, Some(Err(error))) => return Err(error),
            (Some(Err(error)), Some(Err(_))) => return Err(error),
            (camera, microphone) => (
                camera.and_then(|opened| or_lost(opened, Sensor::Camera, lost)),
                microphone.and_then(|opened| or_lost(opened, Sensor::Microphone, lost)),
            ),
        };
        let bands = request.tones_hz.iter().map(|tone| (tone - TONE_HZ, tone + TONE_HZ)).collect();
        Ok(Open { camera, microphone, bands })
    }
}

fn or_lost<T>(opened: Result<T>, sensor: Sensor, lost: &mut Vec<LostSensor>) -> Option<T> {
    let failed = |error: Error| lost.push(LostSensor { sensor, why: error.to_string() });
    opened.map_err(failed).ok()
}

/// What a thread says.
enum Word {
    Heard(i64, Hearing),
    Seen(i64, Sighting),
    /// It ended: by itself and why, or because somebody closed it.
    Ended(Sensor, Option<String>),
}

/// Measures until the session is over, the vault is locked or nobody listens. Answers what it came to;
/// `None`: the session was thrown away or the vault is locked.
///
/// # Errors
/// Those of the store.
pub(super) fn run(
    app: &App,
    open: Open<'_>,
    consents: &Consents,
    mut measuring: Measuring,
    lost: &mut Vec<LostSensor>,
    emit: Emit<'_>,
) -> Result<Option<Finished>> {
    let stop = AtomicBool::new(false);
    let (words, heard) = sync_channel(WAITING_MAX);
    let changes = app.subscribe();
    let pacer_hz = measuring.pacer_hz();
    let Open { camera, microphone, bands } = open;
    let measured = thread::scope(|scope| {
        if let Some(camera) = camera {
            let (words, stop) = (words.clone(), &stop);
            scope.spawn(move || look(app, camera, consents, pacer_hz, &words, stop));
        }
        if let Some(microphone) = microphone {
            let (words, stop) = (words.clone(), &stop);
            scope.spawn(move || hear(app, microphone, consents, bands, &words, stop));
        }
        drop(words);
        let mut gathering = Gathering { app, changes, measuring: &mut measuring, lost };
        let measured = gathering.run(&heard, emit);
        // Threads end within a tick, also one that waits for room in the queue.
        stop.store(true, Ordering::Release);
        drop(heard);
        measured
    });
    let end_ms = measured?;
    Ok(end_ms.map(|end_ms| measuring.finish(end_ms)))
}

/// Brings together what the threads say.
struct Gathering<'a> {
    app: &'a App,
    changes: tokio::sync::broadcast::Receiver<std::sync::Arc<store::store::Changed>>,
    measuring: &'a mut Measuring,
    lost: &'a mut Vec<LostSensor>,
}

impl Gathering<'_> {
    /// Answers up to which millisecond of the session was measured.
    fn run(&mut self, heard: &Receiver<Word>, emit: Emit<'_>) -> Result<Option<i64>> {
        let (mut camera, mut microphone) = (SensorClock::default(), SensorClock::default());
        let mut due = Instant::now() + TICK;
        // Without sensors the stream waits by itself: the session goes on, and what is unknown is told too.
        let mut is_alone = false;
        loop {
            let left = due.saturating_duration_since(Instant::now());
            let word = match is_alone {
                true => {
                    thread::sleep(left);
                    Err(RecvTimeoutError::Timeout)
                }
                false => heard.recv_timeout(left),
            };
            match word {
                Ok(word) => self.take(word, &mut camera, &mut microphone),
                Err(RecvTimeoutError::Disconnected) => is_alone = true,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if Instant::now() < due {
                continue;
            }
            due = Instant::now() + TICK;
            let ran = self.measuring.runs();
            if !self.refresh()? {
                return Ok(None);
            }
            if ran != self.measuring.runs() {
                camera.forget();
                microphone.forget();
            }
            let elapsed_ms = self.elapsed_ms();
            let item = encode("breath.measure", &self.measuring.now(elapsed_ms))?;
            if self.measuring.is_over() || emit(item).is_break() {
                return Ok(Some(elapsed_ms));
            }
        }
    }

    fn elapsed_ms(&self) -> i64 {
        self.measuring.elapsed_ms(Stamp::now(&*self.app.config.env))
    }

    fn take(&mut self, word: Word, camera: &mut SensorClock, microphone: &mut SensorClock) {
        let elapsed_ms = self.elapsed_ms();
        match word {
            Word::Heard(at_us, hearing) => {
                let at_ms = microphone.place(at_us, elapsed_ms);
                self.measuring.heard(at_ms, hearing);
            }
            Word::Seen(at_us, sighting) => {
                let at_ms = camera.place(at_us, elapsed_ms);
                self.measuring.seen(at_ms, sighting);
            }
            Word::Ended(sensor, why) => {
                self.measuring.lost(match sensor {
                    Sensor::Camera => From::Camera,
                    Sensor::Microphone => From::Microphone,
                });
                self.lost.extend(why.map(|why| LostSensor { sensor, why }));
            }
        }
    }

    /// Looks at the session again if it may have changed. Answers whether it is still there.
    fn refresh(&mut self) -> Result<bool> {
        let Ok(vault) = self.app.vault() else { return Ok(false) };
        let mut changed = false;
        loop {
            match self.changes.try_recv() {
                Ok(change) => {
                    changed |=
                        change.kinds.iter().any(|kind| kind == "breath.session" || kind == "*");
                }
                Err(TryRecvError::Lagged(_)) => changed = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        if !changed {
            return Ok(true);
        }
        match vault.store.read(|cx| self.measuring.refresh(cx)) {
            Ok(()) => Ok(true),
            Err(error) if error.code() == base::error::Code::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn look(
    app: &App,
    mut camera: Opened<'_, Frame>,
    consents: &Consents,
    pacer_hz: Option<f64>,
    words: &SyncSender<Word>,
    stop: &AtomicBool,
) {
    let options = WatchOptions { pacer_hz, ..WatchOptions::default() };
    let watch = Watch::new(app.senses.models(), options);
    let allowed = |what| consents.allows(what);
    let ended = watching::watch(&camera.session, &mut *camera.source, watch, false, &mut |look| {
        let Some(look) = look else { return goes_on(stop) };
        let seen = look.seen;
        let breathes = allowed(Consent::CameraBreathing);
        let sighting = Sighting {
            face: seen.face.is_some(),
            chest: seen.chest.filter(|_| breathes),
            breathing: Some(seen.breathing).filter(|_| breathes),
            pulse: Some(seen.pulse).filter(|_| allowed(Consent::CameraPulse)),
            stillness: Some(seen.stillness).filter(|_| allowed(Consent::CameraStillness)),
        };
        say(words, Word::Seen(seen.at_us, sighting), stop)
    });
    // The camera is closed before it is told.
    drop(camera);
    let why = ended.map_or_else(|error| Some(error.to_string()), |ended| ended.lost);
    drop(words.send(Word::Ended(Sensor::Camera, why)));
}

fn hear(
    app: &App,
    mut microphone: Opened<'_, Sound>,
    consents: &Consents,
    pacer_bands: Vec<(f32, f32)>,
    words: &SyncSender<Word>,
    stop: &AtomicBool,
) {
    let options = ListenOptions { pacer_bands, ..ListenOptions::default() };
    let listen = Listen::new(app.senses.models(), options);
    let breathes = consents.allows(Consent::MicrophoneBreathing);
    let (session, source) = (&microphone.session, &mut *microphone.source);
    let ended = listening::listen(session, source, listen, &mut |heard| {
        let Some((heard, _)) = heard else { return goes_on(stop) };
        let hearing = Hearing {
            phase: Some(heard.phase).filter(|_| breathes),
            breath_db: heard.breath_db.filter(|_| breathes),
            speech: heard.speech,
            breathing: Some(heard.breathing).filter(|_| breathes),
        };
        say(words, Word::Heard(heard.at_us, hearing), stop)
    });
    drop(microphone);
    let why = ended.map_or_else(|error| Some(error.to_string()), |ended| ended.lost);
    drop(words.send(Word::Ended(Sensor::Microphone, why)));
}

fn goes_on(stop: &AtomicBool) -> ControlFlow<()> {
    match stop.load(Ordering::Acquire) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    }
}

/// Hands a word over; breaks when nobody takes it any more.
fn say(words: &SyncSender<Word>, word: Word, stop: &AtomicBool) -> ControlFlow<()> {
    match words.send(word) {
        Ok(()) => goes_on(stop),
        Err(_) => ControlFlow::Break(()),
    }
}
