import { describe, expect, it } from "vitest";
import { historyMarks, MARKS_MAX } from "./history-marks";

const version = (at: string, device: string | null = null) => ({
	version: at,
	at,
	writer: { by: device === null ? ("this" as const) : ("device" as const), device, name: null },
	changes: 1,
});
const day = (at: string) => at.slice(0, 10);

describe("history marks", () => {
	it("stand where a day or a device changes", () => {
		const versions = [
			version("2026-03-01T09:00:00Z"),
			version("2026-03-01T09:05:00Z"),
			version("2026-03-02T08:00:00Z"),
			version("2026-03-02T08:10:00Z", "Phone"),
			version("2026-03-02T08:20:00Z", "Phone"),
		];
		expect(historyMarks(versions, day).map(({ index, kind, at }) => [index, kind, at])).toEqual([
			[0, "day", 0],
			[2, "day", 0.5],
			[3, "device", 0.75],
		]);
	});

	it("stay few over years", () => {
		const versions = Array.from({ length: 500 }, (_, index) =>
			version(new Date(Date.UTC(2024, 0, 1 + index)).toISOString()),
		);
		expect(historyMarks(versions, day)).toHaveLength(MARKS_MAX);
	});
});
