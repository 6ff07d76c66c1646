//! What a mood is here, without a store, a clock or a file.

pub(crate) mod checkin;
pub(crate) mod day;
pub(crate) mod factor;
pub(crate) mod place;
pub(crate) mod spread;
pub(crate) mod words;
