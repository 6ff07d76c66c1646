type Line = { text: string; quality: number; corners: [[number, number], [number, number], [number, number], [number, number]] };
type ReceiptRead = {
	installed: boolean;
	store: { value: string; quality: number; line: number } | null;
	date: { value: string; quality: number; line: number } | null;
	total: { minor: number; currency: string; quality: number; line: number } | null;
	adds_up: boolean | null;
	items: { name: string; minor: number; quality: number; line: number }[];
	lines: Line[];
};

declare module "$lib/api/commands" {
	interface Commands {
		"receipts.read": { request: { hash: string }; reply: ReceiptRead; access: "read" };
	}
}

export {};
