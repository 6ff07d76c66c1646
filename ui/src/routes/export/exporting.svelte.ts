import { asApiError, call, stream, type ApiError } from "$lib/api/call";
import type { ExportFormat } from "$lib/api/wire";
import { today } from "$lib/format";
import { m } from "$lib/i18n";
import { platform } from "$lib/platform";
import { notices } from "$lib/shell/notices.svelte";

/** One export at a time: a browser downloads it, the desktop writes it to a path. */
export class Exporting {
	/** The format that is being written, as the page shows it. */
	format: string | null = $state(null);
	fraction = $state(0);
	error = $state.raw<ApiError | null>(null);

	nameOf({ ending }: ExportFormat): string {
		return `everkept-${today()}.${ending}`;
	}

	/** Where a browser downloads a format; null on the desktop. */
	address({ format }: ExportFormat): string | null {
		return platform.exportUrl(format);
	}

	/** Writes an encrypted archive. */
	async seal(format: ExportFormat, passphrase: string): Promise<void> {
		if (!platform.download) return this.write(format, passphrase);
		const { download } = platform;
		await this.#attempt(async () => {
			const { ticket } = await call("export.prepare", { passphrase });
			const address = platform.exportUrl(format.format, ticket);
			if (address) download(address, this.nameOf(format));
		});
	}

	/** Desktop: asks where to, then writes there. */
	async write(format: ExportFormat, passphrase?: string): Promise<void> {
		const name = this.nameOf(format);
		await this.#attempt(async () => {
			const path = await platform.pickTarget({ name, ending: format.ending, title: format.title });
			if (!path) return;
			this.format = format.format;
			const running = stream("export.run", { path, format: format.format, passphrase });
			for await (const item of running) this.fraction = item.fraction;
			await running.done;
			notices.say(m.export_done({ name }));
		});
	}

	async #attempt(work: () => Promise<void>): Promise<void> {
		this.fraction = 0;
		this.error = null;
		try {
			await work();
		} catch (thrown) {
			this.error = asApiError(thrown);
		} finally {
			this.format = null;
		}
	}
}
