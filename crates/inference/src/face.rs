//! Faces: where one is, its 468 points, its irises, and what its expression looks like.
//!
//! What is deliberately not here: who somebody is (nothing here compares two faces), and what somebody
//! feels. Start reading at [`FaceTracker`].

mod detect;
mod expression;
mod iris;
mod mesh;
mod track;

pub use detect::FaceBox;
pub use expression::{Expression, Kind, expression};
pub use iris::{Iris, Irises, irises};
pub use mesh::{MESH_POINTS, Mesh};
pub use track::{Face, FaceTracker};
