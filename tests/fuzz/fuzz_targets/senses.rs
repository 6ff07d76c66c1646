//! One reader of what cameras, microphones, pages and folders give, over arbitrary bytes: it ends, in
//! bounded memory, with pictures and sound that are what they promise, or with an error.
//!
//! `EVERKEPT_READER` names it: `photo`, `picture`, `sound`, `video`, `page_frame`, `page_sound`,
//! `manifest`. `seeds.py` beside this folder writes files to begin with.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::{Frame, Picture, Sound};
use capture::page;
use capture::replay::{self, FramesWish, SoundWish};
use capture::source::{Event, Source};
use inference::models::Models;
use inference::read::photo;
use libfuzzer_sys::fuzz_target;

/// The rate at which a recording is listened to.
const RATE: u32 = 16_000;

type Reader = fn(&[u8]) -> Result<()>;

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let name = std::env::var("EVERKEPT_READER").expect("EVERKEPT_READER names a reader");
    match name.as_str() {
        "photo" => |bytes| photo::decode(bytes).map(|picture| check_picture(&picture)),
        "picture" => |bytes| {
            let picture = replay::picture(bytes)?;
            check_picture(&picture);
            assert!(picture.width() <= capture::picture::WIDTH_MAX, "it is shrunk");
            Ok(())
        },
        "sound" => sound,
        "video" => video,
        "page_frame" => page_frame,
        "page_sound" => page_sound,
        "manifest" => Models::check,
        _ => panic!("there is no reader {name}"),
    }
});

fn sound(bytes: &[u8]) -> Result<()> {
    let wish = SoundWish { rate: Some(RATE), ..SoundWish::default() };
    let mut source = replay::sound_of(Cursor::new(bytes.to_vec()), wish)?;
    // Every sample has at least a bit; from the lowest rate to this one there are four times as many.
    let most = 64 * (bytes.len() as u64 + u64::from(RATE));
    let mut heard = 0;
    items(&mut source, |sound: Sound| {
        assert_eq!(sound.rate, RATE, "it is given as it was wished");
        check_samples(&sound);
        heard += sound.samples.len() as u64;
        assert!(heard <= most, "{heard} samples of {} bytes", bytes.len());
    })
}

fn video(bytes: &[u8]) -> Result<()> {
    let mut source = replay::video_of(Cursor::new(bytes.to_vec()), FramesWish::default())?;
    let mut last_us = -1;
    items(&mut source, |frame: Frame| {
        assert!(last_us <= frame.at_us, "time does not run backward");
        last_us = frame.at_us;
        check_picture(&frame.picture);
    })
}

fn page_frame(bytes: &[u8]) -> Result<()> {
    let read = page::frame(bytes).map(|frame| check_picture(&frame.picture));
    let (mut feed, mut camera) = page::camera();
    let taken = feed.push(bytes);
    assert_eq!(read.is_ok(), taken.is_ok(), "what is read is taken, and nothing else");
    // The same again is not later than it was.
    assert!(feed.push(bytes).is_err());
    drop(feed);
    items(&mut camera, |frame: Frame| check_picture(&frame.picture))?;
    read.and(taken)
}

fn page_sound(bytes: &[u8]) -> Result<()> {
    let read = page::sound(bytes)?;
    check_samples(&read);
    let (mut feed, mut microphone) = page::microphone(read.rate, RATE)?;
    feed.push(bytes)?;
    drop(feed);
    items(&mut microphone, |sound: Sound| check_samples(&sound))
}

/// Reads a source to its end, which no file and no closed page is long in coming to.
fn items<T>(source: &mut dyn Source<T>, mut each: impl FnMut(T)) -> Result<()> {
    loop {
        match source.next(Duration::from_millis(1))? {
            Event::Item(item) => each(item),
            Event::Dropped(_) => {}
            Event::Nothing => panic!("a file does not keep anybody waiting"),
            Event::Lost(_) | Event::End => return Ok(()),
        }
    }
}

fn check_picture(picture: &Picture) {
    let bytes = picture.width() as usize * picture.height() as usize * 3;
    assert!(0 < bytes && bytes == picture.rgb().len(), "the bytes fit the sides");
}

fn check_samples(sound: &Sound) {
    let is_sound = |sample: &f32| sample.is_finite() && sample.abs() <= 4.0;
    assert!(sound.samples.iter().all(is_sound), "samples are numbers near full scale");
}

/// An error says what was wrong; a bug of ours is none of them.
fn check_error(error: &Error) {
    assert!(!error.to_string().is_empty(), "an error has words");
    assert!(error.code() != Code::Internal, "bytes alone break nothing of ours: {error}");
}

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = READER(bytes) {
        check_error(&error);
    }
});
