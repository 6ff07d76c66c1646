//! The curve of a session: five points a second, as bytes of an attachment.

use base::error::{Error, Result};
use inference::signal::adherence::Phase;

use crate::model::program::PhaseKind;

/// Milliseconds between two points.
pub(crate) const STEP_MS: i64 = 200;
/// How the bytes begin.
const HEAD: &[u8] = b"everkept breath trace 1\n";
/// Bytes of a point.
const POINT: usize = 3;
/// What stands for a value that is not known.
const NONE: u8 = 255;
/// Points, at most: four hours.
const POINTS_MAX: usize = 72_000;
/// The longest trace in bytes.
pub(crate) const BYTES_MAX: u64 = (HEAD.len() + POINTS_MAX * POINT) as u64;

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    /// What the pacer asked for.
    pub(crate) target: Option<PhaseKind>,
    /// What was heard.
    pub(crate) heard: Phase,
    /// Whether a face was seen; `None`: no camera looked.
    pub(crate) face: Option<bool>,
    /// How loud the breath was above the room, 0 to 254.
    pub(crate) level: Option<u8>,
    /// How full the chest was, 0 to 254.
    pub(crate) chest: Option<u8>,
}

impl Point {
    /// A point of which nothing but the target is known.
    pub(crate) fn gap(target: Option<PhaseKind>) -> Point {
        Point { target, heard: Phase::Unknown, face: None, level: None, chest: None }
    }

    fn bytes(self) -> [u8; POINT] {
        let target = match self.target {
            None => 0,
            Some(kind) => 1 + PhaseKind::ALL.iter().position(|one| *one == kind).unwrap_or(0) as u8,
        };
        let heard = match self.heard {
            Phase::Unknown => 0,
            Phase::Inhale => 1,
            Phase::Exhale => 2,
            Phase::Pause => 3,
        };
        let face = match self.face {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        };
        let byte = |value: Option<u8>| value.map_or(NONE, |value| value.min(NONE - 1));
        [target | heard << 4 | face << 6, byte(self.level), byte(self.chest)]
    }

    fn of(bytes: [u8; POINT]) -> Point {
        let target = usize::from(bytes[0] & 0x0f).checked_sub(1);
        let value = |byte: u8| Some(byte).filter(|byte| *byte != NONE);
        Point {
            target: target.and_then(|at| PhaseKind::ALL.get(at)).copied(),
            heard: match bytes[0] >> 4 & 3 {
                1 => Phase::Inhale,
                2 => Phase::Exhale,
                3 => Phase::Pause,
                _ => Phase::Unknown,
            },
            face: match bytes[0] >> 6 {
                1 => Some(false),
                2 => Some(true),
                _ => None,
            },
            level: value(bytes[1]),
            chest: value(bytes[2]),
        }
    }
}

/// The bytes of a curve.
pub(crate) fn write(points: &[Point]) -> Vec<u8> {
    let points = &points[..points.len().min(POINTS_MAX)];
    let mut bytes = HEAD.to_vec();
    bytes.extend(points.iter().flat_map(|point| point.bytes()));
    bytes
}

/// The curve of bytes.
///
/// # Errors
/// `Invalid` when they are none.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Point>> {
    let wrong = || Error::invalid("trace", "this is no curve of a session");
    let bytes = bytes.strip_prefix(HEAD).ok_or_else(wrong)?;
    if !bytes.len().is_multiple_of(POINT) || POINTS_MAX * POINT < bytes.len() {
        return Err(wrong());
    }
    let (points, _) = bytes.as_chunks::<POINT>();
    Ok(points.iter().copied().map(Point::of).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points() -> impl Strategy<Value = Vec<Point>> {
        let target = prop::option::of(prop::sample::select(PhaseKind::ALL.to_vec()));
        let phases = vec![Phase::Inhale, Phase::Exhale, Phase::Pause, Phase::Unknown];
        let heard = prop::sample::select(phases);
        let value = || prop::option::of(0..255_u8);
        let point = (target, heard, any::<Option<bool>>(), value(), value()).prop_map(
            |(target, heard, face, level, chest)| Point { target, heard, face, level, chest },
        );
        prop::collection::vec(point, 0..40)
    }

    proptest! {
        #[test]
        fn a_curve_comes_back_from_its_bytes(points in points()) {
            prop_assert_eq!(read(&write(&points)).expect("a curve"), points);
        }

        #[test]
        fn any_bytes_are_a_curve_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&bytes);
            bytes.splice(0..0, HEAD.iter().copied());
            let _ = read(&bytes);
        }
    }
}
