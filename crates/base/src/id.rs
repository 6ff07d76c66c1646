//! Identities: 16 bytes whose first six are a time, so that neighbours in time are neighbours on disk.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::error::{Error, Result};

/// The identity of a `T`: 6 bytes of Unix milliseconds, then 10 bytes that are random (records made
/// here: a UUIDv7) or a keyed hash of a natural key (facts and imported records, so that two devices
/// that read one file agree). Written as a lower-case UUID.
pub struct Id<T: ?Sized>([u8; 16], PhantomData<fn() -> T>);

/// Stands for the type of a record whose kind is told beside its id.
pub enum Any {}

/// The identity of any record.
pub type AnyId = Id<Any>;

impl<T: ?Sized> Id<T> {
    /// From its 16 bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Id<T> {
        Id(bytes, PhantomData)
    }

    /// From a blob column.
    ///
    /// # Errors
    /// `Invalid` when the slice is not 16 bytes long.
    pub fn from_slice(bytes: &[u8]) -> Result<Id<T>> {
        let bytes = bytes.try_into().map_err(|_| {
            Error::invalid("id", format!("an id has 16 bytes, not {}", bytes.len()))
        })?;
        Ok(Id::from_bytes(bytes))
    }

    /// A UUIDv7 from a time in Unix milliseconds and ten random bytes.
    pub fn from_time_and_random(unix_ms: u64, random: &[u8; 10]) -> Id<T> {
        Id::from_bytes(
            *uuid::Builder::from_unix_timestamp_millis(unix_ms, random).as_uuid().as_bytes(),
        )
    }

    /// 6 bytes of time, 10 bytes of a keyed hash.
    pub fn from_time_and_hash(unix_ms: u64, hash: &[u8; 10]) -> Id<T> {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(hash);
        Id::from_bytes(bytes)
    }

    /// The 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The same identity, spoken of as another type.
    pub const fn cast<U: ?Sized>(self) -> Id<U> {
        Id::from_bytes(self.0)
    }

    /// The time in its first six bytes, Unix milliseconds.
    pub fn unix_ms(&self) -> u64 {
        self.0[..6].iter().fold(0, |ms, byte| ms << 8 | u64::from(*byte))
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Id<T> {}
impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T: ?Sized> Eq for Id<T> {}
impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Uuid::from_bytes(self.0).hyphenated())
    }
}
impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<T: ?Sized> FromStr for Id<T> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Id<T>> {
        let uuid = Uuid::try_parse(text)
            .map_err(|source| Error::invalid("id", "an id is a UUID").because(source))?;
        Ok(Id::from_bytes(*uuid.as_bytes()))
    }
}
impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
impl<T: ?Sized + 'static> ts_rs::TS for Id<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "string".into()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".into()
    }
}
impl<T: ?Sized> schemars::JsonSchema for Id<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}
