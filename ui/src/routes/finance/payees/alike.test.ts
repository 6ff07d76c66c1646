import { describe, expect, it } from "vitest";
import { alike, essence } from "./alike";

const of = (...names: [string, number][]) => alike(names.map(([payee, txns]) => ({ payee, txns })));

describe("payees that may be the same", () => {
	it("differ by numbers, marks and what stands behind", () => {
		expect(of(["ALDI 0231", 3], ["Aldi Süd", 9], ["Aldona", 4])).toEqual([{ into: "Aldi Süd", from: "ALDI 0231" }]);
		expect(essence("Café Nord #12 GmbH")).toEqual(["cafe", "nord", "gmbh"]);
	});
	it("are not those that only begin alike", () => {
		expect(of(["Green Market", 9], ["Green Park", 2])).toEqual([]);
		expect(of(["Café Nord", 9], ["Café Süd", 2], ["Hotel Alpina", 1], ["Hotel Roma", 1])).toEqual([]);
	});
	it("are none where a name is empty or too short", () => {
		expect(of(["", 9], ["", 2], ["H 1", 2], ["H 2", 2])).toEqual([]);
	});
});
