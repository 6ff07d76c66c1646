/** Commands of breath that the list of commands does not name yet, asked by the shapes that they have. */
import { call, type ReplyOf, type RequestOf } from "$lib/api/call";
import { live, type Live, type LiveState } from "$lib/api/live.svelte";
import type { Day, Id } from "$lib/api/wire";
import type { Estimate, Pattern } from "./wire";

export type SharedRead = { pattern: Pick<Pattern, "name" | "program" | "minutes" | "note">; signer: string; valid: boolean };
export type HrvRow = { id: Id; day: Day; at: number; source: string; beats: number; secs: number; rmssd: number | null; heart_rate: number | null };
type HrvFigures = Record<"heart_rate" | "sdnn" | "rmssd" | "pnn50" | "lf" | "hf" | "lf_hf" | "rhythm", Estimate> & { beats_kept: number };
export type HrvOut = { id: Id; day: Day; at: number; zone: string; source: string; beats: number; secs: number; figures: HrvFigures; rr_ms: number[]; note: string };

type Later = {
	"breath.share_pattern": { request: { id: string }; reply: { text: string; svg: string | null } };
	"breath.read_shared": { request: { text: string }; reply: SharedRead };
	"breath.take_shared": { request: { text: string }; reply: Pattern };
	"breath.hrv_readings": { request: RequestOf<"breath.live">; reply: HrvRow[] };
	"breath.hrv": { request: { id: Id }; reply: HrvOut };
	"breath.take_rr": { request: { at?: number; source: string; rr_ms: number[] }; reply: ReplyOf<"breath.add_session"> };
};

export const callLater = <K extends keyof Later>(cmd: K, payload: Later[K]["request"]): Promise<Later[K]["reply"]> =>
	call(cmd as never, payload as never) as unknown as Promise<Later[K]["reply"]>;

type Kept<Reply> = Pick<Live<never>, "reload"> & { readonly current: LiveState<Reply>; readonly data: Reply | undefined };

/** Call it while a component is being made. */
export const liveLater = <K extends keyof Later>(cmd: K, payload: () => Later[K]["request"] | undefined): Kept<Later[K]["reply"]> => live(cmd as never, payload as never) as never;
