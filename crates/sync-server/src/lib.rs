//! The blind endpoint.
