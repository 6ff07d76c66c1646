/** Transactions, page after page as somebody scrolls, kept current without losing the place. */
import { call } from "$lib/api/call";
import { PagedList } from "$lib/api/paged.svelte";
import type { Amount, ListTxns, TxnPage } from "./wire";

export class TxnList extends PagedList<TxnPage> {
	/** How many there are on all pages, and what they come to. */
	readonly count: number = $derived(this.first?.count ?? this.first?.items.length ?? 0);
	readonly sums: Amount[] = $derived(this.first?.sums ?? []);

	/** `request` says which; undefined asks for nothing. Call this while a component is being made. */
	constructor(request: () => ListTxns | undefined) {
		super("finance.register", request, (page) => {
			const wanted = request();
			return wanted && call("finance.register", { ...wanted, ...page });
		});
	}
}
