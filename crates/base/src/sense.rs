//! What a sensor gives, and what is told from it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A picture: 8 bit RGB, rows from top to bottom, no padding.
// Invariant: rgb.len() == width * height * 3.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    /// A picture of these bytes; `None` when their number does not fit the sides or a side is 0.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Picture> {
        let bytes = (width as usize).checked_mul(height as usize)?.checked_mul(3)?;
        (bytes > 0 && bytes == rgb.len()).then_some(Picture { width, height, rgb })
    }

    /// Pixels in a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The bytes: `[row][column][red, green, blue]`.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}

/// A picture of a camera, with the time at which it was taken.
#[derive(Clone)]
pub struct Frame {
    /// Microseconds on the source's own steady clock; only differences mean anything.
    pub at_us: i64,
    /// What was seen.
    pub picture: Picture,
}

/// A piece of sound of a microphone.
#[derive(Clone)]
pub struct Sound {
    /// When its first sample was taken: microseconds on the source's own steady clock.
    pub at_us: i64,
    /// Samples per second.
    pub rate: u32,
    /// One channel, full scale is -1 to 1.
    pub samples: Vec<f32>,
}

/// Where an estimate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SenseSource")]
pub enum Source {
    /// A camera, or frames of one.
    Camera,
    /// A microphone, or a recording of one.
    Microphone,
    /// Written words.
    Text,
    /// A photo of a document.
    Photo,
    /// A chest strap or a file of intervals between heart beats.
    Strap,
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// Not enough has been seen or heard yet.
    TooShort,
    /// No face is in the picture.
    NoFace,
    /// There is a face, but nothing of it moves as the living do: a photo, a drawing, a frozen camera.
    NotAlive,
    /// Too dark, too bright, or too far away.
    PoorLight,
    /// Moving too much.
    Moving,
    /// The background shows the same: a lamp or a screen.
    Lighting,
    /// It would be the pacer's own rhythm that is read.
    Pacer,
    /// Nothing is to be heard.
    Silent,
    /// Something is heard that is no breath: a fan, music, a tone.
    Noise,
    /// Somebody speaks.
    Speech,
    /// The ways of telling it do not agree, or the best of them is not sure.
    Unsure,
    /// Too many beats had to be left out.
    Ectopic,
    /// There is nothing of this person to compare with yet.
    NoBaseline,
    /// Written in a language that the model was not made for.
    Language,
    /// The model is not installed.
    NoModel,
    /// The source gives nothing any more.
    Lost,
}

/// What was told, or why nothing could be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told<T> {
    /// A value.
    Value(T),
    /// None, and why.
    Unknown(Unknown),
}

/// A figure with all that one must know to believe it or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate<T> {
    /// The value, or why there is none.
    pub told: Told<T>,
    /// How sure, 0 to 1; comparable only within one model.
    pub quality: f32,
    /// The share of the time looked at in which it could be read, 0 to 1.
    pub coverage: f32,
    /// Where it comes from.
    pub source: Source,
    /// What computed it: `pos`, `chest_flow`, `silero_vad`.
    pub model: &'static str,
    /// Its version; a change of formula or weights is another one.
    pub version: &'static str,
}

impl<T> Estimate<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match &self.told {
            Told::Value(value) => Some(value),
            Told::Unknown(_) => None,
        }
    }
}
