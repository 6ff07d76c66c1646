//! Where faces are: BlazeFace, the short range model of MediaPipe.

use std::sync::LazyLock;

use base::error::Result;
use base::sense::Picture;

use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};
use crate::picture::{self, Fit};

/// The side of the model's input.
const SIDE: usize = 128;

/// The boxes that the model speaks of.
const ANCHORS: usize = 896;

/// Numbers of each box: its middle, width, height, and six points.
const NUMBERS: usize = 16;

/// From this probability on it is a face (MediaPipe's `min_score_thresh` for this model).
const SCORE_MIN: f32 = 0.5;

/// Logits are cut off here (MediaPipe's `score_clipping_thresh` is 100; 80 keeps the exponential in `f32`).
const LOGIT_MAX: f32 = 80.0;

/// Boxes that share more than this part of their union are the same face (`min_suppression_threshold`).
const SAME_FACE: f32 = 0.3;

/// The most faces that are told apart; the rest of a crowd is of no use to anyone here.
const FACES_MAX: usize = 16;

/// A face as BlazeFace sees it, in pixels of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceBox {
    /// Left edge; may lie outside of the picture.
    pub x: f32,
    /// Upper edge; may lie outside of the picture.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
    /// Probability that it is a face, 0 to 1.
    pub score: f32,
    /// The eyes: first the one on the left of the picture (the person's right).
    pub eyes: [[f32; 2]; 2],
}

impl FaceBox {
    /// Its middle.
    pub fn middle(&self) -> [f32; 2] {
        [self.x + self.w / 2.0, self.y + self.h / 2.0]
    }

    /// The part of their union that two boxes share, 0 to 1.
    pub fn shared(&self, other: &FaceBox) -> f32 {
        let width = (self.x + self.w).min(other.x + other.w) - self.x.max(other.x);
        let height = (self.y + self.h).min(other.y + other.h) - self.y.max(other.y);
        let both = width.max(0.0) * height.max(0.0);
        let union = self.w * self.h + other.w * other.h - both;
        if 0.0 < union { both / union } else { 0.0 }
    }
}

/// The faces in a picture, the surest first; `None` without the model. `input` is kept by the caller so
/// that no frame allocates it anew.
pub(crate) fn detect(
    models: &Models,
    picture: &Picture,
    input: &mut Vec<f32>,
) -> Result<Option<Vec<FaceBox>>> {
    const SHAPE: [usize; 4] = [1, SIDE, SIDE, 3];
    let Some(plan) = models.plan(Name::FaceDetection, &[Shape::floats(SHAPE)])? else {
        return Ok(None);
    };
    let fit = picture::fit(picture, SIDE, |value| value / 127.5 - 1.0, input);
    let outputs = plan.run(&[Input::Floats(&SHAPE, input)])?;
    let boxes = outputs.floats("regressors", Some(ANCHORS * NUMBERS))?;
    let logits = outputs.floats("classificators", Some(ANCHORS))?;
    Ok(Some(merge(decode(boxes, logits, &fit))))
}

/// Where the model's boxes are anchored: the middles of 16 x 16 cells with two each, then of 8 x 8 with six
/// (`SsdAnchorsCalculator` with the strides 8, 16, 16, 16 and fixed anchor size).
static MIDDLES: LazyLock<Vec<[f32; 2]>> = LazyLock::new(|| {
    let grid = |cells: usize, each: usize| {
        (0..cells * cells * each).map(move |index| {
            let cell = index / each;
            [(cell % cells) as f32 + 0.5, (cell / cells) as f32 + 0.5].map(|at| at / cells as f32)
        })
    };
    grid(16, 2).chain(grid(8, 6)).collect()
});

/// The boxes that are sure enough, of the picture's own pixels.
fn decode(boxes: &[f32], logits: &[f32], fit: &Fit) -> Vec<FaceBox> {
    let mut faces = Vec::new();
    for ((numbers, logit), middle) in boxes.chunks_exact(NUMBERS).zip(logits).zip(MIDDLES.iter()) {
        let score = 1.0 / (1.0 + (-logit.clamp(-LOGIT_MAX, LOGIT_MAX)).exp());
        if score <= SCORE_MIN {
            continue;
        }
        let side = SIDE as f32;
        let point = |index: usize| {
            fit.point(numbers[index] / side + middle[0], numbers[index + 1] / side + middle[1])
        };
        let [x, y] = point(0);
        let (w, h) = (numbers[2] / side * fit.side, numbers[3] / side * fit.side);
        if 0.0 < w && 0.0 < h {
            faces.push(FaceBox {
                x: x - w / 2.0,
                y: y - h / 2.0,
                w,
                h,
                score,
                eyes: [point(4), point(6)],
            });
        }
    }
    faces
}

/// Makes one box of all that see the same face: their mean, weighted by score (MediaPipe's weighted
/// non-maximum suppression).
fn merge(mut faces: Vec<FaceBox>) -> Vec<FaceBox> {
    faces.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut merged = Vec::new();
    while let Some(&best) = faces.first() {
        let (same, others): (Vec<FaceBox>, Vec<FaceBox>) = faces
            .into_iter()
            .enumerate()
            .map(|(index, face)| (index == 0, face))
            .fold((Vec::new(), Vec::new()), |(mut same, mut others), (first, face)| {
                let kept = first || SAME_FACE < best.shared(&face);
                if kept {
                    same.push(face)
                } else {
                    others.push(face)
                }
                (same, others)
            });
        merged.push(mean(best.score, &same));
        if merged.len() == FACES_MAX {
            break;
        }
        faces = others;
    }
    merged
}

/// The mean of boxes, weighted by their scores.
fn mean(score: f32, faces: &[FaceBox]) -> FaceBox {
    let weight: f32 = faces.iter().map(|face| face.score).sum();
    let of = |value: &dyn Fn(&FaceBox) -> f32| {
        faces.iter().map(|face| face.score * value(face)).sum::<f32>() / weight
    };
    FaceBox {
        x: of(&|face| face.x),
        y: of(&|face| face.y),
        w: of(&|face| face.w),
        h: of(&|face| face.h),
        score,
        eyes: [0, 1].map(|eye| [0, 1].map(|axis| of(&|face| face.eyes[eye][axis]))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, score: f32) -> FaceBox {
        FaceBox { x, y: 0.0, w: 10.0, h: 10.0, score, eyes: [[x, 2.0], [x + 4.0, 2.0]] }
    }

    #[test]
    fn anchors_lie_in_the_middles_of_their_cells() {
        assert_eq!(MIDDLES.len(), ANCHORS);
        assert_eq!(MIDDLES[0], [0.5 / 16.0, 0.5 / 16.0]);
        assert_eq!(MIDDLES[3], [1.5 / 16.0, 0.5 / 16.0], "two for each cell, x runs first");
        assert_eq!(MIDDLES[512], [0.5 / 8.0, 0.5 / 8.0]);
        assert_eq!(MIDDLES[895], [7.5 / 8.0, 7.5 / 8.0]);
    }

    #[test]
    fn boxes_of_one_face_become_their_weighted_mean() {
        let merged = merge(vec![face(0.0, 0.6), face(2.0, 0.9), face(30.0, 0.7)]);
        assert_eq!(merged.len(), 2, "the far box is another face");
        assert!((merged[0].x - 1.2).abs() < 1e-6, "(0 * 0.6 + 2 * 0.9) / 1.5");
        assert_eq!((merged[0].score, merged[1].x), (0.9, 30.0));
    }
}
