import { describe, expect, it } from "vitest";
import { flowPicture } from "./flow";

const node = (id: string, kind: "source" | "middle" | "target" | "kept") => ({ id, name: id, icon: "", parent: null, kind });
const words = {
	amount: (minor: number) => `${minor}`,
	short: (minor: number) => `${minor}`,
	nameOf: ({ name }: { name: string }) => name,
	others: (count: number) => `${count} others`,
	hrefOf: ({ rows }: { rows: unknown }) => (rows ? "/rows" : undefined),
};
const targets = Array.from({ length: 20 }, (_, at) => `t${at}`);
const flow = {
	currency: "EUR",
	span: { from: "2026-01-01", to: "2026-12-31" },
	income: 1000,
	spending: 210,
	unconverted: [],
	rates: [],
	nodes: [node("middle", "middle"), node("pay", "source"), ...targets.map((id) => node(id, "target")), node("kept", "kept")],
	links: [
		{ from: "middle", to: "kept", minor: 790, rows: null },
		...targets.map((to, at) => ({ from: "middle", to, minor: at + 1, rows: { flow: "spending" as const, accounts: [], categories: [to], payees: [], tags: [] } })),
		{ from: "pay", to: "middle", minor: 1000, rows: null },
	],
};

describe("the picture of a cash flow", () => {
	const { parts, ties } = flowPicture(flow, words);
	it("shows the largest first, puts small ones together and what is left last", () => {
		expect(parts.map(({ label }) => label).slice(0, 4)).toEqual(["", "pay", "t19", "t18"]);
		expect(parts.slice(-2).map(({ label }) => label)).toEqual(["7 others", "kept"]);
	});
	it("loses nothing", () => {
		const out = ties.filter(({ from }) => from === "middle").reduce((sum, { value }) => sum + value, 0);
		expect(out).toBe(1000);
		expect(ties.find(({ to }) => to === "others-out")?.value).toBe(1 + 2 + 3 + 4 + 5 + 6 + 7);
	});
	it("leads to rows only where there are some", () => {
		expect(parts.filter(({ href }) => href).length).toBe(13);
	});
	it("is empty without a middle", () => {
		expect(flowPicture({ ...flow, nodes: [] }, words).parts).toEqual([]);
	});
});
