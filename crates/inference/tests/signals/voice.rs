//! How lively a voice is, against the same person's own.

use base::sense::{Told, Unknown};
use inference::signal::arousal::{BASELINE_MIN, Prosody, arousal, prosody};
use synth::sound;
use synth::speech::{Speaker, speech};

fn recording(seed: u64, pitch_hz: f64, liveliness: f64, level: f64) -> Prosody {
    let speaker = Speaker { seed, pitch_hz, liveliness, level };
    prosody(&speech(speaker, 12.0, 16_000).samples).expect("there is a voice")
}

fn baseline(pitch_hz: f64, level: f64) -> Vec<Prosody> {
    (0..10).map(|seed| recording(seed, pitch_hz, 0.1, level * (1.0 + 0.05 * seed as f64))).collect()
}

#[test]
fn higher_louder_and_more_varied_is_livelier_than_usual() {
    let own = baseline(120.0, 0.03);
    let score = |voice: Prosody| *arousal(Some(&voice), &own).value().expect("there is a baseline");
    let usual = score(recording(50, 120.0, 0.1, 0.036));
    let lively = score(recording(51, 150.0, 0.2, 0.08));
    let flat = score(recording(52, 100.0, 0.03, 0.015));
    assert!(usual.abs() < 1.0, "{usual}");
    assert!(lively > usual + 0.7 && flat < usual - 0.7, "{lively} {usual} {flat}");
}

#[test]
fn pitch_is_measured() {
    for hz in [110.0, 210.0] {
        let voice = recording(3, hz, 0.0, 0.05);
        let got = 55.0 * 2_f64.powf(voice.pitch / 12.0);
        assert!((got / hz - 1.0).abs() < 0.1, "{hz}: {got}");
        assert!(voice.voiced > 0.3 && voice.pauses > 0.02, "{voice:?}");
    }
}

#[test]
fn without_a_voice_or_a_baseline_there_is_none() {
    let own = baseline(120.0, 0.03);
    let voice = recording(60, 120.0, 0.1, 0.03);
    let told = |voice: Option<&Prosody>, own: &[Prosody]| arousal(voice, own).told;
    assert_eq!(told(None, &own), Told::Unknown(Unknown::TooShort));
    assert_eq!(told(Some(&voice), &own[..BASELINE_MIN - 1]), Told::Unknown(Unknown::NoBaseline));
    assert_eq!(told(Some(&voice), &[voice; 10]), Told::Unknown(Unknown::NoBaseline), "all alike");
    assert_eq!(prosody(&sound::pink(1, 10.0, 16_000).samples), None, "noise is no voice");
    assert_eq!(prosody(&[]), None);
    assert_eq!(prosody(&[f32::NAN; 50_000]), None);
}
