import type { StreamLine } from "./platform";

/** Where lines come in, one by one. */
export type Source = { onmessage: (line: StreamLine) => void };

/**
 * The lines of a stream in order, waiting where there is none yet. It hears from the moment of the call: what is
 * refused at once is told before anybody asks for the first line.
 */
export function linesOf(source: Source, signal: AbortSignal): AsyncIterable<StreamLine> {
	const waiting: StreamLine[] = [];
	let wake = () => {};
	source.onmessage = (line) => {
		waiting.push(line);
		wake();
	};
	signal.addEventListener("abort", () => wake());

	async function* lines(): AsyncGenerator<StreamLine> {
		while (!signal.aborted) {
			const line = waiting.shift();
			if (line === undefined) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
				continue;
			}
			yield line;
			if (!("item" in line)) return;
		}
	}
	return lines();
}
