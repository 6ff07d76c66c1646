//! A person in front of a camera, made of one picture: the chest moves with the breath, the skin changes its
//! color with the pulse, the body sways, the sensor is noisy and has 8 bits. Or: a photo of that person, held
//! still or by a hand; a lamp that flickers; a camera that is stuck.
//!
//! What this proves is the code, not people: sway is one motion of head and chest, skin is of one color.

use std::f64::consts::TAU;

use base::sense::{Frame, Picture};

use crate::wander::Wander;
use crate::warp::{Grain, Origin, Plate};

/// Where the person is in the picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The middle of the face.
    pub face: [f32; 2],
    /// Half its width and height.
    pub radii: [f32; 2],
}

/// The motion of a photo in a hand.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hand {
    /// How far it wanders, pixels (deviation).
    pub pixels: f64,
    /// How far it turns, radians (deviation).
    pub turn: f64,
    /// How far it comes nearer, as a share of its size (deviation).
    pub nearer: f64,
    /// Rocked on purpose this often a second, by three times `pixels`; 0 is not.
    pub rock_hz: f64,
}

/// A light that goes up and down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// How often a second.
    pub hz: f64,
    /// By which share of each channel: equal ones are a white light.
    pub depth: [f64; 3],
    /// How much of it reaches what is behind the person, 0 to 1.
    pub behind: f64,
    /// Switched on and off rather than faded.
    pub abrupt: bool,
}

/// What happens in a clip. The default is a person who does nothing at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// Chance.
    pub seed: u64,
    /// Frames a second.
    pub fps: f64,
    /// How uneven the frames come: the deviation in seconds (0 is a clockwork).
    pub jitter_secs: f64,
    /// Beats a minute; 0 is none.
    pub pulse_bpm: f64,
    /// By which share the skin's green changes with a beat; 0.003 to 0.01 in life.
    pub pulse_depth: f64,
    /// Breaths a minute; 0 is none.
    pub breaths_per_min: f64,
    /// By how many pixels the chest moves up and down from its middle.
    pub breath_pixels: f64,
    /// How far the whole person sways, pixels (deviation).
    pub sway_pixels: f64,
    /// Sensor noise, steps of 8 bit (deviation).
    pub noise: f64,
    /// Lights besides the steady one.
    pub lights: Vec<Light>,
    /// It is a photo in a hand: everything moves as one.
    pub hand: Option<Hand>,
    /// The camera gives its first frame again and again.
    pub frozen: bool,
}

impl Default for Script {
    fn default() -> Script {
        Script {
            seed: 1,
            fps: 30.0,
            jitter_secs: 0.0,
            pulse_bpm: 0.0,
            pulse_depth: 0.006,
            breaths_per_min: 0.0,
            breath_pixels: 1.5,
            sway_pixels: 0.0,
            noise: 2.0,
            lights: Vec::new(),
            hand: None,
            frozen: false,
        }
    }
}

/// How strongly red, green and blue of skin change with the pulse, for 1 of green (Wang et al. 2017, from
/// blood's absorption; scaled).
const PULSE_COLOR: [f32; 4] = [0.43, 1.0, 0.69, 0.0];

/// A clip, frame by frame.
pub struct Clip {
    script: Script,
    plate: Plate,
    grain: Grain,
    /// For each pixel: how much of it is the person, and how much is skin.
    person: Vec<(f32, f32)>,
    spot: Spot,
    sway: [Wander; 2],
    hand: [Wander; 4],
    beat: Wander,
    jitter: Wander,
    offset: f64,
}

impl Clip {
    /// A clip of the person in `picture` at `spot`.
    pub fn new(picture: &Picture, spot: Spot, script: Script) -> Clip {
        let seed = script.seed.wrapping_mul(1000);
        let wander = |place: u64, low: f64, high: f64| Wander::new(seed + place, low, high);
        Clip {
            plate: Plate::new(picture),
            grain: Grain::new(seed, picture.width()),
            person: person(picture, spot),
            spot,
            sway: [1, 2].map(|place| wander(place, 0.02, 0.6)),
            hand: [3, 4, 5, 6].map(|place| wander(place, 0.05, 2.5)),
            beat: wander(7, 0.05, 0.15),
            jitter: wander(8, 3.0, 9.0),
            offset: wander(9, 1.0, 2.0).at(0.0),
            script,
        }
    }

    /// When a frame is taken, in seconds from the first.
    pub fn secs(&self, index: usize) -> f64 {
        let even = index as f64 / self.script.fps;
        even + self.script.jitter_secs * self.jitter.at(even)
    }

    /// The frames of so many seconds.
    pub fn frames(&self, secs: f64) -> impl Iterator<Item = Frame> + '_ {
        (0..(secs * self.script.fps) as usize).map(|index| self.frame(index))
    }

    /// Where a point of the head in the picture is in a frame, in pixels.
    pub fn head(&self, index: usize, point: [f32; 2]) -> [f32; 2] {
        let secs = self.secs(if self.script.frozen { 0 } else { index });
        let [x, y] = self.sway_at(secs);
        let Some(hand) = self.hand_at(secs) else {
            return [point[0] + x, point[1] + y];
        };
        let [cx, cy] = self.middle();
        let (u, v) = (point[0] + x - cx, point[1] + y - cy);
        [
            cx + hand.scale * (hand.cos * u - hand.sin * v) + hand.x,
            cy + hand.scale * (hand.sin * u + hand.cos * v) + hand.y,
        ]
    }

    /// A frame.
    pub fn frame(&self, index: usize) -> Frame {
        let shown = if self.script.frozen { 0 } else { index };
        let secs = self.secs(shown);
        let [sway_x, sway_y] = self.sway_at(secs);
        let breath = self.breath_at(secs);
        let beat = self.beat_at(secs);
        let hand = self.hand_at(secs);
        let [cx, cy] = self.middle();
        let (front, behind) = (self.lit(secs, true), self.lit(secs, false));
        let (chin, shoulders) = (self.chin(), self.chin() + 0.6 * self.spot.radii[1]);
        let width = self.plate.width;
        let origin = |x: usize, y: usize| {
            let (mut u, mut v) = (x as f32, y as f32);
            if let Some(hand) = &hand {
                let (dx, dy) = ((u - cx - hand.x) / hand.scale, (v - cy - hand.y) / hand.scale);
                u = cx + hand.cos * dx + hand.sin * dy;
                v = cy - hand.sin * dx + hand.cos * dy;
            }
            let place = (v.max(0.0) as usize).min(self.plate.height - 1) * width
                + (u.max(0.0) as usize).min(width - 1);
            let (person, skin) = self.person[place];
            let chest = ((v - chin) / (shoulders - chin)).clamp(0.0, 1.0);
            let light = std::array::from_fn(|channel| {
                let lit = behind[channel] + (front[channel] - behind[channel]) * person;
                lit * (1.0 + beat * skin * PULSE_COLOR[channel])
            });
            Origin { x: u - person * sway_x, y: v - person * (sway_y + chest * breath), light }
        };
        let seed = self.script.seed.wrapping_mul(1_000_003).wrapping_add(shown as u64);
        let picture = self.plate.expose(origin, &self.grain, self.script.noise as f32, seed);
        Frame { at_us: (self.secs(index) * 1e6).round() as i64, picture }
    }

    /// How all lights together light the person, or what is behind.
    fn lit(&self, secs: f64, person: bool) -> [f32; 4] {
        let mut all = [1.0; 4];
        for light in &self.script.lights {
            let wave = (TAU * light.hz * secs).sin();
            let up = if light.abrupt { wave.signum() } else { wave };
            let reach = if person { 1.0 } else { light.behind };
            for (channel, depth) in light.depth.iter().enumerate() {
                all[channel] *= (1.0 + up * depth * reach) as f32;
            }
        }
        all
    }

    fn middle(&self) -> [f32; 2] {
        [self.plate.width as f32 / 2.0, self.plate.height as f32 / 2.0]
    }

    fn chin(&self) -> f32 {
        self.spot.face[1] + 1.1 * self.spot.radii[1]
    }

    fn sway_at(&self, secs: f64) -> [f32; 2] {
        [0, 1].map(|axis| (self.script.sway_pixels * self.sway[axis].at(secs)) as f32)
    }

    /// Pixels by which the chest is lower than in its middle.
    fn breath_at(&self, secs: f64) -> f32 {
        let turn = TAU * (self.script.breaths_per_min / 60.0 * secs + self.offset);
        let moving = f64::from(self.script.breaths_per_min > 0.0);
        (moving * self.script.breath_pixels * (turn.sin() + 0.2 * (2.0 * turn).sin())) as f32
    }

    /// The share by which green changes; beats come a little unevenly, as they do.
    fn beat_at(&self, secs: f64) -> f32 {
        let beats = self.script.pulse_bpm / 60.0 * secs + 0.01 * self.beat.at(secs);
        let turn = TAU * (beats + self.offset);
        let beating = f64::from(self.script.pulse_bpm > 0.0);
        (beating * self.script.pulse_depth * (turn.sin() + 0.35 * (2.0 * turn + 0.6).sin())) as f32
    }

    fn hand_at(&self, secs: f64) -> Option<Held> {
        let hand = self.script.hand?;
        let rock = 3.0 * hand.pixels * (TAU * hand.rock_hz * secs).sin();
        let turn = hand.turn * self.hand[2].at(secs);
        let rock_nearer = if hand.rock_hz > 0.0 { rock / 400.0 } else { 0.0 };
        Some(Held {
            x: (hand.pixels * self.hand[0].at(secs)) as f32,
            y: (hand.pixels * self.hand[1].at(secs) + rock) as f32,
            cos: turn.cos() as f32,
            sin: turn.sin() as f32,
            scale: (1.0 + hand.nearer * self.hand[3].at(secs) + rock_nearer) as f32,
        })
    }
}

/// Where a hand holds a photo.
struct Held {
    x: f32,
    y: f32,
    cos: f32,
    sin: f32,
    scale: f32,
}

/// For each pixel how much of it is the person (head and what is below) and how much is the face's skin.
fn person(picture: &Picture, spot: Spot) -> Vec<(f32, f32)> {
    let soft = |distance: f32| ((1.15 - distance) / 0.3).clamp(0.0, 1.0);
    let [rx, ry] = spot.radii;
    let pixel = |x: u32, y: u32| {
        let (u, v) = (x as f32 - spot.face[0], y as f32 - spot.face[1]);
        let skin = soft((u / rx).hypot(v / ry));
        let head = soft((u / (1.5 * rx)).hypot(v / (1.5 * ry)));
        let below = (v - 0.8 * ry) / (0.6 * ry);
        let body = below.clamp(0.0, 1.0) * soft(u.abs() / (3.2 * rx));
        (head.max(body), skin)
    };
    (0..picture.height()).flat_map(|y| (0..picture.width()).map(move |x| pixel(x, y))).collect()
}
