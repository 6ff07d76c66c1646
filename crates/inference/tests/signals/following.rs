//! How one follows a pacer: over known time only, at the best constant lag.

use base::sense::{Source, Told, Unknown};
use inference::signal::Origin;
use inference::signal::adherence::{
    Adherence, Phase, Target, adherence, onsets, phase_at, phase_locking, rate_error,
};

const ORIGIN: Origin = Origin { source: Source::Microphone, model: "test", version: "1" };
const SECOND: i64 = 1_000_000;

/// Four seconds in, one of pause, five out.
const CYCLE: [(i64, Phase); 3] = [(0, Phase::Inhale), (4, Phase::Pause), (5, Phase::Exhale)];

fn targets(cycles: i64) -> Vec<Target> {
    let cycle =
        |n: i64| CYCLE.map(|(at, phase)| Target { start_us: (10 * n + at) * SECOND, phase });
    (0..cycles).flat_map(cycle).collect()
}

/// What is observed of somebody who does as asked, later by a lag, in steps of 50 ms.
fn observed(cycles: i64, lag_us: i64, change: impl Fn(i64, Phase) -> Phase) -> Vec<(i64, Phase)> {
    (0..cycles * 200)
        .map(|step| {
            let at = step * 50_000;
            let place = (at - lag_us).rem_euclid(10 * SECOND);
            let phase = CYCLE.iter().rev().find(|(from, _)| from * SECOND <= place);
            (at, change(at, phase.map_or(Phase::Unknown, |(_, phase)| *phase)))
        })
        .collect()
}

fn follow(observed: &[(i64, Phase)]) -> Adherence {
    adherence(observed, &targets(6), 60 * SECOND, ORIGIN)
}

#[test]
fn a_constant_lag_is_found_and_not_punished() {
    for lag_us in [0, 300_000, 850_000] {
        let told = follow(&observed(6, lag_us, |_, phase| phase));
        let matched = *told.matched.value().expect("all is known");
        assert!(matched > 0.98, "{lag_us}: {matched}");
        assert!((told.lag_secs - lag_us as f32 / 1e6).abs() < 0.051, "{told:?}");
        assert_eq!((told.known_secs.round(), told.secs.round()), (60.0, 60.0));
    }
    let late = follow(&observed(6, 3 * SECOND, |_, phase| phase));
    assert!(late.lag_secs <= 1.0 && *late.matched.value().expect("known") < 0.7, "{late:?}");
}

#[test]
fn only_known_time_counts_and_half_of_it_must_be_known() {
    let hidden = |share: i64| {
        move |at: i64, phase: Phase| if at / SECOND % 10 < share { Phase::Unknown } else { phase }
    };
    let told = follow(&observed(6, 0, hidden(3)));
    assert!(*told.matched.value().expect("70 % are known") > 0.99);
    assert!((told.matched.coverage - 0.7).abs() < 0.01 && (told.known_secs - 42.0).abs() < 0.5);
    let told = follow(&observed(6, 0, hidden(6)));
    assert_eq!(told.matched.told, Told::Unknown(Unknown::Unsure), "40 % are known");
    let told = adherence(&[], &targets(1), SECOND, ORIGIN);
    assert_eq!(told.matched.told, Told::Unknown(Unknown::TooShort));
    let told = adherence(&observed(1, 0, |_, phase| phase), &[], 10 * SECOND, ORIGIN);
    assert_eq!(told.matched.told, Told::Unknown(Unknown::TooShort));
}

#[test]
fn rates_and_phases() {
    assert_eq!(rate_error(6.6, 6.0).map(|error| (error * 1000.0).round()), Some(100.0));
    assert_eq!(rate_error(6.0, 0.0), None);
    assert_eq!(rate_error(f32::NAN, 6.0), None);
    let steady: Vec<f64> = (0..100).map(|i| f64::from(i) * 0.1).collect();
    let behind: Vec<f64> = steady.iter().map(|phase| phase - 1.2).collect();
    assert!((phase_locking(&steady, &behind).expect("100 phases") - 1.0).abs() < 1e-6);
    let other: Vec<f64> =
        steady.iter().map(|phase| phase * (1.0 + std::f64::consts::TAU / 10.0)).collect();
    assert!(phase_locking(&steady, &other).expect("100 phases") < 0.05, "one turn more");
    assert_eq!(phase_locking(&[], &[]), None);
    let began = onsets(&observed(3, 0, |_, phase| phase));
    assert_eq!(began, [10 * SECOND, 20 * SECOND], "the first one's beginning was not seen");
    let half = phase_at(&began, 15 * SECOND).expect("between two");
    assert!((half - std::f64::consts::PI).abs() < 1e-9);
    assert_eq!((phase_at(&began, 0), phase_at(&began, 21 * SECOND)), (None, None));
}
