/** One step of a chart. `value` null is a gap: nothing is known, which is not zero. */
export type SeriesItem = {
	key: string;
	/** What the step is, in full: March 2026. */
	label: string;
	/** What stands under it when there is room: Mar. */
	tick?: string;
	/** Its label stands before others where there is not room for all: a year among months. */
	major?: boolean;
	value: number | null;
	/** The value as a person says it: 204 plays. */
	words: string;
};

/** A step and its value as one sentence. */
export const sentenceOf = (item: SeriesItem): string => `${item.label}: ${item.words}`;
