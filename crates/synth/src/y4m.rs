//! Frames as an uncompressed video of the y4m format (yuv4mpeg(5) of the mjpegtools), 4:2:0.

use std::io::Write;

use base::error::{Error, Result};
use base::sense::{Frame, Picture};

/// Writes frames; all of the first one's size.
///
/// # Errors
/// `Invalid` for a frame of another or an odd size, `Internal` when the writer fails.
pub fn write(to: &mut impl Write, fps: f64, frames: impl Iterator<Item = Frame>) -> Result<()> {
    let failed = |error: std::io::Error| Error::internal("writing a video", error);
    let mut sides = None;
    for frame in frames {
        let picture = &frame.picture;
        let (width, height) = (picture.width(), picture.height());
        if width % 2 == 1 || height % 2 == 1 || sides.is_some_and(|sides| sides != (width, height))
        {
            let message = format!("a frame of {width} x {height} does not fit the video");
            return Err(Error::invalid("frame", message));
        }
        if sides.is_none() {
            let rate = (fps * 1000.0).round() as u32;
            let header = format!("YUV4MPEG2 W{width} H{height} F{rate}:1000 Ip A1:1 C420\n");
            to.write_all(header.as_bytes()).map_err(failed)?;
            sides = Some((width, height));
        }
        to.write_all(b"FRAME\n").and_then(|()| to.write_all(&planes(picture))).map_err(failed)?;
    }
    Ok(())
}

/// The three planes: ITU-R BT.601 with the range of television, as readers of this format expect.
fn planes(picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| {
        let at = (y * width + x) * 3;
        [0, 1, 2].map(|channel| f32::from(picture.rgb()[at + channel]))
    };
    let byte = |value: f32| (value + 0.5).clamp(0.0, 255.0) as u8;
    let mut bytes = Vec::with_capacity(width * height * 3 / 2);
    for pixel in picture.rgb().chunks_exact(3) {
        let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
        bytes.push(byte(16.0 + (65.481 * r + 128.553 * g + 24.966 * b) / 255.0));
    }
    let colors = [[-37.797, -74.203, 112.0], [112.0, -93.786, -18.214]];
    for color in colors {
        for y in (0..height).step_by(2) {
            for x in (0..width).step_by(2) {
                let square = [pixel(x, y), pixel(x + 1, y), pixel(x, y + 1), pixel(x + 1, y + 1)];
                let sum: f32 =
                    square.iter().map(|rgb| (0..3).map(|c| color[c] * rgb[c]).sum::<f32>()).sum();
                bytes.push(byte(128.0 + sum / (4.0 * 255.0)));
            }
        }
    }
    bytes
}
