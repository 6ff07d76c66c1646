import { asApiError, call, type ApiError } from "$lib/api/call";
import type { Left, VaultStatus } from "$lib/api/wire";
import { flushAll } from "$lib/editor/drafts";
import { takeBack } from "$lib/platform";

/** Locking waits this long for the last words, in milliseconds: a slow disk must not keep it open. */
const LAST_WORDS_MS = 3000;

/** Whether the vault exists and is open: the one thing besides looks that the whole window shares. */
class Vault {
	status: VaultStatus | null = $state.raw(null);
	error: ApiError | null = $state.raw(null);
	/** True from the making of the vault until its recovery words were asked back. */
	beginning = $state(false);
	/** True once, for the page that the first run ends in: it puts the focus into quick capture. */
	justBegun = $state(false);
	/** Once everything was erased: what was not reached. */
	erased: Left[] | null = $state.raw(null);

	async refresh(): Promise<void> {
		try {
			this.status = await call("vault.status", {});
			this.error = null;
			if (this.status.state === "locked") void takeBack();
		} catch (thrown) {
			this.error = asApiError(thrown);
		}
	}

	/** Makes the vault and answers with its recovery words. */
	async create(passphrase: string, remember: boolean): Promise<string[]> {
		this.beginning = true;
		try {
			const { recovery_words } = await call("vault.create", { passphrase, remember });
			await this.refresh();
			return recovery_words;
		} catch (thrown) {
			this.beginning = false;
			throw thrown;
		}
	}

	endFirstRun(): void {
		this.justBegun = true;
		this.beginning = false;
	}

	/** Milliseconds until a passphrase may be tried again. */
	get waitMs(): number {
		return this.status?.wait_ms ?? 0;
	}

	async unlock(request: { passphrase?: string; recovery_words?: string; remember?: boolean }): Promise<void> {
		this.status = await call("vault.unlock", request);
		// Words that were typed while the system's menu locked it are still in memory.
		void flushAll();
	}

	/** Ends safe mode: what the person turned on runs again. */
	async startNormally(): Promise<void> {
		this.status = await call("vault.start_normally", {});
	}

	/** Erases everything. What is still somewhere is told by the first page of what may begin anew. */
	async erase(passphrase: string): Promise<void> {
		this.erased = (await call("vault.erase", { passphrase })).left;
		await this.refresh();
	}

	/** Saves what was typed, then locks. Words that the disk refuses stay in memory until it is open again. */
	async lock(): Promise<void> {
		await Promise.race([flushAll(), new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
		await call("vault.lock", {});
		await this.refresh();
	}
}

export const vault = new Vault();
