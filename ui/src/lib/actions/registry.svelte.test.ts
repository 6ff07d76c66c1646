import { flushSync } from "svelte";
import { expect, test } from "vitest";
import { offer, registry } from "./registry.svelte";

test("a page's actions are offered once, see its state and go with it", () => {
	let rounds = 0;
	let name = $state("a");
	const end = $effect.root(() =>
		offer(() => {
			rounds += 1;
			// What a page does when it looks whether somebody else offers the same: it reads what is written.
			void registry.all;
			return [{ id: "mine", title: () => name, run: () => {} }];
		}),
	);
	flushSync();
	expect(registry.find("mine")?.title()).toBe("a");
	name = "b";
	flushSync();
	expect(registry.find("mine")?.title()).toBe("b");
	expect(rounds).toBe(1);
	end();
	expect(registry.all).toEqual([]);
});
