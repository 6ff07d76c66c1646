//! What can be wrong with bytes from outside, said so that a client can act on it and a person can read it.

use std::fmt;

use base::error::{Code, Error as Edge};

use crate::id::{DeviceId, LogId};

/// The result of reading, checking or opening anything of this protocol.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong, and with which thing.
pub struct Error(Box<Inner>);

struct Inner {
    fault: Fault,
    place: Option<String>,
}

/// What is wrong. A client branches on this, never on the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Bytes that are not of the format.
    #[error("the {what} cannot be read at byte {at}: {why}")]
    Malformed {
        /// What was read.
        what: &'static str,
        /// Where, in bytes from its start.
        at: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// The bytes end too early.
    #[error("the {what} is cut off at byte {at}")]
    CutOff {
        /// What was read.
        what: &'static str,
        /// Where it ends.
        at: usize,
    },
    /// More than a limit allows.
    #[error("the {what} has {found} {of}, at most {max} are taken")]
    TooMuch {
        /// What was read or written.
        what: &'static str,
        /// Of what there is too much.
        of: &'static str,
        /// How much there is.
        found: u64,
        /// The limit.
        max: u64,
    },
    /// A newer version wrote it: to be kept and read after an update.
    #[error("the {what} is of version {found}, this Everkept knows {known}")]
    Newer {
        /// What was read.
        what: &'static str,
        /// Its version.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// It is another vault's, lane's, device's or blob's.
    #[error("the {what} belongs to another {of}")]
    Foreign {
        /// What was read.
        what: &'static str,
        /// What it should have shared with what was asked for.
        of: &'static str,
    },
    /// It was changed after it was signed, or somebody else signed it.
    #[error("the {what} is not as its writer signed it")]
    Signature {
        /// What was checked.
        what: &'static str,
    },
    /// It was sealed with another key than the one at hand.
    #[error("the {what} was sealed with another key")]
    WrongKey {
        /// What was opened.
        what: &'static str,
    },
    /// The key is right, what was sealed is not as it was.
    #[error("the {what} is damaged")]
    Damaged {
        /// What was opened.
        what: &'static str,
    },
    /// The key of an epoch is not the one that the vault agreed on: nothing may be written with it.
    #[error("the key of epoch {epoch} does not fit its canary: nothing is written with it")]
    Canary {
        /// Which epoch.
        epoch: u32,
    },
    /// The key of an epoch is not at hand.
    #[error("the key of epoch {epoch} is not at hand")]
    NoKey {
        /// Which epoch.
        epoch: u32,
    },
    /// Segments of a log are missing.
    #[error("segments {from} to {to} of {log} are missing")]
    Gap {
        /// Whose log.
        log: LogId,
        /// The first that is missing.
        from: u32,
        /// The last that is missing.
        to: u32,
    },
    /// A log has two ends: a restored backup, or somebody lies.
    #[error("{log} has two different segments {seq}")]
    Fork {
        /// Whose log.
        log: LogId,
        /// From where on they differ.
        seq: u32,
    },
    /// The device is not a member.
    #[error("device {device} is not one of this vault's")]
    UnknownDevice {
        /// Which device.
        device: DeviceId,
    },
    /// The device was revoked, and this is not among what it wrote before.
    #[error("device {device} was revoked, and its segment {seq} is beyond the cut")]
    BeyondCut {
        /// Which device.
        device: DeviceId,
        /// Which segment.
        seq: u32,
    },
    /// An epoch that the membership log does not know: ask for its newer entries first.
    #[error("epoch {found} is not known, the newest is {known}")]
    UnknownEpoch {
        /// What was found.
        found: u32,
        /// The newest that is known.
        known: u32,
    },
    /// An epoch that was over for this writer.
    #[error("epoch {found} is over, it must be {least} at least")]
    OldEpoch {
        /// What was found.
        found: u32,
        /// The oldest that is allowed.
        least: u32,
    },
    /// Two membership logs of one vault differ: the server or a device lies.
    #[error("the list of devices has two different entries {n}")]
    MembersFork {
        /// From where on they differ.
        n: u32,
    },
    /// The membership log is shorter than somebody has seen it.
    #[error("the list of devices has {have} entries, others have seen {seen}")]
    StaleMembers {
        /// How many there are here.
        have: u32,
        /// How many others have seen.
        seen: u32,
    },
    /// An entry that its signer may not write.
    #[error("entry {n} of the list of devices is not allowed: {why}")]
    NotAllowed {
        /// Which entry.
        n: u32,
        /// Why not.
        why: &'static str,
    },
    /// A short code that was typed is not the one that is shown on the other device.
    #[error("the code is not the one on the other device; pairing starts again from the beginning")]
    WrongCode,
    /// A message at a step of pairing where it does not belong.
    #[error("pairing did not expect this message now")]
    OutOfTurn,
    /// A challenge that is over, or for another server.
    #[error("the answer to the challenge is refused: {why}")]
    Challenge {
        /// Why.
        why: &'static str,
    },
}

impl Error {
    /// Says of which thing it is true, such as `segment 7 of lane 1f.., device 2e..`.
    #[must_use]
    pub fn of(mut self, place: impl fmt::Display) -> Error {
        self.0.place.get_or_insert_with(|| place.to_string());
        self
    }

    /// What is wrong.
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }

    /// With which thing, if there is more than one of its kind.
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// Whether a newer version of the program can read it: keep the bytes, and try after an update.
    pub fn wants_update(&self) -> bool {
        matches!(self.0.fault, Fault::Newer { .. })
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error(Box::new(Inner { fault, place: None }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.place {
            Some(place) => write!(f, "{place}: {}", self.0.fault),
            None => fmt::Display::fmt(&self.0.fault, f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({:?})", self.0.fault, self.0.place)
    }
}

impl std::error::Error for Error {}

/// The form that crosses the command edge.
impl From<Error> for Edge {
    fn from(error: Error) -> Edge {
        let code = match error.0.fault {
            Fault::Newer { .. } => Code::Unsupported,
            Fault::WrongKey { .. } | Fault::Canary { .. } | Fault::NoKey { .. } => Code::Locked,
            Fault::Fork { .. } | Fault::MembersFork { .. } => Code::Conflict,
            Fault::UnknownDevice { .. }
            | Fault::BeyondCut { .. }
            | Fault::UnknownEpoch { .. }
            | Fault::OldEpoch { .. }
            | Fault::NotAllowed { .. }
            | Fault::WrongCode
            | Fault::Challenge { .. } => Code::Denied,
            Fault::Malformed { .. }
            | Fault::CutOff { .. }
            | Fault::TooMuch { .. }
            | Fault::Foreign { .. }
            | Fault::Signature { .. }
            | Fault::Damaged { .. }
            | Fault::Gap { .. }
            | Fault::StaleMembers { .. }
            | Fault::OutOfTurn => Code::Invalid,
        };
        Edge::new(code, error.to_string())
    }
}
