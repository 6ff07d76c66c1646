import type { Icon } from "$lib/ui/icon";

/** One thing a person can do. It feeds buttons, menus, the palette and the keys page. */
export type Action = {
	/** `journal.create_entry`; unique. */
	id: string;
	/** A message. */
	title: () => string;
	icon?: Icon;
	/** `mod+k` (Ctrl, or Cmd on a Mac), `?`, `shift+j`, or two keys after each other: `g t`. */
	keys?: string[];
	/** Offered only while this is true. Always, when absent. */
	when?: () => boolean;
	run: () => void | Promise<void>;
	/** Kept out of the palette; still on the keys page. */
	quiet?: boolean;
};
