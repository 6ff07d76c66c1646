//! Stillness: the same for slow and fast cameras, near and far.

use std::f64::consts::TAU;

use base::sense::{Told, Unknown};
use inference::signal::stillness::{HeadTrace, speed, stillness};
use proptest::prelude::*;

/// A head that fidgets and drifts, seen at a frame rate from a distance.
fn head(fps: f64, eyes: f64, height: f64, breath: f64) -> HeadTrace {
    let mut trace = HeadTrace::new(40.0);
    for index in 0..(40.0 * fps) as i64 {
        let secs = index as f64 / fps;
        let fidget = (TAU * 1.35 * secs).sin() + 0.6 * (TAU * 1.6 * secs + 1.0).sin();
        let drift = 2.0 * (TAU * 0.02 * secs).sin();
        let x = height * (fidget + drift) + breath * (TAU * 0.25 * secs).sin();
        let y = height * (0.7 * fidget - drift) + breath * (TAU * 0.25 * secs + 0.5).sin();
        trace.push((secs * 1e6) as i64, [eyes * (3.0 + x), eyes * (2.0 + y), eyes]);
    }
    trace
}

fn told(trace: &HeadTrace, settling: f64) -> f32 {
    *stillness(trace, 30.0, Some(settling)).value().expect("seen for 30 s")
}

#[test]
fn one_motion_at_three_frame_rates_and_two_distances() {
    let settling = speed(&head(15.0, 60.0, 0.02, 0.0), 30.0).expect("seen for 30 s").0;
    let usual = told(&head(15.0, 60.0, 0.02, 0.0), settling);
    assert!((usual - 36.8).abs() < 0.1, "the settling itself is exp(-1): {usual}");
    for fps in [5.0, 15.0, 30.0, 60.0] {
        for eyes in [20.0, 60.0, 200.0] {
            let value = told(&head(fps, eyes, 0.02, 0.0), settling);
            assert!(
                (value / usual - 1.0).abs() < 0.02,
                "{fps} fps, {eyes} px: {value} not {usual}"
            );
        }
    }
}

#[test]
fn breathing_is_not_punished_and_fidgeting_is() {
    let settling = 0.2;
    let usual = told(&head(15.0, 60.0, 0.01, 0.0), settling);
    let breathing = told(&head(15.0, 60.0, 0.01, 0.02), settling);
    assert!((usual - breathing).abs() < 3.0, "{usual} {breathing}");
    assert!(told(&head(15.0, 60.0, 0.03, 0.0), settling) < usual - 10.0);
    assert!(told(&head(15.0, 60.0, 0.0, 0.0), settling) > 99.0, "nothing moves");
}

#[test]
fn without_settling_or_a_face_there_is_none() {
    let trace = head(15.0, 60.0, 0.02, 0.0);
    assert_eq!(stillness(&trace, 30.0, None).told, Told::Unknown(Unknown::NoBaseline));
    assert_eq!(stillness(&trace, 30.0, Some(f64::NAN)).told, Told::Unknown(Unknown::NoBaseline));
    let mut seldom = HeadTrace::new(40.0);
    for index in 0..40 {
        seldom.push(index * 1_000_000, [1.0, 1.0, 10.0]);
    }
    assert_eq!(stillness(&seldom, 30.0, Some(0.1)).told, Told::Unknown(Unknown::NoFace));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn neither_place_nor_size_changes_it(x in -1e4..1e4_f64, y in -1e4..1e4_f64, scale in 0.1..10.0_f64) {
        let (plain, mut moved) = (head(15.0, 60.0, 0.02, 0.0), HeadTrace::new(40.0));
        for index in 0..600_i64 {
            let secs = index as f64 / 15.0;
            let fidget = (TAU * 1.35 * secs).sin() + 0.6 * (TAU * 1.6 * secs + 1.0).sin();
            let drift = 2.0 * (TAU * 0.02 * secs).sin();
            let (u, v) = (0.02 * (fidget + drift), 0.02 * (0.7 * fidget - drift));
            let eyes = 60.0 * scale;
            moved.push((secs * 1e6) as i64, [x + eyes * (3.0 + u), y + eyes * (2.0 + v), eyes]);
        }
        prop_assert!((told(&plain, 0.2) - told(&moved, 0.2)).abs() < 0.01);
    }
}
