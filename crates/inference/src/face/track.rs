//! One face from frame to frame: detected rarely, then followed by its own mesh.

use std::sync::Arc;

use base::error::Result;
use base::sense::Picture;

use crate::face::detect::{FaceBox, detect};
use crate::face::mesh::{self, Mesh};
use crate::models::Models;

/// Below this presence the mesh has lost its face (MediaPipe's `min_tracking_confidence`).
const PRESENCE_MIN: f32 = 0.5;

/// After this many frames faces are looked for again, although the mesh still has one: 2 s at 30 frames per
/// second, 4 s at 15. It costs half a mesh, and tells of a second person.
const FRAMES_TO_DETECT: u32 = 60;

/// A detected face and the mesh are the same one from this shared part of their boxes on. The detector's
/// box is smaller than the mesh's, so it is low.
const SAME_FACE: f32 = 0.2;

/// The face that is followed, as one frame shows it.
#[derive(Debug, Clone)]
pub struct Face {
    /// Its box: by the detector if this frame was searched for faces, otherwise the mesh's own bounds.
    pub bounds: FaceBox,
    /// Its points.
    pub mesh: Mesh,
    /// Whether it was found anew in this frame, and not followed from the one before.
    pub detected: bool,
    /// How many faces there were when the picture was last searched, this one included.
    pub faces: usize,
}

/// Follows one face. Keeps no picture, only where the face was.
pub struct FaceTracker {
    models: Arc<Models>,
    last: Option<Mesh>,
    faces: usize,
    frames: u32,
    input: Vec<f32>,
}

impl FaceTracker {
    /// A tracker that has seen nothing yet.
    pub fn new(models: Arc<Models>) -> FaceTracker {
        FaceTracker { models, last: None, faces: 0, frames: 0, input: Vec::new() }
    }

    /// The face in the next picture: the one that was followed, otherwise the largest in the middle. `None`
    /// if there is none, or if a model is not installed (see [`FaceTracker::is_installed`]).
    pub fn track(&mut self, picture: &Picture) -> Result<Option<Face>> {
        self.frames = self.frames.saturating_add(1);
        if self.frames < FRAMES_TO_DETECT
            && let Some(last) = &self.last
        {
            let found = mesh::mesh(&self.models, picture, &last.square(), &mut self.input)?;
            if let Some(mesh) = found.filter(|mesh| PRESENCE_MIN <= mesh.presence) {
                return Ok(Some(self.followed(mesh, None)));
            }
        }
        self.search(picture)
    }

    /// Whether the two models that it needs are installed.
    pub fn is_installed(&self) -> bool {
        ["face_detection", "face_mesh"].iter().all(|name| {
            self.models.list().iter().any(|model| model.name == *name && model.installed)
        })
    }

    /// Looks for faces in the whole picture, and stays with the one that is followed if it is still there.
    fn search(&mut self, picture: &Picture) -> Result<Option<Face>> {
        let last = self.last.take().map(|mesh| (mesh.face_box(), mesh));
        self.frames = 0;
        self.faces = 0;
        let Some(found) = detect(&self.models, picture, &mut self.input)? else { return Ok(None) };
        self.faces = found.len();
        let known = last
            .as_ref()
            .and_then(|(last, _)| found.iter().copied().find(|face| SAME_FACE < face.shared(last)));
        // The detector misses faces that look aside; the mesh may still hold the one it had.
        if known.is_none()
            && let Some((_, mesh)) = &last
        {
            let kept = mesh::mesh(&self.models, picture, &mesh.square(), &mut self.input)?;
            if let Some(mesh) = kept.filter(|mesh| PRESENCE_MIN <= mesh.presence) {
                self.faces += 1;
                return Ok(Some(self.followed(mesh, None)));
            }
        }
        let Some(chosen) = known.or_else(|| nearest(&found, picture)) else { return Ok(None) };
        let mesh = mesh::mesh(&self.models, picture, &mesh::square(&chosen), &mut self.input)?;
        let Some(mesh) = mesh.filter(|mesh| PRESENCE_MIN <= mesh.presence) else { return Ok(None) };
        Ok(Some(self.followed(mesh, Some(chosen))))
    }

    /// Remembers the mesh for the next frame.
    fn followed(&mut self, mesh: Mesh, detected: Option<FaceBox>) -> Face {
        let bounds = detected.unwrap_or_else(|| mesh.face_box());
        self.last = Some(mesh.clone());
        Face { bounds, mesh, detected: detected.is_some(), faces: self.faces }
    }
}

/// The face of whoever sits before the camera: large, and in the middle. Its area counts less the further
/// it is from the middle of the picture, half at the corner.
fn nearest(faces: &[FaceBox], picture: &Picture) -> Option<FaceBox> {
    let middle = [picture.width() as f32 / 2.0, picture.height() as f32 / 2.0];
    let weight = |face: &FaceBox| {
        let [x, y] = face.middle();
        let away = (x - middle[0]).hypot(y - middle[1]) / middle[0].hypot(middle[1]);
        face.w * face.h * (1.0 - away.min(1.0) / 2.0)
    };
    faces.iter().copied().max_by(|a, b| weight(a).total_cmp(&weight(b)))
}
