import { expect, test } from "vitest";
import { filterCount, listRequest, readFilters, registerHref, writeFilters, type Filters } from "./filters";

const read = (query: string) => readFilters(new URLSearchParams(query));

test("filters come back from the address that they wrote", () => {
	const all: Filters[] = [
		{},
		{ text: "coffee & cake", from: "2026-03-01", to: "2026-03-31" },
		{ payee: "", only: "uncategorized", oldest: true },
		{ category: "c", tag: "sea", min: 0, max: 12_50 },
		{ behind: { flow: "spending", accounts: ["a"], categories: ["b", "c"], payees: ["A, B & Co", ""], tags: [] } },
	];
	for (const filters of all) expect(read(writeFilters(filters))).toEqual(filters);
});

test("what an address says wrongly is left out", () => {
	expect(read("?from=2026-02-30&min=-5&max=1.5&only=everything&flow=up&in_tag=x&q=%20")).toEqual({});
	expect(read("?from=2026-03-02&to=2026-03-01")).toEqual({ from: "2026-03-02" });
	expect(read("?min=")).toEqual({});
});

test("an account and an order are no filters", () => {
	expect(registerHref({ payee: "Café" }, "ab")).toBe("/finance/accounts/ab?payee=Caf%C3%A9");
	expect(registerHref()).toBe("/finance/register");
	expect(listRequest({ oldest: true, tag: "x" }, "ab")).toEqual({ tag: "x", account: "ab", oldest_first: true });
	expect(filterCount({ oldest: true, payee: "" })).toBe(1);
});
