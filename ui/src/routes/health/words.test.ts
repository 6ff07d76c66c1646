import { expect, test } from "vitest";
import { byCheck } from "./words";

test("each finding stands with its check", () => {
	const checks = [
		{ check: "pages", found: 0 },
		{ check: "records", found: 2 },
		{ check: "attachments", found: 1 },
	];
	expect(byCheck(checks, ["a", "b", "c"]).map(({ findings }) => findings)).toEqual([[], ["a", "b"], ["c"]]);
	// The last check of an earlier run has numbers only.
	expect(byCheck(checks, []).map(({ found }) => found)).toEqual([0, 2, 1]);
});
