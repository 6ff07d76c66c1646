// Until the program's own types name these commands.
import { call as anyCall, type ApiError } from "$lib/api/call";
import { live as anyLive, type Live } from "$lib/api/live.svelte";
import type { Day, Id } from "$lib/api/wire";
import type { TxnRow } from "./wire";

export type Shapes = {
	"finance.reconcile": [{ account: Id; day: Day; minor: number }, { cleared_minor: number; difference: number; items: TxnRow[] }];
	"finance.set_cleared": [{ ids: Id[]; on: boolean }, null];
	"finance.finish_reconcile": [{ account: Id; day: Day; minor: number; adjust: boolean }, null];
};
export const call = anyCall as unknown as <K extends keyof Shapes>(cmd: K, payload: Shapes[K][0]) => Promise<Shapes[K][1]>;
export type LiveOf<Reply> = Omit<Live<"finance.rates">, "current" | "data"> & {
	current: { state: "loading" } | { state: "error"; error: ApiError } | { state: "ready"; data: Reply };
	data: Reply | undefined;
};
export const live = anyLive as unknown as <K extends keyof Shapes>(cmd: K, payload: () => Shapes[K][0] | undefined) => LiveOf<Shapes[K][1]>;
