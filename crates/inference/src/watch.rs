//! A camera that looks at a person: frames in, figures out, nothing kept but a minute of numbers.
//!
//! [`Watch`] finds the face and hands its points to [`WatchCore`], which does all the rest and needs no
//! model. What is deliberately not here: the camera, and any frame older than the one before.

mod core;

use std::sync::Arc;

use base::error::Result;
use base::sense::{Estimate, Frame};

pub use self::core::{Landmarks, Signs, WatchCore, WatchOptions};
use crate::face::{Expression, Face, FaceTracker, expression};
use crate::models::Models;

/// Microseconds between two looks at the expression: it takes twice as long as all else together.
const EXPRESSION_US: i64 = 500_000;

/// The points of the mesh around a face, in order (`FACEMESH_FACE_OVAL` of MediaPipe).
const OUTLINE: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/// Where a face is.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenFace {
    /// Left, top, width, height of its points, in pixels of the picture.
    pub bounds: [f32; 4],
    /// Its outline, to be drawn: x and y in pixels of the picture.
    pub outline: Vec<[f32; 2]>,
    /// How many faces there were when the picture was last searched.
    pub faces: usize,
}

/// What is known after a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The frame's time.
    pub at_us: i64,
    /// The face, if there is one.
    pub face: Option<SeenFace>,
    /// Frames a second.
    pub fps: f32,
    /// The share of the last minute in which a face was seen, 0 to 1.
    pub present: f32,
    /// Breaths a minute.
    pub breathing: Estimate<f32>,
    /// Heart beats a minute.
    pub pulse: Estimate<f32>,
    /// How still the head is held, 0 to 100.
    pub stillness: Estimate<f32>,
    /// The person's own speed while settling, once it was measured: to be handed in the next time.
    pub settling_speed: Option<f64>,
    /// The expression; `None` when it was not asked for or no face is seen.
    pub expression: Option<Estimate<Expression>>,
    /// How far the chest is down against the head, in pixels since the face was found: the breath's own curve.
    pub chest: Option<f32>,
}

/// Watches the frames of one camera.
pub struct Watch {
    models: Arc<Models>,
    tracker: FaceTracker,
    core: WatchCore,
    wants_expression: bool,
    expression: Option<(i64, Estimate<Expression>)>,
}

impl Watch {
    /// One that has seen nothing yet.
    pub fn new(models: Arc<Models>, options: WatchOptions) -> Watch {
        let tracker = FaceTracker::new(Arc::clone(&models));
        let mut core = WatchCore::new(options);
        if !tracker.is_installed() {
            core.no_model();
        }
        Watch { models, tracker, core, wants_expression: options.expression, expression: None }
    }

    /// Looks at a frame. `None` for one whose time is not after the last one's.
    ///
    /// # Errors
    /// `Invalid` or `Internal` when a model's file is damaged.
    pub fn push(&mut self, frame: &Frame) -> Result<Option<Seen>> {
        if self.core.is_old(frame.at_us) {
            return Ok(None);
        }
        let face = self.tracker.track(&frame.picture)?;
        let points = face.as_ref().map(|face| &face.mesh.points);
        let signs = self.core.push(frame.at_us, &frame.picture, points);
        self.express(frame, face.as_ref())?;
        Ok(Some(Seen {
            at_us: frame.at_us,
            face: face.as_ref().map(seen_face),
            fps: signs.fps,
            present: signs.present,
            breathing: signs.breathing,
            pulse: signs.pulse,
            stillness: signs.stillness,
            settling_speed: signs.settling_speed,
            expression: self.expression.as_ref().map(|(_, expression)| expression.clone()),
            chest: signs.chest,
        }))
    }

    fn express(&mut self, frame: &Frame, face: Option<&Face>) -> Result<()> {
        let Some(face) = face.filter(|_| self.wants_expression) else {
            self.expression = None;
            return Ok(());
        };
        let is_due = self
            .expression
            .as_ref()
            .is_none_or(|(at_us, _)| EXPRESSION_US <= frame.at_us.saturating_sub(*at_us));
        if is_due {
            let told = expression(&self.models, &frame.picture, &face.mesh)?;
            self.expression = Some((frame.at_us, told));
        }
        Ok(())
    }
}

fn seen_face(face: &Face) -> SeenFace {
    let points = &face.mesh.points;
    SeenFace {
        bounds: face.mesh.bounds(),
        outline: OUTLINE.iter().map(|&point| [points[point][0], points[point][1]]).collect(),
        faces: face.faces,
    }
}
