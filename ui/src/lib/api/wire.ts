// Names for the shapes that cross the wire, taken from the commands themselves: whatever the generated
// files call a shape, the pages call it this.

import type { Commands } from "./commands";

type Reply<K extends keyof Commands> = Commands[K]["reply"];
type Request<K extends keyof Commands> = Commands[K]["request"];

/** A record's name: 26 letters and digits. */
export type Id = string;
/** A calendar day, `2026-03-01`. */
export type Day = string;

/** Why a command was refused. */
export type Code = "NotFound" | "Invalid" | "Locked" | "Conflict" | "Offline" | "Denied" | "Unsupported" | "Internal";
/** A refusal; `field` names the part of the request that is wrong. */
export type WireError = { code: Code; message: string; field: string | null };

export type VaultStatus = Reply<"vault.status">;
/** Something that erasing everything did not reach. */
export type Left = Reply<"vault.erase">["left"][number];
export type Settings = Reply<"settings.get">;
export type DoctorReport = Reply<"doctor.check">;

export type Journal = Reply<"journal.journals">[number];
export type ListEntries = Request<"journal.entries">;
export type EntryPage = Reply<"journal.entries">;
export type EntryRow = EntryPage["items"][number];
export type Entry = Reply<"journal.entry">;
export type Media = Entry["media"][number];
export type NewEntry = Request<"journal.create_entry">;
export type EditEntry = Request<"journal.edit_entry">;
export type CalendarDay = Reply<"journal.calendar">["days"][number];
export type HeatDay = Reply<"journal.heat">["days"][number];
export type Streak = Reply<"journal.streak">;
export type NamedCount = Reply<"journal.tags">[number];
export type MediaRow = Reply<"journal.media">["items"][number];
export type Template = Reply<"journal.templates">[number];

export type SearchHit = Reply<"search.find">["hits"][number];
export type Version = Reply<"history.versions">[number];
export type Diff = Reply<"history.diff">;
export type UndoStep = Reply<"undo.list">[number];
export type UndoReply = NonNullable<Reply<"undo.undo">>;

export type ImportFormat = Reply<"import.formats">[number];
export type ImportSource = Request<"import.run">;
export type ImportReport = Reply<"import.run">;
export type AskedQuestion = ImportReport["questions"][number];
export type ExportFormat = Reply<"export.formats">[number];

export type AgendaItem = Reply<"calendar.day">[number];
export type Draft = Reply<"capture.read">[number];
export type DraftChip = Draft["chips"][number];

export type DayRange = Request<"listening.overview">["range"];
export type ListeningOverview = Reply<"listening.overview">;
export type MusicScope = Request<"listening.top">["scope"];
export type RankBy = Request<"listening.top">["by"];
export type TimeUnit = Request<"listening.trend">["unit"];
export type RankedMusic = Reply<"listening.top">["items"][number];
export type MusicName = RankedMusic["artists"][number];
export type AmountPoint = Reply<"listening.trend">["points"][number];
/** How often and how long. */
export type Amount = Omit<AmountPoint, "day">;
export type ClockHour = Reply<"listening.clock">["hours"][number];
export type Discovery = Reply<"listening.discovery">;
export type ListeningSessions = Reply<"listening.sessions">;
export type ListeningDiversity = Reply<"listening.diversity">;
export type MusicComparison = Reply<"listening.compare">;
export type MusicYearsAgo = Reply<"listening.on_this_day">[number];
export type PlayRow = Reply<"listening.plays">["items"][number];
export type ListPlays = Request<"listening.plays">;
export type PlayDetail = Reply<"listening.play">;
export type PlayEvidence = PlayDetail["evidence"][number];
export type ListeningSource = Reply<"listening.sources">[number];
export type ArtistPage = Reply<"listening.artist">;
export type AlbumPage = Reply<"listening.album">;
export type TrackPage = Reply<"listening.track">;
export type GenrePage = Reply<"listening.genre">;
export type FoundMusic = Reply<"listening.find">["items"][number];
export type MergedMusic = Reply<"listening.merges">[number];
export type TrackList = Reply<"listening.lists">[number];
export type TrackListPage = Reply<"listening.list">;
export type ListeningSettings = Reply<"listening.settings">;
export type Report = Reply<"listening.report">;
export type ReportPanel = Request<"listening.report">["panels"][number];
export type ReportCheck = Reply<"listening.check_report">;
