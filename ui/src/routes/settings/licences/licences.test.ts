import { gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { loadLicences, matching, type Part } from "./licences";

const part = (name: string, licence: string | null, kind: Part["kind"] = "crate"): Part => ({ kind, name, version: "1.2.0", licence, from: null, texts: [0] });
const parts = [part("serde", "MIT OR Apache-2.0"), part("svelte", "MIT", "npm"), part("Inter", "OFL-1.1", "font"), part("nameless", null)];

afterEach(() => vi.unstubAllGlobals());

test("every typed word has to be found, in whatever order", () => {
	const names = (typed: string, kind: Part["kind"] | "all" = "all") => matching(parts, typed, kind).map(({ name }) => name);
	expect(names("")).toHaveLength(4);
	expect(names("apache serde")).toEqual(["serde"]);
	expect(names("mit")).toEqual(["serde", "svelte"]);
	expect(names("mit", "npm")).toEqual(["svelte"]);
	expect(names("1.2 ofl")).toEqual(["Inter"]);
	expect(names("tulip")).toEqual([]);
});

test("the file is unpacked in the page", async () => {
	const file = gzipSync(JSON.stringify({ parts, texts: ["Permission is hereby granted"] }));
	vi.stubGlobal("fetch", async () => new Response(file));
	expect((await loadLicences()).texts).toEqual(["Permission is hereby granted"]);
	vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }));
	await expect(loadLicences()).rejects.toThrow("404");
});
