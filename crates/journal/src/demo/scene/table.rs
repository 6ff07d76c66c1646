//! Things on a table in the light of a window.

use super::super::paint::{Canvas, Color, Noise, hex, mix, smooth};
use super::super::words::Dice;

/// A round thing standing on the table.
struct Thing {
    x: f32,
    /// Where it stands.
    foot: f32,
    height: f32,
    shape: Shape,
    color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shape {
    #[default]
    Fruit,
    Bowl,
    Cup,
    Jug,
    Bottle,
}

pub(super) fn table(canvas: &mut Canvas, dice: &mut Dice) {
    const WALLS: [u32; 5] = [0xcfc6b4, 0xb9c0bb, 0xd6cdbf, 0xa9b3b6, 0xc4b3a2];
    const CLOTHS: [u32; 5] = [0x8a6a4a, 0x6f5a49, 0xd8d0c0, 0x59656b, 0x9a7d5c];
    let wall = hex(dice.of(&WALLS));
    let cloth = hex(dice.of(&CLOTHS));
    let edge = dice.between(0.56, 0.64);
    let (plaster, wood) = (Noise::new(dice), Noise::new(dice));
    let slant = dice.between(0.25, 0.5);
    let window = dice.between(0.15, 0.4) * canvas.aspect();
    canvas.each(|x, y, _| {
        // Light falls through four panes onto the wall.
        let (across, down) = (x - window + slant * y, y);
        let pane = |at: f32, size: f32| {
            let within = at.rem_euclid(size) / size;
            smooth(0.03, 0.10, within) * (1.0 - smooth(0.90, 0.97, within))
        };
        let inside = smooth(-0.02, 0.03, across) * (1.0 - smooth(0.52, 0.57, across));
        let sun = inside * pane(across, 0.275) * pane(down + 0.04, 0.30);
        let rough = plaster.layered(x * 5.0, y * 5.0, 4) - 0.5;
        let shaded = mix(wall, hex(0x3c3a40), 0.38 - 0.20 * y + 0.10 * rough);
        mix(shaded, mix(wall, hex(0xfff3d4), 0.75), sun * 0.62)
    });
    canvas.below(
        |_| edge,
        |x, y, depth| {
            let grain = wood.layered(x * 2.0, y * 60.0, 3) - 0.5;
            let lit = mix(cloth, hex(0xfff0d0), 0.22 * smooth(0.9, 0.1, (x - window).abs()));
            mix(
                mix(lit, hex(0x1f1713), 0.30 * grain + 0.10),
                hex(0x1f1713),
                0.4 * (1.0 - smooth(0.0, 0.035, depth)),
            )
        },
    );
    let mut things = arrange(canvas.aspect(), edge, dice);
    things.sort_by(|a, b| a.foot.total_cmp(&b.foot));
    for thing in &things {
        shadow(canvas, thing);
        stand(canvas, thing, dice);
    }
}

fn arrange(aspect: f32, edge: f32, dice: &mut Dice) -> Vec<Thing> {
    const FRUIT: [u32; 6] = [0xd98a3d, 0xb8452f, 0xd9b23c, 0x7d9246, 0x5a3a52, 0xc96a4a];
    const GLAZE: [u32; 6] = [0x3f6f8f, 0xe6ddcc, 0x55776f, 0x9a4f3a, 0x2f4a5a, 0xd8c7a0];
    let middle = aspect * dice.between(0.42, 0.6);
    let tall = dice.of(&[Shape::Jug, Shape::Bottle, Shape::Jug]);
    let low = dice.of(&[Shape::Bowl, Shape::Cup, Shape::Bowl]);
    let mut things = vec![
        Thing {
            x: middle - dice.between(0.10, 0.16),
            foot: edge + 0.10,
            height: dice.between(0.30, 0.38),
            shape: tall,
            color: hex(dice.of(&GLAZE)),
        },
        Thing {
            x: middle + dice.between(0.13, 0.20),
            foot: edge + 0.16,
            height: dice.between(0.13, 0.17),
            shape: low,
            color: hex(dice.of(&GLAZE)),
        },
    ];
    let color = hex(dice.of(&FRUIT));
    for index in 0..2 + dice.below(4) {
        things.push(Thing {
            x: middle - 0.30 + 0.13 * index as f32 + dice.between(-0.03, 0.03),
            foot: edge + dice.between(0.19, 0.30),
            height: dice.between(0.085, 0.11),
            shape: Shape::Fruit,
            color: mix(color, hex(dice.of(&FRUIT)), dice.between(0.0, 0.35)),
        });
    }
    things
}

/// Half the width of a thing at a height from its foot (0) to its top (1), in parts of its height.
fn profile(shape: Shape, up: f32) -> f32 {
    match shape {
        Shape::Fruit => 0.52 * (1.0 - (2.0 * up - 1.0).powi(2)).max(0.0).sqrt(),
        Shape::Bowl => 0.42 + 0.55 * up.sqrt(),
        Shape::Cup => 0.44 + 0.12 * smooth(0.0, 0.5, up),
        Shape::Jug => {
            let belly = 0.30 * (1.0 - ((up - 0.36) / 0.5).powi(2)).max(0.0);
            0.12 + belly + 0.06 * smooth(0.85, 1.0, up)
        }
        Shape::Bottle => 0.085 + 0.13 * (1.0 - smooth(0.50, 0.68, up)),
    }
}

fn shadow(canvas: &mut Canvas, thing: &Thing) {
    let wide = profile(thing.shape, 0.15) * thing.height;
    let (x, y, high) = (thing.x + wide * 0.7, thing.foot, 0.03 + wide * 0.22);
    canvas.within([x - wide * 2.1, x + wide * 2.1, y - high, y + high], |x, y, under| {
        let along = (x - thing.x - wide * 0.7) / (wide * 2.1);
        let across = (y - thing.foot) / (0.03 + wide * 0.22);
        let dark = 1.0 - smooth(0.15, 1.0, along * along + across * across);
        if dark <= 0.0 { under } else { mix(under, hex(0x120d0c), 0.55 * dark) }
    });
}

fn stand(canvas: &mut Canvas, thing: &Thing, dice: &mut Dice) {
    let noise = Noise::new(dice);
    let soft = 1.6 / canvas.height as f32;
    let round = profile(thing.shape, 0.02) * thing.height * 0.20;
    let (wide, top) = (thing.height + 0.02, thing.foot - thing.height - 0.1);
    let frame = [thing.x - wide, thing.x + wide, top, thing.foot + round + 0.01];
    canvas.within(frame, |x, y, under| {
        // The foot is an arc, because one looks a little from above.
        let side =
            ((x - thing.x) / (profile(thing.shape, 0.02) * thing.height + 0.001)).clamp(-1.0, 1.0);
        let foot = thing.foot + round * (1.0 - side * side).sqrt();
        let up = (foot - y) / thing.height;
        if !(0.0..1.0).contains(&up) {
            return rim(thing, x, y, under);
        }
        let half = profile(thing.shape, up) * thing.height;
        let at = (x - thing.x) / half.max(0.001);
        if at.abs() > 1.0 + soft / half.max(0.001) {
            return under;
        }
        // Lit from the left: bright a third of the way in, dark to the right.
        let turn = at.clamp(-1.0, 1.0);
        let shade = smooth(-0.55, 1.05, turn);
        let rough = noise.layered(x * 24.0, y * 24.0, 3) - 0.5;
        let mut color = mix(
            thing.color,
            hex(0x15100f),
            0.78 * shade + 0.10 * rough + 0.12 * (1.0 - up) * shade,
        );
        let shine = (-((turn + 0.42) / 0.16).powi(2) - ((up - 0.66) / 0.20).powi(2)).exp();
        color = mix(
            color,
            hex(0xfffaf0),
            shine * if thing.shape == Shape::Fruit { 0.40 } else { 0.50 },
        );
        let inside = 1.0 - smooth(half - soft, half + soft, (x - thing.x).abs());
        rim(thing, x, y, mix(under, color, inside))
    });
}

/// The opening of a bowl, cup or jug, and the stalk of a fruit.
fn rim(thing: &Thing, x: f32, y: f32, under: Color) -> Color {
    let top = thing.foot - thing.height;
    let half = profile(thing.shape, 1.0) * thing.height;
    match thing.shape {
        Shape::Fruit => {
            let stalk =
                (x - thing.x - (top - y) * 0.3).abs() < 0.0035 && y < top + 0.018 && y > top - 0.02;
            if stalk { hex(0x3a2b1c) } else { under }
        }
        Shape::Bottle => under,
        Shape::Bowl | Shape::Cup | Shape::Jug => {
            let away =
                ((x - thing.x) / half).powi(2) + ((y - top - half * 0.10) / (half * 0.24)).powi(2);
            let inner = mix(
                mix(thing.color, hex(0x120d0c), 0.62),
                thing.color,
                smooth(-1.0, 1.4, (x - thing.x) / half) * 0.5,
            );
            let lip =
                mix(under, mix(thing.color, hex(0xfffaf0), 0.35), 1.0 - smooth(0.98, 1.04, away));
            mix(lip, inner, 1.0 - smooth(0.80, 0.86, away))
        }
    }
}
