//! nokhwa's own V4L2 code over a camera that is made of a clip.

use std::time::{Duration, Instant};

use base::error::Code;
use base::sense::Frame;
use capture::camera::{self, Camera, CameraWish};
use capture::devices::devices;
use capture::source::{Event, Loss, Source as _};

use crate::fake_camera::{self, FakeCamera, RGB, SIDES};

const SOON: Duration = Duration::from_millis(500);

fn open() -> Camera {
    camera::open(&CameraWish::default()).expect("the camera opens")
}

fn mean(frame: &Frame) -> [f32; 3] {
    let rgb = frame.picture.rgb();
    let pixels = rgb.len() as f32 / 3.0;
    [0, 1, 2]
        .map(|at| rgb.iter().skip(at).step_by(3).map(|byte| f32::from(*byte)).sum::<f32>() / pixels)
}

#[test]
fn a_clip_comes_through_with_its_rate_size_and_color() {
    fake_camera::with(
        "camera::a_clip_comes_through_with_its_rate_size_and_color",
        FakeCamera::default(),
        |_| {
            let listed = devices().cameras.expect("cameras can be listed");
            assert_eq!(listed.len(), 1);
            assert_eq!((listed[0].name.as_str(), listed[0].is_default), ("Fake camera", true));
            let wish = CameraWish { device: Some(listed[0].id.clone()) };
            let mut camera = camera::open(&wish).expect("the camera opens");
            let opened = camera.opened();
            assert_eq!((opened.width, opened.height, opened.fps), (SIDES.0, SIDES.1, 30));
            assert_eq!(opened.name, "Fake camera");

            let mut frames = Vec::new();
            let mut dropped = 0;
            while frames.len() < 90 {
                match camera.next(SOON).expect("a device has no errors") {
                    Event::Item(frame) => frames.push(frame),
                    Event::Dropped(count) => dropped += count,
                    other => panic!("not a frame: {:?}", other_name(&other)),
                }
            }
            assert!(frames.is_sorted_by(|a, b| a.at_us < b.at_us), "time runs forward");
            for (channel, expected) in mean(&frames[45]).iter().zip(RGB) {
                assert!((channel - f32::from(expected)).abs() < 3.0, "{:?}", mean(&frames[45]));
            }
            // Pictures that a busy machine was too slow for count, too.
            let seconds = (frames[89].at_us - frames[0].at_us) as f64 / 1e6;
            let fps = (89 + dropped) as f64 / seconds;
            assert!((28.5..31.5).contains(&fps), "{fps} pictures a second");
        },
    );
}

fn other_name<T>(event: &Event<T>) -> String {
    match event {
        Event::Item(_) => "an item".to_owned(),
        Event::Nothing => "nothing".to_owned(),
        Event::Dropped(count) => format!("{count} dropped"),
        Event::Lost(lost) => format!("{lost:?}"),
        Event::End => "the end".to_owned(),
    }
}

#[test]
fn dropping_it_closes_the_device_at_once() {
    fake_camera::with(
        "camera::dropping_it_closes_the_device_at_once",
        FakeCamera::default(),
        |log| {
            let mut camera = open();
            assert!(matches!(camera.next(SOON), Ok(Event::Item(_))));
            assert_eq!(log.lines(), ["open", "stream on"]);
            let start = Instant::now();
            drop(camera);
            assert_eq!(log.lines(), ["open", "stream on", "stream off", "close"]);
            assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
            // And it can be opened again.
            assert!(matches!(open().next(SOON), Ok(Event::Item(_))));
        },
    );
}

#[test]
fn listing_opens_nothing() {
    fake_camera::with("camera::listing_opens_nothing", FakeCamera::default(), |log| {
        assert_eq!(devices().cameras.expect("cameras can be listed").len(), 1);
        assert!(log.lines().is_empty(), "no light goes on for a list");
    });
}

#[test]
fn a_slow_reader_is_told_what_it_missed() {
    fake_camera::with(
        "camera::a_slow_reader_is_told_what_it_missed",
        FakeCamera { frames: 40, ..FakeCamera::default() },
        |log| {
            let mut camera = open();
            // Nobody reads until the cable was pulled: the last two of 40 are left.
            let (mut items, mut dropped) = (0, 0);
            let start = Instant::now();
            while !log.lines().contains(&"close".to_owned()) {
                assert!(start.elapsed() < Duration::from_secs(60), "40 pictures take 1.3 s");
                std::thread::sleep(Duration::from_millis(10));
            }
            loop {
                match camera.next(SOON).expect("a device has no errors") {
                    Event::Item(_) => items += 1,
                    Event::Dropped(count) => dropped += count,
                    Event::Lost(_) => break,
                    Event::Nothing | Event::End => panic!("a loss is told"),
                }
            }
            assert_eq!((items, dropped), (2, 38));
        },
    );
}

#[test]
fn a_pulled_cable_is_a_loss() {
    fake_camera::with(
        "camera::a_pulled_cable_is_a_loss",
        FakeCamera { frames: 10, ..FakeCamera::default() },
        |_| {
            let mut camera = open();
            let lost = loop {
                match camera.next(SOON).expect("a device has no errors") {
                    Event::Item(_) | Event::Dropped(_) => {}
                    Event::Lost(lost) => break lost,
                    Event::Nothing | Event::End => panic!("a loss is told"),
                }
            };
            assert_eq!(lost.loss, Loss::Unplugged, "{}", lost.message);
            assert!(matches!(camera.next(SOON), Ok(Event::End)));
        },
    );
}

#[test]
fn what_stands_in_the_way_is_told_apart() {
    let name = "camera::what_stands_in_the_way_is_told_apart";
    let check = |mode: &'static str, is_there: bool| {
        fake_camera::with(name, FakeCamera { is_there, mode, ..FakeCamera::default() }, |log| {
            let mode = std::env::var("FAKECAM_MODE").expect("the parent says how it is");
            let expected = match mode.as_str() {
                "refused" => Code::Denied,
                "busy" => Code::Conflict,
                _ => Code::NotFound,
            };
            let error = camera::open(&CameraWish::default()).err().expect("it does not open");
            assert_eq!(error.code(), expected, "{error}");
            assert_eq!(error.field(), Some("camera"));
            let lines = log.lines();
            let opened = lines.iter().filter(|line| *line == "open").count();
            let closed = lines.iter().filter(|line| *line == "close").count();
            assert_eq!(opened, closed, "what was opened is closed: {lines:?}");

            let other = CameraWish { device: Some("video7".to_owned()) };
            let error = camera::open(&other).err().expect("there is no such one");
            assert_eq!(error.code(), Code::NotFound, "{error}");
        });
    };
    check("none", false);
    check("refused", true);
    check("busy", true);
}
