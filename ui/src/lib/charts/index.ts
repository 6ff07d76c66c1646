export { default as HeatMap } from "./HeatMap.svelte";
export { default as MonthGrid } from "./MonthGrid.svelte";
export type { HeatValue } from "./heat";
