//! The whole path: frames to the face models to figures, sound to the voice model to figures.

use std::sync::Arc;

use base::sense::{Frame, Told, Unknown};
use inference::listen::{Listen, ListenOptions};
use inference::models::Models;
use inference::watch::{Seen, Watch, WatchOptions};
use synth::clip::{Clip, Hand, Script};
use synth::speech::{Speaker, speech};
use synth::{drawing, sound};

use crate::person::{clip, root};

fn models() -> Arc<Models> {
    Arc::new(Models::open(&root().join("assets/models")).expect("the manifest is sound"))
}

fn watch(frames: impl Iterator<Item = Frame>, options: WatchOptions) -> Vec<Seen> {
    let mut watch = Watch::new(models(), options);
    frames.filter_map(|frame| watch.push(&frame).expect("the models are sound")).collect()
}

#[test]
fn a_person_is_seen_to_breathe_and_to_have_a_pulse() {
    let script = Script {
        fps: 10.0,
        pulse_bpm: 71.0,
        breaths_per_min: 14.0,
        sway_pixels: 1.0,
        ..Script::default()
    };
    let options = WatchOptions { expression: true, ..WatchOptions::default() };
    let seen = watch(clip(script).frames(40.0), options);
    let last = seen.last().expect("there are frames");
    let breath = *last.breathing.value().unwrap_or_else(|| panic!("{:?}", last.breathing));
    let pulse = *last.pulse.value().unwrap_or_else(|| panic!("{:?}", last.pulse));
    assert!((breath - 14.0).abs() < 0.5 && (pulse - 71.0).abs() < 1.0, "{breath} {pulse}");
    assert!(last.stillness.value().is_some() && last.settling_speed.is_some());
    assert!(last.present > 0.95 && (last.fps - 10.0).abs() < 0.1);
    assert!(last.face.as_ref().is_some_and(|face| face.outline.len() == 36 && face.faces == 1));
    assert!(last.expression.as_ref().is_some_and(|told| told.value().is_some()));
    assert!(last.chest.is_some());
}

#[test]
fn a_cartoon_face_has_neither_breath_nor_pulse() {
    let hand = Hand { pixels: 2.0, turn: 0.01, nearer: 0.005, rock_hz: 0.0 };
    for hand in [None, Some(hand)] {
        let script = Script { fps: 6.0, hand, ..Script::default() };
        let clip = Clip::new(&drawing::portrait(), drawing::SPOT, script);
        for seen in watch(clip.frames(120.0), WatchOptions::default()) {
            assert_eq!((seen.breathing.value(), seen.pulse.value()), (None, None));
        }
    }
}

#[test]
fn a_photo_before_the_real_tracker_has_neither() {
    let script = Script { fps: 6.0, ..Script::default() };
    for seen in watch(clip(script).frames(120.0), WatchOptions::default()) {
        assert_eq!((seen.breathing.value(), seen.pulse.value()), (None, None));
    }
}

#[test]
fn without_models_nothing_is_told_of_a_face_and_breath_is_still_heard() {
    let mut watch = Watch::new(Arc::new(Models::none()), WatchOptions::default());
    let frame = clip(Script::default()).frame(0);
    let seen = watch.push(&frame).expect("nothing is damaged").expect("the first frame");
    assert_eq!(seen.pulse.told, Told::Unknown(Unknown::NoModel));
    assert_eq!(watch.push(&frame).expect("nothing is damaged"), None, "the same time again");
    let breath = sound::breath(sound::Breathing {
        seed: 1,
        rate: 16_000,
        secs: 40.0,
        per_min: 12.0,
        uneven: 0.03,
        snr_db: 15.0,
    });
    let mut listen = Listen::new(Arc::new(Models::none()), ListenOptions::default());
    let heard: Vec<_> = sound::pieces(&breath.sound, 1600)
        .flat_map(|piece| listen.push(&piece).expect("16 kHz"))
        .collect();
    let last = heard.last().expect("there is sound");
    assert_eq!(last.speech, None);
    let rate = *last.breathing.value().expect("it is clear enough");
    assert!((f64::from(rate) - breath.per_min).abs() < 0.5, "{rate}");
}

#[test]
fn speech_is_known_as_such_and_has_no_breath() {
    let speaker = Speaker { seed: 4, pitch_hz: 120.0, liveliness: 0.15, level: 0.05 };
    let mut listen = Listen::new(models(), ListenOptions::default());
    for piece in sound::pieces(&speech(speaker, 60.0, 16_000), 1600) {
        for heard in listen.push(&piece).expect("16 kHz") {
            assert!(heard.speech.is_some());
            assert_eq!(heard.breathing.value(), None);
        }
    }
    assert!(listen.prosody().is_some());
}
