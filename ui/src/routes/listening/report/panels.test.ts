import { describe, expect, it } from "vitest";
import { framed, turned } from "./panels";

describe("a report's parts", () => {
	it("stay in the order in which they are shown", () => {
		expect(turned(["tracks"], "figures")).toEqual(["figures", "tracks"]);
		expect(turned(["figures", "tracks"], "figures")).toEqual(["tracks"]);
		expect(turned([], "clock")).toEqual(["clock"]);
	});
});

describe("a framed report", () => {
	it("carries the nonce at its own style and nowhere else", () => {
		const page = "<head><style>\nmain{}</style></head><body>&lt;style&gt;<style>x</style></body>";
		expect(framed(page, "n1")).toBe('<head><style nonce="n1">\nmain{}</style></head><body>&lt;style&gt;<style>x</style></body>');
	});
});
