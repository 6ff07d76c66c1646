/** Feelings that a list can be for. Others can come from another device; they keep their own name. */
import { m } from "$lib/i18n";
import { feelingName } from "./words";

const FEELINGS = ["calm", "glad", "tender", "hopeful", "awake", "focused", "sad", "angry", "lonely", "restless"] as const;

/** The choices of a select, with the one that is set whatever it is. */
export function feelingItems(current: string): { value: string; label: string }[] {
	const known: readonly string[] = FEELINGS;
	const all = current && !known.includes(current) ? [...known, current] : known;
	return [{ value: "", label: m.listening_feeling_none() }, ...all.map((value) => ({ value, label: feelingName(value) }))];
}
