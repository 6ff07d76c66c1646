import { expect, test } from "vitest";
import { nextPixel, pixels } from "./year";

const said = [{ day: "2026-03-14", valence: 20, energy: -5, count: 2 }];

test("days without a word are missing, days to come are not there yet", () => {
	const all = pixels(2026, said, "2026-06-01");
	expect(all).toHaveLength(365);
	expect(all.filter(({ count }) => count > 0).map(({ day, valence }) => [day, valence])).toEqual([["2026-03-14", 20]]);
	expect([all[0]?.valence, all[0]?.coming, all[152]?.coming]).toEqual([null, false, true]);
	expect(pixels(2024, [], "2024-12-31")).toHaveLength(366);
});

test("arrows go by days and by months, whichever lie where", () => {
	const all = pixels(2026, [], "2026-12-31");
	const at = all.findIndex(({ day }) => day === "2026-01-31");
	const to = (key: string, lying: boolean) => all[nextPixel(key, at, all, lying) ?? -1]?.day;
	expect(to("ArrowRight", true)).toBe("2026-02-01");
	expect(to("ArrowDown", true)).toBe("2026-02-28");
	expect(to("ArrowRight", false)).toBe("2026-02-28");
	expect(to("ArrowUp", false)).toBe("2026-01-30");
	expect(to("ArrowUp", true)).toBeUndefined();
	expect(to("Home", true)).toBe("2026-01-01");
	expect(to("a", true)).toBeUndefined();
});
