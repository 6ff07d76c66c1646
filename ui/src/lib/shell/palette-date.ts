import type { Day } from "$lib/api/wire";
import { addDays, dateFormat, isDay } from "$lib/format";

/** Month names, long and short, of the reader's language and of English, to their number. */
function monthNumbers(): Map<string, number> {
	const names = new Map<string, number>();
	for (let month = 1; month <= 12; month++) {
		const date = new Date(Date.UTC(2026, month - 1, 15));
		for (const width of ["long", "short"] as const) {
			const own = dateFormat({ month: width, timeZone: "UTC" }).format(date);
			const english = new Intl.DateTimeFormat("en", { month: width, timeZone: "UTC" }).format(date);
			for (const name of [own, english]) names.set(name.toLocaleLowerCase().replace(".", ""), month);
		}
	}
	names.set("sept", 9);
	return names;
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function made(year: number, month: number, date: number): Day | null {
	const day = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
	// JavaScript moves 31 April to 1 May; a day that moves does not exist.
	const real = isDay(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
	return real ? day : null;
}

/** A year of two digits is of this century up to next year, else of the last one. */
function fullYear(text: string, now: Day): number {
	const year = Number(text);
	if (text.length > 2) return year;
	const century = Math.floor(Number(now.slice(0, 4)) / 100) * 100;
	return century + year > Number(now.slice(0, 4)) + 1 ? century + year - 100 : century + year;
}

function relative(text: string, now: Day): Day | null {
	if (text === "today") return now;
	if (text === "yesterday") return addDays(now, -1);
	if (text === "tomorrow") return addDays(now, 1);
	const match = /^(?:(last|next) )?([a-z]{3,})$/.exec(text);
	const [, way, name = ""] = match ?? [];
	const wanted = WEEKDAYS.findIndex((weekday) => weekday.startsWith(name));
	if (!match || wanted < 0) return null;
	const ahead = (wanted - new Date(`${now}T00:00:00Z`).getUTCDay() + 7) % 7;
	if (way === "next") return addDays(now, ahead === 0 ? 7 : ahead);
	// A journal looks back: a bare weekday is the last one that was.
	return addDays(now, ahead === 0 && way !== "last" ? 0 : ahead - 7);
}

/**
 * The day that a typed text means, or null. Understands `2026-03-14`, `14 march`, `14 mar 2025`,
 * `march 14`, `14.3.2025`, `today`, `yesterday`, `friday`, `last monday`. Without a year the
 * last one that was is meant: a record looks back.
 */
export function dayIn(typed: string, now: Day): Day | null {
	const text = typed.trim().toLocaleLowerCase().replaceAll(",", "").replace(/\s+/g, " ");
	if (isDay(text)) return made(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));

	const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?$/.exec(text);
	if (dotted) return dated(Number(dotted[1]), Number(dotted[2]), dotted[3], now);

	const months = monthNumbers();
	const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?(\p{L}+)\.?(?: (\d{4}|\d{2}))?$/u.exec(text);
	const monthFirst = /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/u.exec(text);
	const [name, date, year] = dayFirst ? [dayFirst[2], dayFirst[1], dayFirst[3]] : monthFirst ? monthFirst.slice(1) : [];
	const month = months.get(name ?? "");
	if (month && date) return dated(Number(date), month, year, now);
	return relative(text, now);
}

function dated(date: number, month: number, year: string | undefined, now: Day): Day | null {
	if (year) return made(fullYear(year, now), month, date);
	const here = Number(now.slice(0, 4));
	// Eight years back there was a 29 February for certain.
	const years = Array.from({ length: 9 }, (_, back) => made(here - back, month, date));
	return years.find((day) => day !== null && day <= now) ?? null;
}
