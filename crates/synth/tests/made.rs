//! What is made is what was asked for, again and again, and can be written down.

use base::error::Code;
use base::sense::{Frame, Picture};
use synth::clip::{Clip, Script};
use synth::sound::{self, Breathing};
use synth::{drawing, wav, y4m};

fn clip(script: Script) -> Clip {
    Clip::new(&drawing::portrait(), drawing::SPOT, script)
}

#[test]
fn a_frame_can_be_made_without_those_before_it() {
    let script =
        Script { pulse_bpm: 60.0, breaths_per_min: 12.0, sway_pixels: 1.0, ..Script::default() };
    let (one, other) = (clip(script.clone()), clip(script.clone()));
    let third = one.frames(0.2).nth(3).expect("0.2 s have six frames");
    assert!(third.picture == other.frame(3).picture && third.at_us == 100_000);
    assert!(clip(Script { seed: 2, ..script }).frame(3).picture != third.picture);
}

#[test]
fn frozen_frames_are_the_same_and_others_are_not() {
    let still = clip(Script { frozen: true, ..Script::default() });
    assert!(still.frame(0).picture == still.frame(9).picture);
    assert!(still.frame(0).at_us < still.frame(9).at_us);
    let noisy = clip(Script::default());
    assert!(noisy.frame(0).picture != noisy.frame(9).picture);
}

#[test]
fn a_breath_has_the_rate_and_parts_that_it_tells() {
    let breath = sound::breath(Breathing {
        seed: 3,
        rate: 16_000,
        secs: 60.0,
        per_min: 10.0,
        uneven: 0.05,
        snr_db: 10.0,
    });
    assert_eq!(breath.sound.samples.len(), 960_000);
    assert!((breath.per_min - 10.0).abs() < 0.5);
    let inhales = breath.parts.iter().filter(|part| part.inhale).count() as f64;
    assert!((inhales - breath.per_min).abs() < 1.0);
    assert!(breath.parts.windows(2).all(|pair| pair[0].end_secs < pair[1].start_secs + 0.5));
    let pieces: Vec<_> = sound::pieces(&breath.sound, 1600).collect();
    assert_eq!((pieces.len(), pieces[10].at_us), (600, 1_000_000));
}

#[test]
fn a_video_has_a_header_and_whole_planes() {
    let mut bytes = Vec::new();
    y4m::write(&mut bytes, 15.0, clip(Script::default()).frames(0.1)).expect("memory takes it");
    let header = b"YUV4MPEG2 W320 H240 F15000:1000 Ip A1:1 C420\n";
    assert!(bytes.starts_with(header));
    assert_eq!(bytes.len(), header.len() + 3 * ("FRAME\n".len() + 320 * 240 * 3 / 2));
    // White is 235 and without color.
    let white = Picture::new(2, 2, vec![255; 12]).expect("the bytes fit");
    let mut bytes = Vec::new();
    y4m::write(&mut bytes, 1.0, [Frame { at_us: 0, picture: white }].into_iter()).expect("memory");
    assert!(bytes.ends_with(&[235, 235, 235, 235, 128, 128]));
}

#[test]
fn a_video_of_odd_sides_is_refused() {
    let picture = Picture::new(3, 2, vec![0; 18]).expect("the bytes fit");
    let odd = [Frame { at_us: 0, picture }].into_iter();
    let refused = y4m::write(&mut Vec::new(), 15.0, odd).expect_err("3 columns");
    assert_eq!(refused.code(), Code::Invalid);
}

#[test]
fn a_sound_is_written_and_a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("pink.wav");
    wav::write(&path, &sound::pink(1, 0.5, 8_000)).expect("the folder is there");
    let mut reader = hound::WavReader::open(&path).expect("it is a sound");
    assert_eq!((reader.spec().sample_rate, reader.samples::<i16>().count()), (8_000, 4_000));
    let lost = folder.path().join("none/pink.wav");
    let refused = wav::write(&lost, &sound::silence(0.1, 8_000)).expect_err("no such folder");
    assert!(refused.message().contains("pink.wav"), "{refused}");
}
