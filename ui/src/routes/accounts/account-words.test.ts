import { expect, test } from "vitest";
import { canRetry, historyWords, stateWords, warningWords, type Account } from "./account-words";

const base: Account = {
	id: "lastfm",
	title: "Last.fm",
	state: "on",
	connecting: false,
	running: false,
	user: "ann",
	client_id: null,
	address: null,
	has_secret: true,
	last_run: null,
	last_success: null,
	next_run: null,
	added: 0,
	pause: null,
	problem: null,
	warnings: [],
};
const until = "2026-03-01T21:04:05Z";

test("every state has words of its own", () => {
	const states: Partial<Account>[] = [
		{ state: "off" },
		{ state: "off", connecting: true },
		{},
		{ running: true },
		{ state: "needs_reconnect", pause: { why: "reconnect", until: null } },
		{ pause: { why: "auth", until } },
		{ pause: { why: "network", until } },
		{ pause: { why: "unknown", until } },
		{ pause: { why: "asked", until } },
		{ pause: { why: "probing", until: null } },
	];
	const words = states.map((state) => stateWords({ ...base, ...state }));
	expect(new Set(words).size).toBe(states.length);
});

test("what the service asked for cannot be cut short", () => {
	const paused = (why: NonNullable<Account["pause"]>["why"]) => canRetry({ ...base, pause: { why, until } });
	expect([paused("auth"), paused("network"), paused("unknown")]).toEqual([true, true, true]);
	expect([paused("asked"), paused("probing"), paused("reconnect"), canRetry(base)]).toEqual([false, false, false, false]);
});

test("history and warnings are told when there are any", () => {
	expect(historyWords(base)).toEqual([]);
	expect(historyWords({ ...base, added: 2300, last_success: until, next_run: until })).toHaveLength(3);
	expect(historyWords({ ...base, added: 1, next_run: until, running: true })).toHaveLength(1);
	expect(warningWords({ ...base, warnings: [{ kind: "access_ends", at: until }, { kind: "forgotten" }] })).toHaveLength(2);
});
