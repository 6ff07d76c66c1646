import type { Draft, DraftChip } from "$lib/api/wire";

type Payload = Record<string, unknown>;

/** Where in a draft's payload the value of a chip stands; null when it is made of several values. */
function placeOf(payload: Payload, chip: DraftChip): { key: string; at: number | null } | null {
	for (const [key, value] of Object.entries(payload)) {
		if (String(value) === chip.value && !Array.isArray(value)) return { key, at: null };
		if (Array.isArray(value) && value.includes(chip.value)) return { key, at: value.indexOf(chip.value) };
	}
	return null;
}

/** Whether a chip can be changed by itself; others change with the line. */
export function canEdit(draft: Draft, chip: DraftChip): boolean {
	const payload = draft.payload as Payload;
	const place = placeOf(payload, chip);
	return place !== null && typeof (place.at === null ? payload[place.key] : chip.value) === "string";
}

/** The draft with another value in one chip; an empty value takes the chip away. */
export function withChip(draft: Draft, chip: DraftChip, value: string): Draft {
	const payload = { ...(draft.payload as Payload) };
	const place = placeOf(payload, chip);
	if (!place) return draft;
	if (place.at === null) {
		if (value) payload[place.key] = value;
		else delete payload[place.key];
	} else {
		const values = [...(payload[place.key] as unknown[])];
		values.splice(place.at, 1, ...(value ? [value] : []));
		payload[place.key] = values;
	}
	const chips = draft.chips.map((one) => (one === chip ? { ...chip, value } : one)).filter((one) => one.value);
	return { ...draft, payload, chips };
}
