/**
 * How well a typed text fits a title: 0 not at all, higher is better. Every typed word must begin a
 * word of the title, or the letters must follow each other inside it.
 */
export function fit(title: string, typed: string): number {
	const text = title.toLocaleLowerCase();
	const wanted = typed.trim().toLocaleLowerCase();
	if (!wanted) return 1;
	if (text.startsWith(wanted)) return 5;
	const words = text.split(/[\s/-]+/);
	if (wanted.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))) return 4;
	if (text.includes(wanted)) return 3;
	return isSpread(text, wanted.replaceAll(" ", "")) ? 2 : 0;
}

/** Whether the letters come in this order, the first one at the start of a word. */
function isSpread(text: string, letters: string): boolean {
	const start = text.search(new RegExp(`(^|\\s)${letters.charAt(0).replace(/[^\p{L}\p{N}]/u, "\\$&")}`, "u"));
	if (start < 0 || letters.length < 2) return false;
	let at = start;
	for (const letter of letters) {
		at = text.indexOf(letter, at) + 1;
		if (at === 0) return false;
	}
	// Letters that lie far apart are chance.
	return at - start <= letters.length * 4;
}
