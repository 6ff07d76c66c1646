//! Pictures of the year: hills, sea, river, wood, sky, town, a table. Painted, not photographed.

use super::paint::{Canvas, Color, Noise, hex, mix, smooth};
use super::words::Dice;

mod table;
mod town;

/// What is in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Scene {
    Hills,
    Sea,
    River,
    Wood,
    #[default]
    Sky,
    Town,
    Table,
}

/// The colors of an hour: the sky from the top to the horizon, its light, the land near and far.
#[derive(Debug, Clone, Copy, Default)]
struct Light {
    top: Color,
    middle: Color,
    low: Color,
    sun: Color,
    near: Color,
    far: Color,
}

/// Paints it as it looks in that month at that hour.
pub(super) fn draw(scene: Scene, month: i8, hour: i8, dice: &mut Dice) -> Vec<u8> {
    let light = light(month, hour, dice);
    // One picture in five stands upright. Painted at half its size, because paint is slow to dry.
    let (width, height) = if dice.percent(20) { (320, 480) } else { (480, 320) };
    let mut canvas = Canvas::new(width, height);
    match scene {
        Scene::Hills => hills(&mut canvas, light, dice),
        Scene::Sea => sea(&mut canvas, light, dice),
        Scene::River => river(&mut canvas, light, dice),
        Scene::Wood => wood(&mut canvas, light, dice),
        Scene::Sky => clouds(&mut canvas, light, dice, 1.0),
        Scene::Town => town::town(&mut canvas, month, dice),
        Scene::Table => table::table(&mut canvas, dice),
    }
    canvas.jpeg(dice)
}

fn light(month: i8, hour: i8, dice: &mut Dice) -> Light {
    let of = |top, middle, low, sun, near, far| Light {
        top: hex(top),
        middle: hex(middle),
        low: hex(low),
        sun: hex(sun),
        near: hex(near),
        far: hex(far),
    };
    let dawn = [
        of(0x7f9bb8, 0xd9c3b8, 0xf6d9b5, 0xfff1d6, 0x2f4038, 0xb9b4b8),
        of(0x8d9fb5, 0xe2cfd0, 0xf3c9b0, 0xffe9cf, 0x3a3f45, 0xc7bcc0),
    ];
    let dusk = [
        of(0x4a5a86, 0xc98d84, 0xf3b878, 0xffe0a8, 0x262c35, 0x9a7f8c),
        of(0x3d4f73, 0xa57f92, 0xe8a184, 0xffd3a0, 0x20272e, 0x8a7788),
        of(0x5b6f91, 0xdba88c, 0xf7d39a, 0xfff0c4, 0x2f3a34, 0xab9a97),
    ];
    let day = match month {
        3..=5 => of(0x6f9ec4, 0xb4cfe0, 0xe9efe6, 0xfffdf0, 0x55713f, 0xa9bdb8),
        6..=8 => of(0x5c96c9, 0xa9cfe6, 0xf2eedb, 0xfffbe6, 0x5f7a35, 0xa6c0bf),
        9..=11 => of(0x8aa3b8, 0xc9cfcf, 0xf0e2c8, 0xfff4da, 0x6d5a32, 0xb7b1a3),
        _ => of(0x93a7b9, 0xcdd5da, 0xeceae4, 0xfffaf0, 0x515d5c, 0xb9c3c8),
    };
    match hour {
        ..9 => dice.of(&dawn),
        17.. => dice.of(&dusk),
        _ => day,
    }
}

fn sky(light: Light, y: f32, horizon: f32) -> Color {
    let down = (y / horizon).clamp(0.0, 1.0);
    let upper = mix(light.top, light.middle, smooth(0.0, 0.65, down));
    mix(upper, light.low, smooth(0.45, 1.0, down))
}

/// A sky with a sun in it, to whose horizon at `horizon` all else is added.
fn open_sky(canvas: &mut Canvas, light: Light, horizon: f32, dice: &mut Dice) -> (f32, f32) {
    let sun = (dice.between(0.2, 0.8) * canvas.aspect(), horizon * dice.between(0.35, 0.85));
    let size = dice.between(0.022, 0.036);
    let noise = Noise::new(dice);
    let cover = dice.between(0.46, 0.6);
    canvas.each(|x, y, _| {
        let away = ((x - sun.0).powi(2) + (y - sun.1).powi(2)).sqrt();
        let mut color = sky(light, y, horizon);
        color = mix(color, light.sun, 0.5 * (-away * 5.0).exp());
        let cloud = noise.layered(x * 2.4, y * 8.0, 4);
        let bright = mix(light.sun, light.middle, 0.3);
        color = mix(color, bright, 0.7 * smooth(cover, cover + 0.22, cloud));
        mix(color, light.sun, 1.0 - smooth(size, size + 0.006, away))
    });
    sun
}

fn hills(canvas: &mut Canvas, light: Light, dice: &mut Dice) {
    let horizon = dice.between(0.42, 0.58);
    open_sky(canvas, light, horizon + 0.1, dice);
    let ridges = 4 + dice.below(3);
    for ridge in 0..ridges {
        let near = (ridge as f32 + 1.0) / ridges as f32;
        let noise = Noise::new(dice);
        let base = horizon + (1.0 - horizon) * 0.86 * near.powf(1.35) - 0.08;
        let tall = 0.10 + 0.09 * (1.0 - near);
        let rough = 3 + ridge.min(3) as u8;
        let (scale, color) = (1.2 + near * 1.6, mix(light.far, light.near, near.powf(1.2)));
        let mist = mix(color, light.low, 0.55);
        canvas.below(
            |x| base - tall * (noise.layered(x * scale, 3.0, rough) - 0.35),
            |x, y, depth| {
                let field = noise.layered(x * 5.0, y * 26.0, 3) - 0.5;
                let body = mix(color, light.sun, 0.16 * field + 0.03);
                mix(body, mist, smooth(0.0, 0.20, depth) * (0.9 - 0.75 * near))
            },
        );
    }
}

fn sea(canvas: &mut Canvas, light: Light, dice: &mut Dice) {
    let horizon = dice.between(0.40, 0.56);
    let sun = open_sky(canvas, light, horizon, dice);
    let (noise, swell) = (Noise::new(dice), Noise::new(dice));
    let deep = mix(light.top, hex(0x16303c), 0.62);
    let sand = dice.percent(50).then(|| dice.between(0.84, 0.9));
    canvas.below(
        |_| horizon,
        |x, _, depth| {
            let down = depth / (1.0 - horizon);
            let fine = 90.0 / (0.12 + down);
            let wave = noise.layered(x * (3.0 + 9.0 / (0.15 + down)), depth * fine, 2);
            let long = swell.at(x * 1.5, depth * fine * 0.25);
            let water = mix(mix(light.low, light.middle, 0.4), deep, smooth(0.0, 0.55, down));
            let lit = mix(water, light.low, 0.5 * smooth(0.55, 0.9, wave) + 0.15 * long);
            let path = (-((x - sun.0) / (0.05 + 0.22 * down)).powi(2)).exp();
            mix(lit, light.sun, path * smooth(0.42, 0.8, wave))
        },
    );
    if let Some(edge) = sand {
        let beach = mix(hex(0xc9b08a), light.low, 0.35);
        let foam = Noise::new(dice);
        canvas.below(
            |x| edge + 0.05 * (foam.layered(x * 1.6, 1.0, 3) - 0.5),
            |x, y, depth| {
                let grain = foam.layered(x * 40.0, y * 40.0, 2) - 0.5;
                let wet = mix(mix(beach, light.middle, 0.45), beach, smooth(0.02, 0.09, depth));
                let dry = mix(wet, hex(0x6b5a44), 0.10 * grain + 0.05);
                mix(hex(0xf7f4ec), dry, smooth(0.004, 0.016, depth))
            },
        );
    }
}

/// Water between banks, with the sky in it.
fn river(canvas: &mut Canvas, light: Light, dice: &mut Dice) {
    let horizon = dice.between(0.44, 0.54);
    open_sky(canvas, light, horizon, dice);
    let bank = Noise::new(dice);
    for layer in 0..3 {
        let near = (layer as f32 + 1.0) / 3.0;
        let color = mix(light.far, light.near, 0.35 + 0.55 * near);
        let lift = 0.12 - 0.025 * layer as f32;
        let shift = layer as f32 * 9.0;
        canvas.below(
            |x| horizon + 0.015 * near - lift * bank.layered(x * 3.0 + shift, shift, 5).powf(1.6),
            |x, y, _| mix(color, light.sun, 0.12 * bank.layered(x * 14.0, y * 14.0, 2)),
        );
    }
    // The water repeats what stands above it, upside down and broken by ripples.
    let mirrored = horizon + 0.018;
    let ripple = Noise::new(dice);
    canvas.below(
        |_| mirrored,
        |x, _, depth| {
            let down = depth / (1.0 - mirrored);
            let shake = ripple.layered(x * 5.0, depth * 60.0 / (0.2 + down), 2) - 0.5;
            let from = horizon - (depth * 0.9 + shake * (0.02 + 0.10 * down));
            let trees = 0.12 * bank.layered(x * 3.0, 0.0, 4).powf(1.6);
            let above = sky(light, from.clamp(0.0, horizon), horizon);
            let wood = mix(light.far, light.near, 0.75);
            let seen = mix(wood, above, smooth(trees, trees + 0.05, depth + shake * 0.05));
            mix(
                mix(seen, mix(light.top, light.near, 0.35), 0.2 + 0.25 * down),
                light.sun,
                0.25 * smooth(0.2, 0.45, shake),
            )
        },
    );
    let reeds = Noise::new(dice);
    let dark = mix(light.near, hex(0x0f1512), 0.35);
    canvas.below(
        |x| 1.02 - 0.16 * reeds.layered(x * 1.2, 2.0, 2).powi(2) - 0.05 * reeds.at(x * 70.0, 0.0),
        |_, _, depth| mix(dark, light.near, smooth(0.0, 0.1, depth) * 0.3),
    );
}

/// Trunks, the far ones pale with mist.
fn wood(canvas: &mut Canvas, light: Light, dice: &mut Dice) {
    let haze = mix(light.low, light.middle, 0.35);
    let glow = (dice.between(0.25, 0.75) * canvas.aspect(), dice.between(0.25, 0.45));
    canvas.each(|x, y, _| {
        let away = ((x - glow.0).powi(2) + (y - glow.1).powi(2)).sqrt();
        let base = mix(haze, mix(light.near, haze, 0.4), smooth(0.55, 1.0, y));
        mix(base, light.sun, 0.85 * (-away * 3.0).exp())
    });
    let aspect = canvas.aspect();
    for layer in 0..5 {
        let near = (layer as f32 + 0.6) / 5.0;
        let ground = 0.62 + 0.32 * near;
        let color = mix(haze, mix(light.near, hex(0x14100c), 0.45), near.powf(1.3));
        let noise = Noise::new(dice);
        let trunks: Vec<(f32, f32, f32)> = (0..14 - layer * 2)
            .map(|_| {
                let thick = (0.006 + 0.035 * near * near) * dice.between(0.6, 1.3);
                (dice.unit() * aspect, thick, dice.between(-0.05, 0.05))
            })
            .collect();
        canvas.each(|x, y, under| {
            if y > ground + 0.03 {
                return under;
            }
            let inside = trunks.iter().any(|(at, thick, lean)| {
                let center = at + lean * (ground - y) + 0.01 * (noise.at(y * 4.0, *at * 9.0) - 0.5);
                let foot = 1.0 + 1.2 * smooth(ground - 0.08, ground + 0.03, y);
                (x - center).abs() < thick * foot * (0.75 + 0.25 * y / ground)
            });
            let stem = if inside {
                let bark = noise.layered(x * 60.0, y * 6.0, 2) - 0.5;
                mix(color, light.sun, 0.10 * bark)
            } else {
                under
            };
            if y > 0.42 {
                return stem;
            }
            let leaves = noise.layered(x * 7.0 + 40.0, y * 7.0, 4);
            let crown = smooth(0.56, 0.70, leaves) * smooth(0.42, 0.0, y) * 0.75;
            mix(stem, mix(color, light.near, 0.4), crown * near)
        });
        let floor = mix(haze, light.near, 0.25 + 0.6 * near);
        canvas.below(
            |x| ground - 0.03 * noise.layered(x * 5.0, 7.0, 3),
            |x, y, _| mix(floor, light.sun, 0.22 * (noise.layered(x * 16.0, y * 40.0, 3) - 0.3)),
        );
    }
}

/// A whole picture of sky.
fn clouds(canvas: &mut Canvas, light: Light, dice: &mut Dice, horizon: f32) {
    let (shape, bend) = (Noise::new(dice), Noise::new(dice));
    let cover = dice.between(0.40, 0.52);
    let stretch = dice.between(1.6, 3.4);
    canvas.each(|x, y, _| {
        let base = sky(light, y, horizon);
        let drift = bend.layered(x * 1.4, y * 1.4, 3) - 0.5;
        let at = |x: f32, y: f32| shape.layered(x * 1.9 + drift, y * stretch + drift, 5);
        let cloud = at(x, y);
        // Lit from above: where the cloud is thinner above, it is bright.
        let lit = smooth(-0.10, 0.16, cloud - at(x, y - 0.05));
        let thick = smooth(cover, cover + 0.26, cloud);
        let shade = mix(light.top, light.middle, 0.55);
        mix(base, mix(shade, light.sun, lit), thick * 0.88)
    });
}
