/** A cash flow as a picture: small parts put together, amounts in words. */
import type { ReplyOf } from "$lib/api/call";
import type { SankeyPart, SankeyTie } from "$lib/charts";

type CashFlow = ReplyOf<"finance.cash_flow">;
type Node = CashFlow["nodes"][number];
type Link = CashFlow["links"][number];

export type FlowWords = {
	amount: (minor: number) => string;
	/** The same in whole units, for labels. */
	short: (minor: number) => string;
	nameOf: (node: Node) => string;
	/** What stands for so many small parts. */
	others: (count: number) => string;
	/** Where the transactions of a link are shown. */
	hrefOf: (link: Link) => string | undefined;
};

/** Parts on one side at most; the smallest are put together. */
const PARTS_MAX = { source: 6, target: 14 };

/** Largest first; what is left over, or was there before, last. */
export function flowPicture({ nodes, links }: CashFlow, words: FlowWords): { parts: SankeyPart[]; ties: SankeyTie[] } {
	const middle = nodes.find(({ kind }) => kind === "middle");
	if (!middle) return { parts: [], ties: [] };
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parts: SankeyPart[] = [{ id: middle.id, label: "", words: "", short: "" }];
	const ties: SankeyTie[] = [];

	function side(from: boolean) {
		const other = (link: Link) => byId.get(from ? link.from : link.to);
		const mine = links.filter((link) => (from ? link.to : link.from) === middle?.id && other(link));
		const own = mine.filter((link) => !isRest(other(link))).sort((a, b) => b.minor - a.minor);
		const max = from ? PARTS_MAX.source : PARTS_MAX.target;
		// One small part alone is not put together with itself.
		const shown = own.length > max ? own.slice(0, max - 1) : own;
		const small = own.slice(shown.length);
		const add = (id: string, label: string, minor: number, more: Partial<SankeyPart> = {}) => {
			parts.push({ id, label, words: words.amount(minor), short: words.short(minor), ...more });
			ties.push({ from: from ? id : (middle?.id ?? ""), to: from ? (middle?.id ?? "") : id, value: minor, words: words.amount(minor) });
		};
		for (const link of shown) {
			const node = other(link);
			const href = words.hrefOf(link);
			if (node) add(node.id, words.nameOf(node), link.minor, href ? { href } : {});
		}
		if (small.length > 0) add(from ? "others-in" : "others-out", words.others(small.length), small.reduce((sum, { minor }) => sum + minor, 0));
		for (const link of mine.filter((one) => isRest(other(one)))) {
			const node = other(link);
			if (node) add(node.id, words.nameOf(node), link.minor, { plain: true });
		}
	}
	side(true);
	side(false);
	return { parts, ties };
}

const isRest = (node: Node | undefined): boolean => node?.kind === "kept" || node?.kind === "drawn";
