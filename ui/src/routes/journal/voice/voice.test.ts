import { expect, test } from "vitest";
import { BARS, withLevel, type Bar } from "./levels";

test("a bar is the loudest of its tenth of a second, and only the last seconds are kept", () => {
	let bars: Bar[] = [];
	for (const [at_ms, level_db] of [[10, -60], [50, -30], [90, -45], [110, -60]] as const) bars = withLevel(bars, { at_ms, level_db });
	expect(bars).toEqual([{ step: 0, share: 0.5 }, { step: 1, share: 0 }]);
	for (let at_ms = 200; at_ms < 20_000; at_ms += 64) bars = withLevel(bars, { at_ms, level_db: -30 });
	expect(bars).toHaveLength(BARS);
});
