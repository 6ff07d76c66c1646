// Joins the message files of each area into one file a locale, makes the pseudo-locale from
// English and compiles both to functions.
//
// The pseudo-locale is English with every letter accented and the text lengthened, so that a
// person or a test sees at a glance which words on a screen did not come from a message.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "@inlang/paraglide-js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "messages", "en");
const target = join(root, ".messages");

const ACCENTS = {
	a: "á", b: "ƀ", c: "ç", d: "ð", e: "é", f: "ƒ", g: "ĝ", h: "ĥ", i: "í", j: "ĵ", k: "ķ", l: "ļ", m: "ɱ",
	n: "ñ", o: "ó", p: "þ", q: "ɋ", r: "ŕ", s: "š", t: "ţ", u: "ú", v: "ṽ", w: "ŵ", x: "ẋ", y: "ý", z: "ž",
	A: "Á", B: "Ɓ", C: "Ç", D: "Ð", E: "É", F: "Ƒ", G: "Ĝ", H: "Ĥ", I: "Í", J: "Ĵ", K: "Ķ", L: "Ļ", M: "Ṁ",
	N: "Ñ", O: "Ó", P: "Þ", Q: "Ɋ", R: "Ŕ", S: "Š", T: "Ţ", U: "Ú", V: "Ṽ", W: "Ŵ", X: "Ẋ", Y: "Ý", Z: "Ž",
};

/** English text to pseudo text; what stands in braces is left alone. */
export function pseudoText(text) {
	let depth = 0;
	let out = "";
	for (const letter of text) {
		if (letter === "{") depth += 1;
		out += depth > 0 ? letter : (ACCENTS[letter] ?? letter);
		if (letter === "}") depth -= 1;
	}
	// A third longer, as German and Finnish are: what overflows here would overflow there.
	return `[${out}${"~".repeat(Math.ceil(text.length / 3))}]`;
}

/** A message is text, or a list of variants with the texts under `match`. */
export function pseudoMessage(message) {
	if (typeof message === "string") return pseudoText(message);
	return message.map((variant) => ({
		...variant,
		match: Object.fromEntries(Object.entries(variant.match).map(([key, text]) => [key, pseudoText(text)])),
	}));
}

/** All messages of `messages/en/*.json` in one object. Throws when two areas use one key. */
export function readMessages() {
	const all = {};
	for (const file of readdirSync(source).filter((name) => name.endsWith(".json")).sort()) {
		for (const [key, message] of Object.entries(JSON.parse(readFileSync(join(source, file), "utf8")))) {
			if (key in all) throw new Error(`messages/en/${file}: the key ${key} is already used by another area`);
			all[key] = message;
		}
	}
	return all;
}

async function main() {
	const english = readMessages();
	const pseudo = Object.fromEntries(Object.entries(english).map(([key, message]) => [key, pseudoMessage(message)]));
	const text = JSON.stringify(english, null, "\t");
	const written = join(target, "en.json");
	const compiled = join(root, "src", "lib", "paraglide");
	if (existsSync(join(compiled, "messages.js")) && existsSync(written) && readFileSync(written, "utf8") === text) return;

	mkdirSync(target, { recursive: true });
	writeFileSync(join(target, "pseudo.json"), JSON.stringify(pseudo, null, "\t"));
	writeFileSync(written, text);
	await compile({
		project: join(root, "project.inlang"),
		outdir: compiled,
		strategy: ["globalVariable", "baseLocale"],
		outputStructure: "locale-modules",
		emitGitIgnore: false,
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await main();
	// The compiler leaves timers of half a minute behind it; nothing waits for them.
	process.exit(0);
}
