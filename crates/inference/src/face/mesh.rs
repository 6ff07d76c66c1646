//! The 468 points of a face.

use base::error::Result;
use base::sense::Picture;

use crate::face::detect::FaceBox;
use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};
use crate::picture::{self, Square};

/// The points of a face.
pub const MESH_POINTS: usize = 468;

/// The side of the model's input.
const SIDE: usize = 192;

/// How much larger than the face the square is that the model sees (`scale_x` of MediaPipe's face graph).
const MARGIN: f32 = 1.5;

/// The outer corners of the eyes in the mesh: the one on the left of the picture, the one on the right.
pub(crate) const EYES: [usize; 2] = [33, 263];

/// A face by its points. Which point is what is fixed by MediaPipe's `face_mesh` (33 and 263 are the outer
/// corners of the eyes, 1 is the tip of the nose, 152 the chin, 10 the top of the forehead).
#[derive(Debug, Clone, PartialEq)]
pub struct Mesh {
    /// x and y in pixels of the picture, z on the same scale, smaller toward the camera.
    pub points: [[f32; 3]; MESH_POINTS],
    /// Probability that this is a face at all, 0 to 1.
    pub presence: f32,
}

impl Mesh {
    /// The smallest upright box around the points: x, y, width, height.
    pub fn bounds(&self) -> [f32; 4] {
        let mut low = [f32::INFINITY; 2];
        let mut high = [f32::NEG_INFINITY; 2];
        for point in &self.points {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        [low[0], low[1], high[0] - low[0], high[1] - low[1]]
    }

    /// The distance of the outer corners of the eyes, in pixels of the picture.
    pub fn eye_distance(&self) -> f32 {
        let [a, b] = EYES.map(|eye| self.points[eye]);
        (a[0] - b[0]).hypot(a[1] - b[1])
    }

    /// The square that the model is to see of the next frame, if the face hardly moves until then.
    pub(crate) fn square(&self) -> Square {
        let [x, y, w, h] = self.bounds();
        around(
            [x + w / 2.0, y + h / 2.0],
            w.max(h),
            EYES.map(|eye| [self.points[eye][0], self.points[eye][1]]),
        )
    }

    /// The mesh as a box with eyes, to compare it with what the detector finds.
    pub(crate) fn face_box(&self) -> FaceBox {
        let [x, y, w, h] = self.bounds();
        let eyes = EYES.map(|eye| [self.points[eye][0], self.points[eye][1]]);
        FaceBox { x, y, w, h, score: self.presence, eyes }
    }
}

/// The square that the model is to see of a face that was detected.
pub(crate) fn square(face: &FaceBox) -> Square {
    around(face.middle(), face.w.max(face.h), face.eyes)
}

/// A square around a face, turned so that the eyes lie level.
fn around(middle: [f32; 2], size: f32, [left, right]: [[f32; 2]; 2]) -> Square {
    let angle = (right[1] - left[1]).atan2(right[0] - left[0]);
    Square { middle, side: size * MARGIN, angle }
}

/// The points of the face in a square of the picture; `None` without the model or for a square of no size.
/// There are always points: whether they are a face's, only `presence` tells.
pub(crate) fn mesh(
    models: &Models,
    picture: &Picture,
    square: &Square,
    input: &mut Vec<f32>,
) -> Result<Option<Mesh>> {
    const SHAPE: [usize; 4] = [1, SIDE, SIDE, 3];
    if !square.is_sound() {
        return Ok(None);
    }
    let Some(plan) = models.plan(Name::FaceMesh, &[Shape::floats(SHAPE)])? else { return Ok(None) };
    picture::crop(picture, square, SIDE, |value| value / 255.0, input);
    let outputs = plan.run(&[Input::Floats(&SHAPE, input)])?;
    let found = outputs.floats("conv2d_21", Some(MESH_POINTS * 3))?;
    let logit = outputs.floats("conv2d_31", Some(1))?[0];
    let side = SIDE as f32;
    let points = std::array::from_fn(|index| {
        let [x, y, z] = [0, 1, 2].map(|axis| found[index * 3 + axis] / side);
        let [px, py] = square.point(x, y);
        [px, py, z * square.side]
    });
    Ok(Some(Mesh { points, presence: 1.0 / (1.0 + (-logit).exp()) }))
}
