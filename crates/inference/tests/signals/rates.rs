//! Breaths a minute from curves: accuracy, what must not change them, and what has none.

use std::f64::consts::TAU;

use base::sense::{Told, Unknown};
use inference::signal::rate::{Curve, Votes, judge};
use proptest::prelude::*;
use synth::series;
use synth::wander::Wander;

/// A belt around a chest: a little uneven, with an overtone and noise.
fn belt(seed: u64, per_min: f64, secs: f64, rate_hz: f64, noise: f64) -> Vec<f64> {
    let uneven = Wander::new(seed, 0.02, 0.05);
    let chance = series::white(seed, (secs * rate_hz) as usize);
    chance
        .iter()
        .enumerate()
        .map(|(index, chance)| {
            let at = index as f64 / rate_hz;
            let turn = TAU * (per_min / 60.0 * at + 0.05 * uneven.at(at));
            turn.sin() + 0.2 * (2.0 * turn).sin() + noise * chance
        })
        .collect()
}

fn rate(samples: &[f64], rate_hz: f64) -> Option<f64> {
    match judge(samples, rate_hz).0 {
        Told::Value(rate) => Some(f64::from(rate)),
        Told::Unknown(_) => None,
    }
}

#[test]
fn a_random_walk_has_no_rate() {
    for seed in 0..12 {
        let walk = series::random_walk(seed, 3000);
        for window in walk.windows(601).step_by(10) {
            assert_eq!(rate(window, 10.0), None, "walk {seed}");
        }
    }
}

#[test]
fn white_noise_has_no_rate() {
    let noise = series::white(1, 3000);
    let answers = noise.windows(601).step_by(10).filter(|window| rate(window, 10.0).is_some());
    assert_eq!(answers.count(), 0);
}

#[test]
fn rates_that_people_have_are_found() {
    for (seed, per_min) in [(1, 5.0), (2, 6.0), (3, 9.0), (4, 12.0), (5, 17.0), (6, 25.0)] {
        let got = rate(&belt(seed, per_min, 60.0, 20.0, 0.2), 20.0);
        let got = got.unwrap_or_else(|| panic!("{per_min} a minute is told"));
        assert!((got - per_min).abs() < 0.3, "{per_min}: {got}");
    }
}

#[test]
fn two_of_three_must_agree() {
    let votes = |troughs, autocorrelation, spectrum| Votes {
        troughs: Some(troughs),
        autocorrelation: Some(autocorrelation),
        spectrum: Some(spectrum),
    };
    assert_eq!(votes(21.1, 7.6, 20.7).agreed(), Some(20.9), "as on a belt: one vote is far off");
    assert_eq!(votes(10.0, 10.5, 11.0).agreed(), Some(10.5));
    assert_eq!(votes(6.0, 12.0, 24.0).agreed(), None);
    assert_eq!(Votes { spectrum: None, ..votes(10.0, 10.2, 0.0) }.agreed(), Some(10.1));
    assert_eq!(Votes { spectrum: None, troughs: None, ..votes(0.0, 9.0, 0.0) }.agreed(), None);
}

#[test]
fn a_slow_breath_with_an_overtone_is_not_taken_for_a_quick_one() {
    // Two bumps a breath: the shorter lag is lower, so that it does not win.
    let curve: Vec<f64> = (0..1200)
        .map(|index| {
            let turn = TAU * 8.0 / 60.0 * f64::from(index) / 20.0;
            turn.sin() + 0.6 * (2.0 * turn + 0.3).sin()
        })
        .collect();
    let votes = Curve::new(&curve, 20.0).expect("it is finite").votes();
    let by_lag = votes.autocorrelation.expect("there is a peak");
    assert!((by_lag - 8.0).abs() < 0.3, "{votes:?}");
}

#[test]
fn what_is_short_or_flat_or_no_number_has_none() {
    let why = |samples: &[f64], rate_hz: f64| match judge(samples, rate_hz).0 {
        Told::Unknown(why) => Some(why),
        Told::Value(_) => None,
    };
    assert_eq!(why(&belt(1, 12.0, 15.0, 20.0, 0.0), 20.0), Some(Unknown::TooShort));
    assert_eq!(why(&[5.0; 1200], 20.0), Some(Unknown::Silent));
    assert_eq!(why(&[f64::NAN; 1200], 20.0), Some(Unknown::Unsure));
    assert_eq!(why(&[], 20.0), Some(Unknown::TooShort));
    for rate_hz in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        assert!(why(&belt(1, 12.0, 60.0, 20.0, 0.0), rate_hz).is_some(), "{rate_hz}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn neither_shift_nor_scale_nor_frame_rate_changes_a_rate(
        seed in 0_u64..1000,
        per_min in 6.0..24.0_f64,
        shift in -1e3..1e3_f64,
        scale in 1e-3..1e3_f64,
    ) {
        let curve = belt(seed, per_min, 60.0, 30.0, 0.0);
        let plain = rate(&curve, 30.0).expect("a clean breath is told");
        let moved: Vec<f64> = curve.iter().map(|value| shift + scale * value).collect();
        let again = rate(&moved, 30.0).expect("nor is it lost");
        prop_assert!((plain - again).abs() < 1e-3, "{plain} {again}");
        let slow = rate(&belt(seed, per_min, 60.0, 5.0, 0.0), 5.0).expect("5 a second are enough");
        prop_assert!((plain - slow).abs() < 0.4, "{plain} {slow}");
        let turned: Vec<f64> = curve.iter().map(|value| -value).collect();
        let turned = rate(&turned, 30.0).expect("up or down is all one");
        prop_assert!((plain - turned).abs() < 0.3, "{plain} {turned}");
    }

    #[test]
    fn no_samples_break_it(samples in prop::collection::vec(any::<f64>(), 0..900), hz in any::<f64>()) {
        let (told, quality) = judge(&samples, hz);
        prop_assert!(quality.is_finite());
        if let Told::Value(rate) = told {
            prop_assert!((3.0..60.0).contains(&rate));
        }
    }
}
