import { flushSync } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import type { Answer, Platform } from "$lib/platform/platform";

const asked: { cmd: string; payload: unknown }[] = [];
let answers: (cmd: string, payload: unknown) => Promise<Answer> = async () => ({ ok: null });

vi.mock("$lib/platform", () => ({
	platform: {
		call: (cmd: string, payload: unknown) => {
			asked.push({ cmd, payload });
			return answers(cmd, payload);
		},
		listen: () => () => {},
	} satisfies Partial<Platform>,
}));

const { live } = await import("./live.svelte");
const { changes } = await import("./changes.svelte");
const { LiveProbe } = await import("./live-probe.svelte");

/** Lets effects and the promises that are due settle. */
const settle = async () => {
	flushSync();
	await new Promise((resolve) => setTimeout(resolve));
	flushSync();
};

afterEach(() => {
	asked.length = 0;
});

test("asks at once, then only when a kind it reads has changed", async () => {
	answers = async () => ({ ok: [] });
	const probe = new LiveProbe(() => live("journal.journals", () => ({})));
	expect(probe.live.current.state).toBe("loading");
	await settle();
	expect(probe.live.current).toEqual({ state: "ready", data: [] });
	changes.publish({ kinds: ["journal.template"], origin: "local" });
	await settle();
	expect(asked).toHaveLength(1);
	changes.publish({ kinds: ["journal.entry"], origin: "sync" });
	await settle();
	expect(asked).toHaveLength(2);
	probe.end();
});

test("many changes during one request make one more request", async () => {
	const waiting: ((answer: Answer) => void)[] = [];
	answers = () => new Promise((resolve) => waiting.push(resolve));
	const probe = new LiveProbe(() => live("journal.tags", () => ({})));
	await settle();
	for (let at = 0; at < 5; at++) changes.publish({ kinds: ["journal.entry"], origin: "local" });
	waiting.shift()?.({ ok: ["old"] });
	await settle();
	waiting.shift()?.({ ok: ["new"] });
	await settle();
	expect(asked).toHaveLength(2);
	expect(probe.live.data).toEqual(["new"]);
	probe.end();
});

test("keeps the old answer while it asks for another request", async () => {
	answers = async (_, payload) => ({ ok: payload });
	const probe = new LiveProbe((value) => live("journal.calendar", () => ({ month: value() })), "2026-03");
	await settle();
	probe.value = "2026-04";
	flushSync();
	expect(probe.live.data).toEqual({ month: "2026-03" });
	expect(probe.live.refreshing).toBe(true);
	await settle();
	expect(probe.live.data).toEqual({ month: "2026-04" });
	expect(probe.live.refreshing).toBe(false);
	probe.end();
});

test("asks for nothing while the request is undefined, and says what was refused", async () => {
	answers = async () => ({ error: { code: "NotFound", message: "no such entry", field: "id" } });
	const probe = new LiveProbe((value) => live("journal.entry", () => (value() ? { id: value() } : undefined)), "");
	await settle();
	expect(asked).toHaveLength(0);
	probe.value = "a";
	await settle();
	expect(probe.live.current).toMatchObject({ state: "error", error: { code: "NotFound" } });
	probe.end();
});
