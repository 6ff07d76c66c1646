import adapter from "@sveltejs/adapter-static";
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** @type {import("@sveltejs/kit").Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// A single-page app: every address answers with index.html and the pages are made in the window.
		adapter: adapter({ pages: "dist", assets: "dist", fallback: "index.html" }),
		// The same files are served by the window and by the loopback server; neither has a path prefix.
		paths: { relative: false },
	},
};
