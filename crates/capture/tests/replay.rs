//! Files in the place of devices, and bytes that are none.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use base::error::{Code, Error};
use base::sense::{Frame, Picture, Sound};
use capture::replay::{self, FramesWish, SoundWish};
use capture::source::{Event, Source};
use proptest::prelude::*;

/// Everything that a source gives, and what it broke off with.
fn all<T>(source: &mut dyn Source<T>) -> (Vec<T>, Option<Error>) {
    let mut items = Vec::new();
    loop {
        match source.next(Duration::ZERO) {
            Ok(Event::Item(item)) => items.push(item),
            Ok(Event::End) => return (items, None),
            Ok(_) => panic!("a file has no holes and is not lost"),
            Err(error) => {
                let next = source.next(Duration::ZERO);
                assert!(matches!(next, Ok(Event::End)), "after damage there is the end");
                return (items, Some(error));
            }
        }
    }
}

fn wav(
    spec: hound::WavSpec,
    write: impl Fn(&mut hound::WavWriter<&mut Cursor<Vec<u8>>>),
) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).expect("the head can be written");
    write(&mut writer);
    writer.finalize().expect("the file can be written");
    bytes.into_inner()
}

fn whole(channels: u16, rate: u32, bits: u16, samples: &[i32]) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: bits,
        sample_format: hound::SampleFormat::Int,
    };
    wav(spec, |writer| {
        for sample in samples {
            writer.write_sample(*sample).expect("a sample can be written");
        }
    })
}

fn sounds(bytes: &[u8], rate: Option<u32>) -> (Vec<Sound>, Option<Error>) {
    let wish = SoundWish { rate, ..SoundWish::default() };
    match replay::sound_of(Cursor::new(bytes.to_vec()), wish) {
        Ok(mut source) => all(&mut source),
        Err(error) => (Vec::new(), Some(error)),
    }
}

fn samples(sounds: &[Sound]) -> Vec<f32> {
    sounds.iter().flat_map(|sound| sound.samples.iter().copied()).collect()
}

#[test]
fn samples_of_every_width_are_read() {
    for (bits, half) in [(8, 1 << 6), (16, 1 << 14), (24, 1 << 22), (32, 1 << 30)] {
        let (sounds, error) = sounds(&whole(1, 16_000, bits, &[0, half, -half]), None);
        assert!(error.is_none(), "{bits} bits: {error:?}");
        assert_eq!(samples(&sounds), [0.0, 0.5, -0.5], "{bits} bits");
    }
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let bytes = wav(spec, |writer| {
        for sample in [0.25, f32::NAN, 7.0, f32::NEG_INFINITY] {
            writer.write_sample(sample).expect("a sample can be written");
        }
    });
    assert_eq!(samples(&sounds(&bytes, None).0), [0.25, 0.0, 1.0, 0.0]);
}

#[test]
fn channels_become_one_and_time_is_the_files() {
    let stereo: Vec<i32> = (0..20_000).flat_map(|_| [1 << 14, 0]).collect();
    let (sounds, error) = sounds(&whole(2, 8_000, 16, &stereo), None);
    assert!(error.is_none());
    assert_eq!(samples(&sounds).len(), 20_000);
    assert!(samples(&sounds).iter().all(|sample| *sample == 0.25));
    assert_eq!(sounds[10].at_us, 1_000_000);
    assert!(sounds.iter().all(|sound| sound.samples.len() <= 800), "it comes piece by piece");
}

#[test]
fn a_wished_rate_is_given_to_the_last_sample() {
    let (sounds, error) = sounds(&whole(1, 44_100, 16, &vec![1 << 14; 44_100]), Some(48_000));
    assert!(error.is_none());
    assert_eq!(samples(&sounds).len(), 48_000);
    assert!(sounds.iter().all(|sound| sound.rate == 48_000));
}

#[test]
fn damaged_sound_is_given_up_to_the_damage() {
    let bytes = whole(1, 8_000, 16, &vec![5; 8_000]);
    let (read, error) = sounds(&bytes[..9_000], None);
    assert_eq!(error.expect("it is cut off").code(), Code::Invalid);
    assert_eq!(samples(&read).len(), 4_000, "the whole tenths of a second before it");
    for (bytes, code) in [
        (b"".to_vec(), Code::Invalid),
        (b"RIFF????WAVE".to_vec(), Code::Invalid),
        (b"ID3 no such file at all".to_vec(), Code::Invalid),
        (whole(1, 1, 16, &[0]), Code::Invalid),
        (whole(40, 8_000, 16, &[0; 40]), Code::Unsupported),
    ] {
        assert_eq!(sounds(&bytes, None).1.expect("it is none").code(), code);
    }
    let (_, error) = sounds(&bytes, Some(0));
    assert_eq!(error.expect("no sound has that rate").code(), Code::Invalid);
}

#[test]
fn files_that_are_not_there_are_named() {
    let path = Path::new("/no/such/file.wav");
    let error = replay::sound(path, SoundWish::default()).err().expect("it is not there");
    assert_eq!(error.code(), Code::NotFound);
    assert!(error.to_string().contains("/no/such/file.wav"), "{error}");
    for path in ["/no/such/folder", "/no/such.y4m"] {
        let error = replay::frames(Path::new(path), FramesWish::default()).err();
        assert_eq!(error.expect("it is not there").code(), Code::NotFound);
    }
}

fn write_picture(path: &Path, gray: u8) {
    let image = image::GrayImage::from_pixel(8, 6, image::Luma([gray]));
    image.save(path).expect("a picture can be written");
}

fn pictures(path: &Path, wish: FramesWish) -> (Vec<Frame>, Option<Error>) {
    match replay::frames(path, wish) {
        Ok(mut source) => all(&mut source),
        Err(error) => (Vec::new(), Some(error)),
    }
}

#[test]
fn pictures_of_a_folder_come_by_their_numbers() {
    let folder = tempfile::tempdir().expect("a temp folder can be made");
    for (name, gray) in [("frame_10.png", 3), ("frame_2.jpg", 2), ("frame_001.png", 1)] {
        write_picture(&folder.path().join(name), gray * 50);
    }
    fs::write(folder.path().join("notes1.txt"), "no picture").expect("a file can be written");
    write_picture(&folder.path().join("cover.png"), 255);

    let (_, error) = pictures(folder.path(), FramesWish::default());
    let error = error.expect("nobody says how fast they are");
    assert_eq!((error.code(), error.field()), (Code::Invalid, Some("fps")));

    fs::write(folder.path().join("fps.txt"), "12.5\n").expect("a file can be written");
    let (frames, error) = pictures(folder.path(), FramesWish::default());
    assert!(error.is_none());
    let grays: Vec<u8> = frames.iter().map(|frame| frame.picture.rgb()[0]).collect();
    assert_eq!(grays, [50, 100, 150]);
    assert_eq!(frames[2].at_us, 160_000);

    let wish = FramesWish { fps: Some(10.0), ..FramesWish::default() };
    assert_eq!(pictures(folder.path(), wish).0[2].at_us, 200_000, "what is said before the file");

    for text in ["", "fast", "0", "-1", "NaN", "inf", "1e9"] {
        fs::write(folder.path().join("fps.txt"), text).expect("a file can be written");
        let (_, error) = pictures(folder.path(), FramesWish::default());
        assert_eq!(error.expect("it is no rate").code(), Code::Invalid, "{text:?}");
    }
}

#[test]
fn a_damaged_picture_ends_it_and_is_named() {
    let folder = tempfile::tempdir().expect("a temp folder can be made");
    write_picture(&folder.path().join("1.png"), 1);
    fs::write(folder.path().join("2.png"), b"\x89PNG\r\n\x1a\n and no more").expect("it can");
    write_picture(&folder.path().join("3.png"), 3);
    let wish = FramesWish { fps: Some(30.0), ..FramesWish::default() };
    let (frames, error) = pictures(folder.path(), wish);
    assert_eq!(frames.len(), 1);
    let error = error.expect("the second is damaged");
    assert_eq!(error.code(), Code::Invalid);
    assert!(error.to_string().contains("2.png"), "{error}");
}

#[test]
fn one_picture_stands_still() {
    let folder = tempfile::tempdir().expect("a temp folder can be made");
    let path = folder.path().join("photo.webp");
    write_picture(&path, 9);
    let wish = FramesWish { still_s: 2.0, fps: Some(15.0), ..FramesWish::default() };
    let (frames, error) = pictures(&path, wish);
    assert!(error.is_none());
    assert_eq!(frames.len(), 30);
    assert_eq!(frames[15].at_us, 1_000_000);
    for still_s in [-1.0, f64::NAN, 1e9] {
        let (_, error) = pictures(&path, FramesWish { still_s, ..wish });
        assert_eq!(error.expect("nobody waits so long").code(), Code::Invalid);
    }
}

#[test]
fn a_video_is_what_was_written() {
    let shade = |at: u8| {
        let pixels = (0..64 * 48).flat_map(|_| [at * 10, 100, 200 - at * 10]).collect();
        Picture::new(64, 48, pixels).expect("the sides fit")
    };
    let frames = (0..10).map(|at| Frame { at_us: i64::from(at), picture: shade(at) });
    let mut bytes = Vec::new();
    synth::y4m::write(&mut bytes, 29.97, frames).expect("it can be written");
    let mut video =
        replay::video_of(Cursor::new(bytes.clone()), FramesWish::default()).expect("it is a video");
    let (read, error) = all(&mut video);
    assert!(error.is_none());
    assert_eq!(read.len(), 10);
    assert_eq!(read[3].at_us, 100_100);
    for (at, frame) in read.iter().enumerate() {
        let expected = shade(at as u8);
        let off = frame.picture.rgb().iter().zip(expected.rgb()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off <= Some(3), "picture {at} is off by {off:?}");
    }
    let folder = tempfile::tempdir().expect("a temp folder can be made");
    let path = folder.path().join("clip.Y4M");
    fs::write(&path, &bytes[..bytes.len() - 1]).expect("a file can be written");
    let (read, error) = pictures(&path, FramesWish::default());
    assert_eq!((read.len(), error.map(|error| error.code())), (9, Some(Code::Invalid)));
}

proptest! {
    #[test]
    fn any_bytes_are_sound_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = sounds(&bytes, Some(48_000));
    }

    #[test]
    fn a_sound_file_with_wrong_bytes_is_read_or_refused(
        places in proptest::collection::vec((0usize..60, any::<u8>()), 0..6),
        cut in 0usize..1_000,
    ) {
        let mut bytes = whole(2, 44_100, 24, &[1_000; 200]);
        for (at, byte) in places {
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        let (sounds, _) = sounds(&bytes, Some(16_000));
        // What a head promises is not what it has.
        prop_assert!(samples(&sounds).len() <= 2_000 * 5);
        prop_assert!(samples(&sounds).iter().all(|sample| sample.is_finite()));
    }

    #[test]
    fn a_video_with_wrong_bytes_is_read_or_refused(
        head in "(YUV4MPEG2)?( [WHFCIXA][0-9a-z:]{0,12}){0,6}\n?",
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut bytes = head.into_bytes();
        bytes.extend(b"FRAME\n");
        bytes.extend(body);
        if let Ok(mut video) = replay::video_of(Cursor::new(bytes), FramesWish::default()) {
            let (frames, _) = all(&mut video);
            prop_assert!(frames.len() <= 40);
        }
    }

    #[test]
    fn any_bytes_are_a_picture_or_an_error(
        kind in 0usize..4,
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let starts: [&[u8]; 4] = [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"];
        let _ = replay::picture(&[starts[kind], &bytes].concat());
    }
}
