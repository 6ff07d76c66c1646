import { dateFormat } from "./locale";

/** A time at the wall, `21:04:05`, without its seconds, as the reader writes it. */
export function formatTime(time: string): string {
	return dateFormat({ hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(new Date(`1970-01-01T${time}Z`));
}

/** A moment (RFC 3339) as the time it is here, with seconds: `14:02:07`. */
export function formatTimeWithSeconds(moment: string): string {
	return dateFormat({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(moment));
}

/** A moment (RFC 3339) as date and time here. */
export function formatDateTime(moment: string): string {
	return dateFormat({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(
		new Date(moment),
	);
}

/** A length of time in milliseconds as `3:07` or `1:03:07`. */
export function formatDuration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
	const shown = parts[0] === 0 ? parts.slice(1) : parts;
	return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
