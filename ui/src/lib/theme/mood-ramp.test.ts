import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Red, green and blue of light, 0 to 1. */
type Light = [number, number, number];
type Oklab = [number, number, number];

/** As a text: as a style sheet it would be left out of tests. */
const CSS = readFileSync("src/lib/theme/tokens.css", "utf8");


function clamped(value: number): number {
	return Math.min(1, Math.max(0, value));
}

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
function lightOf([lightness, chroma, hue]: Oklab): Light {
	const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
	const [l, m, s] = [
		(lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
		(lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
		(lightness - 0.0894841775 * a - 1.291485548 * b) ** 3,
	];
	return [
		clamped(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
		clamped(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
		clamped(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
	];
}

function oklabOf([r, g, b]: Light): Oklab {
	const [l, m, s] = [
		Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b),
		Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b),
		Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b),
	];
	return [
		0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
	];
}

/** Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), at full strength. */
const EYES: Record<string, [Light, Light, Light]> = {
	"all colors": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
	protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
	deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
	tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function seen(light: Light, eye: [Light, Light, Light]): Light {
	return eye.map((row) => clamped(row.reduce((sum, share, at) => sum + share * (light[at] ?? 0), 0))) as Light;
}

function colors(theme: "day" | "night"): Light[] {
	return [0, 1, 2, 3, 4].map((step) => {
		const both = new RegExp(`--mood-${step}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(CSS);
		const parts = (both?.[theme === "day" ? 1 : 2] ?? "").split(" ").map(Number);
		expect(parts).toHaveLength(3);
		return lightOf(parts as Oklab);
	});
}

/** Two areas beside each other that differ by this are told apart without looking twice (a guess, checked on a screen). */
const APART = 0.07;

describe.each(["day", "night"] as const)("the ramp of moods by %s", (theme) => {
	it.each(Object.entries(EYES))("keeps its order and its steps for %s", (_, eye) => {
		const steps = colors(theme).map((light) => oklabOf(seen(light, eye)));
		steps.slice(1).forEach((step, at) => {
			const before = steps[at] as Oklab;
			expect(step[0], `step ${at + 1} is lighter than the one before`).toBeGreaterThan(before[0] + 0.03);
			expect(Math.hypot(step[0] - before[0], step[1] - before[1], step[2] - before[2])).toBeGreaterThan(APART);
		});
	});
});
