/**
 * Places on the field of moods: how pleasant and how energetic a moment was, each from -100 to 100.
 *
 * The two axes are those of Russell's circumplex (1980). Nothing here judges: a place is what a person said.
 */

/** `valence`: unpleasant -100 to pleasant 100. `energy`: calm -100 to energetic 100. */
export type Place = { valence: number; energy: number };

/** Both axes reach from minus this to this. */
export const REACH = 100;

/** One press of an arrow key; twenty presses cross the field. */
const STEP = 10;
/** Page keys go further. */
const LEAP = 40;

const clamp = (value: number): number => Math.max(-REACH, Math.min(REACH, Math.round(value)));

export const placeOf = (valence: number, energy: number): Place => ({ valence: clamp(valence), energy: clamp(energy) });

/** Where a place is drawn, in shares (0 to 1) of the field's width from its left and height from its top. */
export function shareOf({ valence, energy }: Place): { x: number; y: number } {
	return { x: (valence + REACH) / (2 * REACH), y: (REACH - energy) / (2 * REACH) };
}

/** The place at a point in shares of the field; points outside of it are brought to its edge. */
export function placeAt(x: number, y: number): Place {
	return placeOf((x * 2 - 1) * REACH, (1 - y * 2) * REACH);
}

export type Axis = "valence" | "energy";

/** Where a key leads and which axis it moved along, or null when it is none that moves the dot. */
export function moved(place: Place | null, key: string, axis: Axis): { place: Place; axis: Axis } | null {
	const { valence, energy } = place ?? { valence: 0, energy: 0 };
	const far: Record<string, number> = { PageUp: LEAP, PageDown: -LEAP };
	const end: Record<string, number> = { Home: -REACH, End: REACH };
	switch (key) {
		case "ArrowLeft":
			return { place: placeOf(valence - STEP, energy), axis: "valence" };
		case "ArrowRight":
			return { place: placeOf(valence + STEP, energy), axis: "valence" };
		case "ArrowUp":
			return { place: placeOf(valence, energy + STEP), axis: "energy" };
		case "ArrowDown":
			return { place: placeOf(valence, energy - STEP), axis: "energy" };
	}
	const by = far[key];
	const to = end[key];
	if (by === undefined && to === undefined) return null;
	const along = axis === "valence" ? valence : energy;
	const value = to ?? along + (by ?? 0);
	return { place: axis === "valence" ? placeOf(value, energy) : placeOf(valence, value), axis };
}

/** The five steps that a value is shown in; the middle one is what is neither. */
export type Level = 0 | 1 | 2 | 3 | 4;
export const LEVELS: readonly Level[] = [0, 1, 2, 3, 4];

/** The upper ends of the first four steps. The middle is narrow: few moments are neither. */
const BOUNDS = [-50, -12, 12, 50];

/** The step of a value from -100 to 100. */
export function levelOf(value: number): Level {
	const at = BOUNDS.findIndex((bound) => (bound < 0 ? value <= bound : value < bound));
	return (at < 0 ? 4 : at) as Level;
}

/** Two neighboring steps of the ramp and how far (0 to 1) a value is from the first to the second. */
export function rampAt(value: number): { from: Level; to: Level; share: number } {
	const along = ((clamp(value) + REACH) / (2 * REACH)) * 4;
	const from = Math.min(3, Math.floor(along)) as Level;
	return { from, to: (from + 1) as Level, share: along - from };
}

/** How far two places are apart, in points of an axis. */
export const apart = (a: Place, b: Place): number => Math.hypot(a.valence - b.valence, a.energy - b.energy);
