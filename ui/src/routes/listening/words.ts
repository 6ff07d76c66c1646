/** Amounts, sources and names as a person says them. What no source tells is said to be unknown, never zero. */
import type { Amount, MusicName, MusicScope, TimeUnit } from "$lib/api/wire";
import { dateFormat, formatDayShort, formatList, formatMonth, formatNumber } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import { holds, type Span } from "./span";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Up to here hours are told with their minutes. */
const FINE_HOURS = 10;

/** A length of time: 41 minutes, 3 h 20 min, 412 hours. */
export function timeWords(ms: number): string {
	const minutes = Math.round(ms / MINUTE_MS);
	if (minutes < 60) return m.listening_minutes({ count: minutes, shown: formatNumber(minutes) });
	if (ms >= FINE_HOURS * HOUR_MS || minutes % 60 === 0) {
		const hours = Math.round(ms / HOUR_MS);
		return m.listening_hours({ count: hours, shown: formatNumber(hours) });
	}
	return m.listening_hours_minutes({ hours: formatNumber(Math.floor(minutes / 60)), minutes: formatNumber(minutes % 60) });
}

/** The time heard, as far as it is known: a lower bound says so, and nothing known says that. */
export function heardWords({ plays, ms, untimed }: Amount): string {
	if (untimed === 0) return timeWords(ms);
	if (ms === 0 || untimed >= plays) return m.listening_time_unknown();
	return m.listening_at_least({ time: timeWords(ms) });
}

export const playsWords = (count: number): string => m.listening_plays_count({ count, shown: formatNumber(count) });

/** 204 plays, at least 12 hours */
export const amountWords = (amount: Amount): string => m.listening_amount({ plays: playsWords(amount.plays), time: heardWords(amount) });

/** What the numbers of a scale of time are: hours, or minutes where there is no whole hour. */
export function timeScale(most: number): { per: number; scale: (value: number) => string } {
	const shown = (value: number) => formatNumber(value, 1);
	if (most < HOUR_MS) return { per: MINUTE_MS, scale: (value) => m.listening_scale_minutes({ shown: shown(value) }) };
	return { per: HOUR_MS, scale: (value) => m.listening_scale_hours({ shown: shown(value) }) };
}

/** A source's name; one that we have no name for is called what it calls itself. */
export const sourceName = (source: string): string => messageFor(`listening_source_${source.replaceAll(" ", "_")}`) ?? source;

/** A feeling's name; an own one stays as it was typed. */
export const feelingName = (feeling: string): string => messageFor(`listening_feeling_${feeling}`) ?? feeling;

export const artistsWords = (artists: readonly MusicName[]): string =>
	artists.length > 0 ? formatList(artists.map(({ name }) => name)) : m.listening_artist_unknown();

/** One artist, album, track or genre, in a word. */
export function scopeWord(scope: MusicScope): string {
	const WORDS = { artist: m.listening_artist, album: m.listening_album, track: m.listening_track, genre: m.listening_genre };
	return WORDS[scope]();
}

/** Many of them. */
export function scopesWord(scope: MusicScope): string {
	const WORDS = { artist: m.listening_artists, album: m.listening_albums, track: m.listening_tracks, genre: m.listening_genres };
	return WORDS[scope]();
}

export function unitWord(unit: TimeUnit): string {
	const WORDS = { day: m.listening_unit_day, week: m.listening_unit_week, month: m.listening_unit_month, year: m.listening_unit_year };
	return WORDS[unit]();
}

/** The days of a span: This month, March 2026, 1 – 14 Mar 2026, Since 1 Mar 2024, All time. */
export function spanTitle(span: Span, today: string): string {
	const { kind, from, to } = span;
	if (!from && !to) return m.listening_all_time();
	if (!from) return m.listening_until({ day: formatDayShort(to ?? today) });
	if (!to) return m.listening_since({ day: formatDayShort(from) });
	if (holds(span, today)) {
		if (kind === "week") return m.listening_this_week();
		if (kind === "month") return m.listening_this_month();
		if (kind === "year") return m.listening_this_year();
	}
	if (kind === "month") return formatMonth(from);
	if (kind === "year") return from.slice(0, 4);
	return daysWords(from, to);
}

/** 1 – 14 Mar 2026 */
function daysWords(from: string, to: string): string {
	const format = dateFormat({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
	const date = (day: string) => new Date(`${day}T00:00:00Z`);
	return from === to ? formatDayShort(from) : format.formatRange(date(from), date(to));
}

/** 3 years ago */
export function yearsAgoWords(day: string, now: string): string {
	const count = Number(now.slice(0, 4)) - Number(day.slice(0, 4));
	return m.listening_years_ago({ count, shown: formatNumber(count) });
}
