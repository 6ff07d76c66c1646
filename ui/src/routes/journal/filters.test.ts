import { describe, expect, it } from "vitest";
import { filterCount, listRequest, readFilters, writeFilters } from "./filters";

describe("filters", () => {
	it("come back from the address as they went in", () => {
		const filters = { tag: "sea & sky", person: "Ada", from: "2025-01-01", starred: true, photo: true } as const;
		expect(readFilters(new URLSearchParams(writeFilters(filters)))).toEqual(filters);
		expect(filterCount(filters)).toBe(5);
	});

	it("keep what belongs to somebody else and drop what is cleared", () => {
		expect(writeFilters({ tag: "b" }, new URLSearchParams("q=x&tag=a&starred=yes"))).toBe("?q=x&tag=b");
		expect(writeFilters({})).toBe("");
	});

	it("ignore what makes no sense", () => {
		expect(readFilters(new URLSearchParams("from=yesterday&starred=1&tag=%20"))).toEqual({});
	});

	it("become the request of the list", () => {
		expect(listRequest({ photo: true, tag: "sea" })).toEqual({ with_media: true, tag: "sea" });
	});
});
