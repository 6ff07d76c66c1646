//! Bytes in the body of a fact, as Base64 text: an archive is JSON, and what it brings back must be the
//! very bytes that the fact was made of. Compressed in the log it costs some hundredths more.

use data_encoding::BASE64;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};
use serde_bytes::ByteBuf;

pub(crate) fn serialize<S: Serializer>(bytes: &ByteBuf, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&BASE64.encode(bytes))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ByteBuf, D::Error> {
    let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
    BASE64.decode(text.as_bytes()).map(ByteBuf::from).map_err(D::Error::custom)
}
