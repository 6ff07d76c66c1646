import { expect, test } from "vitest";
import { packSound } from "$lib/senses/pack";
import { BARS, levelShare, withLevel, type Bar } from "./levels";
import { rateOf } from "./sound-rate";

test("a piece of sound tells its own rate", async () => {
	const piece = new Blob([packSound(85_333, { rate: 44_100, samples: new Float32Array(3) })]);
	expect(await rateOf(piece)).toBe(44_100);
});

test("silence is an empty bar, full scale a full one", () => {
	expect([-120, -60, -30, 0, 3, Number.NaN].map(levelShare)).toEqual([0, 0, 0.5, 1, 1, 0]);
});

test("a bar is the loudest of its tenth of a second, and only the last seconds are kept", () => {
	let bars: Bar[] = [];
	for (const [at_ms, level_db] of [[10, -60], [50, -30], [90, -45], [110, -60]] as const) bars = withLevel(bars, { at_ms, level_db });
	expect(bars).toEqual([{ step: 0, share: 0.5 }, { step: 1, share: 0 }]);
	for (let at_ms = 200; at_ms < 20_000; at_ms += 64) bars = withLevel(bars, { at_ms, level_db: -30 });
	expect(bars).toHaveLength(BARS);
});
