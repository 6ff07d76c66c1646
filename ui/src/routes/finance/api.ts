// Until the program's own types name these commands.
import { call as anyCall } from "$lib/api/call";
import { live as anyLive, type Live } from "$lib/api/live.svelte";
import type { Day, Id } from "$lib/api/wire";
import type { Accounts, CategoryRow, EditMany, EditTxn, ListTxns, MatchOffer, NewTxn, SplitPart, TxnDetail, TxnPage } from "./wire";

type Nothing = Record<string, never>;
type AccountFields = {
	name?: string;
	kind?: string;
	subtype?: string;
	currency?: string;
	bank?: string;
	number?: string;
	icon?: string;
	closed?: boolean;
	opening_minor?: number;
	opening_day?: Day;
	note?: string;
};
type CategoryFields = { name?: string; kind?: string; parent?: string; icon?: string; closed?: boolean };
export type Shapes = {
	"finance.accounts": [Nothing, Accounts];
	"finance.create_account": [AccountFields & { name: string }, { id: Id }];
	"finance.edit_account": [AccountFields & { id: Id }, null];
	"finance.categories": [Nothing, CategoryRow[]];
	"finance.create_category": [CategoryFields & { name: string; kind: string }, { id: Id }];
	"finance.edit_category": [CategoryFields & { id: Id }, null];
	"finance.merge_category": [{ from: Id; into: Id }, null];
	"finance.start": [{ base: string }, null];
	"finance.register": [ListTxns, TxnPage];
	"finance.txn": [{ id: Id }, TxnDetail];
	"finance.add_txn": [NewTxn, { id: Id }];
	"finance.edit_txn": [EditTxn, null];
	"finance.split_txn": [{ id: Id; splits: SplitPart[] }, null];
	"finance.edit_many": [EditMany, { changed: number; left: number }];
	"finance.delete_txns": [{ ids: Id[] }, null];
	"finance.offers": [Nothing, MatchOffer[]];
	"finance.decide_match": [{ a: Id; b: Id; kind: string }, null];
	"finance.unmatch": [{ a: Id; b: Id }, null];
	"finance.settings": [Nothing, { base: string | null }];
	"finance.edit_settings": [{ base?: string }, null];
	"finance.payees": [{ from?: Day; to?: Day }, { payee: string; count: number; category?: Id | null }[]];
	"finance.reconcile": [{ account: Id; day: Day; minor: number }, { cleared_minor: number; difference: number; items: TxnPage["items"] }];
	"finance.set_cleared": [{ ids: Id[]; on: boolean }, null];
	"finance.finish_reconcile": [{ account: Id; day: Day; minor: number; adjust: boolean }, null];
	"finance.upcoming": [{ from: Day; to: Day }, { id: Id; day: Day; payee: string; minor: number; currency: string; about: boolean }[]];
};
export const call = anyCall as unknown as <K extends keyof Shapes>(cmd: K, payload: Shapes[K][0]) => Promise<Shapes[K][1]>;
export type LiveOf<Reply> = Omit<Live<"finance.rates">, "current" | "data"> & {
	current: { state: "loading" } | { state: "error"; error: import("$lib/api/call").ApiError } | { state: "ready"; data: Reply };
	data: Reply | undefined;
};
export const live = anyLive as unknown as <K extends keyof Shapes>(cmd: K, payload: () => Shapes[K][0] | undefined) => LiveOf<Shapes[K][1]>;
