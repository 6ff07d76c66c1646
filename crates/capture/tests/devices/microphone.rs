//! cpal's own PulseAudio code with a server whose microphone hears what is played to its speaker.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base::error::Code;
use base::sense::Sound;
use capture::devices::devices;
use capture::microphone::{self, Microphone, MicrophoneWish, Processing};
use capture::source::{Event, Loss, Lost, Source as _};
use tempfile::TempDir;

use crate::sound_server::{self, NAME, pactl, play};

const SOON: Duration = Duration::from_secs(1);

fn open() -> Microphone {
    microphone::open(&MicrophoneWish::default()).expect("the microphone opens")
}

/// Listens for so many seconds of sound; the pieces in their order.
fn listen(microphone: &mut Microphone, seconds: f64) -> Vec<Sound> {
    let mut pieces = Vec::new();
    let mut heard = 0.0;
    while heard < seconds {
        match microphone.next(SOON).expect("a device has no errors") {
            Event::Item(sound) => {
                heard += sound.samples.len() as f64 / f64::from(sound.rate);
                pieces.push(sound);
            }
            Event::Nothing | Event::Dropped(_) => {}
            Event::Lost(lost) => panic!("{lost:?}"),
            Event::End => panic!("a microphone has no end"),
        }
    }
    pieces
}

fn until_lost(microphone: &mut Microphone) -> Lost {
    let start = Instant::now();
    loop {
        assert!(start.elapsed() < Duration::from_secs(30), "nobody notices that it is gone");
        match microphone.next(SOON).expect("a device has no errors") {
            Event::Item(_) | Event::Dropped(_) | Event::Nothing => {}
            Event::Lost(lost) => return lost,
            Event::End => panic!("a loss is told before the end"),
        }
    }
}

fn wav(sound: &Sound) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temp folder can be made");
    let path = folder.path().join("sound.wav");
    synth::wav::write(&path, sound).expect("a file can be written");
    (folder, path)
}

fn sine(hz: f32, seconds: u32) -> Sound {
    let rate = 48_000;
    let turn = std::f32::consts::TAU * hz / rate as f32;
    let samples = (0..rate * seconds).map(|at| 0.5 * (turn * at as f32).sin()).collect();
    Sound { at_us: 0, rate, samples }
}

/// The loudest whole frequency between 300 and 600 Hz (Goertzel 1958).
fn loudest_hz(samples: &[f32], rate: u32) -> u32 {
    let power = |hz: u32| {
        let turn = std::f64::consts::TAU * f64::from(hz) / f64::from(rate);
        let (mut last, mut before) = (0.0, 0.0);
        for sample in samples {
            (last, before) = (f64::from(*sample) + 2.0 * turn.cos() * last - before, last);
        }
        last * last + before * before - 2.0 * turn.cos() * last * before
    };
    (300..=600).max_by(|a, b| power(*a).total_cmp(&power(*b))).expect("the range is not empty")
}

fn samples(pieces: &[Sound]) -> Vec<f32> {
    pieces.iter().flat_map(|piece| piece.samples.iter().copied()).collect()
}

#[test]
fn a_tone_is_heard_at_its_pitch_and_in_its_time() {
    sound_server::with("microphone::a_tone_is_heard_at_its_pitch_and_in_its_time", || {
        let listed = devices().microphones.expect("microphones can be listed");
        assert_eq!(listed.len(), 1, "what the speaker plays is no microphone: {listed:?}");
        assert_eq!((listed[0].name.as_str(), listed[0].is_default), (NAME, true));
        let (_folder, path) = wav(&sine(440.0, 30));
        let _playing = play(&path);
        for rate in [48_000, 16_000] {
            let wish = MicrophoneWish { device: Some(listed[0].id.clone()), rate };
            let mut microphone = microphone::open(&wish).expect("the microphone opens");
            assert_eq!(microphone.opened().name, NAME);
            assert_eq!((microphone.opened().rate, microphone.opened().channels), (48_000, 1));
            assert_eq!(microphone.opened().processing, Processing::Unknown);
            // The player may not have begun yet.
            while samples(&listen(&mut microphone, 0.1)).iter().all(|sample| sample.abs() < 0.1) {}
            let pieces = listen(&mut microphone, 3.0);
            assert!(pieces.iter().all(|piece| piece.rate == rate));
            let last = samples(&pieces[pieces.len() / 2..]);
            // Where the busy machine of a test loses a few samples, one piece has two tones.
            let pitches = last.chunks_exact(rate as usize / 4).map(|piece| loudest_hz(piece, rate));
            assert_eq!(median(pitches.collect()), 440);
            let loudest = last.iter().fold(0f32, |most, sample| most.max(sample.abs()));
            assert!((0.45..0.55).contains(&loudest), "{loudest}");
            assert!(pieces.is_sorted_by(|a, b| a.at_us <= b.at_us), "time runs forward");
            let first = &pieces[0];
            let count: usize = pieces.iter().map(|piece| piece.samples.len()).sum();
            let last = &pieces[pieces.len() - 1];
            let counted = (count - last.samples.len()) as f64 / f64::from(rate);
            let told = (last.at_us - first.at_us) as f64 / 1e6;
            assert!((told - counted).abs() < 0.1, "{told} s told, {counted} s heard");
        }
    });
}

#[test]
fn a_breath_comes_through_as_it_was() {
    sound_server::with("microphone::a_breath_comes_through_as_it_was", || {
        let breathing = synth::sound::Breathing {
            seed: 7,
            rate: 48_000,
            secs: 14.0,
            per_min: 15.0,
            uneven: 0.1,
            snr_db: 20.0,
        };
        let breath = synth::sound::breath(breathing).sound;
        let (_folder, path) = wav(&breath);
        let mut microphone = open();
        listen(&mut microphone, 0.2);
        let _playing = play(&path);
        let heard = envelope(&samples(&listen(&mut microphone, 16.0)));
        let played = envelope(&breath.samples);
        // By parts of 2 s, for the same reason.
        let parts = played[20..260].chunks_exact(40).map(|part| {
            let windows = heard.windows(part.len());
            let best = windows.map(|window| correlation(window, part)).fold(f32::MIN, f32::max);
            (best * 1000.0) as i32
        });
        let agree = median(parts.collect());
        assert!(950 < agree, "the envelopes agree by {agree} of 1000");
    });
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// Root mean squares of 50 ms each.
fn envelope(samples: &[f32]) -> Vec<f32> {
    let power = |piece: &[f32]| piece.iter().map(|sample| sample * sample).sum::<f32>();
    samples.chunks(2_400).map(|piece| (power(piece) / piece.len() as f32).sqrt()).collect()
}

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    let (of_a, of_b) = (mean(a), mean(b));
    let sum = |pairs: &dyn Fn(f32, f32) -> f32| -> f32 {
        a.iter().zip(b).map(|(a, b)| pairs(a - of_a, b - of_b)).sum()
    };
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt().max(f32::MIN_POSITIVE)
}

#[test]
fn dropping_it_closes_the_device() {
    sound_server::with("microphone::dropping_it_closes_the_device", || {
        let mut microphone = open();
        listen(&mut microphone, 0.2);
        assert_eq!(streams(), 1);
        drop(microphone);
        // The server is told and hears of it in its own time.
        let start = Instant::now();
        while streams() > 0 {
            assert!(start.elapsed() < Duration::from_secs(5), "the stream is still there");
        }
    });
}

fn streams() -> usize {
    pactl(&["list", "short", "source-outputs"])
        .lines()
        // The remapped source itself listens to the speaker.
        .filter(|line| !line.contains("module-remap-source"))
        .filter(|line| line.split('\t').nth(2).is_some_and(|client| client != "-"))
        .count()
}

#[test]
fn a_microphone_that_goes_away_is_a_loss() {
    sound_server::with("microphone::a_microphone_that_goes_away_is_a_loss", || {
        let mut microphone = open();
        listen(&mut microphone, 0.2);
        pactl(&["unload-module", "module-remap-source"]);
        let lost = until_lost(&mut microphone);
        assert_eq!(lost.loss, Loss::Unplugged, "{}", lost.message);
        assert!(matches!(microphone.next(SOON), Ok(Event::End)));
        drop(microphone);
        // What is left is what the speaker plays, and the server offers it as the default.
        let error = microphone::open(&MicrophoneWish::default()).err().expect("there is none");
        assert_eq!(error.code(), Code::NotFound, "{error}");
        assert_eq!(devices().microphones.expect("they can be listed"), []);
    });
}

#[test]
fn a_server_that_goes_away_is_a_loss_and_then_there_is_none() {
    let name = "microphone::a_server_that_goes_away_is_a_loss_and_then_there_is_none";
    sound_server::with(name, || {
        let mut microphone = open();
        listen(&mut microphone, 0.2);
        pactl(&["exit"]);
        let lost = until_lost(&mut microphone);
        assert_eq!(lost.loss, Loss::Unplugged, "{}", lost.message);
        drop(microphone);
        let error = microphone::open(&MicrophoneWish::default()).err().expect("there is none");
        assert_eq!(error.code(), Code::NotFound, "{error}");
        assert_eq!(error.field(), Some("microphone"));
    });
}

#[test]
fn a_slow_reader_is_told_what_it_missed() {
    sound_server::with("microphone::a_slow_reader_is_told_what_it_missed", || {
        let mut microphone = open();
        // After a second the clock has settled.
        let first = listen(&mut microphone, 1.5);
        // It is time itself that is tested: there is no state to wait for.
        std::thread::sleep(Duration::from_secs(6));
        let Ok(Event::Dropped(dropped)) = microphone.next(SOON) else {
            panic!("four seconds of sound wait, not six");
        };
        let Ok(Event::Item(next)) = microphone.next(SOON) else { panic!("and then it goes on") };
        let end = &first[first.len() - 1];
        let gap_us = next.at_us - end.at_us - end.samples.len() as i64 * 1_000_000 / 48_000;
        let counted_us = dropped as i64 * 1_000_000 / 48_000;
        assert!((gap_us - counted_us).abs() < 100_000, "{gap_us} us missing, {counted_us} counted");
    });
}

#[test]
fn looking_again_and_again_leaves_nothing_behind() {
    sound_server::with("microphone::looking_again_and_again_leaves_nothing_behind", || {
        let threads = || std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
        assert_eq!(devices().microphones.expect("they can be listed").len(), 1);
        let before = threads();
        for _ in 0..20 {
            assert_eq!(devices().microphones.expect("they can be listed").len(), 1);
        }
        // The last one may not have ended yet.
        assert!(threads() <= before + 1, "{before} threads became {}", threads());
    });
}

#[test]
fn a_wish_that_cannot_be_is_refused() {
    sound_server::with("microphone::a_wish_that_cannot_be_is_refused", || {
        let none = MicrophoneWish { device: Some("pulseaudio:nobody".to_owned()), rate: 48_000 };
        let error = microphone::open(&none).err().expect("there is no such one");
        assert_eq!(error.code(), Code::NotFound, "{error}");
        let garbage = MicrophoneWish { device: Some("\0:\u{ffff}".to_owned()), rate: 48_000 };
        let error = microphone::open(&garbage).err().expect("there is no such one");
        assert_eq!(error.code(), Code::NotFound, "{error}");
        let slow = MicrophoneWish { device: None, rate: 0 };
        let error = microphone::open(&slow).err().expect("no sound has that");
        assert_eq!(error.code(), Code::Invalid, "{error}");
    });
}
