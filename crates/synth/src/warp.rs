//! A picture whose parts are moved by fractions of pixels, lit, and seen by a noisy sensor.

use base::sense::Picture;

use crate::dice::Dice;

/// Values of the table of noise; a prime, so that rows do not repeat each other.
const NOISE: usize = 65_537;

/// A picture kept as numbers.
pub(crate) struct Plate {
    pub(crate) width: usize,
    pub(crate) height: usize,
    values: Vec<[f32; 3]>,
}

/// What becomes of a pixel: where it comes from (pixels of the plate), and by how much each channel is lit.
pub(crate) struct Origin {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) light: [f32; 3],
}

/// Sensor noise, drawn once.
pub(crate) struct Grain(Vec<f32>);

impl Plate {
    pub(crate) fn new(picture: &Picture) -> Plate {
        let values =
            picture.rgb().chunks_exact(3).map(|p| [p[0], p[1], p[2]].map(f32::from)).collect();
        Plate { width: picture.width() as usize, height: picture.height() as usize, values }
    }

    /// The color between pixels; beyond the edges the edge goes on.
    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, below) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (u, v) = (x - left as f32, y - top as f32);
        let row = |y: usize| {
            let (a, b) = (self.values[y * self.width + left], self.values[y * self.width + right]);
            std::array::from_fn::<f32, 3, _>(|c| a[c] + (b[c] - a[c]) * u)
        };
        let (a, b) = (row(top), row(below));
        std::array::from_fn(|c| a[c] + (b[c] - a[c]) * v)
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
        let mut rgb = Vec::with_capacity(self.width * self.height * 3);
        for y in 0..self.height {
            let mut place = dice.bits() as usize % NOISE;
            for x in 0..self.width {
                let from = origin(x, y);
                let color = self.at(from.x, from.y);
                for channel in 0..3 {
                    let value = color[channel] * from.light[channel] + noise * grain.0[place];
                    rgb.push((value + 0.5).clamp(0.0, 255.0) as u8);
                    place = if place + 1 == NOISE { 0 } else { place + 1 };
                }
            }
        }
        Picture::new(self.width as u32, self.height as u32, rgb)
            .expect("each pixel of the plate gave three bytes")
    }
}

impl Grain {
    pub(crate) fn new(seed: u64) -> Grain {
        let mut dice = Dice::new(seed);
        Grain((0..NOISE).map(|_| dice.normal() as f32).collect())
    }
}
