/** A row of words that is wider than a phone: it fades where it goes on, and what is chosen is in sight. */

/** Says on which side something is out of sight, as `data-before` and `data-after`. */
export function fading(row: HTMLElement) {
	const look = () => {
		row.toggleAttribute("data-before", row.scrollLeft > 4);
		row.toggleAttribute("data-after", row.scrollLeft + row.clientWidth < row.scrollWidth - 4);
	};
	const watch = new ResizeObserver(look);
	watch.observe(row);
	row.addEventListener("scroll", look, { passive: true });
	return {
		destroy() {
			watch.disconnect();
			row.removeEventListener("scroll", look);
		},
	};
}

/** Classes of such a row. Its words count their place from it. */
export const ROW = "relative flex gap-0.5 overflow-x-auto data-after:mask-r-from-85% data-before:mask-l-from-85%";

/** Brings a word of the row into its middle when it is the chosen one. */
export function inSight(word: HTMLElement, chosen: boolean) {
	const show = (now: boolean) => {
		const row = word.parentElement;
		if (now && row) row.scrollLeft = word.offsetLeft - row.clientWidth / 2 + word.clientWidth / 2;
	};
	show(chosen);
	return { update: show };
}
