//! A face as a child's book draws it: no person, whatever a detector says.

use base::sense::Picture;

use crate::clip::Spot;

const WIDTH: u32 = 320;
const HEIGHT: u32 = 240;

/// Where the drawing's face is.
pub const SPOT: Spot = Spot { face: [160.0, 125.0], radii: [60.0, 72.0] };

/// Skin, hair, eyes with whites and irises, brows, a nose, lips, shoulders, flat colors.
pub fn portrait() -> Picture {
    let rgb = (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(move |x| color(x as f32, y as f32)));
    Picture::new(WIDTH, HEIGHT, rgb.collect()).expect("each pixel has three bytes")
}

fn color(x: f32, y: f32) -> [u8; 3] {
    let inside = |cx: f32, cy: f32, rx: f32, ry: f32| {
        ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) <= 1.0
    };
    // From the front to the back: the first that holds is seen.
    let parts = [
        (inside(132.0, 105.0, 4.0, 4.0) || inside(188.0, 105.0, 4.0, 4.0), [20, 20, 30]),
        (inside(132.0, 105.0, 7.0, 7.0) || inside(188.0, 105.0, 7.0, 7.0), [70, 100, 140]),
        (inside(132.0, 105.0, 15.0, 8.0) || inside(188.0, 105.0, 15.0, 8.0), [245, 245, 245]),
        (inside(132.0, 86.0, 18.0, 4.0) || inside(188.0, 86.0, 18.0, 4.0), [70, 45, 30]),
        (inside(160.0, 133.0, 9.0, 6.0), [200, 140, 115]),
        (inside(160.0, 160.0, 24.0, 8.0), [185, 75, 75]),
        (inside(160.0, 120.0, 62.0, 78.0) && y > 68.0, [232, 184, 152]),
        (inside(160.0, 105.0, 76.0, 84.0), [70, 45, 30]),
        (inside(160.0, 260.0, 110.0, 70.0), [60, 90, 150]),
    ];
    parts.iter().find(|(holds, _)| *holds).map_or([180, 200, 210], |(_, color)| *color)
}
