import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	settings: { order: 30, title: m.accounts_title, load: () => import("./AccountsSettings.svelte") },
	stories: { title: m.accounts_title, load: () => import("./AccountsStories.svelte") },
} satisfies Manifest;
