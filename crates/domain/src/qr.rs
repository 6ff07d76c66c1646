//! A text as a picture that another device's camera reads.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The side of one square, in units of the picture.
const MODULE: u32 = 4;

/// The text as a QR code, an SVG picture; nothing when it is too long for one. The level of correction is
/// the lowest: a screen is not torn, and fewer squares are read from farther away.
pub fn svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::L).ok()?;
    Some(code.render::<svg::Color<'_>>().module_dimensions(MODULE, MODULE).build())
}
