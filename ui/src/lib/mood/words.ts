/** Places and values of the field as a person says them. */
import { m, messageFor } from "$lib/i18n";
import type { MoodWord } from "./bloom";
import { levelOf, type Axis, type Place } from "./place";

const VALENCE = [m.mood_level_valence_0, m.mood_level_valence_1, m.mood_level_valence_2, m.mood_level_valence_3, m.mood_level_valence_4];
const ENERGY = [m.mood_level_energy_0, m.mood_level_energy_1, m.mood_level_energy_2, m.mood_level_energy_3, m.mood_level_energy_4];

/** One axis in a word or two: `pleasant`, `very calm`. */
export function levelWord(value: number, axis: Axis): string {
	return (axis === "valence" ? VALENCE : ENERGY)[levelOf(value)]?.() ?? "";
}

/** Both axes: `pleasant, calm`. */
export function placeWords(place: Place): string {
	return m.mood_place({ valence: levelWord(place.valence, "valence"), energy: levelWord(place.energy, "energy") });
}

/** A shipped word in the reader's language; the person's own as they wrote it. */
export const wordText = (id: string): string => messageFor(`mood_word_${id.replaceAll(/[^a-z]/g, "_")}`) ?? id;

/** A value with its sign, as it is said beside a chart: `+24`, `−8`, `0`. */
export function signed(value: number): string {
	const whole = Math.round(value);
	return whole < 0 ? `\u2212${-whole}` : whole > 0 ? `+${whole}` : "0";
}

/** A word of a list as the field takes it: it is called by its English text, whatever is shown. */
export function asWord({ word, valence, energy }: { word: string; valence: number; energy: number }): MoodWord {
	return { id: word, text: wordText(word), place: { valence, energy } };
}
