/** How much of a trace is shown, in milliseconds. */
export const TRACE_MS = 30_000;
/** Figures are said aloud this often at most, in milliseconds. */
export const SAID_MS = 10_000;
