/**
 * The cell that an arrow key leads to in a grid whose cells run through `columns` columns, or null
 * when the key is not one of them or there is no cell.
 */
export function nextCell(key: string, at: number, count: number, columns: number): number | null {
	const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
	const rowStart = at - (at % columns);
	const target =
		key === "Home" ? rowStart : key === "End" ? Math.min(rowStart + columns - 1, count - 1) : at + (steps[key] ?? Number.NaN);
	return Number.isNaN(target) || target < 0 || target >= count ? null : target;
}
