import { daysOfYear } from "$lib/format";

/** What the stories show: the same on every run. */
export const sample = {
	day: "2026-03-14",
	missing: "0".repeat(64),
	/** Three days of four, in amounts that come and go. */
	heat: daysOfYear(2026)
		.map((date, at) => ({ date, value: Math.round(250 + 240 * Math.sin(at / 9) + ((at * 37) % 90)) }))
		.filter((_, at) => at % 4 !== 1 && at < 320),
};
