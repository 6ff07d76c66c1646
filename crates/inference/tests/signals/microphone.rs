//! Breath that is heard: its rate, its phases, and what disturbs it.

use base::error::Code;
use base::sense::{Sound, Unknown};
use inference::signal::adherence::Phase;
use inference::signal::breath_sound::{BreathSound, RATE_HZ, Step};
use synth::music::{self, Pacer};
use synth::sound::{self, Breath, Breathing};

fn breath(seed: u64, per_min: f64, snr_db: f64) -> Breath {
    sound::breath(Breathing { seed, rate: RATE_HZ, secs: 64.0, per_min, uneven: 0.05, snr_db })
}

fn hear(heard: &Sound, pacer: &[(f32, f32)]) -> (BreathSound, Vec<Step>) {
    let mut breath = BreathSound::new(pacer);
    let steps = sound::pieces(heard, 1600)
        .flat_map(|piece| {
            breath.push(piece.at_us, piece.rate, &piece.samples, 0.0).expect("16 kHz")
        })
        .collect();
    (breath, steps)
}

/// The share of steps in which in and out are told apart rightly, of those in which they are told.
fn phases(breath: &Breath, steps: &[Step]) -> f64 {
    // A phase is told from the last quarter of a second.
    let truth = |step: &Step| {
        let secs = step.at_us as f64 / 1e6 - 0.1;
        breath.parts.iter().find(|part| (part.start_secs..part.end_secs).contains(&secs))
    };
    let told: Vec<bool> = steps
        .iter()
        .filter(|step| matches!(step.phase, Phase::Inhale | Phase::Exhale))
        .filter_map(|step| truth(step).map(|part| part.inhale == (step.phase == Phase::Inhale)))
        .collect();
    assert!(told.len() > 400, "phases are told in {} steps", told.len());
    told.iter().filter(|right| **right).count() as f64 / told.len() as f64
}

#[test]
fn rate_and_phases_at_10_decibels() {
    let mut errors = Vec::new();
    for (seed, per_min) in [(1, 5.5), (2, 8.0), (3, 11.0), (4, 14.5), (5, 19.0)] {
        let breath = breath(seed, per_min, 10.0);
        let (heard, steps) = hear(&breath.sound, &[]);
        let rate = heard.rate().value().copied();
        let rate = rate.unwrap_or_else(|| panic!("{per_min} a minute: {:?}", heard.rate()));
        errors.push((f64::from(rate) - breath.per_min).abs());
        assert!(phases(&breath, &steps) > 0.9);
    }
    assert!(errors.iter().all(|error| *error < 0.5), "{errors:?}");
    // The median of the rates said always would err by 4.
    assert!(errors.iter().sum::<f64>() / (errors.len() as f64) < 0.4);
}

#[test]
fn rate_below_the_noise_of_the_room() {
    let breath = breath(3, 12.0, -3.0);
    let (heard, _) = hear(&breath.sound, &[]);
    if let Some(rate) = heard.rate().value() {
        assert!((f64::from(*rate) - breath.per_min).abs() < 1.0, "right or not at all: {rate}");
    }
}

#[test]
fn a_pacer_of_another_rate_is_not_taken_for_the_breath() {
    let breath = breath(5, 9.0, 15.0);
    let pacer = Pacer { per_min: 6.0, inhale_hz: 396.0, exhale_hz: 528.0, secs: 2.0, level: 0.01 };
    let both = sound::mix(&breath.sound, &music::pacer(pacer, 64.0, RATE_HZ));
    let (heard, _) = hear(&both, &[(396.0, 396.0), (528.0, 528.0)]);
    let rate = *heard.rate().value().expect("the breath is heard beside the tone");
    assert!((f64::from(rate) - breath.per_min).abs() < 0.5, "{rate}");
}

#[test]
fn a_hole_begins_anew_and_another_rate_is_refused() {
    let breath = breath(2, 10.0, 15.0);
    let (mut heard, _) = hear(&breath.sound, &[]);
    assert!(heard.rate().value().is_some());
    heard.push(90_000_000, RATE_HZ, &[0.0; 1600], 0.0).expect("16 kHz");
    assert_eq!(heard.rate().value(), None, "what came before a hole is not counted on");
    let refused = heard.push(90_100_000, 48_000, &[0.0; 4800], 0.0).expect_err("48 kHz");
    assert_eq!((refused.code(), refused.field()), (Code::Invalid, Some("rate")));
}

#[test]
fn numbers_that_are_none_break_nothing() {
    let mut heard = BreathSound::new(&[(f32::NAN, f32::INFINITY), (-1.0, -5.0)]);
    let samples: Vec<f32> =
        [f32::NAN, f32::INFINITY, -1e30, 0.0].into_iter().cycle().take(16_000).collect();
    for second in 0..30 {
        heard.push(second * 1_000_000, RATE_HZ, &samples, f32::NAN).expect("16 kHz");
    }
    assert_eq!(heard.rate().value(), None);
    heard.push(i64::MAX, RATE_HZ, &samples, 0.0).expect("16 kHz");
    heard.push(i64::MIN, RATE_HZ, &samples, 0.0).expect("16 kHz");
    assert!(matches!(
        heard.rate().told,
        base::sense::Told::Unknown(
            Unknown::TooShort | Unknown::Noise | Unknown::Silent | Unknown::Unsure
        )
    ));
}
