//! Pictures of one size for everybody.

use base::sense::Picture;
use image::RgbImage;
use image::imageops;

/// Wider pictures are shrunk: what is told of a face needs no more, and everything costs by the pixel.
pub const WIDTH_MAX: u32 = 640;

/// The image, shrunk to [`WIDTH_MAX`] by the mean of the pixels that fall together, which also takes
/// noise away. `None` when it has no pixels.
pub(crate) fn shrunk(image: RgbImage) -> Option<Picture> {
    let (width, height) = image.dimensions();
    if width <= WIDTH_MAX {
        return Picture::new(width, height, image.into_raw());
    }
    let rows = (u64::from(height) * u64::from(WIDTH_MAX)).div_ceil(u64::from(width));
    let rows = u32::try_from(rows).ok()?.max(1);
    let small = imageops::thumbnail(&image, WIDTH_MAX, rows);
    Picture::new(WIDTH_MAX, rows, small.into_raw())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_picture_is_shrunk_and_keeps_its_shape_and_color() {
        let image = RgbImage::from_fn(1280, 720, |x, _| image::Rgb([200, (x % 2 * 100) as u8, 7]));
        let picture = shrunk(image).expect("it has pixels");
        assert_eq!((picture.width(), picture.height()), (640, 360));
        assert_eq!(picture.rgb()[..3], [200, 50, 7], "neighbors are averaged");
    }

    #[test]
    fn a_small_one_stays_as_it_is() {
        let picture = shrunk(RgbImage::from_pixel(640, 2, image::Rgb([1, 2, 3])));
        assert_eq!(picture.expect("it has pixels").rgb().len(), 640 * 2 * 3);
    }

    #[test]
    fn a_line_does_not_vanish_and_nothing_is_nothing() {
        let line = shrunk(RgbImage::new(6400, 1)).expect("it has pixels");
        assert_eq!((line.width(), line.height()), (640, 1));
        assert!(shrunk(RgbImage::new(0, 0)).is_none());
    }
}
