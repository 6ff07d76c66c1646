//! What a face looks like: the mean of two small networks. It is an expression, not what somebody feels.

use base::error::Result;
use base::sense::{Estimate, Picture, Source, Told, Unknown};
use serde::Serialize;

use crate::face::mesh::Mesh;
use crate::models::plan::{Input, Plan, Shape};
use crate::models::{Models, Name};
use crate::picture::{self, Square};

/// What the networks tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Looks angry.
    Angry,
    /// Looks disgusted.
    Disgusted,
    /// Looks afraid.
    Fearful,
    /// Smiles or laughs.
    Happy,
    /// Looks sad.
    Sad,
    /// Looks surprised.
    Surprised,
    /// None of these.
    Neutral,
}

impl Kind {
    /// All of them, in the order of [`Expression::probabilities`].
    pub const ALL: [Kind; 7] = [
        Kind::Angry,
        Kind::Disgusted,
        Kind::Fearful,
        Kind::Happy,
        Kind::Sad,
        Kind::Surprised,
        Kind::Neutral,
    ];
}

/// What a face looks like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expression {
    /// One for each of [`Kind::ALL`]; they sum to 1.
    pub probabilities: [f32; 7],
    /// The likeliest.
    pub kind: Kind,
    /// From -1 (angry, disgusted, afraid, sad) to 1 (happy); neutral and surprised count as 0.
    pub valence: f32,
}

/// The crop that both networks were measured best with, fitted on 444 faces of FER2013: its side is this
/// much of the mesh's height, and its middle lies this part of the height above the mesh's. Three pixels
/// of 48 less on each side cost 3 to 6 points of accuracy.
const CROP_SIDE: f32 = 1.13;
/// See [`CROP_SIDE`].
const CROP_RAISED: f32 = 0.047;

/// The lowest face that is read, in pixels: the faces of FER2013, on which this was measured, have 48.
const HEIGHT_MIN: f32 = 48.0;

/// Below this presence the mesh is no face's.
const PRESENCE_MIN: f32 = 0.5;

/// One expression must outweigh all others together, else none is told. (Above 0.6 it covered 66 % of
/// FER2013's test faces and was right in 72 %, against 61 % of all.)
const QUALITY_MIN: f32 = 0.5;

/// The side of the input of face-api's network.
const FACE_API_SIDE: usize = 112;
/// For each of [`Kind::ALL`] its place in the output of face-api's network.
const FACE_API_ORDER: [usize; 7] = [3, 5, 4, 1, 2, 6, 0];

/// The side of the input of oarriaga's network; its output is in the order of [`Kind::ALL`].
const OARRIAGA_SIDE: usize = 64;

/// The model's name in an estimate.
const MODEL: &str = "expression_ensemble";

/// Below this a probability counts as this, so that one network's certain no does not decide alone.
const PROBABILITY_MIN: f32 = 1e-6;

/// What the face of a mesh looks like: the geometric mean of both networks over the face and its mirror
/// image (61.0 % of FER2013's 3,589 test faces, where people agree on about 65 %). The quality is the
/// probability of the likeliest expression. Unknown without the models, without a face, for a face of less
/// than 48 pixels, and where nothing outweighs the rest.
pub fn expression(models: &Models, picture: &Picture, mesh: &Mesh) -> Result<Estimate<Expression>> {
    if mesh.presence < PRESENCE_MIN {
        return Ok(unknown(Unknown::NoFace, 0.0));
    }
    let [x, y, w, h] = mesh.bounds();
    let middle = [x + w / 2.0, y + h / 2.0 - CROP_RAISED * h];
    let square = Square { middle, side: CROP_SIDE * h, angle: 0.0 };
    if !square.is_sound() || h < HEIGHT_MIN {
        return Ok(unknown(Unknown::PoorLight, 0.0));
    }
    let Some(probabilities) = ensemble(models, picture, &square)? else {
        return Ok(unknown(Unknown::NoModel, 0.0));
    };
    let expression = read(probabilities);
    let quality = probabilities.iter().copied().fold(0.0, f32::max);
    if quality < QUALITY_MIN {
        return Ok(unknown(Unknown::Unsure, quality));
    }
    Ok(Estimate {
        told: Told::Value(expression),
        coverage: 1.0,
        ..unknown(Unknown::Unsure, quality)
    })
}

fn unknown(why: Unknown, quality: f32) -> Estimate<Expression> {
    Estimate {
        told: Told::Unknown(why),
        quality,
        coverage: 0.0,
        source: Source::Camera,
        model: MODEL,
        version: "1",
    }
}

/// The likeliest expression and the valence.
fn read(probabilities: [f32; 7]) -> Expression {
    let [angry, disgusted, fearful, happy, sad, _, _] = probabilities;
    let mut kind = (Kind::Neutral, f32::NEG_INFINITY);
    for (each, probability) in Kind::ALL.into_iter().zip(probabilities) {
        if kind.1 < probability {
            kind = (each, probability);
        }
    }
    let valence = (happy - angry - disgusted - fearful - sad).clamp(-1.0, 1.0);
    Expression { probabilities, kind: kind.0, valence }
}

/// The probabilities of both networks over the crop and its mirror image; `None` if one is not installed.
fn ensemble(models: &Models, picture: &Picture, square: &Square) -> Result<Option<[f32; 7]>> {
    const FACE_API: [usize; 4] = [1, 3, FACE_API_SIDE, FACE_API_SIDE];
    const OARRIAGA: [usize; 4] = [1, 1, OARRIAGA_SIDE, OARRIAGA_SIDE];
    let Some(face_api) = models.plan(Name::ExpressionFaceApi, &[Shape::floats(FACE_API)])? else {
        return Ok(None);
    };
    let Some(oarriaga) = models.plan(Name::ExpressionOarriaga, &[Shape::floats(OARRIAGA)])? else {
        return Ok(None);
    };
    let mut logs = [0.0; 7];
    let (mut crop, mut input) = (Vec::new(), Vec::new());

    picture::crop(picture, square, FACE_API_SIDE, |value| value, &mut crop);
    for _ in 0..2 {
        picture::planes(&crop, &mut input);
        add(&face_api, &FACE_API, &input, FACE_API_ORDER, &mut logs)?;
        picture::mirror(&mut crop, FACE_API_SIDE, 3);
    }
    picture::crop(picture, square, OARRIAGA_SIDE, |value| value / 255.0, &mut crop);
    input.clear();
    input.extend(
        crop.chunks_exact(3).map(|rgb| (picture::gray([rgb[0], rgb[1], rgb[2]]) - 0.5) * 2.0),
    );
    for _ in 0..2 {
        add(&oarriaga, &OARRIAGA, &input, [0, 1, 2, 3, 4, 5, 6], &mut logs)?;
        picture::mirror(&mut input, OARRIAGA_SIDE, 1);
    }
    let means = logs.map(|log| (log / 4.0).exp());
    let sum: f32 = means.iter().sum();
    Ok(Some(means.map(|mean| mean / sum)))
}

/// Runs one network and adds the logarithms of its probabilities.
fn add(
    plan: &Plan,
    shape: &[usize],
    input: &[f32],
    order: [usize; 7],
    logs: &mut [f32; 7],
) -> Result<()> {
    let outputs = plan.run(&[Input::Floats(shape, input)])?;
    let found = outputs.floats("probs", Some(7))?;
    for (log, place) in logs.iter_mut().zip(order) {
        *log += found[place].max(PROBABILITY_MIN).ln();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valence_is_what_is_pleasant_less_what_is_not() {
        let told = read([0.1, 0.0, 0.1, 0.5, 0.1, 0.1, 0.1]);
        assert_eq!(told.kind, Kind::Happy);
        assert!((told.valence - 0.2).abs() < 1e-6, "0.5 happy - 0.3 of angry, afraid and sad");
    }
}
