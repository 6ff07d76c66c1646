//! The bench of the senses: what the models, a camera, a microphone, a receipt and words cost, beside
//! the bare networks that they are made of, and beside onnxruntime where Python has it.
//!
//! Everything is CPU time of one thread. It reads a photo and a receipt of the tests, so it runs in the
//! root of the source tree only.

mod peer;
mod text;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::Picture;
use cpu_time::ProcessTime;
use inference::face::{FaceTracker, expression, irises};
use inference::listen::{Listen, ListenOptions};
use inference::models::Models;
use inference::models::speed::{networks, speed};
use inference::read::{self, photo, receipt};
use inference::text::minilm::EMBEDDING;
use inference::text::{embed, emotions, similar, summary, tags};
use inference::voice::vad::{CHUNK, RATE, Vad};
use inference::watch::{Watch, WatchOptions};
use synth::clip::{Clip, Script, Spot};
use synth::sound::{self, Breathing};
use synth::speech::{self, Speaker};

use self::peer::Peer;
use super::listening::peak_mib;
use super::{Beside, Row, ms, percentile, row};
use crate::senses;

pub(super) use self::text::run as run_text;

/// A photo of a face, 300 by 300 pixels, and where the face is in it.
const FACE: &str = "tests/fixtures/faces/astronaut.png";
const FACE_SPOT: Spot = Spot { face: [150.4, 113.3], radii: [46.8, 52.4] };
/// A photo of a receipt.
const RECEIPT: &str = "tests/fixtures/receipts/us-degraded-0.jpg";

/// Calls of which the middle one counts.
const CALLS: usize = 31;
/// The same of what takes a second or more.
const LONG_CALLS: usize = 5;

/// What a camera gives, in pixels, and how often.
const SIDES: [usize; 2] = [640, 480];
const FPS: f64 = 15.0;
/// Figures look back over a minute: only after it a second costs what it goes on costing.
const WARM_SECS: f64 = 60.0;
const MEASURED_SECS: f64 = 30.0;
/// The most that a camera may take of one core, ms of a second: a quarter.
const AIM_MS: f64 = 250.0;
/// The tracker looks for faces anew once in so many frames.
const FRAMES_TO_DETECT: f64 = 60.0;

/// Forty-odd words of a day, again and again.
const DAY: &str = "I slept badly and woke up at six. The train was late again, so I walked. \
    Lunch with Anna was lovely and we laughed a lot. In the evening I read by the window \
    and felt grateful for a day without any news. ";
const SENTENCE: &str = "Lunch with Anna was lovely and we laughed a lot.";
const WORDS: usize = 1_000;
const EMBEDDINGS: usize = 10_000;

/// Whether what it reads is here.
pub(super) fn has_inputs() -> bool {
    [FACE, RECEIPT].iter().all(|path| Path::new(path).is_file())
}

/// Runs the bench.
///
/// # Errors
/// `NotFound` outside of the source tree and without models.
pub(super) fn run() -> Result<Vec<Row>> {
    let mut bench = Bench { rows: Vec::new(), calls: BTreeMap::new(), peer: Peer::ask() };
    bench.networks()?;
    bench.camera()?;
    bench.faces()?;
    bench.microphone()?;
    bench.receipt()?;
    bench.words()?;
    bench.rows.push(alone("memory at its peak, all of this", peak_mib(), "MiB"));
    Ok(bench.rows)
}

struct Bench {
    rows: Vec<Row>,
    /// What a call of each network costs, ms, by name and input.
    calls: BTreeMap<String, f64>,
    peer: Option<Peer>,
}

impl Bench {
    /// Each network by itself.
    fn networks(&mut self) -> Result<()> {
        for index in 0..networks().count() {
            let models = models()?;
            let Some(found) = speed(&models, index, CALLS, &cpu)? else { continue };
            let name = format!("{} {}", found.model, found.input);
            self.calls.insert(name.clone(), found.call_ms);
            let peer = self.peer.as_ref().and_then(|peer| peer.of(&name));
            let call = format!("{name}, a call");
            self.rows.push(match peer {
                Some(peer) => row(&call, found.call_ms, "CPU ms", peer::NAME, peer.call_ms),
                None => alone(&call, found.call_ms, "CPU ms"),
            });
            let (load, bare) = (format!("{name}, loading it"), "reading it and its SHA-256");
            self.rows.push(row(&load, found.load_ms, "CPU ms", bare, found.read_ms));
            if let Some(peer) = peer {
                self.rows.push(row(&load, found.load_ms, "CPU ms", peer::NAME, peer.load_ms));
            }
        }
        Ok(())
    }

    /// A figure beside the networks that it calls, each so often, alone and by onnxruntime.
    fn beside_networks(&mut self, name: &str, value: f64, unit: &str, calls: &[(&str, f64)]) {
        let sum = |cost: &dyn Fn(&str) -> Option<f64>| {
            calls.iter().map(|(network, times)| Some(cost(network)? * times)).sum::<Option<f64>>()
        };
        let bare = sum(&|network| self.calls.get(network).copied());
        self.rows.push(match bare {
            Some(bare) => row(name, value, unit, "the networks alone", bare),
            None => alone(name, value, unit),
        });
        let peer = self.peer.as_ref();
        if let Some(peer) = peer.and_then(|peer| sum(&|network| Some(peer.of(network)?.call_ms))) {
            let beside = format!("the networks by {}", peer::NAME);
            self.rows.push(row(name, value, unit, &beside, peer));
        }
    }

    fn memory(&mut self, what: &str, before: f64) {
        let name = format!("memory at its peak, {what}");
        self.rows.push(row(&name, peak_mib(), "MiB", "before", before));
    }

    /// A minute and a half before a camera, with and without the expression.
    fn camera(&mut self) -> Result<()> {
        let clip = clip()?;
        let models = Arc::new(models()?);
        drop(clip.frame(0));
        let before = forget_peak();
        let watch = |expression| {
            let options = WatchOptions { expression, ..WatchOptions::default() };
            (Watch::new(Arc::clone(&models), options), Vec::new())
        };
        let mut watches = [false, true].map(watch);
        for frame in clip.frames(WARM_SECS + MEASURED_SECS) {
            for (watch, spent) in &mut watches {
                let begun = ProcessTime::now();
                let seen = watch.push(&frame)?;
                let took = begun.elapsed();
                if (frame.at_us as f64) < WARM_SECS * 1e6 {
                    continue;
                }
                if seen.is_none_or(|seen| seen.face.is_none()) {
                    let missing = Error::not_found("face in the clip at", frame.at_us);
                    return Err(missing);
                }
                spent.push(took);
            }
        }
        self.memory("a camera with expression", before);
        let [(_, mut plain), (_, all)] = watches;
        let mesh = "face_mesh 192x192x3";
        let search = ("face_detection 128x128x3", 1.0 / FRAMES_TO_DETECT);
        let a_second = |spent: &[Duration]| ms(spent.iter().sum()) / MEASURED_SECS;
        let (of_plain, of_all) = (a_second(&plain), a_second(&all));
        for (word, percent) in [("p50", 50), ("p95", 95)] {
            let name = format!("a frame of a camera, {word}");
            let value = ms(percentile(&mut plain, percent));
            self.beside_networks(&name, value, "CPU ms", &[(mesh, 1.0), search]);
        }
        let tracked = [(mesh, FPS), (search.0, FPS * search.1)];
        let name = "a second of a camera at 15 frames";
        self.beside_networks(name, of_plain, "CPU ms", &tracked);
        let name = "the same with the expression twice a second";
        let [face_api, oarriaga] = EXPRESSION.map(|network| (network, 4.0));
        let all = [tracked[0], tracked[1], face_api, oarriaga];
        self.beside_networks(name, of_all, "CPU ms", &all);
        self.rows.push(row(name, of_all, "CPU ms", "aim, a quarter of a core", AIM_MS));
        Ok(())
    }

    /// What is done with one picture of a face.
    fn faces(&mut self) -> Result<()> {
        let models = Arc::new(models()?);
        let picture = plate()?.0;
        let mut tracker = FaceTracker::new(Arc::clone(&models));
        let face = tracker.track(&picture)?;
        let face = face.ok_or_else(|| Error::not_found("face in", FACE))?;
        let anew = || FaceTracker::new(Arc::clone(&models)).track(&picture).map(drop);
        let calls = [("face_detection 128x128x3", 1.0), ("face_mesh 192x192x3", 1.0)];
        self.beside_networks("a face found anew", middle(CALLS, anew)?, "CPU ms", &calls);
        let look = || expression(&models, &picture, &face.mesh).map(drop);
        let calls = EXPRESSION.map(|network| (network, 2.0));
        self.beside_networks("an expression", middle(CALLS, look)?, "CPU ms", &calls);
        let look = || irises(&models, &picture, &face.mesh).map(drop);
        let calls = [("iris 64x64x3", 2.0)];
        self.beside_networks("both irises", middle(CALLS, look)?, "CPU ms", &calls);
        Ok(())
    }

    /// A minute of breath and half a minute of speech.
    fn microphone(&mut self) -> Result<()> {
        let rate = RATE;
        let breathing =
            Breathing { seed: 5, rate, secs: WARM_SECS, per_min: 15.0, uneven: 0.02, snr_db: 20.0 };
        let speaker = Speaker { seed: 3, pitch_hz: 120.0, liveliness: 0.2, level: 0.1 };
        let mut sound = sound::breath(breathing).sound;
        sound.samples.extend(speech::speech(speaker, MEASURED_SECS, rate).samples);
        let models = Arc::new(models()?);
        let before = forget_peak();
        let mut vad = Vad::new(Arc::clone(&models));
        let mut listen = Listen::new(models, ListenOptions::default());
        let (mut of_vad, mut of_all) = (Duration::ZERO, Duration::ZERO);
        // As a microphone gives it: a twentieth of a second at a time.
        for piece in sound::pieces(&sound, rate as usize / 20) {
            let begun = ProcessTime::now();
            vad.push(&piece.samples)?;
            let between = ProcessTime::now();
            listen.push(&piece)?;
            if WARM_SECS * 1e6 <= piece.at_us as f64 {
                of_vad += between.duration_since(begun);
                of_all += between.elapsed();
            }
        }
        self.memory("a microphone", before);
        let a_second = |spent: Duration| ms(spent) / MEASURED_SECS;
        let calls = [("voice_activity 576", f64::from(rate) / CHUNK as f64)];
        let name = "a second of sound, whether somebody speaks";
        self.beside_networks(name, a_second(of_vad), "CPU ms", &calls);
        let name = "a second of sound, breath and voice, too";
        self.beside_networks(name, a_second(of_all), "CPU ms", &calls);
        Ok(())
    }

    /// A photo of a receipt, from its bytes to its total.
    fn receipt(&mut self) -> Result<()> {
        let bytes = bytes(RECEIPT)?;
        let models = models()?;
        let before = forget_peak();
        let read = || {
            let lines = read::lines(&models, &photo::decode(&bytes)?)?.unwrap_or_default();
            Ok(receipt::read(&lines, receipt::Hints::default()))
        };
        let begun = ProcessTime::now();
        if read()?.total.value().is_none() {
            return Err(Error::not_found("total on the receipt", RECEIPT));
        }
        let first = ms(begun.elapsed());
        self.memory("a receipt", before);
        let value = middle(LONG_CALLS, || read().map(drop))?;
        let calls = [("document_detection 3x960x704", 1.0)];
        self.beside_networks("a receipt, finding and reading its text", value, "CPU ms", &calls);
        let name = "the first receipt, with loading";
        self.rows.push(row(name, first, "CPU ms", "a further one", value));
        Ok(())
    }

    /// A thousand words, and ten thousand meanings.
    fn words(&mut self) -> Result<()> {
        let models = models()?;
        let text = DAY.repeat(WORDS.div_ceil(DAY.split_whitespace().count()));
        let before = forget_peak();
        let emotions = middle(LONG_CALLS, || emotions(&models, &text).map(drop))?;
        self.memory("words", before);
        let name = "emotions of a thousand words";
        let sentences = text.matches(". ").count() as f64;
        self.beside_networks(name, emotions, "CPU ms", &[("sentence 30", sentences)]);
        let one = middle(CALLS, || embed(&models, SENTENCE).map(drop))?;
        let name = "ten thousand sentences embedded";
        let all = one * EMBEDDINGS as f64;
        self.beside_networks(name, all, "CPU ms", &[("sentence 30", EMBEDDINGS as f64)]);
        let long = middle(LONG_CALLS, || embed(&models, &text).map(drop))?;
        self.beside_networks(
            "a thousand words embedded",
            long,
            "CPU ms",
            &[("sentence 30", sentences)],
        );
        // Numbers of no meaning, of about length 1.
        let block: Vec<f32> =
            (0..EMBEDDINGS * EMBEDDING).map(|at| ((at % 97) as f32 - 48.0) / 550.0).collect();
        let to: [f32; EMBEDDING] = std::array::from_fn(|at| block[at]);
        let nearest = || {
            drop(std::hint::black_box(similar::nearest(&to, &block, 10)));
            Ok(())
        };
        let copied = || {
            drop(std::hint::black_box(block.clone()));
            Ok(())
        };
        let (ours, bare) = (middle(CALLS, nearest)?, middle(CALLS, copied)?);
        self.rows.push(row("the nearest of ten thousand", ours, "CPU ms", "copying them", bare));
        let summary = || {
            drop(std::hint::black_box(summary::summary(&text, 3)));
            Ok(())
        };
        let tags = || {
            drop(std::hint::black_box(tags::tags(&text, &[])));
            Ok(())
        };
        self.rows.push(alone("summary of a thousand words", middle(CALLS, summary)?, "CPU ms"));
        self.rows.push(alone("tags of a thousand words", middle(CALLS, tags)?, "CPU ms"));
        Ok(())
    }
}

/// The networks of an expression; each looks at the face and at its mirror image.
const EXPRESSION: [&str; 2] = ["expression_face_api 3x112x112", "expression_oarriaga 64x64"];

fn alone(name: &str, value: f64, unit: &str) -> Row {
    Row { name: name.into(), value, unit: unit.into(), beside: None::<Beside> }
}

/// The models, of which nothing was used yet.
fn models() -> Result<Models> {
    let models = senses::models();
    if models.list().is_empty() {
        return Err(Error::not_found("models: their folder is named by", senses::MODELS));
    }
    Ok(models)
}

fn bytes(path: &str) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|source| {
        let message = format!("{path} is read in the root of the source tree");
        Error::new(Code::NotFound, message).because(source)
    })
}

/// The photo of the tests as a camera shows it, in the middle of a gray room, and where the face is.
fn plate() -> Result<(Picture, Spot)> {
    let photo = photo::decode(&bytes(FACE)?)?;
    let (width, height) = (photo.width() as usize, photo.height() as usize);
    let [left, top] = [(SIDES[0] - width) / 2, SIDES[1] - height];
    let mut rgb = vec![90; SIDES[0] * SIDES[1] * 3];
    for (line, pixels) in photo.rgb().chunks_exact(width * 3).enumerate() {
        rgb[((line + top) * SIDES[0] + left) * 3..][..width * 3].copy_from_slice(pixels);
    }
    let [x, y] = FACE_SPOT.face;
    let spot = Spot { face: [x + left as f32, y + top as f32], ..FACE_SPOT };
    let picture = Picture::new(SIDES[0] as u32, SIDES[1] as u32, rgb);
    let picture = picture.ok_or_else(|| Error::invalid("photo", "its sides do not fit"))?;
    Ok((picture, spot))
}

/// Somebody who breathes, sways a little and has a pulse.
fn clip() -> Result<Clip> {
    let (picture, spot) = plate()?;
    let script = Script {
        fps: FPS,
        breaths_per_min: 15.0,
        pulse_bpm: 66.0,
        sway_pixels: 1.0,
        ..Script::default()
    };
    Ok(Clip::new(&picture, spot, script))
}

fn cpu() -> Duration {
    ProcessTime::now().as_duration()
}

/// The middle CPU time of doing something so often, ms; once more before, which loads what it needs.
fn middle(times: usize, run: impl Fn() -> Result<()>) -> Result<f64> {
    run()?;
    let mut spent = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = ProcessTime::now();
        run()?;
        spent.push(begun.elapsed());
    }
    Ok(ms(percentile(&mut spent, 50)))
}

/// Takes what the process holds now for the most that it has held, and tells it in MiB. (proc(5): 5 in
/// `clear_refs`. Where that cannot be done, the peak stays that of all before.)
fn forget_peak() -> f64 {
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    peak_mib()
}
