// Every command with its request and reply. Generated from the Rust registry; change them there.

import type * as t from "./types";

export interface Commands {
	"vault.status": { request: t.Nothing; reply: t.VaultStatus; access: "read"; reads: string[] };
	"vault.create": { request: { passphrase: string; remember: boolean }; reply: t.RecoveryWords; access: "write" };
	"vault.unlock": {
		request: { passphrase?: string; recovery_words?: string; remember?: boolean };
		reply: t.VaultStatus;
		access: "write";
	};
	"vault.lock": { request: t.Nothing; reply: null; access: "write" };
	"vault.change_passphrase": { request: { passphrase: string }; reply: null; access: "write" };
	"vault.recovery_words": { request: t.Nothing; reply: t.RecoveryWords; access: "read"; reads: string[] };

	"journal.journals": { request: t.Nothing; reply: t.Journal[]; access: "read"; reads: string[] };
	"journal.create_journal": { request: { name: string; hue?: number }; reply: { id: t.Id }; access: "write" };
	"journal.edit_journal": {
		request: { id: t.Id; name?: string; hue?: number; order?: number };
		reply: null;
		access: "write";
	};
	"journal.entries": { request: t.ListEntries; reply: t.EntryPage; access: "read"; reads: string[] };
	"journal.entry": { request: { id: t.Id }; reply: t.Entry; access: "read"; reads: string[] };
	"journal.create_entry": { request: t.NewEntry; reply: { id: t.Id }; access: "write" };
	"journal.edit_entry": { request: t.EditEntry; reply: null; access: "write" };
	"journal.write_body": { request: t.WriteBody; reply: t.WrittenBody; access: "write" };
	"journal.attach": { request: { id: t.Id; media: t.Media }; reply: null; access: "write" };
	"journal.detach": { request: { id: t.Id; hash: string }; reply: null; access: "write" };
	"journal.daily_note": { request: { date: t.Day }; reply: { id: t.Id }; access: "write" };
	"journal.calendar": { request: { month: string }; reply: { days: t.CalendarDay[] }; access: "read"; reads: string[] };
	"journal.heat": { request: { year: number }; reply: t.Heat; access: "read"; reads: string[] };
	"journal.on_this_day": { request: { date: t.Day }; reply: t.EntryRow[]; access: "read"; reads: string[] };
	"journal.streak": { request: t.Nothing; reply: t.Streak; access: "read"; reads: string[] };
	"journal.tags": { request: t.Nothing; reply: t.NamedCount[]; access: "read"; reads: string[] };
	"journal.people": { request: t.Nothing; reply: t.NamedCount[]; access: "read"; reads: string[] };
	"journal.media": {
		request: { cursor?: string; limit?: number };
		reply: t.MediaPage;
		access: "read";
		reads: string[];
	};
	"journal.templates": { request: t.Nothing; reply: t.Template[]; access: "read"; reads: string[] };
	"journal.create_template": { request: { name: string; body: string }; reply: { id: t.Id }; access: "write" };
	"journal.edit_template": { request: { id: t.Id; name?: string; body?: string }; reply: null; access: "write" };
	"journal.prompts": { request: t.Nothing; reply: t.Prompt[]; access: "read"; reads: string[] };
	"journal.create_prompt": { request: { text: string }; reply: { id: t.Id }; access: "write" };
	"journal.prompt_of_day": { request: { date: t.Day }; reply: { text: string }; access: "read"; reads: string[] };

	"media.add": { request: { name: string }; reply: t.Media; access: "write" };

	"search.find": { request: t.FindRequest; reply: t.FindReply; access: "read"; reads: string[] };

	"history.versions": { request: { id: t.Id }; reply: t.Version[]; access: "read"; reads: string[] };
	"history.diff": { request: { id: t.Id; from?: string; to?: string }; reply: t.Diff; access: "read"; reads: string[] };
	"history.restore": { request: { id: t.Id; version: string }; reply: null; access: "write" };

	"trash.put": { request: { ids: t.Id[] }; reply: null; access: "write" };
	"trash.list": { request: t.Nothing; reply: t.TrashRow[]; access: "read"; reads: string[] };
	"trash.restore": { request: { ids: t.Id[] }; reply: null; access: "write" };
	"trash.empty": { request: t.Nothing; reply: null; access: "write" };

	"undo.undo": { request: t.Nothing; reply: t.UndoReply | null; access: "write" };
	"undo.redo": { request: t.Nothing; reply: t.UndoReply | null; access: "write" };
	"undo.list": { request: { limit?: number }; reply: t.UndoStep[]; access: "read"; reads: string[] };
	"undo.step": { request: { step: number }; reply: t.UndoReply | null; access: "write" };

	"import.formats": { request: t.Nothing; reply: t.ImportFormat[]; access: "read"; reads: string[] };
	"import.preview": { request: t.ImportSource; reply: t.ImportReport; access: "stream"; item: t.ImportProgress };
	"import.run": { request: t.ImportSource; reply: t.ImportReport; access: "stream"; item: t.ImportProgress };
	"import.upload": { request: { name: string }; reply: { upload: string }; access: "write" };
	"export.formats": { request: t.Nothing; reply: t.ExportFormat[]; access: "read"; reads: string[] };
	"export.run": {
		request: { path: string; format: string };
		reply: t.ExportReport;
		access: "stream";
		item: t.ExportProgress;
	};

	"calendar.day": { request: { date: t.Day }; reply: t.AgendaItem[]; access: "read"; reads: string[] };
	"calendar.month": { request: { month: string }; reply: { days: t.AgendaDay[] }; access: "read"; reads: string[] };

	"capture.read": { request: { text: string }; reply: t.Draft[]; access: "read"; reads: string[] };

	"settings.get": { request: t.Nothing; reply: t.Settings; access: "read"; reads: string[] };
	"settings.set": { request: Partial<t.Settings>; reply: t.Settings; access: "write" };

	"doctor.check": {
		request: { rebuild?: boolean; digest?: boolean };
		reply: t.DoctorReport;
		access: "read";
		reads: string[];
	};
	"help.commands": { request: t.Nothing; reply: t.CommandDoc[]; access: "read"; reads: string[] };
}

const ENTRIES = ["journal.entry"];

/** The kinds of record that each reading command depends on; `*` stands for all of them. */
export const READS: Record<string, readonly string[]> = {
	"vault.status": [],
	"vault.recovery_words": [],
	"journal.journals": ["journal.journal", "journal.entry"],
	"journal.entries": ENTRIES,
	"journal.entry": ENTRIES,
	"journal.calendar": ENTRIES,
	"journal.heat": ENTRIES,
	"journal.on_this_day": ENTRIES,
	"journal.streak": ENTRIES,
	"journal.tags": ENTRIES,
	"journal.people": ENTRIES,
	"journal.media": ENTRIES,
	"journal.templates": ["journal.template"],
	"journal.prompts": ["journal.prompt"],
	"journal.prompt_of_day": ["journal.prompt"],
	"search.find": ["*"],
	"history.versions": ["*"],
	"history.diff": ["*"],
	"trash.list": ["*"],
	"undo.list": ["*"],
	"import.formats": [],
	"export.formats": [],
	"calendar.day": ["*"],
	"calendar.month": ["*"],
	"capture.read": [],
	"settings.get": ["settings"],
	"doctor.check": [],
	"help.commands": [],
};
