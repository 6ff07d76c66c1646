//! Roofs and windows at the blue hour.

use super::super::paint::{Canvas, Color, Noise, hex, mix, smooth};
use super::super::words::Dice;

struct House {
    left: f32,
    right: f32,
    eaves: f32,
    ridge: f32,
    chimney: f32,
    wall: Color,
}

pub(super) fn town(canvas: &mut Canvas, month: i8, dice: &mut Dice) {
    let warm = (4..=9).contains(&month);
    let (top, low) =
        if warm { (hex(0x3b4f7d), hex(0xf0b491)) } else { (hex(0x27365a), hex(0xc79aa0)) };
    let moon = (dice.between(0.15, 0.85) * canvas.aspect(), dice.between(0.10, 0.24));
    let stars = Noise::new(dice);
    canvas.each(|x, y, _| {
        let sky = mix(top, low, smooth(0.0, 0.66, y));
        let away = ((x - moon.0).powi(2) + (y - moon.1).powi(2)).sqrt();
        let glow = mix(sky, hex(0xfdf3dc), 0.35 * (-away * 14.0).exp());
        let star = smooth(0.965, 1.0, stars.at(x * 90.0, y * 90.0)) * smooth(0.34, 0.0, y);
        let sky = mix(glow, hex(0xfffaf0), star * 0.8);
        mix(sky, hex(0xfff8e8), 1.0 - smooth(0.020, 0.024, away))
    });
    let rows = 4;
    for row in 0..rows {
        let near = (row as f32 + 1.0) / rows as f32;
        terrace(canvas, near, low, dice);
    }
}

fn terrace(canvas: &mut Canvas, near: f32, haze: Color, dice: &mut Dice) {
    const WALLS: [u32; 6] = [0x8f7f8c, 0xa68f84, 0x7d8799, 0xb39a8a, 0x96857b, 0x87909a];
    let base = 0.44 + 0.42 * near * near;
    let wide = 0.05 + 0.10 * near;
    let mut houses = Vec::new();
    let mut left = -dice.unit() * wide;
    while left < canvas.aspect() {
        let right = left + wide * dice.between(0.8, 1.5);
        let eaves = base - wide * dice.between(0.0, 0.75);
        let ridge = eaves - wide * dice.between(0.18, 0.42);
        let wall = mix(hex(dice.of(&WALLS)), hex(0x232a40), 0.18 + 0.52 * near);
        let chimney = dice.between(0.15, 0.85);
        houses.push(House {
            left,
            right,
            eaves,
            ridge,
            chimney,
            wall: mix(haze, wall, 0.3 + 0.7 * near),
        });
        left = right;
    }
    let lit = Noise::new(dice);
    let panes = (wide * 0.26, wide * 0.36);
    canvas.each(|x, y, under| {
        let Some(house) = houses.iter().find(|house| house.left <= x && x < house.right) else {
            return under;
        };
        let across = (x - house.left) / (house.right - house.left);
        let roof = house.ridge + (house.eaves - house.ridge) * (across - 0.5).abs() * 2.0;
        let stack = (across - house.chimney).abs() < 0.07 && y > house.ridge - 0.16 * wide;
        if y < roof && !stack {
            return under;
        }
        if y < house.eaves {
            return mix(house.wall, hex(0x2a1f24), 0.38);
        }
        // Windows on a grid; about one in three has a lamp behind it.
        let (column, floor) = ((x - house.left) / panes.0, (y - house.eaves) / panes.1);
        let inside =
            (0.28..0.72).contains(&column.fract()) && (0.26..0.74).contains(&floor.fract());
        if !inside || house.right - x < panes.0 * 0.3 {
            return mix(house.wall, hex(0x1c2030), smooth(0.0, 0.5, y - house.eaves) * 0.6);
        }
        let lamp = lit.at(column.floor() * 7.7 + house.left * 131.0, floor.floor() * 5.3);
        let dark = mix(house.wall, hex(0x1a2338), 0.6);
        let warm =
            mix(hex(0xffd489), hex(0xf2a65a), lit.at(column.floor() * 3.1, house.left * 77.0));
        mix(dark, warm, smooth(0.60, 0.63, lamp) * (0.55 + 0.45 * near))
    });
}
