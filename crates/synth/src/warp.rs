//! A picture whose parts are moved by fractions of pixels, lit, and seen by a noisy sensor.

use base::sense::Picture;

use crate::dice::Dice;

/// Places at which a row's noise may begin.
const NOISE: usize = 65_537;

/// A picture kept as numbers.
pub(crate) struct Plate {
    pub(crate) width: usize,
    pub(crate) height: usize,
    // The fourth number is unused: four fit a register.
    values: Vec<[f32; 4]>,
}

/// What becomes of a pixel.
pub(crate) struct Origin {
    /// Where it comes from, pixels of the plate.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// By how much red, green and blue are lit.
    pub(crate) light: [f32; 4],
}

/// Sensor noise, drawn once.
pub(crate) struct Grain(Vec<f32>);

impl Plate {
    pub(crate) fn new(picture: &Picture) -> Plate {
        let pixels = picture.rgb().chunks_exact(3);
        let values = pixels.map(|p| [p[0], p[1], p[2], 0].map(f32::from)).collect();
        Plate { width: picture.width() as usize, height: picture.height() as usize, values }
    }

    /// The color between pixels; beyond the edges the edge goes on.
    fn at(&self, x: f32, y: f32) -> [f32; 4] {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let across = usize::from(left + 1 < self.width);
        let down = usize::from(top + 1 < self.height) * self.width;
        let (u, v) = (x - left as f32, y - top as f32);
        let first = top * self.width + left;
        let [a, b] = [self.values[first], self.values[first + across]];
        let [c, d] = [self.values[first + down], self.values[first + down + across]];
        std::array::from_fn(|i| {
            let (above, below) = (a[i] + (b[i] - a[i]) * u, c[i] + (d[i] - c[i]) * u);
            above + (below - above) * v
        })
    }

    /// The picture that a sensor with this noise (deviation in steps of 8 bit) sees.
    pub(crate) fn expose(
        &self,
        origin: impl Fn(usize, usize) -> Origin,
        grain: &Grain,
        noise: f32,
        seed: u64,
    ) -> Picture {
        let mut dice = Dice::new(seed);
        let mut rgb = vec![0; self.width * self.height * 3];
        for (y, row) in rgb.chunks_exact_mut(self.width * 3).enumerate() {
            let start = dice.bits() as usize % NOISE;
            let grains = grain.0[start..start + row.len()].chunks_exact(3);
            for (x, (pixel, grains)) in row.chunks_exact_mut(3).zip(grains).enumerate() {
                let from = origin(x, y);
                let color = self.at(from.x, from.y);
                for (channel, byte) in pixel.iter_mut().enumerate() {
                    // A float that does not fit becomes the nearest byte.
                    let value = color[channel] * from.light[channel] + noise * grains[channel];
                    *byte = (value + 0.5) as u8;
                }
            }
        }
        Picture::new(self.width as u32, self.height as u32, rgb)
            .expect("each pixel of the plate gave three bytes")
    }
}

impl Grain {
    /// Enough for rows of this many pixels.
    pub(crate) fn new(seed: u64, width: u32) -> Grain {
        let mut dice = Dice::new(seed);
        let count = NOISE + width as usize * 3;
        Grain((0..count).map(|_| dice.normal() as f32).collect())
    }
}
