/** What kind of thing it is; `own` is Everkept itself. */
export type PartKind = "own" | "crate" | "npm" | "model" | "font";

/** One thing that ships, as `cargo xtask licences` writes it. */
export type Part = {
	kind: PartKind;
	name: string;
	version: string;
	/** An SPDX expression. */
	licence: string | null;
	/** An address, or the package that it was taken from. */
	from: string | null;
	/** Places in the list of texts. */
	texts: number[];
};

export type Licences = { parts: Part[]; texts: string[] };

/** A file of its own, packed: nobody needs it who does not open this page. */
const FILE = "/licences.gzip";

export async function loadLicences(): Promise<Licences> {
	const answer = await fetch(FILE);
	if (!answer.ok || !answer.body) throw new Error(`${FILE}: ${answer.status}`);
	const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
	return (await new Response(unpacked).json()) as Licences;
}

/** Parts that have every typed word in their name, licence or kind. */
export function matching(parts: readonly Part[], typed: string, kind: PartKind | "all"): Part[] {
	const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
	return parts.filter((part) => {
		if (kind !== "all" && part.kind !== kind) return false;
		const text = `${part.name} ${part.version} ${part.licence ?? ""}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
}
