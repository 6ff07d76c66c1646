/** What any page can do by itself, in a browser and in the desktop window alike. */

/** Puts text on the clipboard; the old way where the new one is refused. Answers whether it is there. */
export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return copySelected(text);
	}
}

/** Selects the text in a field that nobody sees and copies the selection. */
function copySelected(text: string): boolean {
	const focused = document.activeElement;
	const field = document.createElement("textarea");
	field.value = text;
	field.readOnly = true;
	field.className = "sr-only";
	// Inside an open dialog: outside of it the focus would be taken back at once.
	(focused?.closest("[role=dialog]") ?? document.body).append(field);
	field.select();
	const copied = document.execCommand("copy");
	field.remove();
	if (focused instanceof HTMLElement) focused.focus();
	return copied;
}

/** Opens an https or mailto address outside. The desktop window hands it to the person's own browser. */
export function openOutside(address: string): void {
	window.open(address, "_blank", "noopener,noreferrer");
}

/** Hands a file to the person under a name, as if they had pressed a link to it. */
export function download(address: string, name: string): void {
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
}

/** Plays straight from an address. Returns the way to stop. */
export function playAddress(player: HTMLMediaElement, address: string): () => void {
	player.src = address;
	return () => {
		player.removeAttribute("src");
		player.load();
	};
}

/**
 * Plays from memory: the desktop's web view plays nothing from the window's own scheme, but reads it.
 * Returns the way to stop, which gives the memory back.
 */
export function playCopy(player: HTMLMediaElement, address: string): () => void {
	const stopped = new AbortController();
	let copy: string | undefined;
	void fetch(address, { signal: stopped.signal })
		.then(async (answer) => {
			if (!answer.ok) throw new Error(`the window answered ${answer.status}`);
			const blob = await answer.blob();
			if (stopped.signal.aborted) return;
			copy = URL.createObjectURL(blob);
			player.src = copy;
		})
		.catch(() => void (stopped.signal.aborted || player.dispatchEvent(new Event("error"))));
	return () => {
		stopped.abort();
		player.removeAttribute("src");
		if (copy) URL.revokeObjectURL(copy);
	};
}
