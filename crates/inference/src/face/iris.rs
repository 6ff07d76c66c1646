//! The irises: where somebody looks from, and how far away the face is.

use base::error::Result;
use base::sense::Picture;

use crate::face::mesh::Mesh;
use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};
use crate::picture::{self, Square};

/// The side of the model's input.
const SIDE: usize = 64;

/// The points of an iris: its middle, then right, top, left, bottom of its rim.
const IRIS_POINTS: usize = 5;

/// The points of an eye's outline and brow, which the same model gives.
const OUTLINE_POINTS: usize = 71;

/// How much larger than the eye's width the square is (`scale_x` of MediaPipe's iris graph).
const MARGIN: f32 = 2.3;

/// The corners of both eyes in the mesh: the eye on the left of the picture first, each from left to right.
const CORNERS: [[usize; 2]; 2] = [[33, 133], [362, 263]];

/// The width of a human iris in mm: 11.7 +- 0.5 in nearly everyone, which is what makes it a measure
/// (MediaPipe Iris; Caroline and Andre 2002).
const IRIS_MM: f32 = 11.7;

/// One iris.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Iris {
    /// Its middle and four points of its rim: x and y in pixels of the picture, z on the same scale.
    pub points: [[f32; 3]; IRIS_POINTS],
}

impl Iris {
    /// Its diameter in pixels of the picture: the mean of width and height.
    pub fn diameter(&self) -> f32 {
        let apart = |a: usize, b: usize| {
            let (a, b) = (self.points[a], self.points[b]);
            (a[0] - b[0]).hypot(a[1] - b[1])
        };
        (apart(1, 3) + apart(2, 4)) / 2.0
    }
}

/// Both irises; the one on the left of the picture first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Irises {
    /// The iris on the left of the picture (the person's right).
    pub left: Iris,
    /// The iris on the right of the picture.
    pub right: Iris,
}

impl Irises {
    /// How far from the camera the eyes are, in mm, by the size of the irises; `focal` is the camera's focal
    /// length in pixels of the picture. `None` if the irises have no size. Where the focal length is a guess,
    /// so is the distance.
    pub fn distance_mm(&self, focal: f32) -> Option<f32> {
        let diameter = (self.left.diameter() + self.right.diameter()) / 2.0;
        let distance = focal * IRIS_MM / diameter;
        (distance.is_finite() && 0.0 < distance).then_some(distance)
    }
}

/// The irises of a face; `None` without the model or where an eye has no size.
pub fn irises(models: &Models, picture: &Picture, mesh: &Mesh) -> Result<Option<Irises>> {
    let mut input = Vec::new();
    let mut iris = |eye: usize| one(models, picture, mesh, eye, &mut input);
    let Some(left) = iris(0)? else { return Ok(None) };
    let Some(right) = iris(1)? else { return Ok(None) };
    Ok(Some(Irises { left, right }))
}

/// One iris. The model was trained on the eye on the left of the picture; the other one is shown mirrored.
fn one(
    models: &Models,
    picture: &Picture,
    mesh: &Mesh,
    eye: usize,
    input: &mut Vec<f32>,
) -> Result<Option<Iris>> {
    const SHAPE: [usize; 4] = [1, SIDE, SIDE, 3];
    let [left, right] = CORNERS[eye].map(|corner| mesh.points[corner]);
    let square = Square {
        middle: [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0],
        side: (left[0] - right[0]).abs().max((left[1] - right[1]).abs()) * MARGIN,
        angle: (right[1] - left[1]).atan2(right[0] - left[0]),
    };
    if !square.is_sound() {
        return Ok(None);
    }
    let Some(plan) = models.plan(Name::Iris, &[Shape::floats(SHAPE)])? else { return Ok(None) };
    picture::crop(picture, &square, SIDE, |value| value / 255.0, input);
    let mirrored = eye == 1;
    if mirrored {
        picture::mirror(input, SIDE, 3);
    }
    let outputs = plan.run(&[Input::Floats(&SHAPE, input)])?;
    outputs.floats("output_eyes_contours_and_brows", Some(OUTLINE_POINTS * 3))?;
    let found = outputs.floats("output_iris", Some(IRIS_POINTS * 3))?;
    let side = SIDE as f32;
    // Mirrored, the right of the rim is its left.
    let order = if mirrored { [0, 3, 2, 1, 4] } else { [0, 1, 2, 3, 4] };
    let points = order.map(|index| {
        let [x, y, z] = [0, 1, 2].map(|axis| found[index * 3 + axis] / side);
        let [px, py] = square.point(if mirrored { 1.0 - x } else { x }, y);
        [px, py, z * square.side]
    });
    Ok(Some(Iris { points }))
}
