//! How near the figures are to the truth, at each frame rate, and whether they beat saying the same always.

use inference::watch::WatchOptions;
use synth::clip::Script;

use crate::person::watch;

/// Rates spread over what people have: pulse and breath a minute.
const PEOPLE: [(u64, f64, f64); 3] = [(1, 54.0, 7.0), (2, 71.0, 12.5), (3, 96.0, 19.0)];

struct Errors {
    breath: Vec<f64>,
    pulse: Vec<f64>,
}

fn errors(fps: f64, hard: bool) -> Errors {
    let mut errors = Errors { breath: Vec::new(), pulse: Vec::new() };
    for (seed, pulse_bpm, breaths_per_min) in PEOPLE {
        let script = Script {
            seed,
            fps,
            jitter_secs: 0.003,
            pulse_bpm,
            breaths_per_min,
            pulse_depth: if hard { 0.004 } else { 0.006 },
            breath_pixels: if hard { 0.7 } else { 1.5 },
            sway_pixels: if hard { 3.0 } else { 1.0 },
            noise: if hard { 5.0 } else { 2.0 },
            ..Script::default()
        };
        let told = watch(script, 50.0, WatchOptions::default());
        for rate in told.pulses() {
            let off = (f64::from(rate) - pulse_bpm).abs();
            assert!(off < 3.0, "{fps} fps, person {seed}: a pulse of {rate} was shown");
        }
        if let Some(rate) = told.last().breathing.value() {
            errors.breath.push((f64::from(*rate) - breaths_per_min).abs());
        }
        if let Some(rate) = told.pulses().last() {
            errors.pulse.push((f64::from(*rate) - pulse_bpm).abs());
        }
    }
    errors
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean error of saying the median of the true rates always.
fn constant(truth: impl Fn(&(u64, f64, f64)) -> f64) -> f64 {
    let mut rates: Vec<f64> = PEOPLE.iter().map(truth).collect();
    rates.sort_by(f64::total_cmp);
    mean(&rates.iter().map(|rate| (rate - rates[rates.len() / 2]).abs()).collect::<Vec<f64>>())
}

fn check(fps: f64, hard: bool, pulses_min: usize) {
    let Errors { breath, pulse } = errors(fps, hard);
    assert_eq!(breath.len(), PEOPLE.len(), "each one's breath is seen");
    assert!(pulse.len() >= pulses_min, "the pulse is seen of {}", pulse.len());
    assert!(breath.iter().all(|error| *error < 0.5), "breath is off by {breath:?}");
    assert!(pulse.iter().all(|error| *error < 1.0), "pulse is off by {pulse:?}");
    assert!(mean(&breath) < 0.2 * constant(|person| person.2), "a constant is not much worse");
    assert!(mean(&pulse) < 0.2 * constant(|person| person.1), "a constant is not much worse");
}

#[test]
fn five_frames_a_second() {
    check(5.0, false, 2);
}

#[test]
fn fifteen_frames_a_second() {
    check(15.0, false, 3);
}

#[test]
fn thirty_frames_a_second() {
    check(30.0, false, 3);
}

#[test]
fn five_frames_a_second_with_sway_and_noise() {
    check(5.0, true, 1);
}

#[test]
fn fifteen_frames_a_second_with_sway_and_noise() {
    check(15.0, true, 3);
}

#[test]
fn thirty_frames_a_second_with_sway_and_noise() {
    check(30.0, true, 3);
}
