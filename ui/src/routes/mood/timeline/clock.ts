/** Where a moment of a day stands between the day's beginning and its end. */

const DAY_MINUTES = 1440;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** `21:04` as a share (0 to 1) of a day that begins `starts` minutes after midnight. */
export function shareOfDay(time: string, starts: number): number {
	return ((minutesOf(time) - starts + DAY_MINUTES) % DAY_MINUTES) / DAY_MINUTES;
}

/** The hours that a day is marked at, every six from its beginning on. */
export function hourMarks(starts: number): { time: string; share: number }[] {
	const first = Math.ceil(starts / 360) * 360;
	return [0, 360, 720, 1080].map((more) => {
		const minutes = (first + more) % DAY_MINUTES;
		const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
		return { time, share: shareOfDay(time, starts) };
	});
}

/**
 * Moments that stand so close that they would hide each other give way downwards: how many are at the same
 * place before each, in the order given.
 */
export function stacked(shares: readonly number[], near: number): number[] {
	return shares.map((share, at) => shares.slice(0, at).filter((other) => Math.abs(other - share) < near).length);
}
