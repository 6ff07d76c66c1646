/** What a photo of a receipt says, beside what a person typed: whose word stands, and what is to be looked at. */
import type { ReplyOf } from "$lib/api/call";
import type { Day } from "$lib/api/wire";

export type ReceiptRead = ReplyOf<"receipts.read">;
export type LineRead = ReceiptRead["lines"][number];

/** What the boxes hold. */
export type Boxes = { store: string; minor: number | null; currency: string; date: Day | "" };
export type Box = "store" | "minor" | "date";
export const BOXES: readonly Box[] = ["store", "date", "minor"];

/** A reading that is less sure is to be looked at. */
export const SURE_MIN = 0.8;

/** What a person should do about a box: look at a reading, type what was not found, choose, or see that the photo says otherwise. */
export type Mark = "check" | "missing" | "choose" | "differs" | null;

type Found = { quality: number; line: number };

/** Where in the photo a box was read, and how sure. */
export function foundOf(box: Box, read: ReceiptRead): Found | null {
	if (box === "minor") return read.total;
	return box === "store" ? read.store : read.date;
}

/** The boxes with what was read, where nothing is the person's own. */
export function withRead(boxes: Boxes, own: ReadonlySet<Box>, read: ReceiptRead): Boxes {
	const { store, date, total } = read;
	return {
		store: store && !own.has("store") ? store.value : boxes.store,
		date: date && !own.has("date") ? date.value : boxes.date,
		minor: total && !own.has("minor") ? total.minor : boxes.minor,
		currency: total?.currency && !own.has("minor") ? total.currency : boxes.currency,
	};
}

/** Whether a box holds what was read for it. */
function isRead(box: Box, boxes: Boxes, read: ReceiptRead): boolean {
	const { store, date, total } = read;
	if (box === "store") return store !== null && boxes.store.trim() === store.value;
	if (box === "date") return date !== null && boxes.date === date.value;
	return total !== null && boxes.minor === total.minor && (total.currency === "" || boxes.currency === total.currency);
}

/** Days to choose from, where day and month in the photo could stand for each other. */
export const choicesOf = ({ days }: ReceiptRead): readonly Day[] => (days.length > 1 ? days : []);

export function markOf(box: Box, boxes: Boxes, read: ReceiptRead): Mark {
	const found = foundOf(box, read);
	const empty = box === "minor" ? boxes.minor === null : boxes[box].trim() === "";
	const choices = box === "date" ? choicesOf(read) : [];
	if (choices.length > 0) return choices.includes(boxes.date) ? null : "choose";
	if (!found) return empty ? "missing" : null;
	if (!isRead(box, boxes, read)) return "differs";
	const doubtful = box === "minor" && (read.adds_up === false || read.total?.currency === "");
	return found.quality < SURE_MIN || doubtful ? "check" : null;
}

/** Whether anything at all was read. */
export const hasAny = (read: ReceiptRead): boolean => read.days.length > 0 || BOXES.some((box) => foundOf(box, read) !== null);
