/** The commands of breath as they are asked from its pages. */
import { call, stream } from "$lib/api/call";
import { live, type Live } from "$lib/api/live.svelte";
import type { Id } from "$lib/api/wire";
import type { Breath, Measured } from "./wire";

type Name = keyof Breath;

/** Runs one command. Throws `ApiError`. */
export const ask = <K extends Name>(cmd: K, payload: Breath[K]["request"]): Promise<Breath[K]["reply"]> => call(cmd as never, payload as never) as Promise<Breath[K]["reply"]>;

type Kept<Reply> = Omit<Live<never>, "current" | "data"> & { readonly current: Live<never>["current"] extends infer _ ? import("$lib/api/live.svelte").LiveState<Reply> : never; readonly data: Reply | undefined };

/** The answer of a reading command, kept current. Call it while a component is being made. */
export const kept = <K extends Name>(cmd: K, payload: () => Breath[K]["request"] | undefined): Kept<Breath[K]["reply"]> => live(cmd as never, payload as never) as never;

/** What is measured while a session goes on. */
export const measure = (payload: { session: Id; camera: boolean; microphone: boolean; page_rate?: number }) =>
	stream("breath.measure" as never, payload as never) as unknown as AsyncIterable<Measured> & { done: Promise<unknown>; cancel(): void; readonly canceled: boolean };
