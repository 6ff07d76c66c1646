//! Voice activity, by the public interface: a sentence against Silero's own model, and sounds without a voice.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use inference::models::Models;
use inference::voice::vad::{CHUNK, RATE, Segments, Vad};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    before: usize,
    speech: usize,
    after: usize,
    probabilities: Vec<f32>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn vad() -> Vad {
    Vad::new(Arc::new(Models::open(&root().join("assets/models")).expect("the manifest is sound")))
}

/// The sentence between two silences, and what Silero says of it.
fn sentence() -> (Vec<f32>, Reference) {
    let folder = root().join("tests/fixtures/speech");
    let wav = std::fs::read(folder.join("sentence.wav")).expect("the recording is there");
    let json = std::fs::read(folder.join("sentence.json")).expect("the fixture is there");
    let stored: Reference = serde_json::from_slice(&json).expect("the fixture is read");
    // 16 bit samples after a header of 44 bytes.
    let speech: Vec<f32> = wav[44..]
        .chunks_exact(2)
        .map(|bytes| f32::from(i16::from_le_bytes([bytes[0], bytes[1]])) / 32768.0)
        .collect();
    assert_eq!(speech.len(), stored.speech, "the recording is as it was");
    let sound = [vec![0.0; stored.before], speech, vec![0.0; stored.after]].concat();
    (sound, stored)
}

fn noise(count: usize) -> impl Iterator<Item = f32> {
    (0..count as u32)
        .map(|index| (index.wrapping_mul(2_654_435_761) >> 8) as f32 / 8_388_608.0 - 1.0)
}

#[test]
fn a_sentence_is_heard_as_silero_hears_it() {
    let (sound, stored) = sentence();
    let found = vad().push(&sound).expect("it runs");
    assert_eq!(found.len(), stored.probabilities.len());
    for (chunk, (found, stored)) in found.iter().zip(&stored.probabilities).enumerate() {
        assert!((found - stored).abs() < 1e-3, "chunk {chunk}: {found}, Silero says {stored}");
    }
}

#[test]
fn how_sound_is_cut_into_calls_changes_nothing() {
    let (sound, _) = sentence();
    let sound = &sound[20_000..60_000];
    let whole = vad().push(sound).expect("it runs");
    for size in [1, 160, 441, 512, 513, 4_800, 39_999] {
        let mut vad = vad();
        let mut parts = Vec::new();
        for part in sound.chunks(size) {
            parts.extend(vad.push(part).expect("it runs"));
        }
        assert_eq!(parts, whole, "in pieces of {size}");
        vad.reset();
        assert_eq!(
            vad.push(sound).expect("it runs"),
            whole,
            "after a reset it is the first sound again"
        );
        if size > 1 {
            continue;
        }
        assert!(vad.push(&[]).expect("it runs").is_empty());
    }
}

#[test]
fn silence_around_a_sentence_is_cut_off() {
    let (sound, stored) = sentence();
    let probabilities = vad().push(&sound).expect("it runs");
    let found = Segments::default().of(&probabilities, sound.len());
    assert_eq!(found.len(), 1, "one sentence: {found:?}");
    let spoken = stored.before..stored.before + stored.speech;
    let near = RATE as usize * 3 / 10;
    assert!(spoken.start.abs_diff(found[0].start) < near, "{found:?} of {spoken:?}");
    assert!(spoken.end.abs_diff(found[0].end) < near, "{found:?} of {spoken:?}");
}

#[test]
fn what_is_no_voice_is_no_speech() {
    let seconds = 10 * RATE as usize;
    let at = |index: usize| index as f32 / RATE as f32 * std::f32::consts::TAU;
    let tone = |frequency: f32| {
        (0..seconds).map(|index| 0.3 * (at(index) * frequency).sin()).collect::<Vec<f32>>()
    };
    let swell = |index: usize| (at(index) * 0.25).sin().max(0.0);
    let sounds = [
        ("silence", vec![0.0; seconds]),
        ("soft noise", noise(seconds).map(|sample| 0.01 * sample).collect()),
        ("loud noise", noise(seconds).map(|sample| 0.5 * sample).collect()),
        (
            "noise that swells as breath does",
            noise(seconds).enumerate().map(|(i, s)| 0.05 * s * swell(i)).collect(),
        ),
        ("a tone of 100 Hz", tone(100.0)),
        ("a tone of 440 Hz", tone(440.0)),
        ("hum of the mains", tone(50.0)),
        ("full scale", vec![1.0; seconds]),
        ("what is no number", vec![f32::NAN; seconds]),
        ("far beyond full scale", noise(seconds).map(|sample| sample * 1e30).collect()),
        ("infinite", vec![f32::INFINITY; seconds]),
    ];
    for (name, sound) in sounds {
        let probabilities = vad().push(&sound).expect("it runs");
        let most = probabilities.iter().copied().fold(0.0, f32::max);
        println!("{name}: at most {most:.3}");
        assert_eq!(probabilities.len(), seconds / CHUNK);
        let speech = Segments::default().of(&probabilities, seconds);
        assert!(speech.is_empty(), "{name} is heard as speech in {speech:?}");
    }
}

#[test]
fn without_the_model_nothing_is_told() {
    let mut vad = Vad::new(Arc::new(Models::none()));
    assert!(!vad.is_installed());
    assert!(vad.push(&[0.1; 5000]).expect("it is no error").is_empty());
}
