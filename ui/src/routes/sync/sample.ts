import type { Lan, LanPeer, RecordConflict, SyncDevice, SyncStatus, SyncTrouble, SyncTroubleKind } from "$lib/api/types";
import type { Pairing } from "./pairing.svelte";

/** For the stories: a day to count from, Unix milliseconds. */
export const AT = Date.parse("2026-03-01T20:17:00Z");
const DAY_MS = 86_400_000;

const device = (id: string, name: string | null, more: Partial<SyncDevice> = {}): SyncDevice => ({
	id,
	name,
	this: false,
	added_ms: AT - 40 * DAY_MS,
	removed_ms: null,
	last_written_ms: AT,
	...more,
});

/** Some devices with these names, the first one in hand, the last one removed. */
export const devices = ([here, there, gone]: [string, string, string]): SyncDevice[] => [
	device("a0", here, { this: true }),
	device("b0", there, { last_written_ms: AT - 2 * DAY_MS }),
	device("c0", null, { last_written_ms: null }),
	device("d0", gone, { removed_ms: AT - 3 * DAY_MS }),
];

/** A stand of sync. */
export const status = (stand: SyncStatus["stand"], more: Partial<SyncStatus> = {}): SyncStatus => ({
	on: true,
	stand,
	waits_for: null,
	until_ms: null,
	server: "https://sync.example.org",
	to_send: 0,
	to_read: 0,
	last_success_ms: AT,
	troubles: [],
	devices: [],
	...more,
});

/** A place on the network. */
const peer = (place: string, more: Partial<LanPeer> = {}): LanPeer => ({
	place,
	typed: true,
	device: null,
	name: null,
	last_success_ms: null,
	took: 0,
	error: null,
	...more,
});

/** How it stands on the network. */
export const network = (more: Partial<Lan> = {}): Lan => ({
	on: true,
	find: false,
	listening: true,
	port: 27_851,
	addresses: ["192.168.1.20:27851"],
	problem: null,
	peers: [],
	...more,
});

/** Two devices that were met, one of them away by now, and a place where nobody was met. */
export const peers = ([near, away]: [string, string]): LanPeer[] => [
	peer("192.168.1.34:27851", { name: near, typed: false, last_success_ms: AT, took: 48 }),
	peer("192.168.1.41:27851", { name: away, last_success_ms: AT - 2 * DAY_MS, took: 3, error: "nobody listens at 192.168.1.41:27851" }),
	peer("desk.local:27851", { error: "desk.local:27851 cannot be found on this network" }),
];

/** A trouble as the core tells it. */
export const trouble = (kind: SyncTroubleKind, words: string): SyncTrouble => ({ kind, words, since_ms: AT });

/** An entry whose title was said differently here and there; what was said last holds. */
export const conflict = (id: string, there: string, [one, other]: [string, string]): RecordConflict => ({
	id,
	kind: "journal.entry",
	title: other,
	day: "2026-03-01",
	fields: [
		{
			field: "title",
			values: [
				{ told: "0", value: one, writer: { by: "this", device: null, name: null }, at: new Date(AT).toISOString(), holds: false },
				{ told: "1", value: other, writer: { by: "device", device: "b0", name: there }, at: new Date(AT + 60_000).toISOString(), holds: true },
			],
		},
	],
});

/** A step of a conversation. */
export const pairing = (step: Pairing["step"], text = "", picture: string | null = null): Pairing => ({ step, text, picture, error: null });

/** What a picture of an invitation looks like; no camera reads this one. */
export const PICTURE =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 6h1v2H7zM5 7h1v1H5z"/></svg>';
