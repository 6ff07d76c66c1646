import { expect, test } from "vitest";
import { importProblem, markupProblems } from "./lint.mjs";

const what = (source) => markupProblems(source).map((problem) => problem.what);

test("text that a person reads comes from a message", () => {
	expect(what("<p>Hello there</p>")).toHaveLength(1);
	expect(what('<button aria-label="Close"></button>')).toHaveLength(1);
	expect(what('<p>{open ? "Yes" : m.no()}</p>')).toHaveLength(1);
	expect(what('<p class="text-ink">{m.hello()} · {count}</p>')).toEqual([]);
});

test("a style attribute is refused, a style directive is not", () => {
	expect(what('<p style="color: red"></p>')).toHaveLength(1);
	expect(what("<p style:color={ink}></p>")).toEqual([]);
});

test("route folders do not know each other", () => {
	expect(importProblem("src/routes/trash/+page.svelte", "../history/Row.svelte")).not.toBeNull();
	expect(importProblem("src/routes/trash/+page.svelte", "./Row.svelte")).toBeNull();
	expect(importProblem("src/routes/trash/+page.svelte", "$lib/ui")).toBeNull();
});

test("only the desktop face knows the desktop", () => {
	expect(importProblem("src/lib/ui/Button.svelte", "@tauri-apps/api/core")).not.toBeNull();
	expect(importProblem("src/lib/platform/tauri.ts", "@tauri-apps/api/core")).toBeNull();
});
