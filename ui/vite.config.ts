import { execFileSync } from "node:child_process";
import tailwindcss from "@tailwindcss/vite";
import { sveltekit } from "@sveltejs/kit/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Compiles the messages again when one of their files changes while `npm run dev` is open. */
function messages(): Plugin {
	return {
		name: "everkept-messages",
		apply: "serve",
		handleHotUpdate({ file }) {
			if (file.includes("/messages/en/")) execFileSync("node", ["tools/messages.mjs"]);
		},
	};
}

/**
 * Kit's route announcer carries a style attribute, which our content security policy refuses.
 * The same rules are in `lib/theme/base.css` under `#svelte-announcer`.
 */
function announcerWithoutStyle(): Plugin {
	return {
		name: "everkept-announcer-without-style",
		enforce: "pre",
		transform(code, id) {
			if (!id.includes("generated/root.svelte") || !code.includes("svelte-announcer")) return null;
			return code.replace(/(id="svelte-announcer"[^>]*?)\sstyle="[^"]*"/, "$1");
		},
	};
}

export default defineConfig({
	plugins: [announcerWithoutStyle(), tailwindcss(), messages(), sveltekit()],
	server: { port: 5173, strictPort: true },
	build: {
		// Data addresses would need a wider content security policy than files do.
		assetsInlineLimit: 0,
		// These know light-dark(), on which the themes stand; older targets would have it rewritten wrongly.
		cssTarget: ["chrome123", "safari17.5", "firefox120"],
		target: ["chrome123", "safari17.5", "firefox120"],
	},
	test: { include: ["src/**/*.test.ts", "tools/**/*.test.mjs"], environment: "./tools/vitest-client.mjs" },
	// Without it the tests would get the server side of Svelte, in which effects never run.
	...(process.env.VITEST ? { resolve: { conditions: ["browser"] } } : {}),
});
