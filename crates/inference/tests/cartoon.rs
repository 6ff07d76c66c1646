//! Faces that are none: drawings by code, of which some are taken for faces. What happens is written down
//! here, because a drawn face must never have a pulse or a breath, and it is not the detector that sees to it.

use std::path::Path;
use std::sync::Arc;

use base::sense::Picture;
use inference::face::FaceTracker;
use inference::models::Models;

/// Whether a point is inside of an ellipse.
fn inside(at: [f32; 2], middle: [f32; 2], radii: [f32; 2]) -> bool {
    ((at[0] - middle[0]) / radii[0]).powi(2) + ((at[1] - middle[1]) / radii[1]).powi(2) <= 1.0
}

fn drawn(pixel: impl Fn([f32; 2]) -> [u8; 3]) -> Picture {
    let rgb = (0..240 * 320)
        .flat_map(|index| pixel([(index % 320) as f32, (index / 320) as f32]))
        .collect();
    Picture::new(320, 240, rgb).expect("the sides fit the bytes")
}

/// A yellow disc with two dots and a line.
fn smiley() -> Picture {
    drawn(|at| match at {
        _ if inside(at, [135.0, 100.0], [8.0, 12.0]) || inside(at, [185.0, 100.0], [8.0, 12.0]) => {
            [20, 20, 20]
        }
        _ if inside(at, [160.0, 135.0], [40.0, 30.0])
            && !inside(at, [160.0, 128.0], [42.0, 30.0]) =>
        {
            [20, 20, 20]
        }
        _ if inside(at, [160.0, 120.0], [75.0, 75.0]) => [250, 210, 60],
        _ => [240, 240, 240],
    })
}

/// Skin, hair, eyes with whites and irises, brows, a nose and lips: all that a child's book draws.
fn portrait() -> Picture {
    let eye = |at: [f32; 2], x: f32| match at {
        _ if inside(at, [x, 105.0], [4.0, 4.0]) => Some([20, 20, 30]),
        _ if inside(at, [x, 105.0], [7.0, 7.0]) => Some([70, 100, 140]),
        _ if inside(at, [x, 105.0], [15.0, 8.0]) => Some([245, 245, 245]),
        _ if inside(at, [x, 86.0], [18.0, 4.0]) => Some([70, 45, 30]),
        _ => None,
    };
    drawn(|at| {
        if let Some(color) = eye(at, 132.0).or_else(|| eye(at, 188.0)) {
            return color;
        }
        match at {
            _ if inside(at, [160.0, 133.0], [9.0, 6.0]) => [200, 140, 115],
            _ if inside(at, [160.0, 160.0], [24.0, 8.0]) => [185, 75, 75],
            _ if inside(at, [160.0, 120.0], [62.0, 78.0]) && at[1] > 68.0 => [232, 184, 152],
            _ if inside(at, [160.0, 105.0], [76.0, 84.0]) => [70, 45, 30],
            _ if inside(at, [160.0, 260.0], [110.0, 70.0]) => [60, 90, 150],
            _ => [180, 200, 210],
        }
    })
}

/// How sure the detector and the mesh are.
fn found(picture: &Picture) -> Option<(f32, f32)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/models");
    let models = Arc::new(Models::open(&folder).expect("the manifest is sound"));
    let face = FaceTracker::new(models).track(picture).expect("it runs")?;
    Some((face.bounds.score, face.mesh.presence))
}

#[test]
fn a_smiley_is_no_face() {
    assert_eq!(found(&smiley()), None);
}

#[test]
fn a_portrait_drawn_with_care_is_taken_for_a_face() {
    let (score, presence) = found(&portrait()).expect("it is taken for one");
    assert!(
        0.8 < score && 0.9 < presence,
        "no threshold would tell it from a photo: {score}, {presence}"
    );
}
