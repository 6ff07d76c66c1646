import { untrack } from "svelte";
import { asApiError, call, type ApiError } from "$lib/api/call";
import { live, type LiveState } from "$lib/api/live.svelte";
import type { Id } from "$lib/api/wire";
import type { Consent } from "$lib/senses/wire";
import { plainWords } from "./plain-words";
import type { SimilarRow, WordsRead } from "./wire";

const STORED = "everkept.suggestions";
/** How long an entry must rest before it is read again: nobody wants advice in the middle of a sentence. */
const REST_MS = 1500;

/** What the entry says now. */
export type Written = { id: Id; title: string; body: string; tags: readonly string[]; known: readonly string[] };

/** What an entry's words suggest. Read only while this is open; nothing here writes. */
export class Suggestions {
	open = $state(wasOpen());
	words: LiveState<WordsRead> = $state.raw({ state: "loading" });
	similar: LiveState<SimilarRow[]> = $state.raw({ state: "loading" });
	/** What may be read; null while that is not known. */
	readonly allowed: { emotions: boolean; meaning: boolean } | null = $derived.by(() => {
		const said = this.#consents.data;
		const given = (what: Consent) => said?.some((consent) => consent.what === what && consent.allowed) ?? false;
		return said ? { emotions: given("text_emotions"), meaning: given("text_meaning") } : null;
	});

	readonly #written: () => Written | undefined;
	readonly #consents = live("senses.consents", () => (this.open ? {} : undefined));
	#readText: string | null = null;
	/** Counts readings: what an earlier one still answers is not shown. */
	#turn = 0;

	/** Call this while a component is being made. */
	constructor(written: () => Written | undefined) {
		this.#written = written;
		const text = $derived.by(() => {
			const now = this.#written();
			return now ? plainWords(`${now.title}\n\n${now.body}`) : null;
		});
		const { emotions, meaning } = $derived({ emotions: this.allowed?.emotions, meaning: this.allowed?.meaning });
		// Asks the other side when the words have rested, and at once when it is opened or a permission is given.
		$effect(() => {
			void [emotions, meaning];
			if (!this.open) {
				this.#readText = null;
				return;
			}
			const words = text;
			if (words === null || untrack(() => this.allowed) === null) return;
			const rested = this.#readText === null || this.#readText === words;
			const timer = setTimeout(() => void this.#read(words), rested ? 0 : REST_MS);
			return () => clearTimeout(timer);
		});
	}

	toggle(): void {
		this.open = !this.open;
		try {
			localStorage.setItem(STORED, this.open ? "open" : "closed");
		} catch {
			// The choice holds until the window closes.
		}
	}

	async allow(what: Consent): Promise<void> {
		await call("senses.consent", { what, given: true });
		await this.#consents.reload();
	}

	/** Why it is not known what may be read; null when it is. */
	get error(): ApiError | null {
		return this.#consents.current.state === "error" ? this.#consents.current.error : null;
	}

	/** Reads once more, after a failure. */
	again(): void {
		if (this.#consents.current.state === "error") void this.#consents.reload();
		else if (this.#readText !== null) void this.#read(this.#readText);
	}

	async #read(text: string): Promise<void> {
		const written = this.#written();
		if (!written) return;
		this.#readText = text;
		const turn = ++this.#turn;
		const { id, tags, known } = written;
		const [words, similar] = await Promise.all([
			settled(call("words.read", { text, known_tags: [...known] })),
			settled(this.allowed?.meaning ? call("words.similar", { id }) : Promise.resolve([])),
		]);
		if (turn !== this.#turn) return;
		// What the entry is tagged with is no news. What is taken from now on stays, so that it can be given back.
		const isNew = ({ tag }: { tag: string }) => !tags.includes(tag);
		this.words = words.state === "ready" ? { state: "ready", data: { ...words.data, tags: words.data.tags.filter(isNew) } } : words;
		this.similar = similar;
	}
}

async function settled<Reply>(asked: Promise<Reply>): Promise<LiveState<Reply>> {
	try {
		return { state: "ready", data: await asked };
	} catch (thrown) {
		return { state: "error", error: asApiError(thrown) };
	}
}

function wasOpen(): boolean {
	try {
		return localStorage.getItem(STORED) === "open";
	} catch {
		// Without storage it starts closed.
		return false;
	}
}
