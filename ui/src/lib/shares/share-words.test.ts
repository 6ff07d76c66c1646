import { describe, expect, it } from "vitest";
import { shareLine, typedViews } from "./share-words";

describe("a share", () => {
	const share = { share: "00", title: "Sea", link: null, expires_ms: Date.parse("2026-03-08T20:17:00Z"), views: 2, views_max: 5 };

	it("tells how often it can still be opened, or was", () => {
		expect(shareLine(share)).toMatch(/^3 of 5 views left · until /);
		expect(shareLine({ ...share, views_max: null })).toMatch(/^Opened 2 times · until /);
		expect(shareLine({ ...share, views: 5 })).toMatch(/^No views left · until /);
	});

	it("takes a whole number of views, or none", () => {
		expect(["", " 3 ", "0", "-1", "2.5", "many"].map(typedViews)).toEqual([null, 3, undefined, undefined, undefined, undefined]);
	});
});
