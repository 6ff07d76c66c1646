//! Heart-rate variability by values computed by hand, and rhythm.

use base::sense::{Told, Unknown};
use inference::signal::hrv::{beats, hrv};
use inference::signal::rhythm::rhythm;
use synth::series::{Heart, intervals, white};

fn near(told: Told<f64>, truth: f64) {
    let Told::Value(value) = told else { panic!("{told:?} instead of {truth}") };
    assert!((value - truth).abs() < 1e-6, "{value} instead of {truth}");
}

fn unknown<T>(why: Unknown) -> Told<T> {
    Told::Unknown(why)
}

const CALM: Heart =
    Heart { seed: 1, mean_ms: 850.0, breath_ms: 40.0, breath_hz: 0.1, noise_ms: 5.0, ectopic: 0.0 };

#[test]
fn values_computed_by_hand() {
    // 80 intervals, 67.8 s. Mean 847.5; squares 20 (47.5^2 + 12.5^2 + 17.5^2 + 52.5^2) = 109,500, over 79.
    // Differences 60, -30, 70, and -100 (19 of them): squares 378,000 over 79; 59 of 79 above 50 ms.
    let figures = hrv(&[800.0, 860.0, 830.0, 900.0].repeat(20));
    near(figures.heart_rate.told, 70.796_460_176_991_15);
    near(figures.sdnn_ms.told, (109_500.0_f64 / 79.0).sqrt());
    near(figures.sdnn_ms.told, 37.230_040_953_067_57);
    near(figures.rmssd_ms.told, (378_000.0_f64 / 79.0).sqrt());
    near(figures.rmssd_ms.told, 69.172_322_068_994_8);
    near(figures.pnn50.told, 74.683_544_303_797_46);
    let figures = hrv(&[800.0, 820.0, 790.0, 810.0].repeat(20));
    near(figures.sdnn_ms.told, 11.250_879_009_260_24);
    near(figures.rmssd_ms.told, 21.317_372_721_487_878);
    near(figures.pnn50.told, 0.0);
}

#[test]
fn what_is_too_short_is_unknown() {
    let figures = hrv(&[800.0; 10]);
    assert_eq!(figures.heart_rate.told, unknown(Unknown::TooShort), "8 s");
    let figures = hrv(&[800.0; 20]);
    near(figures.heart_rate.told, 75.0);
    assert_eq!(figures.rmssd_ms.told, unknown(Unknown::TooShort), "16 s");
    let figures = hrv(&[800.0; 370]);
    assert_eq!(figures.sdnn_ms.told, unknown(Unknown::Unsure), "no heart is a clock");
    assert_eq!(figures.rmssd_ms.told, unknown(Unknown::Unsure));
    assert_eq!(figures.lf_hf.told, unknown(Unknown::TooShort), "296 s");
    assert_eq!(hrv(&[800.0; 400]).lf_hf.told, unknown(Unknown::Unsure), "nothing over nothing");
    assert_eq!(hrv(&[]).heart_rate.told, unknown(Unknown::TooShort));
}

#[test]
fn beats_out_of_turn_are_left_out_and_too_many_leave_nothing() {
    let mut one = [800.0, 810.0].repeat(50);
    (one[30], one[31]) = (500.0, 1100.0);
    let kept = beats(&one);
    assert_eq!(kept.kept.len(), 98);
    assert!((kept.share - 0.98).abs() < 1e-12);
    near(hrv(&one).rmssd_ms.told, 10.0);
    let many = intervals(Heart { ectopic: 0.1, ..CALM }, 120.0);
    assert_eq!(hrv(&many).rmssd_ms.told, unknown(Unknown::Ectopic));
    assert_eq!(rhythm(&many).told, unknown(Unknown::Ectopic));
    let wild = hrv(&[f64::NAN, f64::INFINITY, -5.0, 0.0, 1e300].repeat(50));
    assert!(matches!(wild.sdnn_ms.told, Told::Unknown(_)));
}

#[test]
fn a_heart_that_changes_its_pace_is_followed() {
    let paces = [[1000.0; 60], [700.0; 60]].concat();
    assert!(beats(&paces).share > 0.95, "{}", beats(&paces).share);
}

#[test]
fn the_ratio_of_the_bands_follows_the_breath() {
    let ratio =
        |breath_hz: f64| match hrv(&intervals(Heart { breath_hz, ..CALM }, 400.0)).lf_hf.told {
            Told::Value(ratio) => ratio,
            Told::Unknown(why) => panic!("{why:?}"),
        };
    let power = |breath_hz: f64| {
        let figures = hrv(&intervals(Heart { breath_hz, ..CALM }, 400.0));
        [figures.lf_ms2, figures.hf_ms2].map(|power| *power.value().expect("6 minutes"))
    };
    // A wave of 40 ms has 40^2 / 2 = 800 ms^2.
    assert!((power(0.1)[0] - 800.0).abs() < 80.0, "{:?}", power(0.1));
    assert!((power(0.25)[1] - 800.0).abs() < 160.0, "{:?}", power(0.25));
    assert!(ratio(0.1) > 20.0, "six breaths a minute lie in the low band");
    assert!(ratio(0.25) < 0.1, "fifteen in the high one");
}

#[test]
fn rhythm_is_high_for_one_wave_and_low_for_chance() {
    let share = |intervals: &[f64]| rhythm(intervals).value().copied();
    let one = share(&intervals(CALM, 90.0)).expect("a strap over 90 s");
    assert!(one > 0.75, "{one}");
    for seed in 0..20 {
        let chance: Vec<f64> = white(seed, 120).iter().map(|by| 850.0 + 30.0 * by).collect();
        let chance = share(&chance).expect("long enough");
        assert!(chance < 0.5, "seed {seed}: {chance}");
    }
    assert_eq!(rhythm(&[850.0; 120]).told, unknown(Unknown::Unsure), "nothing varies");
    assert_eq!(rhythm(&[850.0; 30]).told, unknown(Unknown::TooShort));
    assert_eq!(rhythm(&[]).told, unknown(Unknown::TooShort));
}
