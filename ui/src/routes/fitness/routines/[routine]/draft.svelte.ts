/** A routine while it is edited: what is changed here is written down a moment later, all of it at once. */
import { asApiError, call, type ApiError } from "$lib/api/call";
import type { ExerciseName, RoutineDetail, RoutineItem, RoutineItemInput } from "../../wire";

const PAUSE_MS = 500;
/** The letters of supersets. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export type DraftItem = RoutineItemInput & {
	/** Tells rows apart while they have no key yet. */
	row: string;
	of: ExerciseName;
	/** What the rule says is next, as far as it is known. */
	next: Pick<RoutineItem, "next_mg" | "next_reps" | "why"> | null;
};

function draftOf(item: RoutineItem): DraftItem {
	const said = { low: item.low, high: item.high, time_ms: item.time_ms, distance_mm: item.distance_mm, rest_ms: item.rest_ms, step_mg: item.step_mg };
	const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as Partial<RoutineItemInput>;
	return {
		row: item.key, key: item.key, exercise: item.exercise.id, of: item.exercise, sets: item.sets, ...known, rule: item.rule, next: { next_mg: item.next_mg, next_reps: item.next_reps, why: item.why },
		...(item.group ? { group: item.group } : {}),
		...(item.note ? { note: item.note } : {}),
	};
}

/** What the command takes: nothing that is only for the eye. */
function inputOf({ row: _, of: __, next: ___, ...input }: DraftItem): RoutineItemInput {
	return input;
}

export class RoutineDraft {
	items: DraftItem[] = $state.raw([]);
	error: ApiError | null = $state.raw(null);
	readonly #id: () => string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#dirty = false;
	#made = 0;

	constructor(id: () => string) {
		this.#id = id;
	}

	/** Takes what the other side says, unless something here is still to be written. */
	adopt(detail: RoutineDetail): void {
		if (!this.#dirty) this.items = detail.items.map(draftOf);
	}

	change(row: string, change: Partial<DraftItem>): void {
		this.#set(this.items.map((item) => (item.row === row ? clean({ ...item, ...change }) : item)));
	}

	add(exercise: { id: string; name: string }, kind: ExerciseName["kind"]): void {
		const counted = kind === "weight_reps" || kind === "reps";
		const figures = counted ? { low: 8, high: 12, rule: "double" as const } : kind === "distance_time" ? { distance_mm: 1_000_000 } : { time_ms: 45_000 };
		this.#made += 1;
		this.#set([...this.items, { row: `new-${this.#made}`, exercise: exercise.id, of: { ...exercise, kind, unilateral: false }, sets: counted ? 3 : 1, rest_ms: 120_000, ...figures, next: null }]);
	}

	remove(row: string): void {
		this.#set(this.items.filter((item) => item.row !== row));
	}

	move(row: string, by: 1 | -1): void {
		const at = this.items.findIndex((item) => item.row === row);
		const items = [...this.items];
		const [moved] = items.splice(at, 1);
		if (!moved || at + by < 0 || at + by > items.length) return;
		items.splice(at + by, 0, moved);
		this.#set(items);
	}

	/** Makes a superset with the one below, or takes it into that of this one. */
	join(row: string): void {
		const at = this.items.findIndex((item) => item.row === row);
		const [item, below] = [this.items[at], this.items[at + 1]];
		if (!item || !below) return;
		const used = new Set(this.items.map(({ group }) => group));
		const group = item.group ?? below.group ?? [...LETTERS].find((letter) => !used.has(letter)) ?? "A";
		this.#set(this.items.map((one, index) => (index === at || index === at + 1 ? { ...one, group } : one)));
	}

	leave(row: string): void {
		const group = this.items.find((item) => item.row === row)?.group;
		const left = this.items.map((item) => (item.row === row ? clean({ ...item, group: undefined }) : item));
		// One alone is no superset.
		const alone = left.filter((item) => item.group === group).length < 2;
		this.#set(alone ? left.map((item) => (item.group === group ? clean({ ...item, group: undefined }) : item)) : left);
	}

	/** Writes what is still to be written, when the page is left. */
	async flush(): Promise<void> {
		if (!this.#dirty) return;
		clearTimeout(this.#timer);
		const written = this.items;
		try {
			await call("fitness.edit_routine", { id: this.#id(), items: written.map(inputOf) });
			this.error = null;
		} catch (thrown) {
			this.error = asApiError(thrown);
		}
		if (this.items === written) this.#dirty = false;
	}

	#set(items: DraftItem[]): void {
		this.items = items;
		this.#dirty = true;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
	}
}

/** Without what is not said: the other side takes what is absent as nothing. */
const clean = (item: DraftItem): DraftItem => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as DraftItem;
