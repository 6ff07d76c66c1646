import { dateFormat } from "./locale";

/** A time at the wall, `21:04:05`, without its seconds, as the reader writes it: `21:04` or `9:04 PM`. */
export function formatTime(time: string): string {
	return inShort(dateFormat({ hour: "numeric", minute: "2-digit", timeZone: "UTC" }), new Date(`1970-01-01T${time}Z`));
}

/** An hour, 0 to 23, as short as the reader writes it: `08` or `8 AM`. */
export function formatHour(hour: number): string {
	return inShort(dateFormat({ hour: "numeric", timeZone: "UTC" }), new Date(Date.UTC(1970, 0, 1, hour)));
}

/** With two digits where the day has 24 hours, with one where it has twice twelve. Never breaks before AM and PM. */
function inShort(format: Intl.DateTimeFormat, moment: Date): string {
	const wholeDay = format.resolvedOptions().hour12 === false;
	return format
		.formatToParts(moment)
		.map(({ type, value }, at, parts) => {
			if (type === "hour" && wholeDay) return value.padStart(2, "0");
			return parts[at + 1]?.type === "dayPeriod" ? "\u00a0" : value;
		})
		.join("");
}

/** A moment (RFC 3339) as the time it is here, with seconds: `14:02:07`. */
export function formatTimeWithSeconds(moment: string): string {
	return inShort(dateFormat({ hour: "numeric", minute: "2-digit", second: "2-digit" }), new Date(moment));
}

/** A moment (Unix milliseconds) as the time it is here: `14:02`. */
export function formatTimeHere(atMs: number): string {
	return inShort(dateFormat({ hour: "numeric", minute: "2-digit" }), new Date(atMs));
}

/** A moment (RFC 3339) as date and time here. */
export function formatDateTime(moment: string): string {
	const format = dateFormat({ day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" });
	return inShort(format, new Date(moment));
}

/** A length of time in milliseconds as `3:07` or `1:03:07`. */
export function formatDuration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
	const shown = parts[0] === 0 ? parts.slice(1) : parts;
	return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
