/** One entry on the screen: what the disk has, what is being written, and the way between. */
import { untrack } from "svelte";
import { ApiError, asApiError, call, type CommandName, type RequestOf, upload } from "$lib/api/call";
import { type Live, live } from "$lib/api/live.svelte";
import type { EditEntry, Entry, Id, Media } from "$lib/api/wire";
import { dropDraft, leaveDraft, openDraft } from "$lib/editor/drafts";
import { SaveQueue, type SaveState } from "$lib/editor/save-queue";
import { platform } from "$lib/platform";

type Change = Omit<EditEntry, "id">;

export class EntryEditing {
	readonly id: Id;
	readonly live: Live<"journal.entry">;
	readonly entry: Entry | undefined = $derived.by(() => this.live.data);
	body: SaveQueue | null = $state.raw(null);
	title: SaveQueue | null = $state.raw(null);
	/** The worst of both queues: a failure is never hidden behind a success. */
	save: SaveState = $state.raw({ kind: "saved", at: null });
	readonly #stop: (() => void)[] = [];

	/** Call this while a component is being made; one object serves one entry. */
	constructor(id: Id) {
		this.id = id;
		this.live = live("journal.entry", () => ({ id }));
		// Hands what the disk has to the queues, which live outside of Svelte.
		$effect(() => {
			const entry = this.live.data;
			if (entry) untrack(() => this.#take(entry));
		});
		$effect(() => () => {
			for (const stop of this.#stop) stop();
			void this.flush();
			leaveDraft(id);
			leaveDraft(`${id}/title`);
		});
	}

	#take(entry: Entry): void {
		if (this.body && this.title) {
			this.body.accept(entry.version, entry.body);
			this.title.accept(entry.version, entry.title);
			return;
		}
		const explain = (error: unknown) => asApiError(error).message;
		const { id } = this;
		this.body = openDraft(id, () => {
			const write = (version: string, body: string) => call("journal.write_body", { id, version, body });
			return new SaveQueue({ version: entry.version, body: entry.body, write, explain });
		});
		this.title = openDraft(`${id}/title`, () => {
			const write = async (version: string, title: string) => {
				await quietly("journal.edit_entry", { id, title });
				return { version, body: title, merged: false, saved_at: new Date().toISOString() };
			};
			return new SaveQueue({ version: entry.version, body: entry.title, write, explain });
		});
		const tell = () => {
			this.save = worst(this.body?.state, this.title?.state);
		};
		this.#stop.push(this.body.onState(tell), this.title.onState(tell));
		tell();
	}

	/** Changes fields other than title and body. */
	async change(fields: Change): Promise<void> {
		await call("journal.edit_entry", { id: this.id, ...fields });
	}

	/** Keeps a file and ties it to this entry. */
	async keep(file: File): Promise<Media> {
		const media = await upload("media.add", { name: file.name || "image.png" }, file);
		await this.attach(media);
		return media;
	}

	/** Ties media that are kept already to this entry. */
	async attach(media: RequestOf<"journal.attach">["media"]): Promise<void> {
		await call("journal.attach", { id: this.id, media });
	}

	async flush(): Promise<boolean> {
		const done = await Promise.all([this.body?.flush(), this.title?.flush()]);
		return done.every((saved) => saved !== false);
	}

	/** Saves what is waiting, then puts the entry into the trash. */
	async trash(): Promise<void> {
		await this.flush();
		await call("trash.put", { ids: [this.id] });
		dropDraft(this.id);
		dropDraft(`${this.id}/title`);
	}
}

/** A call that is no news: a title is saved while it is typed, and each save would otherwise be announced. */
async function quietly<K extends CommandName>(cmd: K, payload: RequestOf<K>): Promise<void> {
	const answer = await platform.call(cmd, payload);
	if ("error" in answer) throw new ApiError(answer.error);
}

const ORDER: Record<SaveState["kind"], number> = { failed: 3, saving: 2, waiting: 1, saved: 0 };

function worst(one: SaveState | undefined, other: SaveState | undefined): SaveState {
	if (!one || !other) return one ?? other ?? { kind: "saved", at: null };
	if (ORDER[one.kind] !== ORDER[other.kind]) return ORDER[one.kind] > ORDER[other.kind] ? one : other;
	if (one.kind !== "saved" || other.kind !== "saved") return one;
	return (one.at ?? "") > (other.at ?? "") ? one : other;
}
