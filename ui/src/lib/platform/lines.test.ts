import { expect, test } from "vitest";
import { linesOf, type Source } from "./lines";
import type { StreamLine } from "./platform";

const source = (): Source => ({ onmessage: () => {} });
const all = async (lines: AsyncIterable<StreamLine>) => {
	const told: StreamLine[] = [];
	for await (const line of lines) told.push(line);
	return told;
};
const refused: StreamLine = { error: { code: "NotFound", message: "there is no camera", field: null } };

test("what was told before anybody asked is not lost", async () => {
	const from = source();
	const lines = linesOf(from, new AbortController().signal);
	from.onmessage(refused);
	expect(await all(lines)).toEqual([refused]);
});

test("lines come in their order, and the one that is no item is the last", async () => {
	const from = source();
	const told = all(linesOf(from, new AbortController().signal));
	from.onmessage({ item: 1 });
	await Promise.resolve();
	from.onmessage({ item: 2 });
	from.onmessage({ done: null });
	expect(await told).toEqual([{ item: 1 }, { item: 2 }, { done: null }]);
});

test("who stops listening waits no more", async () => {
	const stop = new AbortController();
	const told = all(linesOf(source(), stop.signal));
	stop.abort();
	expect(await told).toEqual([]);
});
