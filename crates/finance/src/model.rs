//! What money is here, without a store, a clock or a file.

pub(crate) mod payee;
pub(crate) mod rule;
