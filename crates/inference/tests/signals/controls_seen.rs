//! What a camera may see that is no breath and no pulse: two minutes of each, and not one answer.

use base::sense::{Told, Unknown};
use inference::watch::{WatchCore, WatchOptions};
use synth::clip::{Hand, Light, Script};

use crate::person::{person, watch};

const SECS: f64 = 120.0;

/// A photo: nothing moves but the sensor's noise.
fn photo() -> Script {
    Script { fps: 10.0, ..Script::default() }
}

fn lit(hz: f64, depth: [f64; 3], behind: f64, abrupt: bool) -> Vec<Light> {
    vec![Light { hz, depth, behind, abrupt }]
}

/// The color of a pacer's disc.
const TEAL: [f64; 3] = [0.005, 0.03, 0.025];

fn nothing(script: Script, pacer_hz: Option<f64>) -> (Vec<Unknown>, Vec<Unknown>) {
    let told = watch(script, SECS, WatchOptions { pacer_hz, ..WatchOptions::default() });
    assert_eq!(told.signs.len() as f64, SECS);
    assert_eq!(told.breaths(), [0.0; 0], "there is no breath");
    assert_eq!(told.pulses(), [0.0; 0], "there is no pulse");
    let why = |told: Told<f32>| match told {
        Told::Unknown(why) => why,
        Told::Value(_) => unreachable!("there was no value"),
    };
    let reasons = told.signs.iter().map(|signs| (why(signs.breathing.told), why(signs.pulse.told)));
    reasons.unzip()
}

#[test]
fn a_photo_held_still() {
    let (breath, _) = nothing(photo(), None);
    assert_eq!(breath.last(), Some(&Unknown::NotAlive));
}

#[test]
fn a_photo_moved_by_hand() {
    for (seed, pixels, turn, nearer) in
        [(1, 4.0, 0.02, 0.01), (3, 4.0, 0.02, 0.01), (2, 2.0, 0.01, 0.005)]
    {
        let hand = Hand { pixels, turn, nearer, rock_hz: 0.0 };
        nothing(Script { seed, hand: Some(hand), ..photo() }, None);
    }
}

#[test]
fn a_photo_rocked_like_a_breath_and_like_a_pulse() {
    for rock_hz in [0.25, 1.2] {
        let hand = Hand { pixels: 1.0, turn: 0.005, nearer: 0.003, rock_hz };
        nothing(Script { hand: Some(hand), ..photo() }, None);
    }
}

#[test]
fn a_doll_that_sways() {
    for (seed, sway_pixels) in [(2, 2.0), (3, 0.5)] {
        nothing(Script { seed, sway_pixels, ..photo() }, None);
    }
}

#[test]
fn no_face() {
    let (picture, _) = person();
    let mut core = WatchCore::new(WatchOptions::default());
    for index in 0..1200 {
        let signs = core.push(index * 100_000, &picture, None);
        for told in [signs.breathing.told, signs.pulse.told, signs.stillness.told] {
            assert!(matches!(told, Told::Unknown(Unknown::NoFace | Unknown::NotAlive)), "{told:?}");
        }
        assert_eq!(signs.present, 0.0);
    }
}

#[test]
fn a_lamp_that_flickers_at_1_2_hz() {
    let (_, pulse) = nothing(Script { lights: lit(1.2, [0.03; 3], 1.0, false), ..photo() }, None);
    assert!(pulse.contains(&Unknown::Lighting), "{:?}", pulse.last());
    let (_, pulse) = nothing(Script { lights: lit(1.2, TEAL, 0.3, false), ..photo() }, None);
    assert_eq!(
        pulse.last(),
        Some(&Unknown::Lighting),
        "a colored one that hardly reaches the wall"
    );
}

#[test]
fn light_in_the_pacers_color() {
    for (hz, abrupt) in [(0.1, false), (0.1, true), (0.25, true), (1.0, false)] {
        let script = Script { lights: lit(hz, TEAL, 0.0, abrupt), ..photo() };
        let (_, pulse) = nothing(script, Some(hz));
        if hz == 1.0 {
            assert_eq!(pulse.last(), Some(&Unknown::Pacer));
        }
    }
}

#[test]
fn a_frozen_camera() {
    let alive = Script { pulse_bpm: 66.0, breaths_per_min: 12.0, frozen: true, ..photo() };
    let (breath, pulse) = nothing(alive, None);
    assert_eq!((breath.last(), pulse.last()), (Some(&Unknown::NotAlive), Some(&Unknown::NotAlive)));
}

#[test]
fn the_same_person_alive_is_answered_for() {
    let alive = Script { pulse_bpm: 66.0, breaths_per_min: 12.0, sway_pixels: 1.0, ..photo() };
    let told = watch(alive, SECS, WatchOptions::default());
    assert!(told.breaths().len() > 80 && told.pulses().len() > 80, "or the controls prove nothing");
}
