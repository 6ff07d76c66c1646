/** How large words are drawn. */

/** The smallest and the largest word, in rem. */
const SMALL = 0.875;
const LARGE = 2.25;

/** A size in rem by how often something was said: the area that ink takes grows as the count does. */
export function sizeOf(count: number, most: number): number {
	const share = most <= 1 ? 0 : (Math.sqrt(Math.max(1, count)) - 1) / (Math.sqrt(most) - 1);
	return Math.round((SMALL + share * (LARGE - SMALL)) * 100) / 100;
}
