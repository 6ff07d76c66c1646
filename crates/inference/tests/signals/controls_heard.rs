//! What a microphone may hear that is no breath: minutes of each, and not one answer.

use base::sense::{Sound, Told, Unknown};
use inference::signal::adherence::Phase;
use inference::signal::breath_sound::{BreathSound, RATE_HZ};
use synth::music::{self, Pacer};
use synth::sound;
use synth::speech::{Speaker, speech};

const SECS: f64 = 150.0;
const PACER: Pacer =
    Pacer { per_min: 6.0, inhale_hz: 396.0, exhale_hz: 528.0, secs: 2.0, level: 0.05 };

/// The reason at the end, after not one rate and not one phase was told.
fn nothing(heard: &Sound, pacer: &[(f32, f32)]) -> Unknown {
    let mut breath = BreathSound::new(pacer);
    for piece in sound::pieces(heard, 1600) {
        let steps = breath.push(piece.at_us, piece.rate, &piece.samples, 0.0).expect("16 kHz");
        assert_eq!(breath.rate().value(), None, "at {} s", piece.at_us / 1_000_000);
        let told = steps.iter().filter(|step| step.phase != Phase::Unknown).count();
        assert_eq!(told, 0, "a phase at {} s", piece.at_us / 1_000_000);
    }
    match breath.rate().told {
        Told::Unknown(why) => why,
        Told::Value(_) => unreachable!("there was no value"),
    }
}

fn voice(seed: u64, pitch_hz: f64) -> Sound {
    speech(Speaker { seed, pitch_hz, liveliness: 0.15, level: 0.05 }, SECS, RATE_HZ)
}

#[test]
fn silence() {
    assert_eq!(nothing(&sound::silence(SECS, RATE_HZ), &[]), Unknown::Silent);
}

#[test]
fn a_room_without_anybody() {
    nothing(&sound::quiet(1, SECS, RATE_HZ), &[]);
}

#[test]
fn a_fan() {
    assert_eq!(nothing(&sound::fan(1, SECS, RATE_HZ), &[]), Unknown::Noise);
}

#[test]
fn pink_noise() {
    assert_eq!(nothing(&sound::pink(1, SECS, RATE_HZ), &[]), Unknown::Noise);
}

#[test]
fn speech_of_two_people() {
    nothing(&voice(1, 115.0), &[]);
    nothing(&sound::mix(&voice(2, 210.0), &sound::quiet(2, SECS, RATE_HZ)), &[]);
}

#[test]
fn music() {
    assert_eq!(nothing(&music::music(1, SECS, RATE_HZ), &[]), Unknown::Noise);
}

#[test]
fn the_pacers_own_tone() {
    let bands = [(396.0, 396.0), (528.0, 528.0)];
    let tone = music::pacer(PACER, SECS, RATE_HZ);
    assert_eq!(nothing(&tone, &bands), Unknown::Pacer);
    nothing(&sound::mix(&tone, &sound::quiet(1, SECS, RATE_HZ)), &bands);
    assert_eq!(nothing(&tone, &[]), Unknown::Noise, "and where its bands are not told");
}
