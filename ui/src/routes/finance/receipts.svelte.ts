/** Photos of receipts: kept as all media are, then tied to a receipt. */
import { asApiError, call, upload, type ApiError, type RequestOf } from "$lib/api/call";
import type { Id } from "$lib/api/wire";
import { today } from "$lib/format";
import type { ReceiptPhoto } from "./wire";

/** At once from one choice; more is a folder that was dropped by mistake. */
const PHOTOS_MAX = 20;

/** Pictures among files, as far as a receipt takes them. */
export const pictures = (files: Iterable<File>): File[] => [...files].filter(({ type }) => type.startsWith("image/")).slice(0, PHOTOS_MAX);

/** Keeps photos, and says what is under way and what went wrong. */
export class ReceiptAdding {
	busy = $state(false);
	error = $state.raw<ApiError | null>(null);

	async #kept(files: File[]): Promise<{ photos: ReceiptPhoto[]; taken: string | null }> {
		const photos: ReceiptPhoto[] = [];
		let first: string | null = null;
		for (const file of files) {
			const { hash, name, mime, size, width, height, taken } = await upload("media.add", { name: file.name || "receipt.png" }, file);
			photos.push({ hash, name, mime, size, width, height });
			first ??= taken;
		}
		return { photos, taken: first };
	}

	async #tried<T>(work: () => Promise<T>): Promise<T | null> {
		this.busy = true;
		this.error = null;
		try {
			return await work();
		} catch (thrown) {
			this.error = asApiError(thrown);
			return null;
		} finally {
			this.busy = false;
		}
	}

	/** One receipt of these photos. Its day is the one of the transaction, of the first photo, or today. */
	add(files: File[], known: RequestOf<"finance.add_receipt"> = {}): Promise<Id | null> {
		return this.#tried(async () => {
			const { photos, taken } = await this.#kept(files);
			return (await call("finance.add_receipt", { date: taken?.slice(0, 10) ?? today(), ...known, photos })).id;
		});
	}

	/** More photos of one receipt: its second page, its back. */
	more(id: Id, files: File[]): Promise<void | null> {
		return this.#tried(async () => {
			const { photos } = await this.#kept(files);
			await call("finance.edit_receipt", { id, add_photos: photos });
		});
	}
}
