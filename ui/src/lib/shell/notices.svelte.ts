import { call, onCall, type ApiError, type CommandName } from "$lib/api/call";
import { errorWords } from "$lib/api/words";
import { messageFor } from "$lib/i18n";
import { vault } from "$lib/vault/vault.svelte";

/** How long a notice stays, in milliseconds: long enough to read and to reach for Undo. */
const NOTICE_MS = 8000;

/** Longest list of errors on the screen; older ones go. */
const ERRORS_MAX = 3;

export type Snack = { text: string; step: number | null };
type Trouble = { id: number; text: string };

/** The snackbar, one at a time, and the errors that no page showed. */
class Notices {
	snack: Snack | null = $state.raw(null);
	troubles: Trouble[] = $state.raw([]);

	#timer: ReturnType<typeof setTimeout> | undefined;
	#held = false;
	#lastStep = 0;
	#id = 0;

	/** Starts to listen to the commands. Returns the way to stop. */
	start(): () => void {
		const stop = onCall({
			wrote: (cmd) => void this.#wrote(cmd),
			refused: (_, error) => void (error.code === "Locked" && vault.refresh()),
		});
		void this.#topStep().then((step) => {
			this.#lastStep = step?.step ?? 0;
		});
		return () => {
			stop();
			this.close();
		};
	}

	/** Says something that was done. With a step it can be undone. */
	say(text: string, step: number | null = null): void {
		this.snack = { text, step };
		this.#restart();
	}

	close(): void {
		clearTimeout(this.#timer);
		this.snack = null;
	}

	/** The pointer or the focus is on the snackbar: it waits. */
	hold(held: boolean): void {
		this.#held = held;
		this.#restart();
	}

	trouble(error: ApiError): void {
		const id = ++this.#id;
		this.troubles = [...this.troubles, { id, text: errorWords(error).title }].slice(-ERRORS_MAX);
		setTimeout(() => this.forget(id), NOTICE_MS);
	}

	forget(id: number): void {
		this.troubles = this.troubles.filter((trouble) => trouble.id !== id);
	}

	/** Takes back what the snackbar tells of, also when something else was done since. */
	async undo(): Promise<void> {
		const step = this.snack?.step ?? null;
		this.close();
		const top = await this.#topStep();
		if (step !== null && top?.step !== step) await call("undo.step", { step });
		else await call("undo.undo", {});
	}

	#restart(): void {
		clearTimeout(this.#timer);
		if (this.snack && !this.#held) this.#timer = setTimeout(() => this.close(), NOTICE_MS);
	}

	async #topStep() {
		try {
			return (await call("undo.list", { limit: 1 }))[0];
		} catch {
			// The list only serves the notice; the write itself has succeeded.
			return undefined;
		}
	}

	async #wrote(cmd: CommandName): Promise<void> {
		if (!messageFor(`undo_${cmd}`)) return;
		const top = await this.#topStep();
		if (!top || top.undone || top.step <= this.#lastStep) return;
		this.#lastStep = top.step;
		const text = messageFor(`undo_${top.label}`);
		if (text) this.say(text, top.step);
	}
}

export const notices = new Notices();
