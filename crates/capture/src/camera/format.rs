//! Which of a camera's formats is taken, and how a picture of it is read.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use nokhwa::Buffer;
use nokhwa::pixel_format::RgbFormat;
use nokhwa::utils::{CameraFormat, FrameFormat};

use base::sense::Picture;

use crate::picture;

/// What is wished for: enough for a face at arm's length, and as many pictures as every camera has.
const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
const FPS: u32 = 30;

/// Everything that can be read, best first: without losses, then compressed (which takes away the
/// small changes of color that a pulse is), then without color.
pub(crate) const FORMATS: [FrameFormat; 6] = [
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
    FrameFormat::MJPEG,
    FrameFormat::GRAY,
];

/// Wider than this no picture is taken: each costs time before it is shrunk.
const SIDE_MAX: u32 = 1920;

/// The format that is nearest to what is wished for: rate before size, because a rhythm cannot be made
/// out of too few pictures, and size before the way of packing.
pub(crate) fn choose(formats: &[CameraFormat]) -> Option<CameraFormat> {
    let rank = |format: &CameraFormat| {
        let packing = FORMATS.iter().position(|known| *known == format.format())?;
        let fits = (1..=SIDE_MAX).contains(&format.width())
            && (1..=SIDE_MAX).contains(&format.height())
            && format.frame_rate() > 0;
        let slow = FPS.saturating_sub(format.frame_rate());
        let size = format.width().abs_diff(WIDTH) + format.height().abs_diff(HEIGHT);
        let fast = format.frame_rate().saturating_sub(FPS);
        fits.then_some((slow, size, fast, packing))
    };
    let ranked = formats.iter().filter_map(|format| Some((rank(format)?, *format)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, format)| format)
}

/// The picture in a camera's buffer; `None` when it is damaged, as single ones are after a bad cable.
pub(crate) fn read(buffer: &Buffer) -> Option<Picture> {
    let image = match buffer.source_frame_format() {
        FrameFormat::MJPEG => read_jpeg(buffer.buffer())?,
        FrameFormat::YUYV
        | FrameFormat::NV12
        | FrameFormat::GRAY
        | FrameFormat::RAWRGB
        | FrameFormat::RAWBGR => buffer.decode_image::<RgbFormat>().ok()?,
    };
    picture::shrunk(image)
}

fn read_jpeg(bytes: &[u8]) -> Option<image::RgbImage> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    reader.limits(limits);
    Some(reader.decode().ok()?.into_rgb8())
}

#[cfg(test)]
mod tests {
    use nokhwa::utils::Resolution;

    use super::*;

    fn format(width: u32, height: u32, fps: u32, format: FrameFormat) -> CameraFormat {
        CameraFormat::new(Resolution::new(width, height), format, fps)
    }

    #[test]
    fn the_nearest_format_is_chosen() {
        let all = [
            format(1920, 1080, 30, FrameFormat::MJPEG),
            format(1280, 720, 10, FrameFormat::YUYV),
            format(640, 480, 30, FrameFormat::MJPEG),
            format(640, 480, 15, FrameFormat::YUYV),
            format(640, 480, 60, FrameFormat::MJPEG),
        ];
        assert_eq!(choose(&all), Some(all[2]), "30 pictures a second before lossless");
        assert_eq!(choose(&all[..2]), Some(all[0]), "rate before size");
        let both = [all[2], format(640, 480, 30, FrameFormat::YUYV)];
        assert_eq!(choose(&both), Some(both[1]), "lossless where nothing is lost by it");
        assert_eq!(choose(&[format(7680, 4320, 30, FrameFormat::YUYV)]), None);
        assert_eq!(choose(&[]), None);
    }

    #[test]
    fn a_damaged_picture_is_none() {
        let size = Resolution::new(4, 4);
        for format in FORMATS {
            for length in [0, 1, 7, 4096] {
                let buffer = Buffer::new(size, &vec![0xFF; length], format);
                assert!(read(&buffer).is_none(), "{length} bytes of {format}");
            }
        }
    }

    #[test]
    fn a_picture_is_read_as_it_is_packed() {
        let size = Resolution::new(2, 2);
        let gray = |bytes: &[u8], format| {
            let picture = read(&Buffer::new(size, bytes, format)).expect("it is whole");
            assert_eq!((picture.width(), picture.height()), (2, 2));
            picture.rgb()[0]
        };
        assert_eq!(gray(&[235, 128, 235, 128, 16, 128, 16, 128], FrameFormat::YUYV), 255);
        assert_eq!(gray(&[235, 235, 16, 16, 128, 128], FrameFormat::NV12), 255);
        assert_eq!(gray(&[9; 4], FrameFormat::GRAY), 9);
        assert_eq!(gray(&[7; 12], FrameFormat::RAWRGB), 7);
        assert_eq!(gray(&[1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], FrameFormat::RAWBGR), 3);
    }
}
