import { asApiError, call, stream, upload, type ApiError, type Running } from "$lib/api/call";
import type { ImportReport, ImportSource } from "$lib/api/wire";

type Step = "choose" | "sealed" | "reading" | "preview" | "running" | "done";

/** One import from choosing the file to taking it back. */
export class Importing {
	step: Step = $state("choose");
	name = $state("");
	fraction = $state(0);
	found = $state(0);
	report = $state.raw<ImportReport | null>(null);
	error = $state.raw<ApiError | null>(null);
	undone = $state(false);
	/** What the person answered to the importer's questions, by question. */
	answers: Record<string, string> = $state.raw({});
	/** The format to read it as; empty to find out. */
	format = $state("");

	/** Whether a passphrase was given that does not open the file. */
	refused = $state(false);

	#source: ImportSource | null = null;
	/** What opens the file, when it is encrypted; in memory until the import is over. */
	#passphrase: string | undefined;
	#running: Running<"import.preview"> | Running<"import.run"> | null = null;

	/** A file from the browser: it is handed over and kept encrypted until it is used. */
	async take(file: File): Promise<void> {
		this.name = file.name;
		await this.#attempt("reading", "choose", async () => {
			this.#source = await upload("import.upload", { name: file.name }, file);
			await this.#read();
		});
	}

	/** A path that the person picked on the desktop. */
	async takePath(path: string): Promise<void> {
		this.name = path.split(/[/\\]/).pop() ?? path;
		this.#source = { path };
		await this.#attempt("reading", "choose", () => this.#read());
	}

	/** Reads the same file again, as another format. */
	async readAgain(): Promise<void> {
		await this.#attempt("reading", "choose", () => this.#read());
	}

	/** Opens an encrypted archive and reads it. */
	async unseal(passphrase: string): Promise<void> {
		this.#passphrase = passphrase;
		await this.#attempt("reading", "sealed", () => this.#read());
	}

	/** Answers a question of the importer's; the file is read again with it. */
	async answer(question: string, value: string): Promise<void> {
		this.answers = { ...this.answers, [question]: value };
		await this.#attempt("reading", "preview", () => this.#read());
	}

	async run(): Promise<void> {
		await this.#attempt("running", "preview", async () => {
			this.report = await this.#follow(stream("import.run", this.#request()));
			this.#passphrase = undefined;
			this.step = "done";
		});
	}

	cancel(): void {
		this.#running?.cancel();
	}

	async undo(): Promise<void> {
		const step = this.report?.step;
		if (step === null || step === undefined) return;
		await call("undo.step", { step });
		this.undone = true;
	}

	again(): void {
		this.#source = null;
		this.#passphrase = undefined;
		this.refused = false;
		this.report = null;
		this.error = null;
		this.undone = false;
		this.answers = {};
		this.step = "choose";
	}

	#request(): ImportSource {
		return { ...this.#source, as: this.format || undefined, answers: this.answers, passphrase: this.#passphrase };
	}

	async #read(): Promise<void> {
		this.report = await this.#follow(stream("import.preview", this.#request()));
		this.step = "preview";
	}

	async #attempt(during: Step, otherwise: Step, work: () => Promise<void>): Promise<void> {
		this.step = during;
		this.error = null;
		this.fraction = 0;
		this.found = 0;
		try {
			await work();
		} catch (thrown) {
			if (asApiError(thrown).field === "passphrase") {
				this.refused = this.#passphrase !== undefined;
				this.step = "sealed";
				return;
			}
			this.step = otherwise;
			// What the person stopped is not an error.
			if (!this.#canceled(thrown)) this.error = asApiError(thrown);
		} finally {
			this.#running = null;
		}
	}

	#canceled(thrown: unknown): boolean {
		return this.#running !== null && this.#running.canceled && asApiError(thrown).code === "Offline";
	}

	async #follow(running: Running<"import.preview"> | Running<"import.run">): Promise<ImportReport> {
		this.#running = running;
		for await (const { fraction, found } of running) {
			this.fraction = fraction;
			this.found = found;
		}
		return running.done;
	}
}
