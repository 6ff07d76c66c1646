//! Faces, by the public interface: a photo against MediaPipe, pictures without a face, pictures of any kind.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::sense::{Picture, Told, Unknown};
use inference::face::{FaceTracker, Kind, expression, irises};
use inference::models::Models;
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    mesh: Vec<[f32; 3]>,
    irises: [[[f32; 3]; 5]; 2],
    detection: Detection,
}

#[derive(Deserialize)]
struct Detection {
    score: f32,
    #[serde(rename = "box")]
    bounds: [f32; 4],
    eyes: [[f32; 2]; 2],
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn models() -> Arc<Models> {
    Arc::new(Models::open(&root().join("assets/models")).expect("the manifest is sound"))
}

fn astronaut() -> Picture {
    let picture =
        image::open(root().join("tests/fixtures/faces/astronaut.png")).expect("the photo opens");
    let rgb = picture.to_rgb8();
    Picture::new(rgb.width(), rgb.height(), rgb.into_raw()).expect("a photo has pixels")
}

fn reference() -> Reference {
    let bytes = std::fs::read(root().join("tests/fixtures/faces/astronaut.json"))
        .expect("the fixture is there");
    serde_json::from_slice(&bytes).expect("the fixture is read")
}

fn drawn(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Picture {
    let rgb = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| pixel(x, y))
        .collect();
    Picture::new(width, height, rgb).expect("the sides fit the bytes")
}

fn apart(a: [f32; 3], b: [f32; 3]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[test]
fn the_mesh_of_a_photo_is_mediapipes() {
    let picture = astronaut();
    let face =
        FaceTracker::new(models()).track(&picture).expect("it runs").expect("there is a face");
    let stored = reference();
    let off: Vec<f32> =
        face.mesh.points.iter().zip(&stored.mesh).map(|(a, b)| apart(*a, *b)).collect();
    let mean = off.iter().sum::<f32>() / off.len() as f32;
    let most = off.iter().copied().fold(0.0, f32::max);
    println!("mesh: mean {mean:.3} px, most {most:.3} px, presence {:.4}", face.mesh.presence);
    println!(
        "box: {:?}, MediaPipe {:?} {:.4}",
        face.bounds, stored.detection.bounds, stored.detection.score
    );
    assert!(mean <= 1.0, "the mesh is {mean} px from MediaPipe's on the mean, {most} px at most");
    assert!(face.detected && face.faces == 1, "one face, found in this picture");
    assert!((face.bounds.score - stored.detection.score).abs() < 0.02, "{:?}", face.bounds);
    for (eye, stored) in face.bounds.eyes.iter().zip(stored.detection.eyes) {
        assert!(
            (eye[0] - stored[0]).hypot(eye[1] - stored[1]) < 2.0,
            "eyes {:?}",
            face.bounds.eyes
        );
    }
}

#[test]
fn the_mesh_follows_a_face_from_frame_to_frame() {
    let picture = astronaut();
    let mut tracker = FaceTracker::new(models());
    let first = tracker.track(&picture).expect("it runs").expect("there is a face");
    for _ in 0..10 {
        let next = tracker.track(&picture).expect("it runs").expect("the face stays");
        assert!(!next.detected, "it is followed, not searched for");
        let off: f32 =
            first.mesh.points.iter().zip(&next.mesh.points).map(|(a, b)| apart(*a, *b)).sum();
        assert!(off / 468.0 < 2.0, "a face that holds still stays where it is: {}", off / 468.0);
    }
    let gone = drawn(300, 300, |_, _| [90, 90, 90]);
    assert!(tracker.track(&gone).expect("it runs").is_none(), "who leaves is not followed");
    assert!(
        tracker.track(&picture).expect("it runs").is_some_and(|face| face.detected),
        "and found again"
    );
}

#[test]
fn the_irises_of_a_photo_are_mediapipes() {
    let picture = astronaut();
    let models = models();
    let face = FaceTracker::new(Arc::clone(&models))
        .track(&picture)
        .expect("it runs")
        .expect("there is a face");
    let found =
        irises(&models, &picture, &face.mesh).expect("it runs").expect("the model is there");
    for (iris, stored) in [found.left, found.right].iter().zip(reference().irises) {
        println!("iris: {:.1?}, MediaPipe {stored:.1?}", iris.points);
        assert!(
            apart(iris.points[0], stored[0]) < 2.0,
            "{:?}, MediaPipe {:?}",
            iris.points,
            stored
        );
        for point in 1..5 {
            assert!(
                apart(iris.points[point], stored[point]) < 2.5,
                "{:?}, MediaPipe {:?}",
                iris.points,
                stored
            );
        }
    }
    // Of a person of this size in a picture with the focal length of a laptop's camera.
    let distance = found.distance_mm(300.0).expect("the irises have a size");
    assert!((300.0..700.0).contains(&distance), "{distance} mm");
}

#[test]
fn a_smile_looks_happy() {
    let picture = astronaut();
    let models = models();
    let face = FaceTracker::new(Arc::clone(&models))
        .track(&picture)
        .expect("it runs")
        .expect("there is a face");
    let estimate = expression(&models, &picture, &face.mesh).expect("it runs");
    let told = estimate.value().expect("it is sure");
    println!("{estimate:?}");
    assert_eq!(told.kind, Kind::Happy);
    assert!(0.9 < told.valence && 0.9 < estimate.quality, "{estimate:?}");
    assert!((told.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5, "probabilities sum to 1");
}

#[test]
fn without_models_nothing_is_told() {
    let picture = astronaut();
    let face =
        FaceTracker::new(models()).track(&picture).expect("it runs").expect("there is a face");
    let none = Arc::new(Models::none());
    let mut tracker = FaceTracker::new(Arc::clone(&none));
    assert!(!tracker.is_installed());
    assert!(tracker.track(&picture).expect("it runs").is_none());
    assert!(irises(&none, &picture, &face.mesh).expect("it runs").is_none());
    let told = expression(&none, &picture, &face.mesh).expect("it runs").told;
    assert_eq!(told, Told::Unknown(Unknown::NoModel));
}

#[test]
fn what_is_no_face_is_none() {
    let noise = |x: u32, y: u32| {
        let part =
            |channel: u32| ((x + 641 * y + channel * 7919).wrapping_mul(2_654_435_761) >> 24) as u8;
        [part(0), part(1), part(2)]
    };
    let pictures = [
        ("noise", drawn(320, 240, noise)),
        ("gradient", drawn(320, 240, |x, y| [(x * 255 / 320) as u8, (y * 255 / 240) as u8, 128])),
        (
            "checks",
            drawn(320, 240, |x, y| if (x / 20 + y / 20) % 2 == 0 { [255; 3] } else { [0; 3] }),
        ),
        ("black", drawn(320, 240, |_, _| [0; 3])),
        ("white", drawn(320, 240, |_, _| [255; 3])),
        ("one pixel", drawn(1, 1, |_, _| [120; 3])),
        ("one row", drawn(4000, 1, |_, _| [120; 3])),
        ("large", drawn(4000, 3000, |x, y| [(x / 16) as u8, (y / 12) as u8, 90])),
    ];
    for (name, picture) in pictures {
        let face = FaceTracker::new(models()).track(&picture).expect("it runs");
        assert!(face.is_none(), "{name}: {:?}", face.map(|face| (face.bounds, face.mesh.presence)));
    }
}

#[test]
fn a_face_is_found_in_12_megapixels() {
    let photo = astronaut();
    let row = 300 * 3;
    let large = drawn(4000, 3000, |x, y| {
        let (x, y) = ((x * 300 / 4000) as usize, (y * 300 / 3000) as usize);
        let pixel = &photo.rgb()[y * row + x * 3..];
        [pixel[0], pixel[1], pixel[2]]
    });
    let face = FaceTracker::new(models()).track(&large).expect("it runs").expect("there is a face");
    let stored = reference();
    let off: f32 = face
        .mesh
        .points
        .iter()
        .zip(&stored.mesh)
        .map(|(a, b)| apart([a[0] * 300.0 / 4000.0, a[1] * 300.0 / 3000.0, 0.0], *b))
        .sum();
    assert!(
        off / 468.0 < 3.0,
        "stretched and enlarged it is the same face: {} px off",
        off / 468.0
    );
}

#[test]
fn any_mesh_on_any_picture_is_answered() {
    let models = models();
    let pictures = [
        drawn(1, 1, |_, _| [0; 3]),
        drawn(300, 300, |_, _| [0; 3]),
        drawn(300, 300, |_, _| [255; 3]),
        drawn(4000, 3000, |x, _| [(x / 16) as u8; 3]),
    ];
    let face = FaceTracker::new(Arc::clone(&models))
        .track(&astronaut())
        .expect("it runs")
        .expect("there is a face");
    let with = |change: &dyn Fn([f32; 3]) -> [f32; 3]| {
        let mut mesh = face.mesh.clone();
        mesh.points = mesh.points.map(change);
        mesh
    };
    let meshes = [
        ("as it is", face.mesh.clone()),
        ("one point", with(&|_| [5.0, 5.0, 0.0])),
        ("what is no number", with(&|_| [f32::NAN; 3])),
        ("infinite", with(&|_| [f32::INFINITY; 3])),
        ("as large as numbers are", with(&|point| point.map(|at| at * 1e36))),
        ("far outside", with(&|[x, y, z]| [x - 1e6, y + 1e6, z])),
        ("not there", inference::face::Mesh { presence: 0.1, ..face.mesh.clone() }),
    ];
    for picture in &pictures {
        for (name, mesh) in &meshes {
            let estimate = expression(&models, picture, mesh).expect("it is no error");
            if let Some(told) = estimate.value() {
                assert!(
                    told.probabilities.iter().all(|share| (0.0..=1.0).contains(share)),
                    "{name}: {told:?}"
                );
                assert!((-1.0..=1.0).contains(&told.valence), "{name}: {told:?}");
            }
            if ["one point", "what is no number", "infinite", "not there"].contains(name) {
                assert!(estimate.value().is_none(), "{name} has no expression: {estimate:?}");
            }
            irises(&models, picture, mesh).expect("it is no error");
        }
    }
}
