// Until the program's own types name these commands.
import { call as anyCall, type ApiError } from "$lib/api/call";
import { live as anyLive, type Live } from "$lib/api/live.svelte";
import type { Id } from "$lib/api/wire";
import type * as Wire from "./wire";

type Nothing = Record<string, never>;
type Made = { id: Id };
export type Shapes = {
	"finance.budget": [{ month: string }, Wire.Budget];
	"finance.set_budget": [Wire.SetBudget, null];
	"finance.move_budget": [Wire.MoveBudget, null];
	"finance.copy_budget": [{ from: string; to: string }, null];
	"finance.goals": [Nothing, Wire.Goal[]];
	"finance.create_goal": [Wire.GoalFields, Made];
	"finance.edit_goal": [Wire.GoalFields & { id: Id }, null];
	"finance.delete_goal": [{ id: Id }, null];
	"finance.receipts": [Nothing, Wire.Receipt[]];
	"finance.add_receipt": [Wire.NewReceipt, Made];
	"finance.link_receipt": [{ id: Id; txn: Id | null }, null];
	"finance.delete_receipt": [{ id: Id }, null];
};
type LiveOf<Reply> = Omit<Live<"finance.rates">, "current" | "data"> & {
	current: { state: "loading" } | { state: "error"; error: ApiError } | { state: "ready"; data: Reply };
	data: Reply | undefined;
};
export const call = anyCall as unknown as <K extends keyof Shapes>(cmd: K, payload: Shapes[K][0]) => Promise<Shapes[K][1]>;
export const live = anyLive as unknown as <K extends keyof Shapes>(cmd: K, payload: () => Shapes[K][0] | undefined) => LiveOf<Shapes[K][1]>;
