// What the type checker cannot see: text that is not a message, colours outside the theme, imports
// that cross a border, and style attributes that the content security policy would refuse.
//
// Prints `file:line: what is wrong` and exits with 1 when there is anything.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "svelte/compiler";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const GENERATED = ["src/lib/paraglide/"];

/** Attributes and props that are shown or read out. */
const SPOKEN = new Set([
	"alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext",
	"hint", "label", "placeholder", "summary", "text", "title",
]);
const LETTERS = /\p{L}{2,}/u;
const COLOR = /#[0-9a-f]{3,8}\b(?![\w-])|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/i;

/** Borders: who may import what. A rule says no by answering with a reason. */
export function importProblem(file, target) {
	if (target.startsWith("@tauri-apps/") && file !== "src/lib/platform/tauri.ts") {
		return "only lib/platform/tauri.ts imports @tauri-apps/*";
	}
	const route = /^src\/routes\/([^/]+)\//.exec(file)?.[1];
	if (route && target.startsWith(".")) {
		const reached = join(dirname(file), target);
		if (!reached.startsWith(`src/routes/${route}/`)) return "a route folder imports itself and $lib only";
	}
	if (file.startsWith("src/lib/") && /(^|\/)routes\//.test(target)) return "lib does not know the routes";
	return null;
}

/** Problems of a Svelte file's markup, as `{ at, what }` with an offset into the text. */
export function markupProblems(source) {
	const problems = [];
	const literal = (text, at) => {
		if (LETTERS.test(text)) problems.push({ at, what: `text that is not a message: ${text.trim().slice(0, 40)}` });
	};
	const visit = (node, parent) => {
		if (!node || typeof node !== "object") return;
		if (Array.isArray(node)) return node.forEach((child) => visit(child, parent));
		if (node.type === "StyleDirective") return;
		if (node.type === "Text" && parent?.type !== "Attribute") literal(node.data, node.start);
		if (node.type === "Attribute" && node.name === "style") problems.push({ at: node.start, what: "a style attribute; use style:name={value}" });
		if (node.type === "Attribute" && SPOKEN.has(node.name) && Array.isArray(node.value)) {
			for (const part of node.value) if (part.type === "Text") literal(part.data, part.start);
		}
		if (node.type === "ExpressionTag" && parent?.type !== "Attribute") shownLiterals(node.expression, literal);
		for (const [key, child] of Object.entries(node)) {
			if (["metadata", "expression", "loc"].includes(key) || (key === "value" && node.type === "Attribute")) continue;
			visit(child, node.type ? node : parent);
		}
	};
	visit(parse(source, { modern: true }).fragment, null);
	return problems;
}

/** Strings that an expression would show: itself, or a branch of `?:`, `??`, `||`, `&&` or `+`. */
function shownLiterals(expression, literal) {
	if (!expression) return;
	if (expression.type === "Literal" && typeof expression.value === "string") literal(expression.value, expression.start);
	if (expression.type === "TemplateLiteral") for (const part of expression.quasis) literal(part.value.raw, part.start);
	for (const branch of ["consequent", "alternate", "left", "right"]) {
		if (["ConditionalExpression", "LogicalExpression", "BinaryExpression"].includes(expression.type)) {
			shownLiterals(expression[branch], literal);
		}
	}
}

/** Problems that any file can have. */
function textProblems(file, source) {
	const problems = [];
	const outsideTheme = !file.startsWith("src/lib/theme/") && !file.endsWith(".test.ts");
	for (const match of source.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
		const what = importProblem(file, match[1]);
		if (what) problems.push({ at: match.index, what });
	}
	let at = 0;
	for (const line of source.split("\n")) {
		const code = line.replace(/\/\/.*|\/?\*.*|href="#[\w-]*"/g, "");
		if (outsideTheme && COLOR.test(code)) problems.push({ at, what: "a color outside lib/theme" });
		at += line.length + 1;
	}
	return problems;
}

function* files(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* files(path);
		else if (/\.(svelte|ts|css)$/.test(entry.name)) yield path;
	}
}

function main() {
	let count = 0;
	for (const path of files(join(root, "src"))) {
		const file = relative(root, path);
		if (GENERATED.some((prefix) => file.startsWith(prefix))) continue;
		const source = readFileSync(path, "utf8");
		const problems = textProblems(file, source);
		if (file.endsWith(".svelte")) problems.push(...markupProblems(source));
		for (const { at, what } of problems) {
			console.log(`${file}:${source.slice(0, at).split("\n").length}: ${what}`);
			count += 1;
		}
	}
	process.exitCode = count > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
