// Written by `cargo xtask codegen` from the command registry. Do not edit.

export type AddedMedia = { 
/**
 * BLAKE3 of its content, hex.
 */
hash: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * Its media type.
 */
mime: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Pixels.
 */
width: number | null, 
/**
 * Pixels.
 */
height: number | null, 
/**
 * When it was taken, as the file tells.
 */
taken: string | null, 
/**
 * Milliseconds of sound or film.
 */
duration_ms: number | null, };

export type AgendaDay = { 
/**
 * The day.
 */
date: string, 
/**
 * What it holds.
 */
items: Array<AgendaItem>, };

export type AgendaItem = { 
/**
 * The domain that shows it.
 */
domain: string, 
/**
 * The kind of its record.
 */
kind: string, 
/**
 * Its record.
 */
id: string, 
/**
 * Its day.
 */
date: string, 
/**
 * `21:04`, or nothing for a whole day.
 */
time: string | null, 
/**
 * `22:10`, when it lasts.
 */
end: string | null, 
/**
 * One line.
 */
title: string, 
/**
 * Whether it has happened (drawn solid) or is to come (outlined).
 */
done: boolean, };

export type AgendaMonth = { 
/**
 * The days that have something.
 */
days: Array<AgendaDay>, };

export type Attach = { 
/**
 * The entry.
 */
id: string, 
/**
 * What `media.add` answered.
 */
media: Media, };

export type Between = { 
/**
 * The record.
 */
id: string, 
/**
 * The earlier version.
 */
from?: string, 
/**
 * The later version.
 */
to?: string, };

export type Check = { 
/**
 * Makes every read table anew and says whether it was what it should be.
 */
rebuild?: boolean, 
/**
 * Computes the digest of everything that is kept.
 */
digest?: boolean, };

export type Code = "NotFound" | "Invalid" | "Locked" | "Conflict" | "Offline" | "Denied" | "Unsupported" | "Internal";

export type CommandHelp = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it does.
 */
doc: string, 
/**
 * `read`, `write`, `body` or `stream`.
 */
access: string, 
/**
 * JSON Schema of its request.
 */
request: unknown, 
/**
 * JSON Schema of its reply.
 */
reply: unknown, };

export type CreateVault = { 
/**
 * Any words; paste is welcome.
 */
passphrase: string, 
/**
 * Whether the system's keyring keeps the key.
 */
remember: boolean, };

export type Created = { 
/**
 * Its id.
 */
id: string, };

export type DayView = { 
/**
 * The day.
 */
date: string, 
/**
 * How many entries.
 */
entries: number, 
/**
 * How many words.
 */
words: number, 
/**
 * The content hash of a picture of that day.
 */
photo: string | null, 
/**
 * Whether one of them is starred.
 */
starred: boolean, };

export type DemoRequest = { 
/**
 * Equal seeds give equal years.
 */
seed: number, };

export type Detach = { 
/**
 * The entry.
 */
id: string, 
/**
 * The attachment's content hash.
 */
hash: string, };

export type Difference = { 
/**
 * The prose, piece by piece.
 */
text: Array<TextPart>, 
/**
 * The other fields that differ.
 */
fields: Array<FieldChange>, };

export type Draft = { 
/**
 * The domain that understood it.
 */
domain: string, 
/**
 * The command to call.
 */
command: string, 
/**
 * Its request.
 */
payload: Record<string, unknown>, 
/**
 * One line that says what it will be.
 */
title: string, 
/**
 * What was understood, piece by piece.
 */
chips: Array<DraftChip>, };

export type DraftChip = { 
/**
 * What it is: `tag`, `time`.
 */
label: string, 
/**
 * Its value as text.
 */
value: string, };

export type EditEntry = { 
/**
 * The entry.
 */
id: string, 
/**
 * Its local day.
 */
date?: string, 
/**
 * Its local time, `21:04`.
 */
time?: string, 
/**
 * True takes the time away.
 */
all_day?: boolean, 
/**
 * The zone in which day and time are told.
 */
zone?: string, 
/**
 * Its title.
 */
title?: string, 
/**
 * Its journal; an empty text for the default one.
 */
journal?: string, 
/**
 * Marked with a star.
 */
starred?: boolean, 
/**
 * Kept at the top.
 */
pinned?: boolean, 
/**
 * All its tags.
 */
tags?: Array<string>, 
/**
 * Everybody in it.
 */
people?: Array<string>, 
/**
 * Where it was.
 */
place?: string, 
/**
 * A word or two.
 */
weather?: string, 
/**
 * A plain word.
 */
mood?: string, };

export type EditJournal = { 
/**
 * The journal.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * Its hue, 0 to 359 degrees.
 */
hue?: number, 
/**
 * Its place among the others.
 */
order?: number, };

export type EditTemplate = { 
/**
 * The template.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * Markdown.
 */
body?: string, };

export type Emptied = { 
/**
 * Records.
 */
records: number, };

export type Entry = { 
/**
 * Its id.
 */
id: string, 
/**
 * The state that this was read at; `journal.write_body` takes it.
 */
version: string, 
/**
 * Its local day.
 */
date: string, 
/**
 * Its local time, `21:04:05`; null for all day.
 */
time: string | null, 
/**
 * The zone in which day and time are told.
 */
zone: string, 
/**
 * Its title, or nothing.
 */
title: string, 
/**
 * Markdown.
 */
body: string, 
/**
 * Its journal; null for the default one.
 */
journal: string | null, 
/**
 * Marked with a star.
 */
starred: boolean, 
/**
 * Kept at the top.
 */
pinned: boolean, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * Who is in it.
 */
people: Array<string>, 
/**
 * Where it was.
 */
place: string | null, 
/**
 * Degrees north.
 */
place_latitude: number | null, 
/**
 * Degrees east.
 */
place_longitude: number | null, 
/**
 * A word or two.
 */
weather: string | null, 
/**
 * Degrees Celsius.
 */
weather_celsius: number | null, 
/**
 * A plain word.
 */
mood: string | null, 
/**
 * Its attachments.
 */
media: Array<Media>, 
/**
 * Where it was imported from.
 */
source: string | null, 
/**
 * Whether it lies in the trash.
 */
trashed: boolean, 
/**
 * How many words.
 */
words: number, };

export type EntryPage = { 
/**
 * The entries.
 */
items: Array<EntryRow>, 
/**
 * Where the next page begins; null after the last.
 */
next: string | null, 
/**
 * How many there are in all.
 */
total: number, };

export type EntryRef = { 
/**
 * The entry.
 */
id: string, };

export type EntryRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its local day.
 */
date: string, 
/**
 * Its local time, `21:04:05`; null for all day.
 */
time: string | null, 
/**
 * The zone in which day and time are told.
 */
zone: string, 
/**
 * Its title, or nothing.
 */
title: string, 
/**
 * How its text begins, without markup.
 */
excerpt: string, 
/**
 * Its journal; null for the default one.
 */
journal: string | null, 
/**
 * Marked with a star.
 */
starred: boolean, 
/**
 * Kept at the top.
 */
pinned: boolean, 
/**
 * A plain word.
 */
mood: string | null, 
/**
 * The content hash of its first picture.
 */
photo: string | null, 
/**
 * How many attachments.
 */
media: number, 
/**
 * How many words.
 */
words: number, 
/**
 * Its tags.
 */
tags: Array<string>, };

export type ExportFormat = { 
/**
 * The word in requests and addresses.
 */
format: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * The file ending.
 */
ending: string, };

export type ExportProgress = { 
/**
 * 0 to 1.
 */
fraction: number, };

export type ExportRequest = { 
/**
 * A file, or for the archive also a folder.
 */
path: string, 
/**
 * `archive`, `html`, `pdf`.
 */
format: string, };

export type Exported = { 
/**
 * Where it is.
 */
path: string, 
/**
 * What could not be shown, in words.
 */
problems: Array<string>, };

export type FieldChange = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its value before.
 */
before: string | null, 
/**
 * Its value after.
 */
after: string | null, };

export type FileName = { 
/**
 * Without folders.
 */
name: string, };

export type Find = { 
/**
 * Words, the last one perhaps unfinished; `"a phrase"`; `-without`.
 */
text: string, 
/**
 * Only these kinds.
 */
kinds?: Array<string>, 
/**
 * Only with this tag.
 */
tag?: string, 
/**
 * Not before this day.
 */
from?: string, 
/**
 * Not after this day.
 */
to?: string, 
/**
 * How many, at most 200.
 */
limit?: number, };

export type Found = { 
/**
 * Best first.
 */
hits: Array<SearchHit>, 
/**
 * Whether there are more.
 */
more: boolean, };

export type Health = { 
/**
 * Whether nothing is wrong.
 */
ok: boolean, 
/**
 * Equal for two vaults that keep the same things.
 */
digest: string | null, 
/**
 * How many of each kind.
 */
counts: { [key in string]: number }, 
/**
 * What is wrong, in words.
 */
findings: Array<string>, };

export type HeatDay = { 
/**
 * The day.
 */
date: string, 
/**
 * How many entries.
 */
entries: number, 
/**
 * How many words.
 */
words: number, };

export type ImportFormat = { 
/**
 * The word for `as`.
 */
format: string, 
/**
 * What the program is called.
 */
title: string, 
/**
 * File endings.
 */
endings: Array<string>, };

export type ImportProgress = { 
/**
 * 0 to 1.
 */
fraction: number, 
/**
 * Records found.
 */
found: number, };

export type ImportReport = { 
/**
 * The format's name.
 */
format: string, 
/**
 * What the program is called.
 */
title: string, 
/**
 * Whether nothing was written.
 */
dry_run: boolean, 
/**
 * Whether the person stopped it; what had come in by then stays, as one undo step.
 */
cancelled: boolean, 
/**
 * Records that came.
 */
added: number, 
/**
 * Records that were here.
 */
already_here: number, 
/**
 * Rows left out on purpose.
 */
skipped: number, 
/**
 * The same by kind.
 */
kinds: Array<KindCount>, 
/**
 * Why rows were left out.
 */
skipped_reasons: Array<ReasonCount>, 
/**
 * What has no place here.
 */
lost: Array<LostCount>, 
/**
 * Rows that could not be read, the first of them.
 */
problems: Array<Problem>, 
/**
 * How many there are in all.
 */
problems_total: number, 
/**
 * Attachments that were not here.
 */
media_new: number, 
/**
 * Their bytes.
 */
media_bytes: number, 
/**
 * The undo step; null when nothing was written.
 */
step: number | null, 
/**
 * The first records.
 */
sample: Array<SampleRow>, };

export type ImportRequest = { 
/**
 * A file or folder on this computer.
 */
path?: string, 
/**
 * What `import.upload` answered.
 */
upload?: string, 
/**
 * The format, when it is not to be guessed.
 */
as?: string, };

export type Journal = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its hue, 0 to 359 degrees.
 */
hue: number, 
/**
 * Its place among the others.
 */
order: number, 
/**
 * How many entries it has.
 */
entries: number, };

export type KindCount = { 
/**
 * The kind.
 */
kind: string, 
/**
 * Records that came.
 */
new: number, 
/**
 * Records that were here.
 */
already_here: number, };

export type Line = { 
/**
 * As typed.
 */
text: string, };

export type ListEntries = { 
/**
 * Only of this journal.
 */
journal?: string, 
/**
 * Not before this day.
 */
from?: string, 
/**
 * Not after this day.
 */
to?: string, 
/**
 * Only with this tag.
 */
tag?: string, 
/**
 * Only with this person.
 */
person?: string, 
/**
 * Only starred (or, with false, not starred).
 */
starred?: boolean, 
/**
 * Only with (or without) attachments.
 */
with_media?: boolean, 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * How many, at most 1000.
 */
limit?: number, };

export type ListMedia = { 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * How many, at most 200.
 */
limit?: number, };

export type ListSteps = { 
/**
 * At most 500.
 */
limit?: number, };

export type Locale = "en" | "pseudo";

export type LostCount = { 
/**
 * What.
 */
what: string, 
/**
 * How often.
 */
count: number, };

export type Media = { 
/**
 * BLAKE3 of its content, hex.
 */
hash: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * Its media type.
 */
mime: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Pixels.
 */
width: number | null, 
/**
 * Pixels.
 */
height: number | null, 
/**
 * When it was taken, as the file tells.
 */
taken: string | null, 
/**
 * Milliseconds of sound or film.
 */
duration_ms: number | null, };

export type MediaItem = { 
/**
 * BLAKE3 of its content, hex.
 */
hash: string, 
/**
 * Its media type.
 */
mime: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * Its entry.
 */
entry: string, 
/**
 * The entry's day.
 */
date: string, };

export type MediaPage = { 
/**
 * The media.
 */
items: Array<MediaItem>, 
/**
 * Where the next page begins; null after the last.
 */
next: string | null, };

export type MonthView = { 
/**
 * The days that have entries.
 */
days: Array<DayView>, };

export type Motion = "system" | "reduced";

export type Named = { 
/**
 * The tag or name.
 */
name: string, 
/**
 * In how many entries.
 */
entries: number, };

export type NewEntry = { 
/**
 * Its local day.
 */
date?: string, 
/**
 * Its local time, `21:04`.
 */
time?: string, 
/**
 * Without a time.
 */
all_day?: boolean, 
/**
 * The zone in which day and time are told.
 */
zone?: string, 
/**
 * Its title.
 */
title?: string, 
/**
 * Markdown.
 */
body?: string, 
/**
 * Its journal.
 */
journal?: string, 
/**
 * Marked with a star.
 */
starred?: boolean, 
/**
 * Kept at the top.
 */
pinned?: boolean, 
/**
 * Its tags.
 */
tags?: Array<string>, 
/**
 * Who is in it.
 */
people?: Array<string>, 
/**
 * Where it was.
 */
place?: string, 
/**
 * A word or two.
 */
weather?: string, 
/**
 * A plain word.
 */
mood?: string, };

export type NewJournal = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its hue, 0 to 359 degrees.
 */
hue?: number, };

export type NewPassphrase = { 
/**
 * Any words.
 */
passphrase: string, };

export type NewPrompt = { 
/**
 * The question.
 */
text: string, };

export type NewTemplate = { 
/**
 * Its name.
 */
name: string, 
/**
 * Markdown.
 */
body: string, };

export type Nothing = Record<string, never>;

export type OfAgendaMonth = { 
/**
 * `2026-03`.
 */
month: string, };

export type OfDay = { 
/**
 * The local day.
 */
date: string, };

export type OfMonth = { 
/**
 * `2026-03`.
 */
month: string, };

export type OfRecord = { 
/**
 * The record.
 */
id: string, };

export type OfYear = { 
/**
 * `2026`.
 */
year: number, };

export type OnDay = { 
/**
 * The local day.
 */
date: string, };

export type OneStep = { 
/**
 * Its number.
 */
step: number, };

export type Problem = { 
/**
 * The entry, line or file.
 */
where: string, 
/**
 * What is wrong.
 */
what: string, };

export type Prompt = { 
/**
 * Its id; null for a shipped one.
 */
id: string | null, 
/**
 * The question.
 */
text: string, 
/**
 * Whether it came with the program.
 */
shipped: boolean, };

export type PromptOfDay = { 
/**
 * The question.
 */
text: string, };

export type ReasonCount = { 
/**
 * The reason.
 */
reason: string, 
/**
 * Rows.
 */
count: number, };

export type Records = { 
/**
 * At most 1000.
 */
ids: Array<string>, };

export type SampleRow = { 
/**
 * Its kind.
 */
kind: string, 
/**
 * Its day.
 */
day: string, 
/**
 * Its title or how it begins.
 */
title: string, };

export type SearchHit = { 
/**
 * Its kind.
 */
kind: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its day.
 */
day: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Text around the hits.
 */
snippet: Array<SnippetPart>, };

export type Settings = { 
/**
 * `system`, `light`, `dark` or `contrast`.
 */
theme: Theme, 
/**
 * The language of the window.
 */
locale: Locale, 
/**
 * `system` or `reduced`.
 */
motion: Motion, 
/**
 * Whether days in a row are counted.
 */
streaks: boolean, 
/**
 * Whether earlier years are shown.
 */
on_this_day: boolean, 
/**
 * Whether photos keep the place that the camera wrote into them.
 */
keep_photo_place: boolean, };

export type SettingsPatch = { theme?: Theme, locale?: Locale, motion?: Motion, streaks?: boolean, on_this_day?: boolean, keep_photo_place?: boolean, };

export type SnippetPart = { 
/**
 * The text.
 */
text: string, 
/**
 * Whether it is what was looked for.
 */
hit: boolean, };

export type StepRow = { 
/**
 * Its number.
 */
step: number, 
/**
 * The command that made it.
 */
label: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * Whether it is undone.
 */
undone: boolean, 
/**
 * How many records and facts it touched.
 */
items: number, };

export type Streak = { 
/**
 * Up to today (or yesterday); a missed day is forgiven as often as `grace` says.
 */
current: number, 
/**
 * The longest ever.
 */
longest: number, 
/**
 * Days with an entry.
 */
days: number, 
/**
 * All entries.
 */
entries: number, 
/**
 * All words.
 */
words: number, 
/**
 * Missed days in a row that do not end a streak.
 */
grace: number, };

export type Template = { 
/**
 * Its id; null for a shipped one.
 */
id: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Markdown.
 */
body: string, 
/**
 * Whether it came with the program.
 */
shipped: boolean, };

export type TextPart = { 
/**
 * `same`, `insert` or `delete`.
 */
op: "same" | "insert" | "delete", 
/**
 * The piece.
 */
text: string, };

export type Theme = "system" | "light" | "dark" | "contrast";

export type ToVersion = { 
/**
 * The record.
 */
id: string, 
/**
 * The version.
 */
version: string, };

export type TrashRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its kind.
 */
kind: string, 
/**
 * Its title, or how its text begins.
 */
title: string, 
/**
 * The day that it belongs to.
 */
day: string, 
/**
 * When it was thrown away, RFC 3339.
 */
trashed_at: string, 
/**
 * The day on which it goes for good.
 */
purged_on: string, };

export type UnlockVault = { 
/**
 * The passphrase.
 */
passphrase?: string, 
/**
 * All 24 words.
 */
recovery_words?: string, 
/**
 * Whether the system's keyring keeps the key from now on.
 */
remember?: boolean, };

export type Upload = { 
/**
 * Without folders.
 */
name: string, };

export type Uploaded = { 
/**
 * What the import commands take.
 */
upload: string, };

export type VaultStatus = { 
/**
 * `absent`, `locked` or `open`.
 */
state: "absent" | "locked" | "open", 
/**
 * Whether the system's keyring really keeps secrets.
 */
keyring: boolean, 
/**
 * Whether the keyring holds this vault's key.
 */
remembered: boolean, 
/**
 * What this device is.
 */
device: string, 
/**
 * The program's version.
 */
version: string, };

export type VersionRow = { 
/**
 * What the other commands take.
 */
version: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * Which device: empty for this one, `import` for an import, a short name for another.
 */
device: string, 
/**
 * Whether it was this one.
 */
this_device: boolean, 
/**
 * How many operations.
 */
changes: number, };

export type WireError = { 
/**
 * What went wrong.
 */
code: Code, 
/**
 * What was attempted and with which thing.
 */
message: string, 
/**
 * The field, file or line to blame.
 */
field: string | null, };

export type Words = { 
/**
 * In order.
 */
recovery_words: Array<string>, };

export type WriteBody = { 
/**
 * The entry.
 */
id: string, 
/**
 * The version on which it was typed.
 */
version: string, 
/**
 * Markdown.
 */
body: string, };

export type WrittenBody = { 
/**
 * The version to type on.
 */
version: string, 
/**
 * The text, with what came from elsewhere meanwhile.
 */
body: string, 
/**
 * Whether something came from elsewhere.
 */
merged: boolean, 
/**
 * When it reached the disk, RFC 3339.
 */
saved_at: string, };

export type YearView = { 
/**
 * The days that have entries.
 */
days: Array<HeatDay>, 
/**
 * The years that have entries.
 */
years: Array<number>, };
