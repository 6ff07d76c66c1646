import Command from "@lucide/svelte/icons/command";
import EyeOff from "@lucide/svelte/icons/eye-off";
import Lock from "@lucide/svelte/icons/lock";
import PanelLeft from "@lucide/svelte/icons/panel-left";
import PenLine from "@lucide/svelte/icons/pen-line";
import Redo from "@lucide/svelte/icons/redo-2";
import Undo from "@lucide/svelte/icons/undo-2";
import { goto } from "$app/navigation";
import type { Action } from "$lib/actions/action";
import { call } from "$lib/api/call";
import type { UndoReply } from "$lib/api/wire";
import { privacy } from "$lib/format/privacy.svelte";
import { m, messageFor } from "$lib/i18n";
import { vault } from "$lib/vault/vault.svelte";
import { manifests, navEntries } from "./manifests";
import { notices } from "./notices.svelte";
import { overlays } from "./overlays.svelte";
import { SHARED_SCREEN_KEYS } from "./shared-screen";
import { sideBar } from "./side-bar.svelte";

function tell(reply: UndoReply | null, done: (inputs: { what: string }) => string, nothing: () => string): void {
	if (!reply) notices.say(nothing());
	else notices.say(done({ what: messageFor(`undo_${reply.label}`) ?? reply.label }));
}

const own: Action[] = [
	{
		id: "shell.palette",
		title: m.open_palette,
		icon: Command,
		keys: ["mod+k"],
		quiet: true,
		run: () => overlays.openPalette(),
	},
	{ id: "shell.capture", title: m.capture, icon: PenLine, keys: ["c"], run: () => overlays.openCapture() },
	{
		id: "shell.undo",
		title: m.undo,
		icon: Undo,
		keys: ["mod+z"],
		run: async () => tell(await call("undo.undo", {}), m.undone_named, m.nothing_to_undo),
	},
	{
		id: "shell.redo",
		title: m.redo,
		icon: Redo,
		keys: ["mod+shift+z", "mod+y"],
		run: async () => tell(await call("undo.redo", {}), m.redone_named, m.nothing_to_redo),
	},
	{ id: "shell.side_bar", title: m.toggle_side_bar, icon: PanelLeft, keys: ["mod+\\"], run: () => sideBar.toggle() },
	{ id: "shell.shared_screen", title: m.shared_screen_toggle, icon: EyeOff, keys: [SHARED_SCREEN_KEYS, "$"], run: () => privacy.toggle() },
	{ id: "vault.lock", title: m.lock_now, icon: Lock, keys: ["mod+shift+l"], run: () => vault.lock() },
];

/** The shell's own actions, one to go to each page, and those of the manifests. */
export function fixedActions(): Action[] {
	const pages = navEntries().map((entry): Action => ({
		id: `go:${entry.href}`,
		title: () => m.go_to_named({ name: entry.title() }),
		icon: entry.icon,
		keys: entry.keys ? [entry.keys] : undefined,
		quiet: true,
		run: () => goto(entry.href),
	}));
	return [...own, ...pages, ...manifests.flatMap((manifest) => manifest.actions ?? [])];
}
