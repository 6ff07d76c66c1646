//! MiniLM (all-MiniLM-L6-v2): what a text means as 384 numbers, and 28 logits of emotion.
//!
//! English only. One text at a time, without padding: a plan for any length is as quick as one for a
//! fixed length.

use std::sync::Arc;

use base::error::{Error, Result};

use super::hashed::Scores;
use super::labels::CLASSES;
use super::wordpiece::WordPiece;
use crate::models::plan::{Input, Plan, Shape};
use crate::models::{Models, Name};

/// How many numbers an embedding has.
pub const EMBEDDING: usize = 384;

/// The word pieces that the model has positions for, `[CLS]` and `[SEP]` counted.
pub(crate) const PIECES_MAX: usize = 256;

/// The network with its vocabulary.
pub(crate) struct MiniLm {
    plan: Arc<Plan>,
    pieces: Arc<WordPiece>,
}

/// What the network says of a text.
pub(crate) struct Meaning {
    /// Its length is 1.
    pub(crate) embedding: [f32; EMBEDDING],
    /// One for each emotion.
    pub(crate) logits: Scores,
}

impl MiniLm {
    /// `None` when one of its two files is not installed.
    pub(crate) fn open(models: &Models) -> Result<Option<MiniLm>> {
        let Some(pieces) = models.parsed(Name::SentenceTokenizer, WordPiece::parse)? else {
            return Ok(None);
        };
        let plan = models.plan(Name::Sentence, &[Shape::wholes([1, 0])])?;
        Ok(plan.map(|plan| MiniLm { plan, pieces }))
    }

    /// Whether the network can read the text in one piece.
    pub(crate) fn fits(&self, text: &str) -> bool {
        // A piece has at least one byte; the encoder says of a longer text whether it was cut.
        text.len() + 2 <= PIECES_MAX || self.pieces.encode(text, PIECES_MAX + 1).len() <= PIECES_MAX
    }

    /// Reads the text's first [`PIECES_MAX`] word pieces.
    pub(crate) fn read(&self, text: &str) -> Result<Meaning> {
        let ids = self.pieces.encode(text, PIECES_MAX);
        let outputs = self.plan.run(&[Input::Wholes(&[1, ids.len()], &ids)])?;
        let fits = |_| Error::internal("reading a text by MiniLM", "an output has another length");
        let embedding = outputs.floats("emb", Some(EMBEDDING))?.try_into().map_err(fits)?;
        let logits = outputs.floats("emo_logits", Some(CLASSES))?.try_into().map_err(fits)?;
        Ok(Meaning { embedding, logits })
    }
}
