// The shapes that cross the wire. Generated from the Rust registry; change them there.

/** A record's name: 26 letters and digits. */
export type Id = string;
/** A calendar day, `2026-03-01`. */
export type Day = string;

export type Code = "NotFound" | "Invalid" | "Locked" | "Conflict" | "Offline" | "Denied" | "Unsupported" | "Internal";
export type WireError = { code: Code; message: string; field: string | null };

export type Nothing = Record<string, never>;

export type VaultState = "absent" | "locked" | "open";
export type VaultStatus = { state: VaultState; keyring: boolean; remembered: boolean; device: string; version: string };
export type RecoveryWords = { recovery_words: string[] };

export type Journal = { id: Id; name: string; hue: number; order: number; entries: number };

export type ListEntries = {
	journal?: Id;
	from?: Day;
	to?: Day;
	tag?: string;
	person?: string;
	starred?: boolean;
	with_media?: boolean;
	cursor?: string;
	limit?: number;
};
export type EntryRow = {
	id: Id;
	date: Day;
	time: string | null;
	zone: string;
	title: string;
	excerpt: string;
	journal: Id | null;
	starred: boolean;
	pinned: boolean;
	mood: string | null;
	photo: string | null;
	media: number;
	words: number;
	tags: string[];
};
export type EntryPage = { items: EntryRow[]; next: string | null; total: number };

export type Media = {
	hash: string;
	name: string;
	mime: string;
	size: number;
	width: number | null;
	height: number | null;
	taken: string | null;
	duration_ms: number | null;
};
export type Entry = {
	id: Id;
	version: string;
	date: Day;
	time: string | null;
	zone: string;
	title: string;
	body: string;
	journal: Id | null;
	starred: boolean;
	pinned: boolean;
	tags: string[];
	people: string[];
	place: string | null;
	place_latitude: number | null;
	place_longitude: number | null;
	weather: string | null;
	weather_celsius: number | null;
	mood: string | null;
	media: Media[];
	source: string | null;
	trashed: boolean;
	words: number;
};
export type NewEntry = {
	date?: Day;
	time?: string;
	zone?: string;
	title?: string;
	body?: string;
	journal?: Id;
	starred?: boolean;
	pinned?: boolean;
	tags?: string[];
	people?: string[];
	place?: string;
	weather?: string;
	mood?: string;
	all_day?: boolean;
};
export type EditEntry = { id: Id } & Omit<NewEntry, "body">;
export type WriteBody = { id: Id; version: string; body: string };
export type WrittenBody = { version: string; body: string; merged: boolean; saved_at: string };

export type CalendarDay = { date: Day; entries: number; words: number; photo: string | null; starred: boolean };
export type HeatDay = { date: Day; entries: number; words: number };
export type Heat = { days: HeatDay[]; years: number[] };
export type Streak = { current: number; longest: number; days: number; entries: number; words: number; grace: number };
export type NamedCount = { name: string; entries: number };
export type MediaRow = { hash: string; mime: string; name: string; entry: Id; date: Day };
export type MediaPage = { items: MediaRow[]; next: string | null };
export type Template = { id: Id; name: string; body: string; shipped: boolean };
export type Prompt = { id: Id | null; text: string; shipped: boolean };

export type SnippetPart = { text: string; hit: boolean };
export type SearchHit = { kind: string; id: Id; day: Day | null; title: string; snippet: SnippetPart[] };
export type FindRequest = { text: string; kinds?: string[]; tag?: string; from?: Day; to?: Day; limit?: number };
export type FindReply = { hits: SearchHit[]; more: boolean };

export type Version = { version: string; at: string; device: string; this_device: boolean; changes: number };
export type DiffPart = { op: "same" | "insert" | "delete"; text: string };
export type FieldChange = { name: string; before: string | null; after: string | null };
export type Diff = { text: DiffPart[]; fields: FieldChange[] };

export type TrashRow = { id: Id; kind: string; title: string; day: Day | null; trashed_at: string; purged_on: Day };
export type UndoReply = { step: number; label: string; items: number };
export type UndoStep = { step: number; label: string; at: string; undone: boolean; items: number };

export type ImportFormat = { format: string; title: string; endings: string[] };
export type ImportSource = { path?: string; upload?: string; as?: string };
export type ImportProgress = { fraction: number; found: number };
export type ImportReport = {
	format: string;
	title: string;
	added: number;
	already_here: number;
	skipped: number;
	kinds: { kind: string; new: number; already_here: number }[];
	skipped_reasons: { reason: string; count: number }[];
	lost: { what: string; count: number }[];
	problems: { where: string; what: string }[];
	problems_total: number;
	media_new: number;
	media_bytes: number;
	step: number | null;
	dry_run: boolean;
	sample: { kind: string; day: Day | null; title: string }[];
};
export type ExportFormat = { format: string; title: string; ending: string };
export type ExportProgress = { fraction: number };
export type ExportReport = { path: string; bytes: number };

export type AgendaItem = {
	kind: string;
	id: Id;
	date: Day;
	time: string | null;
	end: string | null;
	title: string;
	done: boolean;
	domain: string;
};
export type AgendaDay = { date: Day; items: AgendaItem[] };

export type DraftChip = { label: string; value: string };
export type Draft = { domain: string; command: string; payload: unknown; title: string; chips: DraftChip[] };

export type Settings = {
	theme: "system" | "light" | "dark" | "contrast";
	locale: "en" | "pseudo";
	motion: "system" | "reduced";
	streaks: boolean;
	on_this_day: boolean;
	keep_photo_place: boolean;
};

export type DoctorReport = { ok: boolean; digest: string | null; counts: Record<string, number>; findings: string[] };
export type CommandDoc = { name: string; doc: string; access: string; request: unknown; reply: unknown };
