import { afterEach, expect, test, vi } from "vitest";
import { copyText, playCopy } from "./page";

afterEach(() => vi.unstubAllGlobals());

/** As much of a player as is looked at. */
function player() {
	const shown = { src: "", events: [] as string[] };
	const element = {
		set src(address: string) {
			shown.src = address;
		},
		removeAttribute: () => (shown.src = ""),
		dispatchEvent: (event: Event) => shown.events.push(event.type),
	};
	return { shown, element: element as unknown as HTMLMediaElement };
}

test("a copy is played from memory and given back", async () => {
	vi.stubGlobal("fetch", async () => new Response("sound"));
	const revoke = vi.spyOn(URL, "revokeObjectURL");
	const { shown, element } = player();
	const stop = playCopy(element, "media://localhost/1");
	await vi.waitFor(() => expect(shown.src).toMatch(/^blob:/));
	const copy = shown.src;
	stop();
	expect(shown.src).toBe("");
	expect(revoke).toHaveBeenCalledWith(copy);
});

test("a player that is gone before its sound came keeps nothing", async () => {
	vi.stubGlobal("fetch", async () => new Response("sound"));
	const create = vi.spyOn(URL, "createObjectURL");
	const { shown, element } = player();
	playCopy(element, "media://localhost/1")();
	await new Promise((resolve) => setTimeout(resolve, 5));
	expect(create).not.toHaveBeenCalled();
	expect(shown).toEqual({ src: "", events: [] });
});

test("sound that is missing is an error of the player", async () => {
	vi.stubGlobal("fetch", async () => new Response("", { status: 404 }));
	const { shown, element } = player();
	playCopy(element, "media://localhost/1");
	await vi.waitFor(() => expect(shown.events).toEqual(["error"]));
});

test("text is copied by the clipboard, which says whether it took it", async () => {
	const writeText = vi.fn(async () => {});
	vi.stubGlobal("navigator", { clipboard: { writeText } });
	expect(await copyText("a day")).toBe(true);
	expect(writeText).toHaveBeenCalledWith("a day");
});
