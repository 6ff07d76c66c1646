//! Every network against what onnxruntime gives for the same numbers (`tests/fixtures/faces/tensors.json`).

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};

/// How far a number may be from onnxruntime's, as a part of the largest of its output (or of 1).
const TOLERANCE: f32 = 1e-3;

#[derive(Deserialize)]
struct Output {
    length: usize,
    at: Vec<usize>,
    values: Vec<f32>,
}

/// Numbers from 0 to 1 by the formula of `reference.py`, scaled and shifted.
fn noise(count: usize, scale: f32, shift: f32) -> Vec<f32> {
    let part = |index: usize| (index as u32).wrapping_mul(2_654_435_761) >> 8;
    (0..count).map(|index| part(index) as f32 / 16_777_216.0 * scale + shift).collect()
}

fn check(name: Name, inputs: &[(&[usize], f32, f32)]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Models::open(&root.join("assets/models")).expect("the manifest is sound");
    let text = std::fs::read(root.join("tests/fixtures/faces/tensors.json"))
        .expect("the fixture is there");
    let stored: BTreeMap<String, BTreeMap<String, Output>> =
        serde_json::from_slice(&text).expect("the fixture is read");
    let shapes: Vec<Shape> = inputs
        .iter()
        .map(|(sides, ..)| match **sides {
            [a, b] => Shape::floats([a, b]),
            [a, b, c] => Shape::floats([a, b, c]),
            [a, b, c, d] => Shape::floats([a, b, c, d]),
            _ => unreachable!("these networks have inputs of 2 to 4 dimensions"),
        })
        .collect();
    let values: Vec<Vec<f32>> = inputs
        .iter()
        .map(|&(sides, scale, shift)| noise(sides.iter().product(), scale, shift))
        .collect();
    let feeds: Vec<Input<'_>> = inputs
        .iter()
        .zip(&values)
        .map(|((sides, ..), values)| Input::Floats(sides, values))
        .collect();
    let plan = models.plan(name, &shapes).expect("the model is sound").expect("the model is there");
    let outputs = plan.run(&feeds).expect("the model runs");
    for (output, stored) in &stored[name.text()] {
        let found = outputs.floats(output, Some(stored.length)).expect("the output is as stored");
        let largest = stored.values.iter().fold(1.0_f32, |most, value| most.max(value.abs()));
        for (&at, &value) in stored.at.iter().zip(&stored.values) {
            let off = (found[at] - value).abs();
            assert!(
                off <= TOLERANCE * largest,
                "{output}[{at}] is {}, onnxruntime says {value}",
                found[at]
            );
        }
    }
}

#[test]
fn face_detection_is_onnxruntimes() {
    check(Name::FaceDetection, &[(&[1, 128, 128, 3], 2.0, -1.0)]);
}

#[test]
fn face_mesh_is_onnxruntimes() {
    check(Name::FaceMesh, &[(&[1, 192, 192, 3], 1.0, 0.0)]);
}

#[test]
fn iris_is_onnxruntimes() {
    check(Name::Iris, &[(&[1, 64, 64, 3], 1.0, 0.0)]);
}

#[test]
fn expression_is_onnxruntimes() {
    check(Name::ExpressionFaceApi, &[(&[1, 3, 112, 112], 255.0, 0.0)]);
    check(Name::ExpressionOarriaga, &[(&[1, 1, 64, 64], 2.0, -1.0)]);
}

#[test]
fn voice_activity_is_onnxruntimes() {
    check(Name::VoiceActivity, &[(&[1, 576], 0.2, -0.1), (&[2, 1, 128], 0.2, -0.1)]);
}
