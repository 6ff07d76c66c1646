import assert from "node:assert/strict";
import axe from "axe-core";
import { assertNoOverflow } from "./pages.mjs";

/** Nothing keeps somebody out of the page as it is now; `where` stands in the message. */
export async function assertForAll(page, where) {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
	assert.deepEqual(grave.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`), [], where);
	await assertNoOverflow(page, where);
}
