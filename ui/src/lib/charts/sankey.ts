/** Where the parts of a flow stand: bars in columns, ribbons between them, all at one scale. */

export type FlowPart = { id: string };
/** So much goes from one part to another; above zero. */
export type FlowTie = { from: string; to: string; value: number };

export type FlowLayout = {
	width: number;
	/** Pixels that the whole of the fullest column has, without its gaps. */
	plot: number;
	/** The height that each part has at least, for its label. */
	slot: number;
	gap: number;
	/** Width of a bar. */
	bar: number;
	/** Room beside the first and the last column. */
	left: number;
	right: number;
};

export type PlacedPart = { id: string; column: number; value: number; x: number; y: number; height: number; middle: number };
/** `index` is the place of the tie in what was given; `path` is a closed shape. */
export type PlacedTie = FlowTie & { index: number; path: string; thickness: number };
export type PlacedFlow = { parts: PlacedPart[]; ties: PlacedTie[]; height: number; columns: number };

/**
 * Places a flow without circles. Parts keep the order in which they are given within their column, as
 * far as no ribbons cross for it. A part without anything that flows is left out.
 */
export function placeFlow(given: readonly FlowPart[], ties: readonly FlowTie[], layout: FlowLayout): PlacedFlow {
	const known = new Set(given.map(({ id }) => id));
	const flowing = ties.map((tie, index) => ({ ...tie, index })).filter(({ from, to, value }) => value > 0 && known.has(from) && known.has(to));
	const into = sums(flowing, "to");
	const out = sums(flowing, "from");
	const parts = given.filter(({ id }) => into.has(id) || out.has(id));
	if (parts.length === 0) return { parts: [], ties: [], height: 0, columns: 0 };

	const columnOf = columnsOf(parts, flowing);
	const valueOf = (id: string) => Math.max(into.get(id) ?? 0, out.get(id) ?? 0);
	const count = Math.max(...columnOf.values()) + 1;
	const columns = Array.from({ length: count }, (_, at) => parts.filter(({ id }) => columnOf.get(id) === at).map(({ id }) => id));
	untangle(columns, flowing);

	const fullest = Math.max(...columns.map((ids) => ids.reduce((sum, id) => sum + valueOf(id), 0)));
	const scale = layout.plot / fullest;
	const slotOf = (id: string) => Math.max(valueOf(id) * scale, layout.slot);
	const heights = columns.map((ids) => ids.reduce((sum, id) => sum + slotOf(id), 0) + layout.gap * Math.max(0, ids.length - 1));
	const height = Math.max(...heights);
	const between = count > 1 ? (layout.width - layout.left - layout.right - layout.bar) / (count - 1) : 0;

	const placed = new Map<string, PlacedPart>();
	columns.forEach((ids, column) => {
		let top = (height - (heights[column] ?? 0)) / 2;
		for (const id of ids) {
			const slot = slotOf(id);
			const own = valueOf(id) * scale;
			const middle = top + slot / 2;
			placed.set(id, { id, column, value: valueOf(id), x: layout.left + between * column, y: middle - own / 2, height: own, middle });
			top += slot + layout.gap;
		}
	});
	return { parts: [...placed.values()], ties: ribbons(flowing, placed, { scale, bar: layout.bar }), height, columns: count };
}

type Indexed = FlowTie & { index: number };

function sums(ties: readonly Indexed[], end: "from" | "to"): Map<string, number> {
	const found = new Map<string, number>();
	for (const tie of ties) found.set(tie[end], (found.get(tie[end]) ?? 0) + tie.value);
	return found;
}

/** A part stands right of all that flows into it; what nothing flows into stands just left of where it flows. */
function columnsOf(parts: readonly FlowPart[], ties: readonly Indexed[]): Map<string, number> {
	const columns = new Map(parts.map(({ id }) => [id, 0]));
	// A path has at most as many steps as there are parts; a circle would move right for ever.
	for (let round = 0; round < parts.length; round++) {
		let moved = false;
		for (const { from, to } of ties) {
			const least = (columns.get(from) ?? 0) + 1;
			if ((columns.get(to) ?? 0) < least) {
				columns.set(to, least);
				moved = true;
			}
		}
		if (!moved) break;
	}
	const fed = new Set(ties.map(({ to }) => to));
	for (const { id } of parts) {
		if (fed.has(id)) continue;
		const next = ties.filter(({ from }) => from === id).map(({ to }) => columns.get(to) ?? 0);
		if (next.length > 0) columns.set(id, Math.min(...next) - 1);
	}
	return columns;
}

/** Puts parts beside what they are tied to: first from left to right, then what has no left side from right to left. */
function untangle(columns: string[][], ties: readonly Indexed[]) {
	const place = new Map<string, number>();
	const note = (ids: string[]) => ids.forEach((id, at) => place.set(id, at));
	columns.forEach(note);
	const order = (ids: string[], mine: "from" | "to", other: "from" | "to") => {
		const centers = new Map(
			ids.map((id) => {
				const tied = ties.filter((tie) => tie[mine] === id);
				const weight = tied.reduce((sum, { value }) => sum + value, 0);
				return [id, weight > 0 ? tied.reduce((sum, tie) => sum + (place.get(tie[other]) ?? 0) * tie.value, 0) / weight : null];
			}),
		);
		// Sorting is stable: what is tied to the same keeps the order in which it was given.
		if ([...centers.values()].every((center) => center !== null)) ids.sort((a, b) => (centers.get(a) ?? 0) - (centers.get(b) ?? 0));
		note(ids);
	};
	for (let at = 1; at < columns.length; at++) order(columns[at] ?? [], "to", "from");
	for (let at = columns.length - 2; at >= 0; at--) {
		const ids = columns[at] ?? [];
		if (!ids.some((id) => ties.some(({ to }) => to === id))) order(ids, "from", "to");
	}
}

type Scale = { scale: number; bar: number };

function ribbons(ties: readonly Indexed[], placed: ReadonlyMap<string, PlacedPart>, { scale, bar }: Scale): PlacedTie[] {
	const middleOf = (id: string) => placed.get(id)?.middle ?? 0;
	const leaving = offsets([...ties].sort((a, b) => middleOf(a.to) - middleOf(b.to)), "from", scale);
	const coming = offsets([...ties].sort((a, b) => middleOf(a.from) - middleOf(b.from)), "to", scale);
	return ties.flatMap((tie) => {
		const [from, to] = [placed.get(tie.from), placed.get(tie.to)];
		if (!from || !to) return [];
		const thickness = tie.value * scale;
		const start = { x: from.x + bar, y: from.y + (leaving.get(tie.index) ?? 0) };
		const end = { x: to.x, y: to.y + (coming.get(tie.index) ?? 0) };
		return [{ ...tie, thickness, path: ribbon(start, end, Math.max(thickness, 1)) }];
	});
}

/** How far below the top of its bar each tie begins. */
function offsets(ties: readonly Indexed[], end: "from" | "to", scale: number): Map<number, number> {
	const used = new Map<string, number>();
	const found = new Map<number, number>();
	for (const tie of ties) {
		const top = used.get(tie[end]) ?? 0;
		found.set(tie.index, top);
		used.set(tie[end], top + tie.value * scale);
	}
	return found;
}

type Point = { x: number; y: number };

function ribbon(start: Point, end: Point, thickness: number): string {
	const middle = (start.x + end.x) / 2;
	const p = (x: number, y: number) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
	return (
		`M${p(start.x, start.y)}C${p(middle, start.y)} ${p(middle, end.y)} ${p(end.x, end.y)}` +
		`V${Math.round((end.y + thickness) * 10) / 10}` +
		`C${p(middle, end.y + thickness)} ${p(middle, start.y + thickness)} ${p(start.x, start.y + thickness)}Z`
	);
}
