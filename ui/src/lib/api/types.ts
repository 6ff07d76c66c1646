// Written by `cargo xtask codegen` from the command registry. Do not edit.

export type AcceptProposals = { 
/**
 * Each transaction with its category, at most 1000.
 */
items: Array<AcceptedProposal>, };

export type AcceptedProposal = { 
/**
 * The transaction.
 */
id: string, 
/**
 * The category.
 */
category: string, };

export type AccountKind = "asset" | "liability";

export type AccountName = { 
/**
 * The account.
 */
id: string, 
/**
 * Its name.
 */
name: string, };

export type AccountRef = { 
/**
 * The account.
 */
id: string, };

export type AccountRow = { 
/**
 * The account.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
kind: AccountKind, 
/**
 * What sort.
 */
subtype: AccountSubtype, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * The bank.
 */
bank: string, 
/**
 * The last four characters of its number; empty: it has none.
 */
number_end: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * Whether it is no longer used.
 */
closed: boolean, 
/**
 * Its place in lists.
 */
position: number, 
/**
 * What it holds.
 */
balance: MoneyAmount, 
/**
 * What of that is ticked off, smallest units; its opening is.
 */
cleared_minor: number, 
/**
 * How many of its transactions nobody has said a purpose of.
 */
uncategorized: number, 
/**
 * The day of its last transaction.
 */
last_day: string | null, 
/**
 * What the person says it held at first, smallest units; null: it follows from statements.
 */
opening_minor: number | null, 
/**
 * On which day.
 */
opening_day: string | null, 
/**
 * The last statement that was found to be right.
 */
statement: AccountStatement | null, };

export type AccountStatement = { 
/**
 * Its day.
 */
day: string, 
/**
 * What it said, smallest units.
 */
minor: number, 
/**
 * What it said less what is reconciled now; not 0: something in it was changed since.
 */
difference: number, };

export type AccountSubtype = "other" | "checking" | "savings" | "card" | "cash" | "loan" | "investment";

export type Accounts = { 
/**
 * In their order.
 */
accounts: Array<AccountRow>, 
/**
 * What they hold together, by currency.
 */
totals: Array<MoneyAmount>, 
/**
 * The same in the base currency, as far as rates are known.
 */
worth: MoneyAmount | null, 
/**
 * What is not in `worth`, for want of a rate.
 */
unconverted: Array<MoneyAmount>, 
/**
 * The rates that were used.
 */
rates: Array<RateUsed>, };

export type ActivityDetail = { 
/**
 * The note: the person's, else the source's.
 */
note: string, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * What the source told, or its track where it did not.
 */
totals: ActivityTotals, 
/**
 * Which of these the source does not tell: from the track.
 */
figured: Array<string>, 
/**
 * Laps as the device counted them.
 */
laps: Array<ActivityLap>, 
/**
 * Lengths of a pool.
 */
lengths: Array<PoolLength>, 
/**
 * Sets as a watch counted them.
 */
counted_sets: Array<CountedSet>, 
/**
 * What the track tells; null when there is none.
 */
track: TrackFigures | null, 
/**
 * Everyone who told it, who speaks first.
 */
evidence: Array<ActivityEvidence>, 
/**
 * The workout or activity.
 */
id: string, 
/**
 * Where it comes from.
 */
origin: WorkoutOrigin, 
/**
 * The source's word, when one told it.
 */
source: string, 
/**
 * How it stands.
 */
state: WorkoutState, 
/**
 * Its day, where it happened.
 */
day: string, 
/**
 * When it began, Unix milliseconds; of a planned one the day's first instant in UTC.
 */
start_ms: number, 
/**
 * The zone where it happened.
 */
zone: string, 
/**
 * How long it took, pauses left out; milliseconds.
 */
elapsed_ms: number | null, 
/**
 * How long of it was moving, milliseconds.
 */
moving_ms: number | null, 
/**
 * A slug: `strength`, `run`.
 */
sport: string, 
/**
 * Its name, or nothing.
 */
name: string, 
/**
 * Millimeters.
 */
distance_mm: number | null, 
/**
 * Joules.
 */
energy_j: number | null, 
/**
 * Millimeters upward.
 */
ascent_mm: number | null, 
/**
 * The mean heart rate, beats per minute.
 */
heart_bpm: number | null, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2: number | null, 
/**
 * The routine that it followed.
 */
routine: string | null, 
/**
 * Sets that were done and were no warm-up.
 */
sets: number, 
/**
 * Their repetitions.
 */
reps: number, 
/**
 * Weight times repetitions, milligrams.
 */
volume_mg: number, 
/**
 * The names of its exercises, in their order.
 */
exercise_names: Array<string>, 
/**
 * How many others are the same and stand behind it.
 */
others: number, };

export type ActivityEvidence = { 
/**
 * The device or program.
 */
maker: string, 
/**
 * The source's word for the sport.
 */
raw: string, 
/**
 * Points of its track.
 */
points: number, 
/**
 * The content hash of the file; nothing when there was none, or it was let go of.
 */
file: string, 
/**
 * What its file lacks, in words.
 */
missing: Array<string>, 
/**
 * Whether it is kept apart from others that look the same.
 */
apart: boolean, 
/**
 * Whether it speaks for the others.
 */
speaks: boolean, 
/**
 * The workout or activity.
 */
id: string, 
/**
 * Where it comes from.
 */
origin: WorkoutOrigin, 
/**
 * The source's word, when one told it.
 */
source: string, 
/**
 * How it stands.
 */
state: WorkoutState, 
/**
 * Its day, where it happened.
 */
day: string, 
/**
 * When it began, Unix milliseconds; of a planned one the day's first instant in UTC.
 */
start_ms: number, 
/**
 * The zone where it happened.
 */
zone: string, 
/**
 * How long it took, pauses left out; milliseconds.
 */
elapsed_ms: number | null, 
/**
 * How long of it was moving, milliseconds.
 */
moving_ms: number | null, 
/**
 * A slug: `strength`, `run`.
 */
sport: string, 
/**
 * Its name, or nothing.
 */
name: string, 
/**
 * Millimeters.
 */
distance_mm: number | null, 
/**
 * Joules.
 */
energy_j: number | null, 
/**
 * Millimeters upward.
 */
ascent_mm: number | null, 
/**
 * The mean heart rate, beats per minute.
 */
heart_bpm: number | null, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2: number | null, 
/**
 * The routine that it followed.
 */
routine: string | null, 
/**
 * Sets that were done and were no warm-up.
 */
sets: number, 
/**
 * Their repetitions.
 */
reps: number, 
/**
 * Weight times repetitions, milligrams.
 */
volume_mg: number, 
/**
 * The names of its exercises, in their order.
 */
exercise_names: Array<string>, 
/**
 * How many others are the same and stand behind it.
 */
others: number, };

export type ActivityFormat = "gpx" | "tcx";

export type ActivityLap = { 
/**
 * Since the start, milliseconds.
 */
at_ms: number, 
/**
 * From its start to its end.
 */
elapsed_ms: number, 
/**
 * What was measured.
 */
totals: ActivityTotals, };

export type ActivityRef = { 
/**
 * The activity.
 */
id: string, };

export type ActivitySplit = { 
/**
 * Its length; shorter at the end.
 */
distance_mm: number, 
/**
 * Since the start, milliseconds.
 */
at_ms: number, 
/**
 * Without pauses, milliseconds.
 */
time_ms: number, 
/**
 * Millimeters up.
 */
ascent_mm: number | null, 
/**
 * Millimeters down.
 */
descent_mm: number | null, 
/**
 * Mean, beats per minute.
 */
heart_bpm: number | null, };

export type ActivityTotals = { 
/**
 * Without pauses, as its source has it, milliseconds.
 */
timer_ms: number | null, 
/**
 * Millimeters.
 */
distance_mm: number | null, 
/**
 * Joules.
 */
energy_j: number | null, 
/**
 * Millimeters.
 */
ascent_mm: number | null, 
/**
 * Millimeters.
 */
descent_mm: number | null, 
/**
 * Mean, beats per minute.
 */
heart_bpm: number | null, 
/**
 * Highest, beats per minute.
 */
heart_max_bpm: number | null, 
/**
 * Mean, turns or steps of one leg per minute.
 */
cadence: number | null, 
/**
 * Mean, watts.
 */
power_w: number | null, 
/**
 * Highest, watts.
 */
power_max_w: number | null, 
/**
 * Highest, millimeters a second.
 */
speed_max: number | null, 
/**
 * Steps.
 */
steps: number | null, };

export type AddClient = { 
/**
 * What to call it; no other has the name.
 */
name: string, 
/**
 * The shared secret that it signs with in Last.fm's way, where it asks for one.
 */
lastfm_secret?: string, };

export type AddSet = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The exercise's key in it.
 */
key: string, 
/**
 * What it is; null: like the one before it.
 */
set?: SetInput, };

export type AddWorkoutExercise = { 
/**
 * The workout.
 */
workout: string, 
/**
 * Which exercise.
 */
exercise: string, 
/**
 * After which of the workout, a key; null: last.
 */
after?: string, 
/**
 * With how many sets; null: as many as the last time, or one.
 */
sets?: number, };

export type AddedClient = { 
/**
 * What it is called.
 */
name: string, 
/**
 * What to paste into it. It is not shown again.
 */
token: string, };

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
done: boolean, 
/**
 * What it costs or brings. Never in the title: the window hides amounts where a person wants that.
 */
money: AgendaMoney | null, };

export type AgendaMoney = { 
/**
 * Smallest units; negative: it costs.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Whether that is a guess.
 */
about: boolean, };

export type AgendaMonth = { 
/**
 * The days that have something.
 */
days: Array<AgendaDay>, };

export type AlbumPage = { 
/**
 * Its artists.
 */
artists: Array<Name>, 
/**
 * Its place among all albums.
 */
rank: number, 
/**
 * The first day.
 */
first: string | null, 
/**
 * The last day.
 */
last: string | null, 
/**
 * Its tracks, the most played first.
 */
tracks: Array<Ranked>, 
/**
 * By month.
 */
months: Array<Point>, 
/**
 * Other spellings that were merged into this album.
 */
merged: Array<Name>, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type AllowOrigin = { 
/**
 * The program.
 */
name: string, 
/**
 * `chrome-extension://...`, `https://example.org`.
 */
origin: string, 
/**
 * Whether it may.
 */
allowed: boolean, };

export type Ambient = "none" | "rain" | "surf" | "brown" | "bowls";

export type AmountField = { 
/**
 * Smallest units.
 */
minor: number, 
/**
 * ISO 4217; empty: the receipt does not say.
 */
currency: string, 
/**
 * How sure, 0 to 1.
 */
quality: number, 
/**
 * In which of the lines.
 */
line: number, };

export type Answered = { 
/**
 * To what.
 */
what: Consent, 
/**
 * Yes or no.
 */
given: boolean, };

export type ApproveProgram = { 
/**
 * What it waits with, of `scrobbling.status`.
 */
token: string, 
/**
 * What to call it.
 */
name: string, };

export type ArchiveMoodFactor = { 
/**
 * The factor.
 */
id: string, 
/**
 * True: it is no longer offered; what was said with it stays.
 */
archived: boolean, };

export type AroundSession = { 
/**
 * The session.
 */
id: string, };

export type ArtistPage = { 
/**
 * Its place among all artists.
 */
rank: number, 
/**
 * The first day.
 */
first: string | null, 
/**
 * The last day.
 */
last: string | null, 
/**
 * Genres that the person or a source gave.
 */
genres: Array<string>, 
/**
 * The most played tracks, at most 50.
 */
tracks: Array<Ranked>, 
/**
 * The most played albums, at most 50.
 */
albums: Array<Ranked>, 
/**
 * By month.
 */
months: Array<Point>, 
/**
 * Other spellings that were merged into this artist.
 */
merged: Array<Name>, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type AskedChoice = { 
/**
 * What is answered.
 */
value: string, 
/**
 * What people see; empty: the value is a word of the program's own.
 */
label: string, };

export type AskedQuestion = { 
/**
 * `date_order`; the name of the answer.
 */
id: string, 
/**
 * What it is about, when the id alone does not say: the column, the account in the file.
 */
about: string, 
/**
 * What can be answered.
 */
choices: Array<AskedChoice>, 
/**
 * Whether any text is an answer.
 */
free: boolean, 
/**
 * What is taken without an answer; null: it must be answered.
 */
suggestion: string | null, 
/**
 * What was answered.
 */
answer: string | null, };

export type Attach = { 
/**
 * The entry.
 */
id: string, 
/**
 * What `media.add` answered.
 */
media: Media, };

export type AuditEntry = { 
/**
 * Which one, from 1.
 */
n: number, 
/**
 * When, Unix milliseconds by this device's clock.
 */
at_ms: number, 
/**
 * `person`, `everkept`, `connector`, or the name of a program that submits.
 */
who: string, 
/**
 * The name of a command or of a service's work.
 */
did: string, 
/**
 * With what, a line for each word; empty: nothing to be said.
 */
about: string, 
/**
 * How many things it was about.
 */
items: number | null, };

export type AuditLog = { 
/**
 * The newest first.
 */
entries: Array<AuditEntry>, 
/**
 * Whether there are earlier ones.
 */
more: boolean, };

export type AuditPage = { 
/**
 * Only what came before this entry.
 */
before?: number, 
/**
 * How many, 50 if nothing is said, 1,000 at most.
 */
limit?: number, };

export type AuditVerified = { 
/**
 * Whether every entry fits the one before, and the last is the last that was written.
 */
ok: boolean, 
/**
 * Entries that were looked at.
 */
entries: number, 
/**
 * The first that does not fit; one beyond the last: the end is missing.
 */
broken_at: number | null, };

export type BackupRow = { 
/**
 * Its name, as requests take it.
 */
name: string, 
/**
 * When it was made, RFC 3339.
 */
made_at: string, 
/**
 * The day on which it was made, where the person was.
 */
day: string | null, 
/**
 * Why it is kept; one that was made by hand is beside the rotation.
 */
kind: "daily" | "weekly" | "monthly" | "manual", 
/**
 * Bytes of the database.
 */
bytes: number, 
/**
 * Bytes of its attachments; other backups may share them.
 */
attachment_bytes: number, 
/**
 * Its records, those in the trash or undone, too.
 */
records: number, 
/**
 * Its facts: plays, bank lines, samples.
 */
facts: number, 
/**
 * Its attachments.
 */
attachments: number, 
/**
 * Attachments that were not on this device when it was made.
 */
missing: number, 
/**
 * Whether it was read again and found whole, and nothing speaks against it since.
 */
verified: boolean, 
/**
 * Why it is not believed.
 */
trouble: string | null, };

export type BackupState = { 
/**
 * Whether they are made by themselves.
 */
on: boolean, 
/**
 * Where.
 */
folder: string, 
/**
 * Whether that is the folder in the vault's own: it does not outlive the disk.
 */
own_folder: boolean, 
/**
 * The newest that is believed.
 */
last_good: BackupRow | null, 
/**
 * The next is made after the first change from this day on.
 */
next: string, 
/**
 * Why the last attempt failed.
 */
trouble: BackupTrouble | null, };

export type BackupTrouble = { 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * In words.
 */
message: string, };

export type BeginSession = { 
/**
 * What it is.
 */
kind: PracticeKind, 
/**
 * What is breathed; only for breathing, and needed there.
 */
pattern?: string, 
/**
 * About how long, 1 to 60 (meditation: 1 to 240; null: until it is ended).
 */
minutes?: number, 
/**
 * How many cycles; goes before minutes.
 */
cycles?: number, 
/**
 * The day of a course that is done with it.
 */
course?: CourseDay, 
/**
 * Whether a camera shall look.
 */
camera: boolean, 
/**
 * Whether a microphone shall hear.
 */
microphone: boolean, 
/**
 * Whether the pace may become slower with the breath.
 */
adaptive: boolean, 
/**
 * Whether the words before long holds were read.
 */
gate_seen: boolean, 
/**
 * When bells sound.
 */
bells?: Bells, 
/**
 * What sounds behind it.
 */
ambient?: Ambient, 
/**
 * How one feels.
 */
mood_before?: Feeling, };

export type Bells = { 
/**
 * In the beginning.
 */
start: boolean, 
/**
 * At the end.
 */
end: boolean, 
/**
 * In between, every so many minutes; null: not.
 */
every_minutes: number | null, };

export type BestEffort = { 
/**
 * Its distance in millimeters, or its length in milliseconds.
 */
of: number, 
/**
 * When it began, since the start, milliseconds.
 */
at_ms: number, 
/**
 * Milliseconds that the distance took, or mean watts.
 */
value: number, };

export type BestKind = "e1rm" | "weight" | "reps" | "volume" | "time" | "distance";

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

export type BodyMeasure = "weight" | "body_fat" | "neck" | "shoulders" | "chest" | "waist" | "hip" | "arm_left" | "arm_right" | "forearm_left" | "forearm_right" | "thigh_left" | "thigh_right" | "calf_left" | "calf_right" | "resting_heart";

export type BodyTrend = { 
/**
 * Days on which it was measured, in their order.
 */
points: Array<BodyTrendPoint>, 
/**
 * How many days were measured.
 */
n: number, 
/**
 * By how much the trend changed in a week over the last four weeks; null: fewer than two
 * weeks or four days were measured.
 */
per_week: number | null, };

export type BodyTrendOf = { 
/**
 * What is measured.
 */
what: BodyMeasure, 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, };

export type BodyTrendPoint = { 
/**
 * The day.
 */
day: string, 
/**
 * The mean of what was measured on it.
 */
value: number, 
/**
 * The trend on it.
 */
trend: number, };

export type BreathMeasured = { 
/**
 * Milliseconds of the session, pauses left out.
 */
elapsed_ms: number, 
/**
 * What the pacer asks for; null: nothing.
 */
target: PhaseKind | null, 
/**
 * Where in a breath somebody was heard to be.
 */
heard: HeardPhase, 
/**
 * How loud the breath is above the room, 0 to 1 (24 dB or more); null: not known.
 */
level: number | null, 
/**
 * How full the chest is beside the last half minute, 0 to 1; null: not seen.
 */
chest: number | null, 
/**
 * Breaths a minute.
 */
breathing: Estimate, 
/**
 * Heart beats a minute.
 */
pulse: Estimate, 
/**
 * How still the head is, 0 to 100.
 */
stillness: Estimate, 
/**
 * Whether a face is seen; null: no camera looks.
 */
face: boolean | null, 
/**
 * How likely somebody speaks, 0 to 1; null: not known.
 */
speech: number | null, 
/**
 * The share of the known time of the last minute in which breath and pacer matched; null: too
 * little is known.
 */
matched: number | null, };

export type BreathSettings = { 
/**
 * How long curves of sessions are kept when nothing else is said of one.
 */
keep: TraceKeep, };

export type BringBack = { 
/**
 * The backup, as in the list.
 */
name: string, 
/**
 * Ids as `backups.lost` tells them, at most 1000; none: all that was deleted since.
 */
ids?: Array<string>, };

export type BroughtBack = { 
/**
 * Records.
 */
records: number, };

export type Budget = { 
/**
 * The month.
 */
month: string, 
/**
 * The currency of every figure.
 */
currency: string, 
/**
 * What is there at the month's end and in no envelope; below zero: more is promised than is
 * there.
 */
to_budget: number, 
/**
 * What came in.
 */
income: number, 
/**
 * What was set for all envelopes and limits.
 */
budgeted: number, 
/**
 * What was spent, in whatever category.
 */
spent: number, 
/**
 * What is left in all envelopes and limits.
 */
left: number, 
/**
 * Every category of spending that is open or has a figure.
 */
rows: Array<BudgetRow>, 
/**
 * What is not in the figures, for want of a rate.
 */
unconverted: Array<MoneyAmount>, 
/**
 * The rates that were used.
 */
rates: Array<RateUsed>, };

export type BudgetCopy = "budgeted" | "spent" | "suggested";

export type BudgetMode = "envelope" | "limit";

export type BudgetOf = { 
/**
 * The month.
 */
month: string, };

export type BudgetRow = { 
/**
 * The category.
 */
category: string, 
/**
 * Its name; empty for spending whose category nobody has said.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * The category that it lies in.
 */
parent: string | null, 
/**
 * How it is budgeted; null: not at all.
 */
mode: BudgetMode | null, 
/**
 * What the months before left; below zero: spent too much.
 */
carried: number, 
/**
 * What was set.
 */
budgeted: number, 
/**
 * Whether it was set for this very month.
 */
is_set: boolean, 
/**
 * What was moved in, less what was moved out.
 */
moved: number, 
/**
 * What was spent, less what came back.
 */
spent: number, 
/**
 * What is left.
 */
left: number, 
/**
 * What might be set: the average of three months before.
 */
suggested: number, };

export type BundleToSave = { 
/**
 * A file; its name ends with `.json`.
 */
path: string, 
/**
 * The report.
 */
text: string, };

export type By = "plays" | "time";

export type CameraReading = { 
/**
 * Milliseconds since it was opened.
 */
at_ms: number, 
/**
 * The picture's width in pixels.
 */
width: number, 
/**
 * Its height.
 */
height: number, 
/**
 * The picture, small, as JPEG in Base64; only when it was asked for, a few times a second.
 */
preview: string | null, 
/**
 * Frames a second that are read.
 */
fps: number, 
/**
 * Frames that were left out so far.
 */
dropped: number, 
/**
 * The face; null: none is seen.
 */
face: FaceShown | null, 
/**
 * The share of the last minute in which a face was seen.
 */
seen: number, 
/**
 * How far the chest is up, in pixels against the head; null: not read.
 */
chest: number | null, 
/**
 * Breaths a minute; null: not allowed.
 */
breathing: Figure | null, 
/**
 * Heart beats a minute; null: not allowed.
 */
pulse: Figure | null, 
/**
 * How still, 0 to 100; null: not allowed.
 */
stillness: Figure | null, 
/**
 * The expression; null: not allowed.
 */
expression: ExpressionShown | null, };

export type CashFlow = { 
/**
 * The currency of every figure.
 */
currency: string, 
/**
 * The days.
 */
span: ReportSpan, 
/**
 * What money flows through: sources, the middle, and where it goes.
 */
nodes: Array<FlowNode>, 
/**
 * How it flows; every node but the outer ones gives as much as it gets.
 */
links: Array<FlowLink>, 
/**
 * What came in, smallest units.
 */
income: number, 
/**
 * What went out.
 */
spending: number, 
/**
 * What is not in the figures, for want of a rate.
 */
unconverted: Array<MoneyAmount>, 
/**
 * The rates that were used, latest first.
 */
rates: Array<RateUsed>, };

export type CashFlowOf = { 
/**
 * The first day; null: of the first transaction.
 */
from?: string, 
/**
 * The last day; null: today, or the end of the last month that has a transaction.
 */
to?: string, 
/**
 * Which transactions count.
 */
filter: ReportFilter, };

export type CategoryKind = "income" | "expense";

export type CategoryName = { 
/**
 * The category.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, };

export type CategoryProposal = { 
/**
 * The transaction.
 */
txn: TxnRow, 
/**
 * The category.
 */
category: string, 
/**
 * Its name.
 */
category_name: string, 
/**
 * How likely it is, 90 to 99.
 */
percent: number, 
/**
 * The words that say so.
 */
words: Array<string>, };

export type CategoryProposals = { 
/**
 * The latest transactions first.
 */
items: Array<CategoryProposal>, 
/**
 * How many transactions have no category.
 */
uncategorized: number, 
/**
 * How good guesses are; null: too little was said to know.
 */
accuracy: ProposalAccuracy | null, };

export type CategoryRef = { 
/**
 * The category.
 */
id: string, };

export type CategoryRow = { 
/**
 * The category.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Income or spending.
 */
kind: CategoryKind, 
/**
 * The category that it lies in.
 */
parent: string | null, 
/**
 * Its icon.
 */
icon: string, 
/**
 * Whether it is no longer offered.
 */
closed: boolean, 
/**
 * Its place in lists.
 */
position: number, 
/**
 * How many transactions, or parts of them, are for it.
 */
txns: number, 
/**
 * Where it was merged to; its transactions count there.
 */
into: string | null, };

export type Check = { 
/**
 * Makes every read table anew and says whether it was what it should be.
 */
rebuild?: boolean, 
/**
 * Computes the digest of everything that is kept.
 */
digest?: boolean, };

export type CheckIn = { 
/**
 * The check-in.
 */
id: string, 
/**
 * When, Unix milliseconds.
 */
at_ms: number, 
/**
 * Where: an IANA name.
 */
zone: string, 
/**
 * The day that it counts for (before four at night: the day before).
 */
day: string, 
/**
 * What the clock on the wall showed: `21:04`.
 */
time: string, 
/**
 * From unpleasant (-100) to pleasant (100); null: a word that was brought in has no place.
 */
valence: number | null, 
/**
 * From calm (-100) to energetic (100); null: what was brought in does not tell.
 */
energy: number | null, 
/**
 * Its words.
 */
words: Array<string>, 
/**
 * Its factors.
 */
factors: Array<MoodFactorValue>, 
/**
 * What was noted.
 */
note: string, 
/**
 * The session it was said around.
 */
of: CheckInOf | null, 
/**
 * The program that it was brought in from (`daylio`), or nothing.
 */
source: string, };

export type CheckInOf = { 
/**
 * The session.
 */
id: string, 
/**
 * Before or after it.
 */
side: MoodSide, };

export type CheckInRef = { 
/**
 * The check-in.
 */
id: string, };

export type ChooseModel = { 
/**
 * Its path on this computer; left out: none any more.
 */
path?: string, };

export type ChosenModel = { 
/**
 * The file's name.
 */
name: string, 
/**
 * Where it lies.
 */
path: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * Its SHA-256, in hexadecimal.
 */
sha256: string, };

export type ChosenValue = { 
/**
 * The field.
 */
field: string, 
/**
 * The value's `told`.
 */
told: string, };

export type ChosenValues = { 
/**
 * The record.
 */
id: string, 
/**
 * A value for each field, at most 100.
 */
choices: Array<ChosenValue>, };

export type ClientRef = { 
/**
 * What the person calls it.
 */
name: string, };

export type Clock = { 
/**
 * Hours that have plays.
 */
hours: Array<ClockHour>, };

export type ClockHour = { 
/**
 * 1 Monday to 7 Sunday.
 */
weekday: number, 
/**
 * 0 to 23, local, by the beginning of the play.
 */
hour: number, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type CloseSensor = { 
/**
 * Which kind; left out: all.
 */
sensor?: Sensor, };

export type Coaching = { 
/**
 * Which sentence.
 */
id: string, 
/**
 * The measured numbers that it quotes, by name.
 */
numbers: { [key in string]: number }, };

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

export type CommandTimes = { 
/**
 * Its name.
 */
command: string, 
/**
 * How often it ran since the program began.
 */
count: number, 
/**
 * Half of the latest 128 took at most this, in milliseconds.
 */
p50_ms: number, 
/**
 * Of 20 of them, 19 took at most this.
 */
p95_ms: number, 
/**
 * The longest of all.
 */
max_ms: number, };

export type CompareOf = { 
/**
 * What is ranked.
 */
scope: Scope, 
/**
 * One.
 */
a: Range, 
/**
 * The other.
 */
b: Range, 
/**
 * How many rows, at most 200; 25 without.
 */
limit: number | null, };

export type CompareRow = { 
/**
 * The artists of an album or track.
 */
artists: Array<Name>, 
/**
 * Plays and rank in the one; null when not heard.
 */
a: Standing | null, 
/**
 * In the other.
 */
b: Standing | null, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, };

export type CompareSpendingOf = { 
/**
 * One.
 */
a: ReportSpan, 
/**
 * The other.
 */
b: ReportSpan, 
/**
 * What the rows are.
 */
by: MoneyBy, 
/**
 * Spending or income.
 */
flow: MoneyFlow, 
/**
 * Which transactions count.
 */
filter: ReportFilter, };

export type ComparedRow = { 
/**
 * In the one, smallest units.
 */
a: number, 
/**
 * In the other.
 */
b: number, 
/**
 * The other less the one.
 */
difference: number, 
/**
 * Which rows of the register it is made of; the days are those of either range.
 */
rows: RowsBehind, 
/**
 * The id of a category or account, else the payee or tag; empty: without one.
 */
key: string, 
/**
 * Its name; empty for what the window has words for: nobody's money, no payee, no tag.
 */
name: string, 
/**
 * The icon of a category or account.
 */
icon: string, 
/**
 * The category that it lies in.
 */
parent: string | null, };

export type Comparison = { 
/**
 * Figures of the one.
 */
a: Overview, 
/**
 * Figures of the other.
 */
b: Overview, 
/**
 * The most played of both, by the plays in either.
 */
rows: Array<CompareRow>, 
/**
 * How alike: cosine of the two rankings by plays, 0 to 1; null when one is empty.
 */
likeness: number | null, };

export type CompleteWorkout = { 
/**
 * The workout.
 */
id: string, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2?: number, 
/**
 * The person's words; null: leave.
 */
note?: string, 
/**
 * Sets that were not done stay; without, they are taken out.
 */
keep_open: boolean, };

export type ConflictsOf = { 
/**
 * Of this record alone; left out: of all.
 */
id?: string, };

export type ConnectAccount = { 
/**
 * `spotify`, `listenbrainz` or `lastfm`.
 */
id: string, 
/**
 * The version of its terms that the person has read, as `accounts.terms` says it.
 */
agreed: string, };

export type Connecting = { 
/**
 * To be opened in the browser; none when it is connected already.
 */
address: string | null, };

export type Connector = { 
/**
 * `spotify`, `listenbrainz` or `lastfm`.
 */
id: string, 
/**
 * Its name as people know it.
 */
title: string, 
/**
 * Whether it is on.
 */
state: Power, 
/**
 * Whether the browser is awaited.
 */
connecting: boolean, 
/**
 * Whether it fetches now.
 */
running: boolean, 
/**
 * Whose history, where the service asks for a name.
 */
user: string | null, 
/**
 * The person's own client id (Spotify).
 */
client_id: string | null, 
/**
 * Another server that speaks the same (ListenBrainz).
 */
address: string | null, 
/**
 * Whether a key or token is in the keyring.
 */
has_secret: boolean, 
/**
 * When it last began to fetch.
 */
last_run: string | null, 
/**
 * When it last fetched all there was.
 */
last_success: string | null, 
/**
 * When it fetches next; none when it is off or must be connected again.
 */
next_run: string | null, 
/**
 * Rows that it brought in all.
 */
added: number, 
/**
 * Why it is left alone now.
 */
pause: Paused | null, 
/**
 * What last went wrong, in words.
 */
problem: string | null, 
/**
 * What the person should know in time.
 */
warnings: Array<Warning>, };

export type Consent = "camera" | "camera_breathing" | "camera_pulse" | "camera_stillness" | "camera_expression" | "microphone" | "microphone_breathing" | "microphone_arousal" | "text_emotions" | "text_meaning";

export type ConsentState = { 
/**
 * The thing.
 */
what: Consent, 
/**
 * Whether it may be read; for a reading its sensor must be allowed, too.
 */
allowed: boolean, 
/**
 * When it was last answered, Unix milliseconds; null: never asked.
 */
at_ms: number | null, };

export type CopiedBudget = { 
/**
 * So many.
 */
set: number, };

export type CopyBudget = { 
/**
 * Of this month.
 */
from: string, 
/**
 * For this month.
 */
to: string, 
/**
 * What of it.
 */
what: BudgetCopy, };

export type Count = "half" | "end" | "all";

export type CountedSet = { 
/**
 * Since the start, milliseconds.
 */
at_ms: number, 
/**
 * Milliseconds.
 */
elapsed_ms: number, 
/**
 * Repetitions.
 */
reps: number | null, 
/**
 * Milligrams.
 */
mg: number | null, 
/**
 * Whether it was a rest.
 */
rest: boolean, };

export type CourseDay = { 
/**
 * The course.
 */
id: string, 
/**
 * The day, from 1.
 */
day: number, };

export type CourseLesson = { 
/**
 * The day, from 1.
 */
day: number, 
/**
 * Its title.
 */
title: string, 
/**
 * How long it is.
 */
minutes: number, 
/**
 * What is said, in its order.
 */
steps: Array<CourseStep>, 
/**
 * When it was first done; null: not yet.
 */
done_on: string | null, };

export type CourseOut = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * What it is about.
 */
about: string, 
/**
 * Its days, in their order.
 */
days: Array<CourseLesson>, 
/**
 * The day that is next, from 1; null: all were done.
 */
next: number | null, };

export type CourseStep = { 
/**
 * After how many seconds.
 */
at_s: number, 
/**
 * What is said.
 */
text: string, };

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

export type CreatedList = { 
/**
 * Its id.
 */
id: string, };

export type CreatedRule = { 
/**
 * The rule.
 */
id: string, };

export type DayField = { 
/**
 * The day.
 */
value: string, 
/**
 * How sure, 0 to 1.
 */
quality: number, 
/**
 * In which of the lines.
 */
line: number, };

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

export type DaysOf = { 
/**
 * The first day.
 */
from: string, 
/**
 * The last day.
 */
to: string, 
/**
 * `steps`, `sleep`, `heart`, …
 */
what: string, };

export type DecideMatch = { 
/**
 * One.
 */
a: string, 
/**
 * The other.
 */
b: string, 
/**
 * What they are.
 */
kind: MatchKind, };

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

export type DeviceRow = { 
/**
 * The name by which it is opened.
 */
id: string, 
/**
 * What it calls itself.
 */
name: string, 
/**
 * Whether it is opened when none is named.
 */
preferred: boolean, };

export type DiagnosticBundle = { 
/**
 * What a file of it may be called.
 */
name: string, 
/**
 * All of it, as JSON that a person can read.
 */
text: string, };

export type Difference = { 
/**
 * The prose, piece by piece.
 */
text: Array<TextPart>, 
/**
 * The other fields that differ.
 */
fields: Array<FieldChange>, };

export type Direction = "up" | "down" | "none";

export type Discovered = { 
/**
 * The first day.
 */
day: string, 
/**
 * Plays since.
 */
plays: number, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, };

export type Discovery = { 
/**
 * The steps in their order; those without plays are left out.
 */
steps: Array<DiscoveryStep>, 
/**
 * The newest discovered artists, latest first.
 */
latest: Array<Discovered>, };

export type DiscoveryStep = { 
/**
 * The step's first day.
 */
day: string, 
/**
 * Artists heard for the first time.
 */
artists: number, 
/**
 * Albums heard for the first time.
 */
albums: number, 
/**
 * Tracks heard for the first time.
 */
tracks: number, 
/**
 * Plays in the step.
 */
plays: number, };

export type DiskUse = { 
/**
 * Bytes of the database.
 */
database_bytes: number, 
/**
 * Attachments.
 */
attachments: number, 
/**
 * Their bytes.
 */
attachments_bytes: number, 
/**
 * Bytes that are free where the vault lies; nothing where the system does not say.
 */
free_bytes: number | null, 
/**
 * Whether the room that is kept for a full disk was given up.
 */
full: boolean, };

export type DistanceUnit = "km" | "mi";

export type Diversity = { 
/**
 * The steps in their order; those with fewer than 10 plays are left out.
 */
steps: Array<DiversityStep>, 
/**
 * The whole range; null with fewer than 10 plays.
 */
whole: DiversityStep | null, };

export type DiversityStep = { 
/**
 * The step's first day.
 */
day: string, 
/**
 * Shannon entropy of plays over artists, bits.
 */
entropy_bits: number, 
/**
 * Artists that would give that entropy if heard equally often (2 to the entropy; Hill number
 * of order 1).
 */
effective_artists: number, 
/**
 * Share of plays that the ten most played artists have, 0 to 1.
 */
top_ten_share: number, 
/**
 * Plays in the step.
 */
plays: number, };

export type DownloadTicket = { 
/**
 * Good once, for a minute.
 */
ticket: string, };

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

export type DrillProgress = { 
/**
 * 0 to 1.
 */
fraction: number, };

export type DrillReport = { 
/**
 * Which was tried.
 */
backup: BackupRow, 
/**
 * Whether nothing is wrong. If something is, it is kept apart from now on.
 */
ok: boolean, 
/**
 * Whether the vault keeps the very same now.
 */
same: boolean, 
/**
 * What came back, by kind.
 */
counts: { [key in string]: number }, 
/**
 * What the vault keeps now, by kind.
 */
now: { [key in string]: number }, 
/**
 * Attachments that were read to their end.
 */
attachments_read: number, 
/**
 * What is wrong, in words.
 */
findings: Array<string>, 
/**
 * How long it took.
 */
seconds: number, };

export type DuplicateWorkout = { 
/**
 * The workout.
 */
id: string, 
/**
 * The day; null: today.
 */
day?: string, };

export type EditAccount = { 
/**
 * The account.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * What it is.
 */
kind?: AccountKind, 
/**
 * What sort.
 */
subtype?: AccountSubtype, 
/**
 * ISO 4217; only while it has no transactions.
 */
currency?: string, 
/**
 * The bank.
 */
bank?: string, 
/**
 * Its number.
 */
number?: string, 
/**
 * Its icon.
 */
icon?: string, 
/**
 * Whether it is no longer used.
 */
closed?: boolean, 
/**
 * Its place in lists.
 */
position?: number, 
/**
 * What it held at first, smallest units.
 */
opening_minor?: number, 
/**
 * On which day.
 */
opening_day?: string, 
/**
 * True: takes back what was said of its opening.
 */
opening_unsaid?: boolean, 
/**
 * The person's words.
 */
note?: string, };

export type EditActivity = { 
/**
 * The activity.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * Its note.
 */
note?: string, 
/**
 * A slug.
 */
sport?: string, 
/**
 * Twice the RPE; 0: forget.
 */
rpe_x2?: number, 
/**
 * All its tags.
 */
tags?: Array<string>, 
/**
 * Whether lists leave it out.
 */
hidden?: boolean, };

export type EditBreathSettings = { 
/**
 * How long curves are kept from now on.
 */
keep?: TraceKeep, };

export type EditCategory = { 
/**
 * The category.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The id of the category that it lies in, or nothing.
 */
parent?: string, 
/**
 * Its icon.
 */
icon?: string, 
/**
 * Whether it is no longer offered.
 */
closed?: boolean, 
/**
 * Its place in lists.
 */
position?: number, };

export type EditCheckIn = { 
/**
 * The check-in.
 */
id: string, 
/**
 * From unpleasant (-100) to pleasant (100).
 */
valence?: number, 
/**
 * From calm (-100) to energetic (100).
 */
energy?: number, 
/**
 * All its words.
 */
words?: Array<string>, 
/**
 * All its factors.
 */
factors?: Array<MoodFactorValue>, 
/**
 * A note; empty: none.
 */
note?: string, 
/**
 * When, Unix milliseconds.
 */
at_ms?: number, };

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

export type EditExercise = { 
/**
 * The exercise.
 */
id: string, 
/**
 * What it is called.
 */
name?: string, 
/**
 * What a set is measured in.
 */
kind?: Measured, 
/**
 * What it is done with: a slug.
 */
equipment?: string, 
/**
 * All muscles that work most.
 */
primary?: Array<Muscle>, 
/**
 * All muscles that help.
 */
secondary?: Array<Muscle>, 
/**
 * How it is done.
 */
note?: string, 
/**
 * Whether each side is counted by itself.
 */
unilateral?: boolean, 
/**
 * By how much it becomes heavier, milligrams.
 */
step_mg?: number, 
/**
 * Names of other programs to add.
 */
add_aliases?: Array<string>, 
/**
 * Names of other programs to take off.
 */
remove_aliases?: Array<string>, };

export type EditFinanceSettings = { 
/**
 * ISO 4217.
 */
base?: string, };

export type EditFitnessGoal = { 
/**
 * The goal.
 */
id: string, 
/**
 * What is aimed at.
 */
target?: number, 
/**
 * The unit that was entered.
 */
unit?: string, 
/**
 * A day, or nothing: whenever.
 */
by?: string, 
/**
 * The person's words.
 */
note?: string, };

export type EditFitnessSettings = { 
/**
 * What weights are shown in; no stored value changes.
 */
weight_unit?: WeightUnit, 
/**
 * What distances are shown in; no stored value changes.
 */
distance_unit?: DistanceUnit, 
/**
 * Millimeters; 0: forget.
 */
height_mm?: number, 
/**
 * A year; 0: forget.
 */
birth_year?: number, 
/**
 * Beats per minute; 0: forget.
 */
heart_max?: number, 
/**
 * Beats per minute; 0: forget.
 */
heart_rest?: number, 
/**
 * Where the five zones begin, rising; empty: forget.
 */
zones?: Array<number>, 
/**
 * Milligrams; 0: forget.
 */
bar_mg?: number, 
/**
 * All plates that there are; empty: forget.
 */
plates?: Array<PlateStock>, 
/**
 * A sport.
 */
first_sport?: string, 
/**
 * Whether a muscle's rest is looked at.
 */
rest_rule?: boolean, 
/**
 * Minutes.
 */
minutes?: number, };

export type EditGoal = { 
/**
 * The goal.
 */
id: string, 
/**
 * What it is.
 */
name?: string, 
/**
 * What it takes.
 */
minor?: number, 
/**
 * A day, or nothing.
 */
by?: string, 
/**
 * An account's id, or nothing.
 */
account?: string, 
/**
 * The person's words.
 */
note?: string, };

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

export type EditList = { 
/**
 * The list.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * Words about it.
 */
note?: string, 
/**
 * The feeling that it is for.
 */
feeling?: string, };

export type EditMany = { 
/**
 * The transactions, at most 5000.
 */
ids: Array<string>, 
/**
 * A category's id, or nothing.
 */
category?: string, 
/**
 * Who they are with; empty: as it was told.
 */
payee?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * Tags to put on.
 */
add_tags?: Array<string>, 
/**
 * Tags to take off.
 */
remove_tags?: Array<string>, 
/**
 * Whether they are ticked off.
 */
cleared?: boolean, };

export type EditMeasure = { 
/**
 * The measure.
 */
id: string, 
/**
 * Milligrams, millimeters, tenths of a percent or beats per minute.
 */
value?: number, 
/**
 * When, Unix milliseconds.
 */
at_ms?: number, 
/**
 * The unit that was entered.
 */
unit?: string, 
/**
 * What was entered.
 */
text?: string, 
/**
 * What is noted.
 */
note?: string, };

export type EditMoodSettings = { 
/**
 * Minutes after midnight, 0 to 720. No record changes: days are counted anew.
 */
day_starts?: number, };

export type EditPlay = { 
/**
 * The play.
 */
id: string, 
/**
 * Never one with another source's play.
 */
apart?: boolean, 
/**
 * Left out of every figure.
 */
hidden?: boolean, };

export type EditProfile = { 
/**
 * The profile.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The letters, by their WHATWG name.
 */
encoding?: string, 
/**
 * `dmy`, `mdy`, `ymd`.
 */
date_order?: string, 
/**
 * `point`, `comma`.
 */
decimal_mark?: string, 
/**
 * `as_written`, `inverted`.
 */
sign?: string, 
/**
 * The id of an account.
 */
account?: string, 
/**
 * What stands in which columns, from 0; only what is named changes.
 */
columns?: { [key in string]: Array<number> }, };

export type EditReceipt = { 
/**
 * The receipt.
 */
id: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * The shop.
 */
store?: string, 
/**
 * A day, or nothing.
 */
date?: string, 
/**
 * What was paid, smallest units.
 */
minor?: number, 
/**
 * ISO 4217.
 */
currency?: string, 
/**
 * Photos to add.
 */
add_photos?: Array<ReceiptPhoto>, 
/**
 * Hashes of photos to take off.
 */
remove_photos?: Array<string>, };

export type EditRoutine = { 
/**
 * The routine.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * The folder that it lies in.
 */
folder?: string, 
/**
 * Whether it is put away.
 */
closed?: boolean, 
/**
 * Before which other routine it stands.
 */
before?: string, 
/**
 * All its exercises, in their order: what is not named is taken out.
 */
items?: Array<RoutineItemInput>, };

export type EditRule = { 
/**
 * The rule.
 */
id: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * Whether it is looked at.
 */
on?: boolean, 
/**
 * Whether all conditions must hold, or any.
 */
all?: boolean, 
/**
 * What a transaction must look like.
 */
when?: Array<RuleCondition>, 
/**
 * What is said about it then.
 */
set?: Array<RuleAction>, };

export type EditSchedule = { 
/**
 * The schedule.
 */
id: string, 
/**
 * Who it is with.
 */
payee?: string, 
/**
 * An account's id, or nothing.
 */
account?: string, 
/**
 * A category's id, or nothing.
 */
category?: string, 
/**
 * The id of another own account, or nothing.
 */
transfer?: string, 
/**
 * Smallest units.
 */
minor?: number, 
/**
 * Whether the amount is a different one each time.
 */
about?: boolean, 
/**
 * What is counted.
 */
unit?: RepeatUnit, 
/**
 * Every so many of them.
 */
step?: number, 
/**
 * The first day.
 */
start?: string, 
/**
 * A day, or nothing: it never ends.
 */
end?: string, 
/**
 * Whether it goes on.
 */
on?: boolean, };

export type EditSet = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The set's key in it.
 */
set: string, 
/**
 * What is said of it.
 */
to?: SetInput, 
/**
 * What is forgotten.
 */
forget?: Array<SetField>, };

export type EditSettings = { 
/**
 * When a play counts.
 */
count?: Count, 
/**
 * Whether private sessions count.
 */
private?: boolean, 
/**
 * Where plays were heard whose source does not say.
 */
zone?: string, };

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

export type EditTxn = { 
/**
 * The transaction.
 */
id: string, 
/**
 * Its day; not of an imported one.
 */
day?: string, 
/**
 * Its account; not of an imported one.
 */
account?: string, 
/**
 * Smallest units; not of an imported one.
 */
minor?: number, 
/**
 * Who it is with; empty: as it was told.
 */
payee?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * A category's id, or nothing.
 */
category?: string, 
/**
 * The id of another own account, or nothing.
 */
transfer?: string, 
/**
 * What arrives there, when that has another currency.
 */
transfer_minor?: number, 
/**
 * Its parts, or none.
 */
splits?: Array<SplitPart>, 
/**
 * Tags to put on.
 */
add_tags?: Array<string>, 
/**
 * Tags to take off, also those that a rule gives.
 */
remove_tags?: Array<string>, 
/**
 * Whether it is ticked off.
 */
cleared?: boolean, 
/**
 * False: takes an imported one back that was thrown away.
 */
hidden?: boolean, };

export type EditWorkout = { 
/**
 * The workout.
 */
id: string, 
/**
 * A slug.
 */
sport?: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * When it began, Unix milliseconds.
 */
start_ms?: number, 
/**
 * How long it took, milliseconds.
 */
elapsed_ms?: number, 
/**
 * The zone where it happened.
 */
zone?: string, 
/**
 * The day for which it is planned; only of a planned one.
 */
planned?: string, 
/**
 * Millimeters.
 */
distance_mm?: number, 
/**
 * How long of it was moving, milliseconds.
 */
moving_ms?: number, 
/**
 * Joules.
 */
energy_j?: number, 
/**
 * Millimeters upward.
 */
ascent_mm?: number, 
/**
 * The mean heart rate, beats per minute.
 */
heart_bpm?: number, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2?: number, 
/**
 * What to forget.
 */
forget?: Array<WorkoutField>, 
/**
 * Tags to add.
 */
add_tags?: Array<string>, 
/**
 * Tags to take off.
 */
remove_tags?: Array<string>, 
/**
 * Photos and files to add.
 */
add_media?: Array<WorkoutMedia>, 
/**
 * Hashes of photos and files to take off.
 */
remove_media?: Array<string>, };

export type EditWorkoutExercise = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The exercise's key in it.
 */
key: string, 
/**
 * Another exercise instead; its sets stay.
 */
exercise?: string, 
/**
 * What is noted.
 */
note?: string, 
/**
 * The rest after its sets, milliseconds; 0: none.
 */
rest_ms?: number, };

export type EditedMany = { 
/**
 * How many were changed.
 */
changed: number, 
/**
 * How many were left as they are, because they are legs of a transfer, or openings.
 */
left: number, };

export type ElsewhereRow = { 
/**
 * The last of them, by that device's clock, RFC 3339.
 */
at: string, 
/**
 * Who made them.
 */
writer: Writer, 
/**
 * The kind.
 */
kind: string, 
/**
 * How many records were changed; 0 where only facts were told.
 */
records: number, };

export type EmotionNamed = { 
/**
 * `gratitude`, in the words of GoEmotions.
 */
name: string, 
/**
 * `positive`, `negative`, `ambiguous` or `neutral`.
 */
tone: string, 
/**
 * How probable in the sentence that names it most, 0 to 1.
 */
probability: number, 
/**
 * That sentence.
 */
sentence: string, };

export type Emptied = { 
/**
 * Records.
 */
records: number, };

export type EntityRef = { 
/**
 * Its id.
 */
id: string, };

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

export type EraseVault = { 
/**
 * The vault's passphrase, once more.
 */
passphrase: string, };

export type Erased = { 
/**
 * What is still somewhere, and only a person can erase.
 */
left: Array<Left>, };

export type ErrorCount = { 
/**
 * As an error carries it.
 */
code: string, 
/**
 * Since the program began.
 */
count: number, };

export type Estimate = { 
/**
 * The value; null: unknown.
 */
value: number | null, 
/**
 * Why it is unknown; null: it is known.
 */
unknown: Unknown | null, 
/**
 * How sure, 0 to 1; to be compared only with other figures of the same model.
 */
quality: number, 
/**
 * The share of the session's time in which it could be read, 0 to 1.
 */
coverage: number, 
/**
 * What sensor it comes from.
 */
source: SenseSource, 
/**
 * What computed it.
 */
model: string, 
/**
 * Its version.
 */
version: string, };

export type Evidence = { 
/**
 * The play as it told it.
 */
id: string, 
/**
 * The source.
 */
source: string, 
/**
 * The instant that it gives, RFC 3339 in the zone where it was heard.
 */
at: string, 
/**
 * `start`, `end` or `unknown`: what that instant is.
 */
stamp: string, 
/**
 * The title, as spelled there.
 */
title: string, 
/**
 * The artists, as spelled there.
 */
artists: Array<string>, 
/**
 * The album, as spelled there.
 */
album: string | null, 
/**
 * How long it sounded.
 */
played_ms: number | null, 
/**
 * Why it began, in the source's word.
 */
began: string | null, 
/**
 * Why it ended, in the source's word.
 */
ended: string | null, 
/**
 * What played it.
 */
player: string | null, };

export type ExerciseBest = { 
/**
 * What it is a best of.
 */
kind: BestKind, 
/**
 * What was reached.
 */
value: number, 
/**
 * The weight of that set, milligrams.
 */
mg: number | null, 
/**
 * Its repetitions.
 */
reps: number | null, 
/**
 * The workout.
 */
workout: string, 
/**
 * Its day.
 */
day: string, };

export type ExerciseBests = { 
/**
 * The exercise.
 */
exercise: ExerciseName, 
/**
 * In how many workouts it was done.
 */
times: number, 
/**
 * Its bests.
 */
bests: Array<ExerciseBest>, };

export type ExerciseDetail = { 
/**
 * How it is done.
 */
note: string, 
/**
 * By how much it becomes heavier, milligrams.
 */
step_mg: number, 
/**
 * How other programs call it.
 */
aliases: Array<string>, 
/**
 * Exercises that were merged into it.
 */
merged: Array<ExerciseName>, 
/**
 * Its bests.
 */
bests: Array<ExerciseBest>, 
/**
 * The heaviest weights for one to twelve repetitions.
 */
rep_maxes: Array<RepMax>, 
/**
 * The last times, the latest first; at most 100.
 */
history: Array<ExerciseTime>, 
/**
 * The exercise.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What a set is measured in.
 */
kind: Measured, 
/**
 * What it is done with: a slug.
 */
equipment: string, 
/**
 * Muscles that work most.
 */
primary: Array<Muscle>, 
/**
 * Muscles that help.
 */
secondary: Array<Muscle>, 
/**
 * Whether each side is counted by itself.
 */
unilateral: boolean, 
/**
 * Whether lists leave it out.
 */
hidden: boolean, 
/**
 * Whether the person made it.
 */
own: boolean, 
/**
 * In how many workouts it was done.
 */
times: number, 
/**
 * When it was last done.
 */
last: string | null, };

export type ExerciseName = { 
/**
 * The exercise.
 */
id: string, 
/**
 * What it is called; empty when it is no longer there.
 */
name: string, 
/**
 * What a set is measured in.
 */
kind: Measured, 
/**
 * Whether each side is counted by itself.
 */
unilateral: boolean, };

export type ExerciseProgress = { 
/**
 * The exercise.
 */
exercise: ExerciseName, 
/**
 * Days on which it was done, in their order.
 */
points: Array<ProgressPoint>, 
/**
 * By how much the guess after Epley grows in a week by a straight line (least squares),
 * milligrams; null: fewer than three days, or less than two weeks.
 */
e1rm_per_week_mg: number | null, 
/**
 * How many days that line is drawn through.
 */
n: number, 
/**
 * Bests over all time.
 */
bests: Array<ExerciseBest>, };

export type ExerciseRef = { 
/**
 * The exercise.
 */
id: string, };

export type ExerciseRow = { 
/**
 * The exercise.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What a set is measured in.
 */
kind: Measured, 
/**
 * What it is done with: a slug.
 */
equipment: string, 
/**
 * Muscles that work most.
 */
primary: Array<Muscle>, 
/**
 * Muscles that help.
 */
secondary: Array<Muscle>, 
/**
 * Whether each side is counted by itself.
 */
unilateral: boolean, 
/**
 * Whether lists leave it out.
 */
hidden: boolean, 
/**
 * Whether the person made it.
 */
own: boolean, 
/**
 * In how many workouts it was done.
 */
times: number, 
/**
 * When it was last done.
 */
last: string | null, };

export type ExerciseTime = { 
/**
 * The workout.
 */
workout: string, 
/**
 * Its day.
 */
day: string, 
/**
 * The sets that were done, in their order.
 */
sets: Array<WorkoutSet>, 
/**
 * The best guess of what could be lifted once; null: none can be made.
 */
e1rm: OneRepMax | null, 
/**
 * Weight times repetitions without warm-ups, milligrams.
 */
volume_mg: number, };

export type ExportActivity = { 
/**
 * The activity, or a workout that activities stand behind.
 */
id: string, 
/**
 * The format.
 */
format: ActivityFormat, };

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
ending: string, 
/**
 * Whether only a passphrase opens it; anything else is readable by whoever gets the file.
 */
encrypted: boolean, };

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
 * `archive`, `sealed_archive`, `html`, `pdf`.
 */
format: string, 
/**
 * What will open a sealed archive.
 */
passphrase?: string, };

export type Exported = { 
/**
 * Where it is.
 */
path: string, 
/**
 * What could not be shown, in words.
 */
problems: Array<string>, };

export type ExportedActivity = { 
/**
 * `2026-03-01 run.gpx`.
 */
name: string, 
/**
 * Its media type.
 */
mime: string, 
/**
 * Its content.
 */
text: string, 
/**
 * What could not be shown, in words.
 */
lost: Array<string>, };

export type ExpressionShown = { 
/**
 * Shares of all, the largest first; empty: unknown.
 */
shares: Array<Share>, 
/**
 * From unpleasant, -1, to pleasant, 1.
 */
valence: Figure, };

export type ExtendRest = { 
/**
 * The workout.
 */
id: string, 
/**
 * By how much, milliseconds; below zero: shorter.
 */
ms: number, };

export type FaceShown = { 
/**
 * Left, top, width, height.
 */
place: [number, number, number, number], 
/**
 * Points of its mesh that outline it: `[x, y]` each.
 */
points: Array<[number, number]>, 
/**
 * How many faces there are; the largest is read.
 */
faces: number, };

export type FavorPattern = { 
/**
 * A shipped one's word, or an own one's id.
 */
id: string, 
/**
 * Whether it is a favorite.
 */
on: boolean, };

export type Fed = { 
/**
 * Whether it was left out, because no stream reads that sensor of the page.
 */
closed: boolean, };

export type Feeding = { 
/**
 * Which sensor of the page.
 */
sensor: Sensor, };

export type FeelSession = { 
/**
 * The session.
 */
id: string, 
/**
 * When.
 */
when: FeelWhen, 
/**
 * How; null: take it back.
 */
feeling?: Feeling, };

export type FeelWhen = "before" | "after";

export type Feeling = { 
/**
 * From unpleasant, -100, to pleasant, 100.
 */
valence: number, 
/**
 * From calm, -100, to full of energy, 100.
 */
energy: number, 
/**
 * Own words for it.
 */
words: Array<string>, };

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

export type FieldConflict = { 
/**
 * Its name.
 */
field: string, 
/**
 * What devices said of it, the earliest first.
 */
values: Array<SaidValue>, };

export type Figure = { 
/**
 * The value; null: unknown.
 */
value: number | null, 
/**
 * Why it is unknown; null: it is known.
 */
unknown: Unknown | null, 
/**
 * How sure, 0 to 1; to be compared only with other figures of the same model.
 */
quality: number, 
/**
 * The share of the time looked at in which it could be read, 0 to 1.
 */
coverage: number, 
/**
 * What sensor it comes from.
 */
source: SenseSource, 
/**
 * What computed it.
 */
model: string, 
/**
 * Its version.
 */
version: string, };

export type FileName = { 
/**
 * Without folders.
 */
name: string, };

export type FinanceSettings = { 
/**
 * The currency of reports and of what everything is worth.
 */
base: string, 
/**
 * Whether the person has chosen it.
 */
base_chosen: boolean, 
/**
 * Whether there is any category.
 */
started: boolean, };

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

export type FindMusic = { 
/**
 * Words; the last one may be unfinished.
 */
text: string, 
/**
 * Only these; null: artists, albums and tracks.
 */
scope: Scope | null, 
/**
 * How many, at most 100; 20 without.
 */
limit: number | null, };

export type FinishReconcile = { 
/**
 * The account.
 */
account: string, 
/**
 * The statement's last day.
 */
day: string, 
/**
 * What it says, smallest units.
 */
minor: number, 
/**
 * Writes down what is missing as a transaction of its own.
 */
adjust?: boolean, 
/**
 * Who that is with.
 */
payee?: string, };

export type FinishSet = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The set's key in it.
 */
set: string, 
/**
 * What was done, where it differs.
 */
to?: SetInput, 
/**
 * It was not done after all.
 */
undo: boolean, };

export type FinishedSet = { 
/**
 * When the rest is over, Unix milliseconds; null: there is none.
 */
rest_until_ms: number | null, 
/**
 * Bests that it reached.
 */
records: Array<SetRecord>, };

export type FitnessAim = "e1rm" | "weight" | "workouts_week" | "distance_week" | "distance_total" | "body";

export type FitnessGoal = { 
/**
 * The goal.
 */
id: string, 
/**
 * What is aimed at.
 */
what: FitnessAim, 
/**
 * The exercise.
 */
exercise: ExerciseName | null, 
/**
 * The sport, or nothing: all.
 */
sport: string, 
/**
 * The measure of the body.
 */
measure: BodyMeasure | null, 
/**
 * What is aimed at, in the unit of its kind.
 */
target: number, 
/**
 * The unit that was entered, or nothing.
 */
unit: string, 
/**
 * The first day.
 */
from: string, 
/**
 * The day by which it shall be reached.
 */
by: string | null, 
/**
 * The person's words.
 */
note: string, 
/**
 * How it stood when it was set.
 */
start_value: number | null, 
/**
 * How it stands; null: nothing is known.
 */
current: number | null, 
/**
 * How much of the way is done, thousandths.
 */
share: number, 
/**
 * Whether it is reached: of a week in this one.
 */
reached: boolean, 
/**
 * Weeks in a row in which it was reached, this one if it is; of a week only.
 */
weeks: number, };

export type FitnessGoalRef = { 
/**
 * The goal.
 */
id: string, };

export type FitnessRange = { 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, };

export type FitnessSettings = { 
/**
 * What weights are shown in.
 */
weight_unit: WeightUnit, 
/**
 * What distances are shown in.
 */
distance_unit: DistanceUnit, 
/**
 * The person's height, millimeters.
 */
height_mm: number | null, 
/**
 * The person's year of birth.
 */
birth_year: number | null, 
/**
 * The highest heart rate, beats per minute, as the person knows it.
 */
heart_max: number | null, 
/**
 * The heart rate at rest, beats per minute, as the person knows it.
 */
heart_rest: number | null, 
/**
 * Where the five zones begin, beats per minute; empty: by share of the highest.
 */
zones: Array<number>, 
/**
 * The weight of the bar, milligrams; null: the usual one of the unit.
 */
bar_mg: number | null, 
/**
 * The plates that there are, the heaviest first; empty: as many as needed of the usual ones.
 */
plates: Array<PlateStock>, 
/**
 * What a new workout is of.
 */
first_sport: string, 
/**
 * Whether a muscle's rest is looked at in suggestions.
 */
rest_rule: boolean, 
/**
 * How long a workout is, minutes, when suggestions are asked for without a time.
 */
minutes: number, };

export type FlowLink = { 
/**
 * The id of a node.
 */
from: string, 
/**
 * The id of a node.
 */
to: string, 
/**
 * Smallest units, above zero.
 */
minor: number, 
/**
 * Which rows of the register it is made of; null: it is what is left of all of them.
 */
rows: RowsBehind | null, };

export type FlowNode = { 
/**
 * The id of a category, else the word of its kind.
 */
id: string, 
/**
 * Its name; empty for what the window has words for.
 */
name: string, 
/**
 * The icon of a category.
 */
icon: string, 
/**
 * The category that it lies in.
 */
parent: string | null, 
/**
 * What it is.
 */
kind: FlowNodeKind, };

export type FlowNodeKind = "source" | "middle" | "target" | "drawn" | "kept";

export type ForgetReadings = { 
/**
 * Of one lane; null: of all.
 */
lane?: Lane, };

export type Found = { 
/**
 * Best first.
 */
hits: Array<SearchHit>, 
/**
 * Whether there are more.
 */
more: boolean, };

export type FoundEntity = { 
/**
 * Which it is.
 */
scope: Scope, 
/**
 * The artists of an album or track.
 */
artists: Array<Name>, 
/**
 * Plays, ever.
 */
plays: number, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, };

export type FoundMusic = { 
/**
 * What was found.
 */
items: Array<FoundEntity>, };

export type Gap = "zero" | "unknown";

export type Gate = "none" | "holds";

export type GenrePage = { 
/**
 * Its artists, the most played first, at most 100.
 */
artists: Array<Ranked>, 
/**
 * By month.
 */
months: Array<Point>, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type GoalRef = { 
/**
 * The goal.
 */
id: string, };

export type GroupExercises = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The exercises' keys in it; one alone leaves its superset.
 */
keys: Array<string>, };

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
 * What was looked at. The findings lie in the same order.
 */
checks: Array<HealthCheck>, 
/**
 * What is wrong, in words.
 */
findings: Array<string>, 
/**
 * What is well and worth knowing, in words.
 */
notes: Array<string>, };

export type HealthCheck = { 
/**
 * `pages`, `log`, `records`, `audit`, `attachments`, `keys`, `tables`.
 */
check: string, 
/**
 * How many of the findings are its own.
 */
found: number, };

export type HealthState = { 
/**
 * The last check; none: never.
 */
last: LastCheck | null, 
/**
 * Since when the program runs, in seconds.
 */
runs_s: number, 
/**
 * Why nothing runs beside the vault, while that is so.
 */
safe: Safe | null, 
/**
 * Whether the program ended as it should the last time; nothing when that is not known.
 */
ended_well: boolean | null, 
/**
 * What it takes on the disk.
 */
disk: DiskUse, 
/**
 * The slowest commands since the program began.
 */
slowest: Array<CommandTimes>, 
/**
 * Commands that failed since the program began.
 */
errors: Array<ErrorCount>, 
/**
 * Mistakes that the program made, the latest first; at most ten.
 */
mistakes: Array<Mistake>, };

export type HeardNow = { 
/**
 * Milliseconds since it was opened.
 */
at_ms: number, 
/**
 * How loud, in decibels of full scale.
 */
level_db: number, 
/**
 * How likely somebody speaks, 0 to 1; null: the model is not installed.
 */
speech: number | null, 
/**
 * What it sounds like: `air` (breath, or nothing), `speech`, `tone`, `knock` or `pacer`.
 */
kind: string, 
/**
 * `inhale`, `exhale`, `pause` or `unknown`; null: not allowed.
 */
phase: string | null, 
/**
 * The envelope of the breath's sound, in decibels above the room; null: not allowed.
 */
breath_db: number | null, 
/**
 * Breaths a minute; null: not allowed.
 */
breathing: Figure | null, 
/**
 * How lively the voice is beside this person's own, in standard deviations; null: not allowed.
 */
arousal: Figure | null, 
/**
 * Samples that were left out so far, because the machine was too busy.
 */
dropped: number, };

export type HeardPhase = "inhale" | "exhale" | "pause" | "unknown";

export type HeartZones = { 
/**
 * Where the five begin, beats per minute.
 */
bounds: Array<number>, 
/**
 * Below the first and in each, milliseconds.
 */
times_ms: Array<number>, 
/**
 * Where the bounds come from.
 */
origin: ZoneOrigin, };

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

export type HideExercise = { 
/**
 * The exercise.
 */
id: string, 
/**
 * Whether it is hidden.
 */
hidden: boolean, };

export type HrvFigures = { 
/**
 * Beats a minute.
 */
heart_rate: Estimate, 
/**
 * The standard deviation of the intervals, milliseconds.
 */
sdnn: Estimate, 
/**
 * The root of the mean squared difference of neighbors, milliseconds.
 */
rmssd: Estimate, 
/**
 * The share of neighbors that differ by more than 50 ms, percent.
 */
pnn50: Estimate, 
/**
 * Power at 0.04 to 0.15 Hz, ms². At six breaths a minute breathing itself lies in it.
 */
lf: Estimate, 
/**
 * Power at 0.15 to 0.4 Hz, ms².
 */
hf: Estimate, 
/**
 * The first over the second. It rises with slow breathing by itself.
 */
lf_hf: Estimate, 
/**
 * The share of the variation that goes in one rhythm, 0 to 1: the median of windows of 64 s.
 */
rhythm: Estimate, 
/**
 * The share of beats that were kept, 0 to 1.
 */
beats_kept: number, };

export type HrvOut = { 
/**
 * The reading.
 */
id: string, 
/**
 * Its day, where the person was.
 */
day: string, 
/**
 * When it began, Unix milliseconds.
 */
at: number, 
/**
 * Where the person was: an IANA name.
 */
zone: string, 
/**
 * What it comes from.
 */
source: string, 
/**
 * Beats.
 */
beats: number, 
/**
 * Seconds.
 */
secs: number, 
/**
 * What the intervals tell.
 */
figures: HrvFigures, 
/**
 * The intervals, milliseconds, thinned to a few thousand; empty: not on this device.
 */
rr_ms: Array<number>, 
/**
 * What is noted.
 */
note: string, };

export type HrvRef = { 
/**
 * The reading.
 */
id: string, };

export type HrvRow = { 
/**
 * The reading.
 */
id: string, 
/**
 * Its day, where the person was.
 */
day: string, 
/**
 * When it began, Unix milliseconds.
 */
at: number, 
/**
 * What it comes from: a file's name, a strap's.
 */
source: string, 
/**
 * Beats.
 */
beats: number, 
/**
 * Seconds.
 */
secs: number, 
/**
 * RMSSD, milliseconds; null: unknown.
 */
rmssd: number | null, 
/**
 * Beats a minute; null: unknown.
 */
heart_rate: number | null, };

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
 * Remarks that cost nothing, counted by name.
 */
noticed: Array<ReasonCount>, 
/**
 * What only the person knows.
 */
questions: Array<AskedQuestion>, 
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
as?: string, 
/**
 * Answers to the importer's questions, by id.
 */
answers?: { [key in string]: string }, 
/**
 * What opens the file, when it is an encrypted archive.
 */
passphrase?: string, };

export type Invited = { 
/**
 * The device's name.
 */
name: string, };

export type JoinVault = { 
/**
 * What this device is called, at most 63 bytes.
 */
name: string, 
/**
 * What the other device shows, as text.
 */
invitation?: string, 
/**
 * The server's address.
 */
server?: string, 
/**
 * The room's number.
 */
room?: string, };

export type Jotted = { 
/**
 * The words, at most 64 KiB.
 */
text: string, };

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

export type KeepTrace = { 
/**
 * The session.
 */
id: string, 
/**
 * How long; `none`: it goes at once, for good.
 */
keep: TraceKeep, };

export type KeepTraces = { 
/**
 * Which kind.
 */
name: string, 
/**
 * 30 or 365 days; null: for ever.
 */
days: number | null, };

export type KeepWords = { 
/**
 * The record whose text it is.
 */
about: string, 
/**
 * As the person wrote it, without marks of form.
 */
text: string, 
/**
 * The moment that the text belongs to, Unix milliseconds; null: now.
 */
at_ms?: number, };

export type KeptStatement = { 
/**
 * Its last day.
 */
day: string, 
/**
 * What it says, smallest units.
 */
minor: number, };

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

export type Lan = { 
/**
 * Whether it was turned on.
 */
on: boolean, 
/**
 * Whether this device announces itself to the network, and looks for the others.
 */
find: boolean, 
/**
 * Whether it listens now: it does while the vault is open in the window or `everkept serve`.
 */
listening: boolean, 
/**
 * The port; 0 for any, and it is none that listens.
 */
port: number, 
/**
 * Where other devices can reach this one, as `host:port`.
 */
addresses: Array<string>, 
/**
 * Why it does not listen, in English.
 */
problem: string | null, 
/**
 * Places where other devices are or were.
 */
peers: Array<LanPeer>, };

export type LanPeer = { 
/**
 * Where, as `host:port`.
 */
place: string, 
/**
 * Whether a person typed it; else the device itself told it.
 */
typed: boolean, 
/**
 * Which device is there, 32 hexadecimal digits; null before it was reached.
 */
device: string | null, 
/**
 * What people call it.
 */
name: string | null, 
/**
 * When everything that is there was here the last time, Unix milliseconds.
 */
last_success_ms: number | null, 
/**
 * Pieces and attachments that came from there since the vault was opened.
 */
took: number, 
/**
 * Why the last visit came to nothing, in English.
 */
error: string | null, };

export type LanPlace = { 
/**
 * `host:port`, as the other device shows it.
 */
address: string, };

export type Lane = "face" | "voice" | "text";

export type LaneReadings = { 
/**
 * The lane.
 */
lane: Lane, 
/**
 * Its readings, the first first.
 */
readings: Array<Reading>, };

export type LastCheck = { 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * How long it took, milliseconds.
 */
ms: number, 
/**
 * What was looked at.
 */
checks: Array<HealthCheck>, };

export type LastDays = { 
/**
 * Days, today among them; 1 to 40000.
 */
days: number, };

export type LastSetsOf = { 
/**
 * The exercise.
 */
exercise: string, 
/**
 * How many times, at most 50; one without.
 */
times?: number, };

export type LastTime = { 
/**
 * The workout.
 */
workout: string, 
/**
 * Its day.
 */
day: string, 
/**
 * The sets that were done, in their order.
 */
sets: Array<WorkoutSet>, };

export type Left = { 
/**
 * `file`: in the vault's folder, but not Everkept's, or the system keeps it. `keyring`: the system's
 * keyring did not answer. `backup`: a backup, or the folder that they lie in, is still there. `server`: what a server for sync keeps. `device`: a device that has a copy.
 */
what: "file" | "keyring" | "backup" | "server" | "device", 
/**
 * Its name.
 */
name: string, };

export type Line = { 
/**
 * As typed.
 */
text: string, };

export type LineRead = { 
/**
 * Its words.
 */
text: string, 
/**
 * How sure, 0 to 1.
 */
quality: number, 
/**
 * Its corners, clockwise from the top left: shares of the picture's width and height.
 */
corners: [[number, number], [number, number], [number, number], [number, number]], };

export type LinkReceipt = { 
/**
 * The receipt.
 */
id: string, 
/**
 * The transaction; null: none.
 */
txn: string | null, };

export type ListElsewhere = { 
/**
 * At most 500.
 */
limit?: number, };

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

export type ListExercises = { 
/**
 * With these words in a name.
 */
text?: string, 
/**
 * For this muscle.
 */
muscle?: Muscle, 
/**
 * With this equipment.
 */
equipment?: string, 
/**
 * Measured so.
 */
kind?: Measured, 
/**
 * Own ones only.
 */
own?: boolean, 
/**
 * Hidden ones instead of the others.
 */
hidden?: boolean, 
/**
 * Those done most recently first, instead of by name.
 */
recent?: boolean, };

export type ListMeasures = { 
/**
 * Of this only.
 */
what?: BodyMeasure, 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, 
/**
 * How many, at most 5000; 500 without.
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

export type ListPayees = { 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, 
/**
 * With these letters in the name.
 */
text?: string, 
/**
 * How many, at most 1000; 200 without.
 */
limit?: number, };

export type ListPlays = { 
/**
 * Not before this day.
 */
from?: string, 
/**
 * Not after this day.
 */
to?: string, 
/**
 * Also those that do not count.
 */
uncounted?: boolean, 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * How many, at most 500; 50 without.
 */
limit?: number, };

export type ListReceipts = { 
/**
 * Of this transaction.
 */
txn?: string, 
/**
 * Only those without a transaction.
 */
loose?: boolean, 
/**
 * How many, at most 500; 100 without.
 */
limit?: number, };

export type ListRef = { 
/**
 * The list.
 */
id: string, };

export type ListSessions = { 
/**
 * Those that are older than this one: what a page named as `next`.
 */
before?: string, 
/**
 * How many, at most 200; 50 without.
 */
limit?: number, 
/**
 * Of this kind only.
 */
kind?: PracticeKind, };

export type ListSteps = { 
/**
 * At most 500.
 */
limit?: number, };

export type ListTxns = { 
/**
 * Of this account; with it come balances, what moves to it from others, and its opening.
 */
account?: string, 
/**
 * For this category, or one that lies in it.
 */
category?: string, 
/**
 * With this payee, as it is shown; empty: without any.
 */
payee?: string, 
/**
 * With this tag.
 */
tag?: string, 
/**
 * With this text in the payee, memo, note or reference, or of this amount.
 */
text?: string, 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, 
/**
 * Of at least so many smallest units, either way.
 */
min?: number, 
/**
 * Of at most so many smallest units, either way.
 */
max?: number, 
/**
 * Only those that are in some way.
 */
only?: Only, 
/**
 * The rows behind a figure of a report.
 */
behind?: RowsBehind, 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * How many, at most 500; 100 without.
 */
limit?: number, 
/**
 * The earliest first.
 */
oldest_first?: boolean, };

export type ListWorkouts = { 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, 
/**
 * Of this sport.
 */
sport?: string, 
/**
 * With this exercise.
 */
exercise?: string, 
/**
 * After this routine.
 */
routine?: string, 
/**
 * With this tag.
 */
tag?: string, 
/**
 * With this text in the name.
 */
text?: string, 
/**
 * Those that are planned, instead of those that were done.
 */
planned?: boolean, 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * How many, at most 500; 50 without.
 */
limit?: number, 
/**
 * The earliest first.
 */
oldest_first?: boolean, };

export type Listed = { 
/**
 * Its artists.
 */
artists: Array<Name>, 
/**
 * How long it is.
 */
duration_ms: number | null, 
/**
 * Plays, ever.
 */
plays: number, 
/**
 * An address that the person's player opens.
 */
open: string | null, 
/**
 * When it was put in, Unix milliseconds.
 */
added_ms: number, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, };

export type ListenTo = { 
/**
 * The microphone's id; left out: the preferred one.
 */
device?: string, 
/**
 * Samples a second of a page that hands in its own microphone by `senses.feed`.
 */
page_rate?: number, 
/**
 * Frequencies of a pacer's own tones, in Hz: they are left out of what is heard.
 */
tones_hz: Array<number>, };

export type ListeningSettings = { 
/**
 * When a play counts.
 */
count: Count, 
/**
 * Whether private sessions count.
 */
private: boolean, 
/**
 * Where plays were heard whose source does not say: IANA name.
 */
zone: string, };

export type Live = { 
/**
 * The session.
 */
id: string, 
/**
 * What it is.
 */
kind: PracticeKind, 
/**
 * What is breathed: a shipped pattern's word or an own one's id; empty for a meditation.
 */
pattern: string, 
/**
 * The own pattern's name.
 */
name: string, 
/**
 * What is breathed; null for a meditation.
 */
program: Program | null, 
/**
 * How long all of it is with what was tapped and stretched so far; null: open, or a hold waits for
 * its tap.
 */
total_ms: number | null, 
/**
 * What must have been read.
 */
gate: Gate, 
/**
 * Whether it goes on or stands still.
 */
state: SessionState, 
/**
 * How long it has gone on now, pauses left out; milliseconds.
 */
elapsed_ms: number, 
/**
 * When it began, Unix milliseconds.
 */
began_at: number, 
/**
 * When holds until a tap were ended, elapsed milliseconds, in their order.
 */
taps: Array<number>, 
/**
 * How much longer cycles are, in their order.
 */
stretches: Array<Stretch>, 
/**
 * Whether a camera shall look.
 */
camera: boolean, 
/**
 * Whether a microphone shall hear.
 */
microphone: boolean, 
/**
 * Whether the pace may become slower with the breath.
 */
adaptive: boolean, 
/**
 * How often something came in between.
 */
interruptions: number, 
/**
 * The day of a course.
 */
course: CourseDay | null, 
/**
 * When bells sound.
 */
bells: Bells | null, 
/**
 * What sounds behind it.
 */
ambient: Ambient, };

export type LiveWorkout = { 
/**
 * The workout.
 */
id: string, 
/**
 * Its name, or nothing.
 */
name: string, 
/**
 * A slug.
 */
sport: string, 
/**
 * The routine that it follows.
 */
routine: string | null, 
/**
 * The person's words.
 */
note: string, 
/**
 * Whether it stands still.
 */
paused: boolean, 
/**
 * When it began, Unix milliseconds.
 */
began_ms: number, 
/**
 * How long it has gone on now, pauses left out; milliseconds.
 */
elapsed_ms: number, 
/**
 * Whether a clock was set meanwhile: instants of it may be off, its length is not.
 */
stepped: boolean, 
/**
 * The rest that goes on, or was the last.
 */
rest: Rest | null, 
/**
 * Its exercises, in their order, each with its last time.
 */
exercises: Array<WorkoutExercise>, 
/**
 * Others that go on too: begun on another device.
 */
others: Array<string>, };

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

export type LostRecord = { 
/**
 * Its id in the backup.
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
 * The day that it belongs to; empty when it has none.
 */
day: string, 
/**
 * Why it is not shown.
 */
why: "trashed" | "undone" | "erased", };

export type LostSensor = { 
/**
 * Which kind.
 */
sensor: Sensor, 
/**
 * Why, in words.
 */
why: string, };

export type MadeBackup = { 
/**
 * Its folder.
 */
path: string, 
/**
 * What it holds.
 */
backup: BackupRow, 
/**
 * How long making and reading it again took.
 */
seconds: number, };

export type MakeBackup = { 
/**
 * Another folder than the one that is set, from the root of the disk. It must be there; nothing in it
 * is ever let go.
 */
folder?: string, };

export type MarkRead = { 
/**
 * Left out: all of them.
 */
ids?: Array<number>, };

export type MatchKind = "same" | "transfer" | "not";

export type MatchOf = { 
/**
 * One.
 */
a: string, 
/**
 * The other, which is separated from all that it is one with.
 */
b: string, };

export type MatchOffer = { 
/**
 * One.
 */
a: TxnRow, 
/**
 * The other.
 */
b: TxnRow, 
/**
 * What they may be to each other.
 */
kind: MatchKind, 
/**
 * Why.
 */
reason: MatchReason, 
/**
 * How many days lie between them.
 */
days_apart: number, };

export type MatchReason = "written_and_told" | "pending_and_booked" | "two_formats" | "leaves_and_arrives" | "names_the_account";

export type MeasureEnded = { 
/**
 * Whether something was written into the session.
 */
written: boolean, 
/**
 * Sensors that gave nothing from the beginning or any more, and why, in words.
 */
lost: Array<LostSensor>, };

export type MeasureRef = { 
/**
 * The measure.
 */
id: string, };

export type MeasureRefs = { 
/**
 * The measures.
 */
ids: Array<string>, };

export type MeasureRow = { 
/**
 * The measure.
 */
id: string, 
/**
 * What was measured.
 */
what: BodyMeasure, 
/**
 * Its day, where the person was.
 */
day: string, 
/**
 * When, Unix milliseconds.
 */
at_ms: number, 
/**
 * Milligrams, millimeters, tenths of a percent or beats per minute.
 */
value: number, 
/**
 * The unit that was entered, or nothing.
 */
unit: string, 
/**
 * What was entered, or nothing.
 */
text: string, 
/**
 * What was noted.
 */
note: string, };

export type MeasureSession = { 
/**
 * The session.
 */
session: string, 
/**
 * Whether a camera looks.
 */
camera: boolean, 
/**
 * Whether a microphone hears.
 */
microphone: boolean, 
/**
 * The camera's id; left out: the preferred one.
 */
camera_device?: string, 
/**
 * The microphone's id; left out: the preferred one.
 */
microphone_device?: string, 
/**
 * The page hands in the frames of its own camera by `senses.feed`.
 */
page: boolean, 
/**
 * Samples a second of a page that hands in its own microphone by `senses.feed`.
 */
page_rate?: number, 
/**
 * Frequencies of the pacer's own tones, in Hz: they are left out of what is heard.
 */
tones_hz: Array<number>, };

export type MeasureSource = { 
/**
 * What.
 */
what: string, 
/**
 * The source.
 */
source: string, 
/**
 * How many days.
 */
days: number, 
/**
 * The first.
 */
first: string, 
/**
 * The last.
 */
last: string, 
/**
 * Its rank: the lowest speaks; null: none.
 */
rank: number | null, };

export type Measured = "weight_reps" | "reps" | "time" | "distance_time" | "weight_time" | "weight_distance";

export type MeasuredDay = { 
/**
 * The day.
 */
day: string, 
/**
 * The source that speaks.
 */
figure: SourceFigure, 
/**
 * Why it speaks: the person ranked it; else it covers the most time.
 */
ranked: boolean, 
/**
 * The others.
 */
others: Array<SourceFigure>, };

export type MeasuredDays = { 
/**
 * What a value counts: `mm`, `J`, `bpm`, `ms`.
 */
unit: string, 
/**
 * Those of which anything is known.
 */
days: Array<MeasuredDay>, };

export type MeasuredSample = { 
/**
 * When it began, Unix milliseconds.
 */
start: number, 
/**
 * When it ended.
 */
end: number, 
/**
 * Its value.
 */
value: number, };

export type MeasuredSamples = { 
/**
 * The source.
 */
source: string, 
/**
 * What a value counts.
 */
unit: string, 
/**
 * The samples, in order; of many, an even choice.
 */
samples: Array<MeasuredSample>, 
/**
 * How many there are.
 */
count: number, 
/**
 * Stages of sleep.
 */
stages: Array<SleepStage>, };

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

export type Merge = { 
/**
 * Artist, album or track.
 */
scope: Scope, 
/**
 * The one that is shown under the other from now on.
 */
from: string, 
/**
 * The other.
 */
into: string, };

export type MergeCategory = { 
/**
 * The one that is no longer offered.
 */
from: string, 
/**
 * Where its transactions count.
 */
into: string, };

export type MergeExercise = { 
/**
 * The exercise.
 */
id: string, 
/**
 * The one for which they count; null: for itself again.
 */
into?: string, };

export type Merged = { 
/**
 * Artist, album or track.
 */
scope: Scope, 
/**
 * What is shown under another name.
 */
from: Name, 
/**
 * The other.
 */
into: Name, };

export type Mistake = { 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * The place in the program's source.
 */
place: string, };

export type ModelRow = { 
/**
 * Its name, as estimates tell it.
 */
name: string, 
/**
 * What it is for, in a few words.
 */
task: string, 
/**
 * Its version.
 */
version: string, 
/**
 * Size of its file in bytes.
 */
bytes: number, 
/**
 * SHA-256 of its file, in hexadecimal; checked whenever it is loaded.
 */
sha256: string, 
/**
 * Its license.
 */
license: string, 
/**
 * Who made it, and in which package it came.
 */
source: string, 
/**
 * What was changed in it.
 */
change: string, 
/**
 * Whether its file is there.
 */
installed: boolean, };

export type MoneyAmount = { 
/**
 * Smallest units: cents of the euro, whole yen.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, };

export type MoneyBy = "category" | "payee" | "tag" | "account";

export type MoneyFlow = "spending" | "income";

export type MoneyRule = { 
/**
 * The rule.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is looked at.
 */
on: boolean, 
/**
 * Whether all conditions must hold, or any.
 */
all: boolean, 
/**
 * What a transaction must look like.
 */
when: Array<RuleCondition>, 
/**
 * What is said about it then.
 */
set: Array<RuleAction>, 
/**
 * It was written by a newer Everkept: it is kept, and says nothing here.
 */
newer: boolean, 
/**
 * How many transactions have their category or transfer from it.
 */
txns: number, };

export type MonthView = { 
/**
 * The days that have entries.
 */
days: Array<DayView>, };

export type MoodAxis = "valence" | "energy";

export type MoodBeside = { 
/**
 * The factor.
 */
factor: MoodFactor, 
/**
 * Days on which it was so; of a scale or count, days above `split`.
 */
with: MoodSpread, 
/**
 * Days on which it was not so; of a scale or count, days at or below `split`.
 */
without: MoodSpread, 
/**
 * The person's own middle value of a scale or count; null: a flag, or nothing said.
 */
split: number | null, 
/**
 * The middle with it less the middle without it; null: not enough days.
 */
difference: number | null, 
/**
 * Whether there are enough days: 8 on each side and 30 together.
 */
enough: boolean, };

export type MoodByFactor = { 
/**
 * The first day.
 */
first: string, 
/**
 * The last day.
 */
last: string, 
/**
 * How many days have a mood.
 */
known: number, 
/**
 * How many days are needed on each side.
 */
side_min: number, 
/**
 * How many days are needed together.
 */
together_min: number, 
/**
 * Factors in their order; those that nobody used in these days are left out.
 */
factors: Array<MoodBeside>, };

export type MoodByFactorOf = { 
/**
 * Days back from today, today among them; 1 to 40000.
 */
days: number, 
/**
 * What is looked at; without, how pleasant.
 */
axis?: MoodAxis, };

export type MoodDay = { 
/**
 * The day.
 */
day: string, 
/**
 * The middle one of its check-ins, -100 to 100; null: nobody said. Never of a reading.
 */
valence: number | null, 
/**
 * The middle one of its check-ins, -100 to 100; null: nobody said. Never of a reading.
 */
energy: number | null, 
/**
 * What the person said, the first first.
 */
check_ins: Array<CheckIn>, 
/**
 * What models read, each lane apart; lanes without readings are left out.
 */
lanes: Array<LaneReadings>, };

export type MoodFactor = { 
/**
 * The factor.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How it is answered.
 */
kind: MoodFactorKind, 
/**
 * What the low end of a scale is called.
 */
low: string, 
/**
 * What the high end of a scale is called.
 */
high: string, 
/**
 * What a count counts.
 */
unit: string, 
/**
 * Whether it is no longer offered.
 */
archived: boolean, 
/**
 * How many check-ins have it.
 */
used: number, };

export type MoodFactorKind = "flag" | "scale" | "count";

export type MoodFactorValue = { 
/**
 * The factor.
 */
id: string, 
/**
 * A flag: 1 or 0; a scale: 1 to 5; a count: how many.
 */
value: number, };

export type MoodPixel = { 
/**
 * The day.
 */
day: string, 
/**
 * The middle one of its check-ins; null: nobody said, which is not neutral.
 */
valence: number | null, 
/**
 * The middle one of its check-ins; null: nobody said.
 */
energy: number | null, 
/**
 * How many check-ins it has.
 */
count: number, };

export type MoodSettings = { 
/**
 * Minutes after midnight at which a day begins: what is said before is of the day before.
 */
day_starts: number, };

export type MoodSide = "before" | "after";

export type MoodSpan = { 
/**
 * The first day.
 */
first: string, 
/**
 * The last day.
 */
last: string, 
/**
 * How many days have a check-in.
 */
known: number, 
/**
 * How many check-ins.
 */
count: number, 
/**
 * How pleasant, over check-ins.
 */
valence: MoodSpread, 
/**
 * How energetic, over check-ins.
 */
energy: MoodSpread, };

export type MoodSpread = { 
/**
 * How many there are.
 */
n: number, 
/**
 * The middle one; null: there is none.
 */
median: number | null, 
/**
 * A quarter of them lies below it; null: fewer than four.
 */
low: number | null, 
/**
 * A quarter of them lies above it; null: fewer than four.
 */
high: number | null, };

export type MoodTimeline = { 
/**
 * Days that have something.
 */
days: Array<MoodDay>, 
/**
 * What to ask for as `before` to go on; null: there is nothing before.
 */
next: string | null, };

export type MoodTimelineOf = { 
/**
 * Days before this one only.
 */
before?: string, 
/**
 * How many days that have something, at most 100; 14 without.
 */
limit?: number, };

export type MoodToday = { 
/**
 * The day that it is.
 */
day: string, 
/**
 * Its check-ins, the latest first.
 */
check_ins: Array<CheckIn>, 
/**
 * The latest check-in of all, of today or of any day before; null: there is none.
 */
last: CheckIn | null, };

export type MoodWord = { 
/**
 * The word in lower case, in English when it is a shipped one: it is what check-ins hold.
 */
word: string, 
/**
 * From unpleasant (-100) to pleasant (100).
 */
valence: number, 
/**
 * From calm (-100) to energetic (100).
 */
energy: number, 
/**
 * The record of an own word, or of a shipped one that was put elsewhere; null: shipped.
 */
own: string | null, };

export type MoodWordRef = { 
/**
 * Its record.
 */
id: string, };

export type MoodYear = { 
/**
 * The year.
 */
year: number, 
/**
 * Each of its days, those without a check-in too.
 */
days: Array<MoodPixel>, 
/**
 * How many days have a check-in.
 */
known: number, 
/**
 * Years that have any check-in, in their order.
 */
years: Array<number>, };

export type MoodYearOf = { 
/**
 * `2026`.
 */
year: number, };

export type Motion = "system" | "reduced";

export type MoveBudget = { 
/**
 * The month.
 */
month: string, 
/**
 * From this category; null: from what is in no envelope.
 */
from?: string, 
/**
 * To this category; null: to what is in no envelope.
 */
to?: string, 
/**
 * Smallest units, above zero.
 */
minor: number, };

export type MoveRule = { 
/**
 * The rule.
 */
id: string, 
/**
 * The rule that it comes before; null: it comes last.
 */
before: string | null, };

export type MoveWorkoutExercise = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The exercise's key in it.
 */
key: string, 
/**
 * Before which other, a key; null: last.
 */
before?: string, };

export type Muscle = "chest" | "front_delts" | "side_delts" | "rear_delts" | "biceps" | "triceps" | "forearms" | "lats" | "upper_back" | "traps" | "lower_back" | "abs" | "obliques" | "hip_flexors" | "glutes" | "quads" | "hamstrings" | "adductors" | "abductors" | "calves" | "shins" | "neck";

export type MuscleShare = { 
/**
 * The muscle.
 */
muscle: Muscle, 
/**
 * Twice the sets: a set of an exercise in which it only helps is half a set.
 */
sets_x2: number, };

export type MuscleWeek = { 
/**
 * The Monday.
 */
week: string, 
/**
 * The muscle.
 */
muscle: Muscle, 
/**
 * Twice the sets: a set of an exercise in which it only helps is half a set.
 */
sets_x2: number, 
/**
 * Weight times repetitions of the exercises for which it is primary, milligrams.
 */
volume_mg: number, };

export type MusicOnDay = { 
/**
 * The day.
 */
day: string, };

export type Name = { 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, };

export type Named = { 
/**
 * The tag or name.
 */
name: string, 
/**
 * In how many entries.
 */
entries: number, };

export type NamedDevice = { 
/**
 * 32 hexadecimal digits.
 */
device: string, 
/**
 * What people call it, at most 63 bytes.
 */
name: string, };

export type NamedFigure = { 
/**
 * What it is.
 */
name: string, 
/**
 * Its unit: `/min`, `bpm`, `%`.
 */
unit: string, 
/**
 * The figure.
 */
figure: Figure, };

export type NetWorth = { 
/**
 * The currency of every figure.
 */
currency: string, 
/**
 * The points in their order.
 */
points: Array<WorthPoint>, 
/**
 * The accounts that ever held something up to the last point.
 */
accounts: Array<WorthAccount>, 
/**
 * What accounts held on the last day that is not in its figures, for want of a rate.
 */
unconverted: Array<MoneyAmount>, 
/**
 * The rates that were used, latest first.
 */
rates: Array<RateUsed>, };

export type NetWorthOf = { 
/**
 * The first day; null: of the first transaction.
 */
from?: string, 
/**
 * The last day; null: today, or the end of the last month that has a transaction.
 */
to?: string, 
/**
 * In which steps; each point is the end of a step.
 */
step: ReportStep, };

export type NewAccount = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
kind: AccountKind, 
/**
 * What sort.
 */
subtype?: AccountSubtype, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * The bank.
 */
bank?: string, 
/**
 * Its IBAN or number, as files tell it.
 */
number?: string, 
/**
 * Its icon.
 */
icon?: string, 
/**
 * What it held at first, smallest units.
 */
opening_minor?: number, 
/**
 * On which day; null: before its first transaction.
 */
opening_day?: string, 
/**
 * The person's words.
 */
note?: string, };

export type NewCategory = { 
/**
 * Its name.
 */
name: string, 
/**
 * Income or spending.
 */
kind: CategoryKind, 
/**
 * The category that it lies in.
 */
parent?: string, 
/**
 * Its icon.
 */
icon?: string, };

export type NewCheckIn = { 
/**
 * From unpleasant (-100) to pleasant (100).
 */
valence: number, 
/**
 * From calm (-100) to energetic (100); null: not said.
 */
energy?: number, 
/**
 * Words, at most 20; of the list, own ones, or any.
 */
words: Array<string>, 
/**
 * Factors, each once.
 */
factors: Array<MoodFactorValue>, 
/**
 * A note.
 */
note?: string, 
/**
 * When, Unix milliseconds; null: now.
 */
at_ms?: number, 
/**
 * The session it is said around.
 */
of?: CheckInOf, };

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

export type NewExercise = { 
/**
 * What it is called.
 */
name: string, 
/**
 * What a set is measured in.
 */
kind: Measured, 
/**
 * What it is done with: a slug.
 */
equipment?: string, 
/**
 * Muscles that work most.
 */
primary: Array<Muscle>, 
/**
 * Muscles that help.
 */
secondary: Array<Muscle>, 
/**
 * How it is done.
 */
note?: string, 
/**
 * Whether each side is counted by itself.
 */
unilateral?: boolean, 
/**
 * By how much it becomes heavier, milligrams.
 */
step_mg?: number, };

export type NewFitnessGoal = { 
/**
 * What is aimed at.
 */
what: FitnessAim, 
/**
 * The exercise, of a weight.
 */
exercise?: string, 
/**
 * The sport, of workouts and ways; null: all.
 */
sport?: string, 
/**
 * The measure of the body.
 */
measure?: BodyMeasure, 
/**
 * What is aimed at, in the unit of its kind.
 */
target: number, 
/**
 * The unit that was entered.
 */
unit?: string, 
/**
 * The first day; null: today.
 */
from?: string, 
/**
 * The day by which it shall be reached.
 */
by?: string, 
/**
 * The person's words.
 */
note?: string, };

export type NewGoal = { 
/**
 * What it is.
 */
name: string, 
/**
 * What it takes, smallest units of the account's currency, or of that of reports.
 */
minor: number, 
/**
 * Until when.
 */
by?: string, 
/**
 * Where it is saved.
 */
account?: string, 
/**
 * The person's words.
 */
note?: string, };

export type NewJournal = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its hue, 0 to 359 degrees.
 */
hue?: number, };

export type NewList = { 
/**
 * Its name.
 */
name: string, 
/**
 * Words about it.
 */
note: string, 
/**
 * The feeling that it is for.
 */
feeling: string, };

export type NewMeasure = { 
/**
 * What was measured.
 */
what: BodyMeasure, 
/**
 * Milligrams, millimeters, tenths of a percent or beats per minute.
 */
value: number, 
/**
 * When, Unix milliseconds; null: now.
 */
at_ms?: number, 
/**
 * The unit that was entered.
 */
unit?: string, 
/**
 * What was entered.
 */
text?: string, 
/**
 * What is noted.
 */
note?: string, };

export type NewPassphrase = { 
/**
 * Any words.
 */
passphrase: string, };

export type NewPlay = { 
/**
 * The track.
 */
title: string, 
/**
 * Its artists.
 */
artists: Array<string>, 
/**
 * Its album.
 */
album: string | null, 
/**
 * When it began, Unix milliseconds; null: now.
 */
at_ms: number | null, };

export type NewPrompt = { 
/**
 * The question.
 */
text: string, };

export type NewReading = { 
/**
 * What it was made of.
 */
lane: Lane, 
/**
 * When, Unix milliseconds; null: now.
 */
at_ms?: number, 
/**
 * -100 to 100.
 */
valence?: number, 
/**
 * -100 to 100.
 */
energy?: number, 
/**
 * What the model named, at most 30.
 */
labels: Array<ReadingLabel>, 
/**
 * Where it comes from: `camera`, `microphone`, `text`.
 */
source: string, 
/**
 * What computed it.
 */
model: string, 
/**
 * Its version.
 */
version: string, 
/**
 * How sure, 0 to 1.
 */
quality: number, 
/**
 * The share that could be read, 0 to 1.
 */
coverage: number, 
/**
 * The entry or session that it was made of.
 */
about?: string, };

export type NewReceipt = { 
/**
 * The transaction that it is of.
 */
txn?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * The shop.
 */
store?: string, 
/**
 * Its day.
 */
date?: string, 
/**
 * What was paid, smallest units.
 */
minor?: number, 
/**
 * ISO 4217; null: that of reports.
 */
currency?: string, 
/**
 * Its photos.
 */
photos?: Array<ReceiptPhoto>, };

export type NewRoutine = { 
/**
 * Its name.
 */
name: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * The folder that it lies in.
 */
folder?: string, 
/**
 * Its exercises, in their order.
 */
items: Array<RoutineItemInput>, };

export type NewRule = { 
/**
 * Its name; empty: one is made of what it says.
 */
name: string, 
/**
 * Whether all conditions must hold, or any.
 */
all: boolean, 
/**
 * What a transaction must look like.
 */
when: Array<RuleCondition>, 
/**
 * What is said about it then.
 */
set: Array<RuleAction>, 
/**
 * It comes first instead, so that it holds against all others.
 */
first: boolean, };

export type NewSchedule = { 
/**
 * Who it is with.
 */
payee: string, 
/**
 * The account that pays or is paid.
 */
account?: string, 
/**
 * What it is for.
 */
category?: string, 
/**
 * The other own account, when it moves money between two.
 */
transfer?: string, 
/**
 * Smallest units, negative when money goes out.
 */
minor: number, 
/**
 * ISO 4217; null: the account's, or that of reports.
 */
currency?: string, 
/**
 * Whether the amount is a different one each time.
 */
about?: boolean, 
/**
 * What is counted.
 */
unit: RepeatUnit, 
/**
 * Every so many of them; 1 without.
 */
step?: number, 
/**
 * The first day.
 */
start: string, 
/**
 * The last day on which it may fall.
 */
end?: string, };

export type NewSession = { 
/**
 * What it was.
 */
kind: PracticeKind, 
/**
 * What was breathed.
 */
pattern?: string, 
/**
 * How long, 1 to 240.
 */
minutes: number, 
/**
 * When it began, Unix milliseconds; null: it ended now.
 */
at?: number, 
/**
 * What is noted.
 */
note?: string, };

export type NewTemplate = { 
/**
 * Its name.
 */
name: string, 
/**
 * Markdown.
 */
body: string, };

export type NewTxn = { 
/**
 * Its day.
 */
day: string, 
/**
 * The account that pays or is paid.
 */
account: string, 
/**
 * Smallest units of the account's currency, negative when money goes out.
 */
minor: number, 
/**
 * Who it is with.
 */
payee?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * What it is for.
 */
category?: string, 
/**
 * The other own account, when it moves money between two.
 */
transfer?: string, 
/**
 * What arrives there, when that has another currency, smallest units of it.
 */
transfer_minor?: number, 
/**
 * Its parts, when it is for several things; they sum to `minor`.
 */
splits?: Array<SplitPart>, 
/**
 * Tags.
 */
tags?: Array<string>, 
/**
 * Whether it is ticked off.
 */
cleared?: boolean, };

export type NewWho5 = { 
/**
 * Five numbers, 0 to 5, in the order of the sentences.
 */
answers: Array<number>, 
/**
 * When, Unix milliseconds; null: now.
 */
at_ms?: number, };

export type NewWorkout = { 
/**
 * A slug; null: strength.
 */
sport?: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The person's words.
 */
note?: string, 
/**
 * When it began, Unix milliseconds; null: it has just ended.
 */
start_ms?: number, 
/**
 * How long it took, milliseconds.
 */
elapsed_ms?: number, 
/**
 * The zone where it happened; null: where the person is.
 */
zone?: string, 
/**
 * Millimeters.
 */
distance_mm?: number, 
/**
 * How long of it was moving, milliseconds.
 */
moving_ms?: number, 
/**
 * Joules.
 */
energy_j?: number, 
/**
 * Millimeters upward.
 */
ascent_mm?: number, 
/**
 * The mean heart rate, beats per minute.
 */
heart_bpm?: number, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2?: number, 
/**
 * Tags.
 */
tags?: Array<string>, 
/**
 * Photos and files.
 */
media?: Array<WorkoutMedia>, 
/**
 * Its exercises, in their order.
 */
exercises?: Array<NewWorkoutExercise>, };

export type NewWorkoutExercise = { 
/**
 * Which exercise.
 */
exercise: string, 
/**
 * The letter of its superset.
 */
group?: string, 
/**
 * What was noted.
 */
note?: string, 
/**
 * The rest after its sets, milliseconds.
 */
rest_ms?: number, 
/**
 * Its sets, in their order.
 */
sets: Array<SetInput>, };

export type NextWhy = "first" | "top_reached" | "all_done" | "one_more" | "again" | "deload" | "as_last";

export type NoteSession = { 
/**
 * The session.
 */
id: string, 
/**
 * All of the note.
 */
text: string, };

export type NoteToRead = { 
/**
 * The content hash of its sound.
 */
media: string, };

export type NotesWaiting = { 
/**
 * How many notes; 0 when the vault is open.
 */
waiting: number, };

export type Nothing = Record<string, never>;

export type NotificationChoice = { 
/**
 * Whether the operating system shows them, too.
 */
on: boolean, 
/**
 * Whether the system's say what they are about; else only that it is time to look.
 */
show_words: boolean, 
/**
 * Whether there are quiet hours. What a running session asks for rings in them, too.
 */
quiet: boolean, 
/**
 * When they begin, by the clock at the wall, `22:00`.
 */
quiet_from: string, 
/**
 * When they end, `07:00`; before they begin: the next day.
 */
quiet_until: string, };

export type NotificationList = { 
/**
 * The newest first.
 */
items: Array<NotificationRow>, 
/**
 * How many nobody read.
 */
unread: number, };

export type NotificationPatch = { 
/**
 * Whether the operating system shows them, too.
 */
on?: boolean, 
/**
 * Whether the system's say what they are about.
 */
show_words?: boolean, 
/**
 * Whether there are quiet hours.
 */
quiet?: boolean, 
/**
 * When they begin, `22:00`.
 */
quiet_from?: string, 
/**
 * When they end, `07:00`.
 */
quiet_until?: string, };

export type NotificationRow = { 
/**
 * Counts up.
 */
id: number, 
/**
 * When it rang, Unix milliseconds.
 */
at_ms: number, 
/**
 * What it is about: a kind of record, or `backups.failed`, `disk.full`, `sync.` and a trouble.
 */
kind: string, 
/**
 * Its record, if it is about one.
 */
record: string | null, 
/**
 * One line, in English.
 */
title: string, 
/**
 * Another one, or nothing.
 */
body: string, 
/**
 * Whether somebody saw it.
 */
read: boolean, 
/**
 * Whether it came in quiet hours: it stands here and nowhere else.
 */
silent: boolean, 
/**
 * What the operating system may be told of it now; null: nothing.
 */
outside: OutsideWords | null, };

export type NowPlaying = { 
/**
 * Its title.
 */
title: string, 
/**
 * Its artist.
 */
artist: string, 
/**
 * Its album.
 */
album: string | null, 
/**
 * What plays it.
 */
player: string | null, };

export type OccurrenceState = "due" | "done" | "skipped" | "expected";

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

export type OfRange = { 
/**
 * The days.
 */
range: Range, };

export type OfRecord = { 
/**
 * The record.
 */
id: string, };

export type OfSteps = { 
/**
 * Over which days.
 */
range: Range, 
/**
 * In which steps (month or year).
 */
unit: Unit, };

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

export type OneBackup = { 
/**
 * As in the list.
 */
name: string, };

export type OneRepMax = { 
/**
 * Milligrams by B. Epley ("Poundage Chart", Boyd Epley Workout, 1985): w × (1 + r / 30).
 */
epley_mg: number, 
/**
 * Milligrams by M. Brzycki ("Strength Testing", JOPERD 64(1), 1993): w × 36 / (37 − r).
 */
brzycki_mg: number, };

export type OneShare = { 
/**
 * 32 hexadecimal digits.
 */
share: string, };

export type OneStep = { 
/**
 * Its number.
 */
step: number, };

export type Only = "uncategorized" | "unreconciled" | "pending" | "split" | "transfer" | "hidden";

export type OpenSensorRow = { 
/**
 * Which kind.
 */
sensor: Sensor, 
/**
 * What it calls itself; empty for one of the page.
 */
name: string, 
/**
 * Since when, Unix milliseconds.
 */
at_ms: number, };

export type OrderMoodFactors = { 
/**
 * Factors, the first first; those that are not named follow.
 */
ids: Array<string>, };

export type OutsideWords = { 
/**
 * One line.
 */
title: string, 
/**
 * Another one, or nothing.
 */
body: string, };

export type Overview = { 
/**
 * Rows that do not count (too short, private), by the settings.
 */
uncounted: number, 
/**
 * Plays that say they were skipped, counted or not, of those that say whether.
 */
skipped: number, 
/**
 * Plays that say whether they were skipped.
 */
skip_known: number, 
/**
 * Different artists.
 */
artists: number, 
/**
 * Different albums.
 */
albums: number, 
/**
 * Different tracks.
 */
tracks: number, 
/**
 * Artists never heard before the range.
 */
new_artists: number, 
/**
 * Tracks never heard before the range.
 */
new_tracks: number, 
/**
 * Days with a play.
 */
days: number, 
/**
 * The most days in a row with a play.
 */
longest_streak: number, 
/**
 * The last day of that.
 */
longest_streak_end: string | null, 
/**
 * Days in a row with a play up to today or yesterday, whatever the range.
 */
current_streak: number, 
/**
 * Sessions: plays with less than 30 minutes of silence between them.
 */
sessions: number, 
/**
 * The day with the most plays.
 */
busiest: Point | null, 
/**
 * The first day with a play within the range.
 */
first: string | null, 
/**
 * The last day with a play within the range.
 */
last: string | null, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type OwnWord = { 
/**
 * The word.
 */
word: string, 
/**
 * In how many check-ins.
 */
count: number, 
/**
 * The middle of how pleasant those were; null: none of them has a place.
 */
valence: number | null, 
/**
 * The middle of how energetic those were; null: none of them has a place.
 */
energy: number | null, 
/**
 * The last day on which it was used.
 */
last: string, };

export type PageToSave = { 
/**
 * A file; its name ends with `.html`.
 */
path: string, 
/**
 * The page.
 */
html: string, };

export type PairingAnswer = { 
/**
 * The code that the other device shows.
 */
code?: string, 
/**
 * Whether the device that asks is let in.
 */
yes?: boolean, };

export type PairingStep = { 
/**
 * `show` a text, tell a `room`, show this device's `code` and ask for the other's, a device `asks`
 * to be let in, it has `joined`, everything `comes` over.
 */
step: "show" | "room" | "code" | "asks" | "joined" | "comes", 
/**
 * The text, number, code or name.
 */
text: string, 
/**
 * A text to show as a QR code, an SVG picture.
 */
svg: string | null, };

export type Pattern = { 
/**
 * A shipped one's word (`box`), or an own one's id.
 */
id: string, 
/**
 * An own one's name; a shipped one's in English (the window names these by id).
 */
name: string, 
/**
 * Whether it came along.
 */
shipped: boolean, 
/**
 * What is breathed in `minutes`.
 */
program: Program, 
/**
 * How long it is breathed when nothing is said.
 */
minutes: number, 
/**
 * What must be read before it.
 */
gate: Gate, 
/**
 * How many cycles it may have now, by its author's word; null: no bound.
 */
cycles_max: number | null, 
/**
 * Where its lengths come from; for one that somebody shared the fingerprint of who signed it.
 */
source: string | null, 
/**
 * Whether the person marked it.
 */
favorite: boolean, 
/**
 * What is noted of an own one.
 */
note: string, };

export type PatternRef = { 
/**
 * A shipped one's word, or an own one's id.
 */
id: string, };

export type Paused = { 
/**
 * What led to it.
 */
why: Why, 
/**
 * Until when; none while a single probe is under way, and when only the person can end it.
 */
until: string | null, };

export type PayeeRow = { 
/**
 * Its name; empty: transactions that name nobody.
 */
payee: string, 
/**
 * How many transactions.
 */
txns: number, 
/**
 * What they come to, by currency.
 */
sums: Array<MoneyAmount>, 
/**
 * What they are mostly for.
 */
category: string | null, 
/**
 * Its name.
 */
category_name: string, 
/**
 * The last of them.
 */
last: string | null, };

export type Phase = { 
/**
 * Which part.
 */
kind: PhaseKind, 
/**
 * How long, milliseconds; null: until a tap.
 */
ms: number | null, 
/**
 * Through what air goes.
 */
route: Route, };

export type PhaseKind = "inhale" | "hold_in" | "inhale2" | "exhale" | "hold_out" | "free_hold" | "recovery";

export type PhotoOf = { 
/**
 * Its content hash: what `media.add` answered.
 */
hash: string, 
/**
 * ISO 4217 of where the person is: it decides what `$` and `kr` mean.
 */
currency?: string, 
/**
 * Whether the day comes before the month where the person is.
 */
day_first?: boolean, };

export type Place = "own" | "synced" | "network";

export type Plan = { 
/**
 * What is breathed.
 */
program: Program, 
/**
 * How long it is, to the millisecond; null: a hold waits for a tap.
 */
total_ms: number | null, 
/**
 * How often the pattern is gone through.
 */
cycles: number, 
/**
 * Whether its author's bound made it less than was asked for.
 */
capped: boolean, 
/**
 * What must be read before it.
 */
gate: Gate, 
/**
 * Breaths a minute.
 */
per_minute: number | null, };

export type PlanOf = { 
/**
 * A shipped one's word, or an own one's id.
 */
pattern: string, 
/**
 * About so many minutes, 1 to 60.
 */
minutes?: number, 
/**
 * So many cycles; goes before minutes.
 */
cycles?: number, };

export type PlanWorkout = { 
/**
 * The day.
 */
day: string, 
/**
 * The routine that it will follow.
 */
routine?: string, 
/**
 * A slug; null: that of the settings.
 */
sport?: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * The person's words.
 */
note?: string, };

export type PlateLoading = { 
/**
 * The plates of one side, the heaviest first.
 */
side: Array<PlateStock>, 
/**
 * The weight of the bar, milligrams.
 */
bar_mg: number, 
/**
 * What bar and plates weigh, milligrams.
 */
mg: number, 
/**
 * By how much that is more than what was wanted, milligrams; below zero: less.
 */
off_mg: number, };

export type PlateStock = { 
/**
 * The weight of one, milligrams.
 */
mg: number, 
/**
 * How many there are.
 */
count: number, };

export type PlatesOf = { 
/**
 * The whole weight, milligrams.
 */
mg: number, 
/**
 * Whether plates of kilograms or pounds; null: as the settings say. Own plates go before.
 */
unit?: WeightUnit, 
/**
 * The weight of the bar, milligrams; null: as the settings say.
 */
bar_mg?: number, };

export type PlayDetail = { 
/**
 * What each source told.
 */
evidence: Array<Evidence>, 
/**
 * Whether a person said that it is never one with another source's play.
 */
apart: boolean, 
/**
 * Whether a person left it out of every figure.
 */
hidden: boolean, 
/**
 * Its id.
 */
id: string, 
/**
 * The local day.
 */
day: string, 
/**
 * The local time at which it began, `21:04`.
 */
time: string, 
/**
 * When it began, Unix milliseconds.
 */
at_ms: number, 
/**
 * Its track.
 */
track: Name, 
/**
 * Its artists.
 */
artists: Array<Name>, 
/**
 * Its album.
 */
album: Name | null, 
/**
 * How long it sounded; null when no source says.
 */
played_ms: number | null, 
/**
 * Who told it.
 */
source: string, 
/**
 * How many other sources told the same play.
 */
also: number, 
/**
 * Whether it counts in figures.
 */
counts: boolean, 
/**
 * Whether it was skipped; null when no source says.
 */
skipped: boolean | null, 
/**
 * `music`, `episode`, `audiobook` or `video`.
 */
medium: string, };

export type PlayPage = { 
/**
 * The plays.
 */
items: Array<PlayRow>, 
/**
 * Where the next page begins; null after the last.
 */
next: string | null, };

export type PlayRef = { 
/**
 * The play.
 */
id: string, };

export type PlayRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * The local day.
 */
day: string, 
/**
 * The local time at which it began, `21:04`.
 */
time: string, 
/**
 * When it began, Unix milliseconds.
 */
at_ms: number, 
/**
 * Its track.
 */
track: Name, 
/**
 * Its artists.
 */
artists: Array<Name>, 
/**
 * Its album.
 */
album: Name | null, 
/**
 * How long it sounded; null when no source says.
 */
played_ms: number | null, 
/**
 * Who told it.
 */
source: string, 
/**
 * How many other sources told the same play.
 */
also: number, 
/**
 * Whether it counts in figures.
 */
counts: boolean, 
/**
 * Whether it was skipped; null when no source says.
 */
skipped: boolean | null, 
/**
 * `music`, `episode`, `audiobook` or `video`.
 */
medium: string, };

export type Playing = { 
/**
 * Whether it was turned on.
 */
on: boolean, 
/**
 * Whether what browsers play counts, too.
 */
browsers: boolean, 
/**
 * Whether players are followed now: they are while the vault is open in the window or
 * `everkept serve`.
 */
following: boolean, 
/**
 * Why they are not.
 */
problem: string | null, 
/**
 * What plays now, here or in a program that submits. Never kept.
 */
now: NowPlaying | null, };

export type Point = { 
/**
 * The step's first day.
 */
day: string, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type PoolLength = { 
/**
 * Since the start, milliseconds.
 */
at_ms: number, 
/**
 * Milliseconds.
 */
elapsed_ms: number, 
/**
 * Strokes.
 */
strokes: number | null, 
/**
 * `freestyle`; empty for a rest.
 */
stroke: string, };

export type PostOccurrence = { 
/**
 * The schedule.
 */
id: string, 
/**
 * When it was due.
 */
due: string, 
/**
 * When it was paid; null: when it was due.
 */
day?: string, 
/**
 * Smallest units; null: as scheduled.
 */
minor?: number, 
/**
 * The account; null: as scheduled.
 */
account?: string, };

export type PostingRow = { 
/**
 * The account or category.
 */
account: string, 
/**
 * Its name; empty for the program's own.
 */
name: string, 
/**
 * `asset`, `liability`, `income`, `expense` or `equity`.
 */
kind: string, 
/**
 * Smallest units.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, };

export type Power = "off" | "on" | "needs_reconnect";

export type PracticeKind = "breathing" | "meditation";

export type PracticeMark = { 
/**
 * Which one: `sessions_10`, `minutes_600`, `weeks_4`, `course_<id>`.
 */
id: string, 
/**
 * The day on which it was reached.
 */
reached_on: string, };

export type PracticeWeek = { 
/**
 * Its Monday.
 */
week: string, 
/**
 * On how many of its days something was practiced.
 */
days: number, 
/**
 * Minutes.
 */
minutes: number, };

export type Problem = { 
/**
 * The entry, line or file.
 */
where: string, 
/**
 * What is wrong.
 */
what: string, };

export type ProfileRef = { 
/**
 * Its id.
 */
id: string, };

export type Program = { 
/**
 * Its rounds, in their order.
 */
rounds: Array<Round>, };

export type ProgressOf = { 
/**
 * The exercise.
 */
exercise: string, 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, };

export type ProgressPoint = { 
/**
 * The day.
 */
day: string, 
/**
 * The best guess of what could be lifted once; null: none can be made.
 */
e1rm: OneRepMax | null, 
/**
 * The heaviest weight, milligrams.
 */
top_mg: number | null, 
/**
 * The most repetitions of a set.
 */
top_reps: number | null, 
/**
 * The longest set, milliseconds.
 */
top_ms: number | null, 
/**
 * The farthest set, millimeters.
 */
top_mm: number | null, 
/**
 * Sets.
 */
sets: number, 
/**
 * Repetitions.
 */
reps: number, 
/**
 * Weight times repetitions, milligrams.
 */
volume_mg: number, };

export type ProgressionRule = "none" | "double" | "linear";

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

export type ProposalAccuracy = { 
/**
 * That month.
 */
month: string, 
/**
 * Transactions that the person put into categories in it.
 */
rows: number, 
/**
 * Of those, how many would have been guessed.
 */
proposed: number, 
/**
 * Of those, how many rightly.
 */
right: number, };

export type PublishPage = { 
/**
 * What it is called in the list of shares, at most 120 characters.
 */
title: string, 
/**
 * The page: one HTML file that loads nothing, at most 7 MiB.
 */
html: string, 
/**
 * For how many days it can be opened, 1 to 366.
 */
days: number, 
/**
 * How often it can be opened; left out: as often as anybody wants.
 */
views?: number, };

export type PublishedPage = { 
/**
 * Its name on the server, 32 hexadecimal digits.
 */
share: string, 
/**
 * What it is called; null when another device published it.
 */
title: string | null, 
/**
 * What opens it; null when another device published it.
 */
link: string | null, 
/**
 * When it is over, Unix milliseconds.
 */
expires_ms: number, 
/**
 * How often it was opened.
 */
views: number, 
/**
 * How often it can be.
 */
views_max: number | null, };

export type Ran = { 
/**
 * The slot that it was for: `2026-11-21T10Z`, `by-hand-...`.
 */
slot: string, 
/**
 * Rows that are new.
 */
added: number, 
/**
 * Rows that were there already.
 */
already_here: number, 
/**
 * Pages that it fetched.
 */
pages: number, 
/**
 * Whether there is more, which the next run fetches.
 */
more: boolean, 
/**
 * Why it ended before its end, in words.
 */
problem: string | null, };

export type Range = { 
/**
 * The first day.
 */
from?: string, 
/**
 * The last day.
 */
to?: string, };

export type RankSource = { 
/**
 * What.
 */
what: string, 
/**
 * The source.
 */
source: string, 
/**
 * From 1, the lowest speaks; null: forget.
 */
rank: number | null, };

export type Ranked = { 
/**
 * Its place, from 1; equal amounts share one.
 */
rank: number, 
/**
 * The artists of an album or track, in their order; empty for artists and genres.
 */
artists: Array<Name>, 
/**
 * A track's album.
 */
album: Name | null, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type RateUsed = { 
/**
 * ISO 4217.
 */
from: string, 
/**
 * ISO 4217.
 */
to: string, 
/**
 * The day that it is of.
 */
day: string, 
/**
 * Units of `to`.
 */
num: number, 
/**
 * For so many units of `from`.
 */
den: number, 
/**
 * Who said so: `hand`, or a format.
 */
source: string, };

export type ReadShared = { 
/**
 * The text.
 */
text: string, };

export type Reading = { 
/**
 * The reading.
 */
id: string, 
/**
 * What it was made of.
 */
lane: Lane, 
/**
 * When, Unix milliseconds.
 */
at_ms: number, 
/**
 * What the clock on the wall showed: `21:04`.
 */
time: string, 
/**
 * -100 to 100; null: the model does not tell.
 */
valence: number | null, 
/**
 * -100 to 100; null: the model does not tell.
 */
energy: number | null, 
/**
 * What it named, the most probable first.
 */
labels: Array<ReadingLabel>, 
/**
 * Where it comes from: `camera`, `microphone`, `text`.
 */
source: string, 
/**
 * What computed it.
 */
model: string, 
/**
 * Its version.
 */
version: string, 
/**
 * How sure, 0 to 1; comparable only within one model.
 */
quality: number, 
/**
 * The share of what was looked at that could be read, 0 to 1.
 */
coverage: number, 
/**
 * The entry or session that it was made of.
 */
about: string | null, };

export type ReadingLabel = { 
/**
 * `gratitude`, `smile`.
 */
name: string, 
/**
 * 0 to 1; comparable only within one model.
 */
probability: number, };

export type ReadingRef = { 
/**
 * The reading.
 */
id: string, };

export type ReadingsForgotten = { 
/**
 * Readings that were thrown away.
 */
count: number, };

export type ReasonCount = { 
/**
 * The reason.
 */
reason: string, 
/**
 * Rows.
 */
count: number, };

export type ReceiptItem = { 
/**
 * What.
 */
name: string, 
/**
 * Smallest units.
 */
minor: number, 
/**
 * How sure, 0 to 1.
 */
quality: number, 
/**
 * In which of the lines.
 */
line: number, };

export type ReceiptPhoto = { 
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
height: number | null, };

export type ReceiptRead = { 
/**
 * Whether the models that read are installed.
 */
installed: boolean, 
/**
 * The shop.
 */
store: TextField | null, 
/**
 * The day.
 */
date: DayField | null, 
/**
 * Days that it may be, where day and month could stand for each other.
 */
days: Array<string>, 
/**
 * What was paid.
 */
total: AmountField | null, 
/**
 * Whether the lines add up to the total; null: there are no lines to add up.
 */
adds_up: boolean | null, 
/**
 * What was bought.
 */
items: Array<ReceiptItem>, 
/**
 * Every line of text, with its place.
 */
lines: Array<LineRead>, };

export type ReceiptRef = { 
/**
 * The receipt.
 */
id: string, };

export type ReceiptRow = { 
/**
 * The receipt.
 */
id: string, 
/**
 * The transaction that it is of.
 */
txn: TxnRow | null, 
/**
 * The person's words.
 */
note: string, 
/**
 * The shop.
 */
store: string, 
/**
 * Its day.
 */
date: string | null, 
/**
 * What was paid, smallest units, above zero; null: nobody has read it.
 */
minor: number | null, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Its photos.
 */
photos: Array<ReceiptPhoto>, 
/**
 * Transactions that it may be of, the likeliest first; empty when it has one.
 */
offers: Array<TxnRow>, };

export type ReconcileOf = { 
/**
 * The account.
 */
account: string, 
/**
 * The statement's last day.
 */
day: string, 
/**
 * What it says, smallest units.
 */
minor: number, };

export type Reconciling = { 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * What is ticked off up to that day.
 */
cleared_minor: number, 
/**
 * What the statement says beyond that; 0: they agree.
 */
difference: number, 
/**
 * Transactions up to that day that are in no statement yet, the latest first; at most 500.
 */
items: Array<TxnRow>, 
/**
 * How many there are.
 */
open: number, 
/**
 * Balances that files told of this account around that day, the latest first: to compare.
 */
told: Array<ToldBalance>, 
/**
 * The last statement that was found to be right.
 */
last: KeptStatement | null, };

export type RecordConflict = { 
/**
 * The record.
 */
id: string, 
/**
 * Its kind.
 */
kind: string, 
/**
 * Its title, or how its text begins; may be empty.
 */
title: string, 
/**
 * The day it belongs to; empty when it has none.
 */
day: string, 
/**
 * The fields.
 */
fields: Array<FieldConflict>, };

export type RecordVoice = { 
/**
 * The microphone's id; left out: the preferred one.
 */
device?: string, 
/**
 * Samples a second of a page that hands in its own microphone by `senses.feed`.
 */
page_rate?: number, };

export type Records = { 
/**
 * At most 1000.
 */
ids: Array<string>, };

export type RecurringAlert = { "kind": "missed", 
/**
 * When.
 */
due: string, } | { "kind": "dearer", 
/**
 * Smallest units before.
 */
before: number, 
/**
 * Smallest units now.
 */
after: number, };

export type RecurringPayment = { 
/**
 * What names it.
 */
key: string, 
/**
 * Who it is with.
 */
payee: string, 
/**
 * The account of the last one.
 */
account: AccountName, 
/**
 * What it is for.
 */
category: CategoryName | null, 
/**
 * Smallest units of the last one.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * What is counted.
 */
unit: RepeatUnit, 
/**
 * Every so many of them.
 */
step: number, 
/**
 * The last one.
 */
last: string, 
/**
 * When the next one is due.
 */
next: string, 
/**
 * What the person said of it.
 */
state: RecurringState, 
/**
 * The schedule that it was kept as.
 */
schedule: string | null, 
/**
 * What is to be known about it.
 */
alerts: Array<RecurringAlert>, 
/**
 * About what it comes to in a year, smallest units.
 */
yearly_minor: number, 
/**
 * Its transactions, the latest first.
 */
rows: Array<string>, 
/**
 * So few have come that it may be chance.
 */
unsure: boolean, };

export type RecurringRef = { 
/**
 * Its key.
 */
key: string, };

export type RecurringState = "offered" | "kept" | "dismissed";

export type RemoteAccountRef = { 
/**
 * `spotify`, `listenbrainz` or `lastfm`.
 */
id: string, };

export type RemovedDevice = { 
/**
 * 32 hexadecimal digits.
 */
device: string, };

export type RenamePayee = { 
/**
 * As it is shown now.
 */
from: string, 
/**
 * As it is to be shown; the name of another payee makes the two one.
 */
to: string, };

export type RenamedPayee = { 
/**
 * How many transactions show it now.
 */
txns: number, };

export type ReopenStatement = { 
/**
 * The account.
 */
account: string, };

export type RepMax = { 
/**
 * Repetitions.
 */
reps: number, 
/**
 * The best.
 */
best: ExerciseBest, };

export type RepeatUnit = "day" | "week" | "month" | "year";

export type Report = { 
/**
 * The whole file.
 */
html: string, 
/**
 * A name for the file: `listening-2026.html`.
 */
name: string, 
/**
 * What the signature is known by, as the page shows it.
 */
fingerprint: string, };

export type ReportCheck = { 
/**
 * What it is.
 */
state: ReportState, 
/**
 * Its title.
 */
title: string | null, 
/**
 * When it was made.
 */
made: string | null, 
/**
 * What its signature is known by.
 */
fingerprint: string | null, };

export type ReportFilter = { 
/**
 * Of one of these accounts.
 */
accounts: Array<string>, 
/**
 * For one of these categories.
 */
categories: Array<string>, 
/**
 * With one of these payees.
 */
payees: Array<string>, 
/**
 * With one of these tags.
 */
tags: Array<string>, };

export type ReportOf = { 
/**
 * Over which days.
 */
range: Range, 
/**
 * Its parts, in their order; each once.
 */
panels: Array<ReportPanel>, 
/**
 * Its title, at most 120 characters; without one it gets a plain one.
 */
title: string, };

export type ReportPanel = "figures" | "artists" | "albums" | "tracks" | "genres" | "clock" | "calendar" | "discovery";

export type ReportSpan = { 
/**
 * The first day.
 */
from: string, 
/**
 * The last day.
 */
to: string, };

export type ReportState = "ours" | "another" | "altered" | "no_report";

export type ReportStep = "month" | "quarter" | "year" | "whole";

export type ReportText = { 
/**
 * Its whole text.
 */
text: string, };

export type RescueBackup = { 
/**
 * Its name.
 */
name: string, 
/**
 * The folder in which it was found, when one was named.
 */
folder?: string, };

export type Rest = { 
/**
 * When it is over, Unix milliseconds.
 */
until_ms: number, 
/**
 * How long it is, milliseconds.
 */
rest_ms: number, 
/**
 * How long it still lasts, milliseconds; below zero: it is over.
 */
left_ms: number, };

export type RestoredVault = { 
/**
 * The folder in which the vault until then is kept; it opens with the same passphrase.
 */
aside: string, 
/**
 * Attachments that came back.
 */
attachments: number, 
/**
 * Attachments that the backup's folder does not hold any more.
 */
missing: number, };

export type Rhythm = { 
/**
 * On how many days of a week, 1 to 7; null: no rhythm is wished for.
 */
days_per_week: number | null, 
/**
 * The last day of a pause that lasts; null: there is none.
 */
paused_until: string | null, 
/**
 * How many weeks were kept altogether.
 */
weeks_kept: number, 
/**
 * How many weeks on end were kept, up to now: paused weeks are left out, the week that goes on
 * is only counted when it is kept, and one week of four may be missed.
 */
weeks_on_end: number, };

export type RibbonPoint = { 
/**
 * Milliseconds of the session.
 */
at_ms: number, 
/**
 * What the pacer asked for; null: nothing.
 */
target: PhaseKind | null, 
/**
 * What was heard.
 */
heard: HeardPhase, 
/**
 * How loud the breath was above the room, 0 to 1; null: not known.
 */
level: number | null, 
/**
 * How full the chest was, 0 to 1; null: not seen.
 */
chest: number | null, 
/**
 * Whether a face was seen; null: no camera looked.
 */
face: boolean | null, };

export type Round = { 
/**
 * How many times.
 */
cycles: number, 
/**
 * Its parts, in their order.
 */
phases: Array<Phase>, };

export type Route = "nose" | "mouth" | "any";

export type RoutineDetail = { 
/**
 * The person's words.
 */
note: string, 
/**
 * Its exercises, in their order.
 */
items: Array<RoutineItem>, 
/**
 * The routine.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The folder that it lies in, or nothing.
 */
folder: string, 
/**
 * Whether it is put away.
 */
closed: boolean, 
/**
 * The names of its exercises, in their order.
 */
exercises: Array<string>, 
/**
 * Sets altogether.
 */
sets: number, 
/**
 * How long it takes by and large, minutes.
 */
minutes: number, 
/**
 * When it was last done, Unix milliseconds.
 */
last_ms: number | null, 
/**
 * How often it was done.
 */
times: number, };

export type RoutineItem = { 
/**
 * Its key in the routine.
 */
key: string, 
/**
 * Which exercise.
 */
exercise: ExerciseName, 
/**
 * How many sets.
 */
sets: number, 
/**
 * The fewest repetitions.
 */
low: number | null, 
/**
 * The most repetitions.
 */
high: number | null, 
/**
 * How long a set is, milliseconds.
 */
time_ms: number | null, 
/**
 * How far a set is, millimeters.
 */
distance_mm: number | null, 
/**
 * The rest after a set, milliseconds.
 */
rest_ms: number | null, 
/**
 * The letter of its superset, or nothing.
 */
group: string, 
/**
 * How it becomes harder.
 */
rule: ProgressionRule, 
/**
 * By how much, milligrams; null: the exercise's own step.
 */
step_mg: number | null, 
/**
 * What is noted.
 */
note: string, 
/**
 * The weight that is next, milligrams.
 */
next_mg: number | null, 
/**
 * The repetitions to aim at; null: it is not counted in them.
 */
next_reps: number | null, 
/**
 * Why.
 */
why: NextWhy, };

export type RoutineItemInput = { 
/**
 * Its key in the routine; null: it is new.
 */
key?: string, 
/**
 * Which exercise.
 */
exercise: string, 
/**
 * How many sets.
 */
sets: number, 
/**
 * The fewest repetitions.
 */
low?: number, 
/**
 * The most repetitions.
 */
high?: number, 
/**
 * How long a set is, milliseconds.
 */
time_ms?: number, 
/**
 * How far a set is, millimeters.
 */
distance_mm?: number, 
/**
 * The rest after a set, milliseconds.
 */
rest_ms?: number, 
/**
 * The letter of its superset.
 */
group?: string, 
/**
 * How it becomes harder; null: not.
 */
rule?: ProgressionRule, 
/**
 * By how much, milligrams; null: the exercise's own step.
 */
step_mg?: number, 
/**
 * What is noted.
 */
note?: string, };

export type RoutineRef = { 
/**
 * The routine.
 */
id: string, };

export type RoutineRow = { 
/**
 * The routine.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The folder that it lies in, or nothing.
 */
folder: string, 
/**
 * Whether it is put away.
 */
closed: boolean, 
/**
 * The names of its exercises, in their order.
 */
exercises: Array<string>, 
/**
 * Sets altogether.
 */
sets: number, 
/**
 * How long it takes by and large, minutes.
 */
minutes: number, 
/**
 * When it was last done, Unix milliseconds.
 */
last_ms: number | null, 
/**
 * How often it was done.
 */
times: number, };

export type RowsBehind = { 
/**
 * Spending or income.
 */
flow: MoneyFlow, 
/**
 * The accounts.
 */
accounts: Array<string>, 
/**
 * The categories.
 */
categories: Array<string>, 
/**
 * The payees.
 */
payees: Array<string>, 
/**
 * The tags.
 */
tags: Array<string>, };

export type RuleAction = { "set": "category", 
/**
 * The category.
 */
id: string, } | { "set": "payee", 
/**
 * The name to show.
 */
name: string, } | { "set": "tag", 
/**
 * Without `#`.
 */
tag: string, } | { "set": "transfer", 
/**
 * That account.
 */
account: string, };

export type RuleAmount = { "equal": number } | { "below": number } | { "above": number } | { "between": [number, number] };

export type RuleCondition = { "on": "text", 
/**
 * Which text.
 */
field: RuleText, 
/**
 * How it is compared.
 */
op: RuleTextOp, 
/**
 * With what.
 */
value: string, } | { "on": "amount", 
/**
 * Smallest units.
 */
test: RuleAmount, 
/**
 * Of this currency only (ISO 4217); empty: of any.
 */
currency: string, } | { "on": "direction", 
/**
 * In or out.
 */
way: RuleWay, } | { "on": "account", 
/**
 * The account.
 */
id: string, };

export type RuleProposal = { 
/**
 * By this it is waved away.
 */
key: string, 
/**
 * The payee.
 */
payee: string, 
/**
 * Where the person puts it.
 */
category: string, 
/**
 * That category's name.
 */
category_name: string, 
/**
 * How often the person did so.
 */
txns: number, };

export type RuleRef = { 
/**
 * The rule.
 */
id: string, };

export type RuleText = "payee" | "raw" | "memo" | "note" | "other" | "kind";

export type RuleTextOp = "contains" | "is" | "starts" | "words";

export type RuleTried = { 
/**
 * How many transactions it fits.
 */
txns: number, 
/**
 * Of those, how many have no category yet.
 */
uncategorized: number, 
/**
 * The latest of them.
 */
sample: Array<TxnRow>, };

export type RuleWay = "in" | "out";

export type Safe = "crashes" | "asked";

export type SaidBy = "none" | "file" | "rule" | "person";

export type SaidValue = { 
/**
 * What `records.choose` takes; the same on every device.
 */
told: string, 
/**
 * The value as text; of a record that it names, what that is called.
 */
value: string, 
/**
 * Who said it.
 */
writer: Writer, 
/**
 * When, by the clock of who said it, RFC 3339.
 */
at: string, 
/**
 * Whether it is the one that holds now.
 */
holds: boolean, };

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

export type SamplesOf = { 
/**
 * The day.
 */
day: string, 
/**
 * What.
 */
what: string, 
/**
 * Which source; without, the one that speaks.
 */
source: string | null, };

export type SaveMoodFactor = { 
/**
 * The factor; null: a new one.
 */
id?: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How it is answered; of one that was used it stays as it is.
 */
kind: MoodFactorKind, 
/**
 * What the low end of a scale is called.
 */
low?: string, 
/**
 * What the high end of a scale is called.
 */
high?: string, 
/**
 * What a count counts.
 */
unit?: string, };

export type SaveMoodWord = { 
/**
 * Which one to change; null: a new one.
 */
id?: string, 
/**
 * The word.
 */
word: string, 
/**
 * From unpleasant (-100) to pleasant (100).
 */
valence: number, 
/**
 * From calm (-100) to energetic (100).
 */
energy: number, };

export type SavePattern = { 
/**
 * The pattern that is changed; null: a new one.
 */
id?: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What is breathed.
 */
program: Program, 
/**
 * How long it is breathed when nothing is said, 1 to 60.
 */
minutes: number, 
/**
 * What is noted; null: leave.
 */
note?: string, };

export type SavingsGoal = { 
/**
 * The goal.
 */
id: string, 
/**
 * What it is.
 */
name: string, 
/**
 * What it takes, smallest units.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Until when.
 */
by: string | null, 
/**
 * Where it is saved.
 */
account: AccountName | null, 
/**
 * The person's words.
 */
note: string, 
/**
 * What is there for it; null: no account says so. Goals of one account get what it holds one
 * after another, the one that is needed first before all others.
 */
saved_minor: number | null, 
/**
 * Of a thousand parts of the whole so many.
 */
permille: number, 
/**
 * What to save each month, this one too, to be there in time; null: no day is set, or it is
 * reached.
 */
monthly_minor: number | null, };

export type Schedule = { 
/**
 * The schedule.
 */
id: string, 
/**
 * Who it is with.
 */
payee: string, 
/**
 * The account that pays or is paid.
 */
account: AccountName | null, 
/**
 * What it is for.
 */
category: CategoryName | null, 
/**
 * The other own account, when it moves money between two.
 */
transfer: AccountName | null, 
/**
 * Smallest units, negative when money goes out.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Whether the amount is a different one each time.
 */
about: boolean, 
/**
 * What is counted.
 */
unit: RepeatUnit, 
/**
 * Every so many of them.
 */
step: number, 
/**
 * The first day.
 */
start: string, 
/**
 * The last day on which it may fall.
 */
end: string | null, 
/**
 * Whether it goes on.
 */
on: boolean, 
/**
 * When it is next due.
 */
next: string | null, 
/**
 * About what it comes to in a year, smallest units.
 */
yearly_minor: number, };

export type ScheduleRef = { 
/**
 * The schedule.
 */
id: string, };

export type Scope = "artist" | "album" | "track" | "genre";

export type Scrobbling = { 
/**
 * Whether it was turned on.
 */
on: boolean, 
/**
 * Whether it listens now: it does while the vault is open in the window or `everkept serve`.
 */
listening: boolean, 
/**
 * Its port.
 */
port: number, 
/**
 * The address that programs are told; what they add to it is `/1/submit-listens` or `/2.0/`.
 */
address: string, 
/**
 * The name that programs are told.
 */
user: string, 
/**
 * Why it does not listen.
 */
problem: string | null, 
/**
 * Programs that asked in Last.fm's way and wait for the person.
 */
waiting: Array<WaitingProgram>, };

export type ScrobblingClient = { 
/**
 * What the person calls it.
 */
name: string, 
/**
 * When it was let in, RFC 3339.
 */
added: string, 
/**
 * Web origins that may use its token.
 */
origins: Array<string>, 
/**
 * Web origins that used it and were refused since Everkept began.
 */
refused: Array<string>, 
/**
 * Whether what it sends in Last.fm's way must be signed.
 */
signs: boolean, };

export type SealedDownload = { 
/**
 * What will open it.
 */
passphrase: string, };

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
snippet: Array<SnippetPart>, 
/**
 * Whether it has other words that mean nearly the same.
 */
by_meaning: boolean, };

export type SenseDevices = { 
/**
 * Cameras.
 */
cameras: Array<DeviceRow>, 
/**
 * Microphones.
 */
microphones: Array<DeviceRow>, 
/**
 * What could not be asked, in words.
 */
problems: Array<string>, };

export type SenseSource = "camera" | "microphone" | "text" | "photo" | "strap";

export type SenseState = { 
/**
 * Those that are.
 */
open: Array<OpenSensorRow>, };

export type Sensor = "camera" | "microphone";

export type SensorEnded = { 
/**
 * Frames or seconds of sound that were read.
 */
read: number, 
/**
 * Those that came while the one before was still being read, and were left out.
 */
dropped: number, 
/**
 * Why it ended by itself: it was unplugged, or the page was closed; null when somebody ended it.
 */
lost: string | null, };

export type SeriesOf = { 
/**
 * `listening.minutes`.
 */
name: string, 
/**
 * The first day.
 */
from: string, 
/**
 * The last day.
 */
to: string, };

export type SeriesPoint = { 
/**
 * The day.
 */
day: string, 
/**
 * The number, in the series' unit.
 */
value: number, };

export type SeriesShape = { 
/**
 * `listening.minutes`.
 */
name: string, 
/**
 * What it is counted in.
 */
unit: string, 
/**
 * Which way is better.
 */
direction: Direction, 
/**
 * What a day without a point means.
 */
gap: Gap, };

export type Session = { 
/**
 * The local day on which it began.
 */
day: string, 
/**
 * The local time, `21:04`.
 */
time: string, 
/**
 * From its beginning to the end of its last play, minutes.
 */
minutes: number, 
/**
 * Its plays.
 */
plays: number, };

export type SessionLength = { 
/**
 * At least so many minutes; the next row's is the bound above.
 */
from_minutes: number, 
/**
 * How many.
 */
count: number, };

export type SessionOut = { 
/**
 * The session.
 */
id: string, 
/**
 * What it is.
 */
kind: PracticeKind, 
/**
 * What was breathed: a shipped pattern's word or an own one's id; empty for a meditation.
 */
pattern: string, 
/**
 * The own pattern's name at the time.
 */
name: string, 
/**
 * What was breathed; null for a meditation.
 */
program: Program | null, 
/**
 * Its day, where the person was.
 */
day: string, 
/**
 * When it began, Unix milliseconds.
 */
at: number, 
/**
 * When it ended, Unix milliseconds; null: it goes on.
 */
ended_at: number | null, 
/**
 * Where the person was: an IANA name.
 */
zone: string, 
/**
 * How it stands.
 */
state: SessionState, 
/**
 * How long it was to be; null: open.
 */
planned_ms: number | null, 
/**
 * How long was practiced, milliseconds, pauses left out.
 */
practiced_ms: number, 
/**
 * The same in minutes.
 */
minutes: number, 
/**
 * How many breaths were gone through.
 */
cycles_done: number, 
/**
 * How many breaths the program has.
 */
cycles_planned: number, 
/**
 * How often something came in between.
 */
interruptions: number, 
/**
 * How long the holds until a tap were, milliseconds, in their order.
 */
holds_ms: Array<number>, 
/**
 * Whether a clock was set meanwhile: instants may be off, lengths are not.
 */
stepped: boolean, 
/**
 * What was measured; null: nothing.
 */
summary: Summary | null, 
/**
 * What rules say about it, each from measured numbers; at most three.
 */
coaching: Array<Coaching>, 
/**
 * How one felt before.
 */
mood_before: Feeling | null, 
/**
 * How one felt after.
 */
mood_after: Feeling | null, 
/**
 * What is noted.
 */
note: string, 
/**
 * What is kept of its curve.
 */
trace: TraceState, 
/**
 * The day of a course.
 */
course: CourseDay | null, 
/**
 * When bells sounded.
 */
bells: Bells | null, 
/**
 * What sounded behind it.
 */
ambient: Ambient, };

export type SessionPage = { 
/**
 * The sessions.
 */
items: Array<SessionRow>, 
/**
 * Where the next page begins; null: there is none.
 */
next: string | null, 
/**
 * How many there are of the kind.
 */
count: number, };

export type SessionRef = { 
/**
 * The session.
 */
id: string, };

export type SessionRow = { 
/**
 * The session.
 */
id: string, 
/**
 * What it is.
 */
kind: PracticeKind, 
/**
 * What was breathed: a shipped pattern's word or an own one's id; empty for a meditation.
 */
pattern: string, 
/**
 * The own pattern's name at the time.
 */
name: string, 
/**
 * Its day, where the person was.
 */
day: string, 
/**
 * When it began, Unix milliseconds.
 */
at: number, 
/**
 * How long was practiced, milliseconds.
 */
practiced_ms: number, 
/**
 * How many breaths were gone through.
 */
cycles: number, 
/**
 * The share of the known time in which breath and pacer matched; null: not measured.
 */
matched: number | null, 
/**
 * Breaths a minute; null: not measured.
 */
rate: number | null, 
/**
 * The day of a course.
 */
course: CourseDay | null, };

export type SessionState = "idle" | "active" | "paused" | "completed" | "discarded";

export type Sessions = { 
/**
 * How many.
 */
count: number, 
/**
 * The middle one's length in minutes.
 */
median_minutes: number, 
/**
 * How many of each length.
 */
lengths: Array<SessionLength>, 
/**
 * The longest, longest first.
 */
longest: Array<Session>, 
/**
 * Whether the range was too long to look at each play; then only `count` is known.
 */
only_count: boolean, };

export type SetAccount = { 
/**
 * `spotify`, `listenbrainz` or `lastfm`.
 */
id: string, 
/**
 * The name at ListenBrainz or Last.fm.
 */
user?: string, 
/**
 * The person's own client id at Spotify.
 */
client_id?: string, 
/**
 * Another server that speaks as ListenBrainz does.
 */
address?: string, 
/**
 * The person's own API key (Last.fm) or token (ListenBrainz). It goes into the system's keyring and
 * is never shown again.
 */
secret?: string, };

export type SetBackups = { 
/**
 * Whether they are made by themselves.
 */
on?: boolean, 
/**
 * A folder that is there, from the root of the disk; empty: the one in the vault's own. What lies in
 * the folder before stays there.
 */
folder?: string, };

export type SetBudget = { 
/**
 * The category.
 */
category: string, 
/**
 * The month.
 */
month: string, 
/**
 * Smallest units of the budget's currency; null: nothing is said of this month.
 */
minor?: number, 
/**
 * How it is budgeted in all months; null: as before, or an envelope.
 */
mode?: BudgetMode, };

export type SetCleared = { 
/**
 * The transactions, at most 5000.
 */
ids: Array<string>, 
/**
 * Whether they are ticked off.
 */
on: boolean, };

export type SetField = "reps" | "mg" | "mm" | "ms" | "rpe";

export type SetGenre = { 
/**
 * The artist.
 */
artist: string, 
/**
 * The genre.
 */
genre: string, 
/**
 * Whether it has it.
 */
on: boolean, };

export type SetInput = { 
/**
 * What kind of a set; null: one like most.
 */
kind?: SetKind, 
/**
 * Repetitions.
 */
reps?: number, 
/**
 * The weight, milligrams.
 */
mg?: number, 
/**
 * The distance, millimeters.
 */
mm?: number, 
/**
 * How long, milliseconds.
 */
ms?: number, 
/**
 * Twice the RPE.
 */
rpe_x2?: number, 
/**
 * The unit that was entered: `kg`, `lb`, `km`, `mi`.
 */
unit?: string, 
/**
 * What was entered.
 */
text?: string, 
/**
 * Whether it was done; null: in a workout that is written down afterward yes, else no.
 */
done?: boolean, };

export type SetKind = "warmup" | "work" | "drop" | "failure";

export type SetLan = { 
/**
 * Whether other devices are asked and answered.
 */
on?: boolean, 
/**
 * Whether this device announces itself, and looks for the others.
 */
find?: boolean, 
/**
 * The port, 1024 to 65535, or 0 for any.
 */
port?: number, };

export type SetListed = { 
/**
 * The list.
 */
list: string, 
/**
 * The track.
 */
track: string, 
/**
 * Whether it is in it.
 */
on: boolean, };

export type SetPlaying = { 
/**
 * Whether players are listened to.
 */
on?: boolean, 
/**
 * Whether what browsers play counts, too.
 */
browsers?: boolean, };

export type SetRate = { 
/**
 * ISO 4217.
 */
from: string, 
/**
 * ISO 4217.
 */
to: string, 
/**
 * The day that it is of.
 */
day: string, 
/**
 * How many `to` one `from` is worth, as a decimal number with a point: `1.085`. Empty: takes
 * the rate of that day back.
 */
rate: string, };

export type SetRecord = { 
/**
 * The exercise.
 */
exercise: ExerciseName, 
/**
 * The set's key in its workout.
 */
set: string, 
/**
 * What it is a best of.
 */
kind: BestKind, 
/**
 * What it reached.
 */
value: number, 
/**
 * The best before it.
 */
before: number, };

export type SetRef = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The set's key in it.
 */
set: string, };

export type SetRhythm = { 
/**
 * On how many days of a week, 1 to 7; 0: none is wished for.
 */
days_per_week?: number, 
/**
 * The last day of a pause that begins today.
 */
pause_until?: string, 
/**
 * Ends a pause.
 */
unpause: boolean, };

export type SetScrobbling = { 
/**
 * Whether it listens.
 */
on?: boolean, 
/**
 * Its port, 1024 to 65535.
 */
port?: number, };

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
keep_photo_place: boolean, 
/**
 * Minutes after which the vault locks when nobody does anything; 0: never. At most a day.
 */
lock_after_min: number, 
/**
 * Whether the vault locks when the machine slept.
 */
lock_on_sleep: boolean, };

export type SettingsPatch = { theme?: Theme, locale?: Locale, motion?: Motion, streaks?: boolean, on_this_day?: boolean, keep_photo_place?: boolean, lock_after_min?: number, lock_on_sleep?: boolean, };

export type Share = { 
/**
 * Of what.
 */
name: string, 
/**
 * How much of it.
 */
share: number, };

export type SharedOut = { 
/**
 * Its name.
 */
name: string, 
/**
 * What is breathed.
 */
program: Program, 
/**
 * How long it is breathed, minutes.
 */
minutes: number, 
/**
 * What is noted of it.
 */
note: string, };

export type SharedRead = { 
/**
 * The pattern.
 */
pattern: SharedOut, 
/**
 * The fingerprint of the key that signed it, to be compared with the sender's.
 */
signer: string, 
/**
 * Whether the text is as it was signed.
 */
valid: boolean, };

export type SharedText = { 
/**
 * The signed text.
 */
text: string, 
/**
 * The same as a QR code, an SVG picture; null: the text is too long for one.
 */
svg: string | null, };

export type SimilarRow = { 
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
 * How its text begins.
 */
beginning: string, 
/**
 * How alike, 0 to 1.
 */
likeness: number, };

export type SimilarTo = { 
/**
 * A record.
 */
id: string, };

export type SkipOccurrence = { 
/**
 * The schedule.
 */
id: string, 
/**
 * When it is due.
 */
due: string, 
/**
 * It is due again.
 */
again: boolean, };

export type SleepStage = { 
/**
 * `in_bed`, `awake`, `asleep`, `light`, `deep`, `rem`: the value of its samples, from 0.
 */
stage: string, 
/**
 * Milliseconds.
 */
ms: number, };

export type SnippetPart = { 
/**
 * The text.
 */
text: string, 
/**
 * Whether it is what was looked for.
 */
hit: boolean, };

export type SourceFigure = { 
/**
 * The source.
 */
source: string, 
/**
 * The sum, mean, last value or milliseconds asleep.
 */
value: number, 
/**
 * The lowest sample.
 */
low: number, 
/**
 * The highest sample.
 */
high: number, 
/**
 * How many samples.
 */
samples: number, 
/**
 * How many quarters of an hour have any.
 */
quarters: number, };

export type SourceRow = { 
/**
 * The source.
 */
source: string, 
/**
 * All rows that it told.
 */
rows: number, 
/**
 * Of those, rows that another source told better: they are evidence of that play.
 */
evidence: number, 
/**
 * The first day.
 */
first: string | null, 
/**
 * The last day.
 */
last: string | null, };

export type Spending = { 
/**
 * The currency of every figure.
 */
currency: string, 
/**
 * The days.
 */
span: ReportSpan, 
/**
 * Its steps.
 */
steps: Array<ReportSpan>, 
/**
 * The rows, the largest first.
 */
rows: Array<SpendingRow>, 
/**
 * All rows together, by step; with tags, each transaction once.
 */
totals: Array<number>, 
/**
 * All of it, smallest units.
 */
minor: number, 
/**
 * What is not in the figures, for want of a rate.
 */
unconverted: Array<MoneyAmount>, 
/**
 * The rates that were used, latest first, the latest 200 of them.
 */
rates: Array<RateUsed>, };

export type SpendingCompared = { 
/**
 * The currency of every figure.
 */
currency: string, 
/**
 * The rows, those that differ most first.
 */
rows: Array<ComparedRow>, 
/**
 * All of the one, smallest units.
 */
a: number, 
/**
 * All of the other.
 */
b: number, 
/**
 * What is not in the figures, for want of a rate.
 */
unconverted: Array<MoneyAmount>, 
/**
 * The rates that were used.
 */
rates: Array<RateUsed>, };

export type SpendingOf = { 
/**
 * The first day; null: of the first transaction.
 */
from?: string, 
/**
 * The last day; null: today, or the end of the last month that has a transaction.
 */
to?: string, 
/**
 * What the rows are.
 */
by: MoneyBy, 
/**
 * In which steps.
 */
step: ReportStep, 
/**
 * Spending or income.
 */
flow: MoneyFlow, 
/**
 * Which transactions count.
 */
filter: ReportFilter, };

export type SpendingRow = { 
/**
 * By step, smallest units; below zero: more came back than went.
 */
cells: Array<number>, 
/**
 * Their sum.
 */
minor: number, 
/**
 * Of a thousand parts of the whole so many; 0 when the whole is not above zero.
 */
permille: number, 
/**
 * Which rows of the register it is made of.
 */
rows: RowsBehind, 
/**
 * The id of a category or account, else the payee or tag; empty: without one.
 */
key: string, 
/**
 * Its name; empty for what the window has words for: nobody's money, no payee, no tag.
 */
name: string, 
/**
 * The icon of a category or account.
 */
icon: string, 
/**
 * The category that it lies in.
 */
parent: string | null, };

export type SplitPart = { 
/**
 * What it is for: a category or another own account; null: not said.
 */
category?: string, 
/**
 * Smallest units, with the transaction's sign.
 */
minor: number, 
/**
 * The person's words.
 */
note: string, };

export type SplitRow = { 
/**
 * What it is for: a category or another own account; null: not said.
 */
category: CategoryName | null, 
/**
 * Smallest units.
 */
minor: number, 
/**
 * The person's words.
 */
note: string, };

export type SplitTxn = { 
/**
 * The transaction.
 */
id: string, 
/**
 * Its parts; they sum to it.
 */
splits: Array<SplitPart>, };

export type SportWeek = { 
/**
 * A slug.
 */
sport: string, 
/**
 * Workouts and activities.
 */
sessions: number, 
/**
 * How long, milliseconds; only of those that know it.
 */
elapsed_ms: number, 
/**
 * Millimeters.
 */
distance_mm: number, };

export type Standing = { 
/**
 * Its place, from 1.
 */
rank: number, 
/**
 * Plays.
 */
plays: number, };

export type StartFinance = { 
/**
 * The currency of reports, ISO 4217.
 */
base: string, 
/**
 * Names of the first categories by their keys, in the person's language; English without.
 */
names?: { [key in string]: string }, };

export type StartWorkout = { 
/**
 * A planned workout.
 */
workout?: string, 
/**
 * The routine that it follows.
 */
routine?: string, 
/**
 * A slug; null: that of the settings.
 */
sport?: string, 
/**
 * Its name.
 */
name?: string, 
/**
 * Its exercises with sets that are not done yet: what was suggested.
 */
exercises?: Array<NewWorkoutExercise>, };

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

export type Stretch = { 
/**
 * The first cycle for which it holds, over all rounds, from 0; it holds until another one is named.
 */
cycle: number, 
/**
 * Milliseconds; 0: as the program says.
 */
ms: number, };

export type StretchCycle = { 
/**
 * The session.
 */
id: string, 
/**
 * The first cycle for which it holds, over all rounds, from 0; not one that is over.
 */
cycle: number, 
/**
 * By how much they are longer than the program says, milliseconds: at most 200 more than the cycles
 * before them, and 0 at any time.
 */
ms: number, };

export type SuggestOf = { 
/**
 * Minutes; null: as the settings say.
 */
minutes?: number, 
/**
 * The equipment that is there, slugs; null: any. The own body always is.
 */
equipment?: Array<string>, };

export type SuggestReason = { "why": "below_week", 
/**
 * The muscle.
 */
muscle: Muscle, 
/**
 * Twice the sets that it got.
 */
sets_x2: number, 
/**
 * Twice the sets that are aimed at.
 */
aim_x2: number, } | { "why": "rested", 
/**
 * The muscle.
 */
muscle: Muscle, 
/**
 * Hours since it worked.
 */
hours: number, } | { "why": "tired", 
/**
 * The muscle.
 */
muscle: Muscle, 
/**
 * Hours since it worked.
 */
hours: number, } | { "why": "not_done_for", 
/**
 * Days.
 */
days: number, } | { "why": "never_done" } | { "why": "fits_time", 
/**
 * How long it takes by and large, minutes.
 */
minutes: number, } | { "why": "cut_to_fit", 
/**
 * How many.
 */
exercises: number, } | { "why": "no_equipment", 
/**
 * How many.
 */
exercises: number, };

export type SuggestedExercise = { 
/**
 * Which exercise.
 */
exercise: ExerciseName, 
/**
 * How many sets.
 */
sets: number, 
/**
 * The weight, milligrams; null: nobody knows yet, or it has none.
 */
mg: number | null, 
/**
 * Repetitions to aim at.
 */
reps: number | null, 
/**
 * How long a set is, milliseconds.
 */
time_ms: number | null, 
/**
 * Why this weight and these repetitions.
 */
why: NextWhy, };

export type Summary = { 
/**
 * How long it was measured, seconds, pauses left out.
 */
secs: number, 
/**
 * Breaths of the program that were gone through meanwhile.
 */
cycles: number, 
/**
 * Breaths a minute before the pacer began.
 */
breathing_before: Estimate, 
/**
 * Breaths a minute meanwhile.
 */
breathing_during: Estimate, 
/**
 * Breaths a minute that the pacer asked for; null: it asked for none.
 */
target_per_minute: number | null, 
/**
 * The share of the known time in which breath and pacer were in the same phase, 0 to 1, at the best
 * constant lag. Unknown when less than half of the time is known.
 */
matched: Estimate, 
/**
 * That lag, seconds, 0 to 1.
 */
lag_secs: number, 
/**
 * Seconds in which the phase of the breath is known.
 */
known_secs: number, 
/**
 * The same as `matched` for the first half of the session.
 */
matched_first: Estimate, 
/**
 * The same for the second half.
 */
matched_second: Estimate, 
/**
 * How far the breath's rate was from the pacer's, as a share of that one.
 */
rate_error: Estimate, 
/**
 * How constant the distance between breath and pacer was, 0 to 1: the phase-locking value.
 */
locking: Estimate, 
/**
 * How long a breath in was, seconds, the median.
 */
inhale_secs: Estimate, 
/**
 * How long a breath out was, seconds, the median.
 */
exhale_secs: Estimate, 
/**
 * Heart beats a minute.
 */
pulse: Estimate, 
/**
 * How still the head was, 0 to 100, beside the person's own first half minute.
 */
stillness: Estimate, 
/**
 * The share of the time in which a face was seen; null: no camera looked.
 */
face_share: number | null, 
/**
 * The share of the time in which the phase of the breath could be heard; null: no microphone heard.
 */
heard_share: number | null, };

export type SyncDevice = { 
/**
 * 32 hexadecimal digits.
 */
id: string, 
/**
 * What people call it; null when its name cannot be opened.
 */
name: string | null, 
/**
 * Whether it is this one.
 */
this: boolean, 
/**
 * When it joined, Unix milliseconds.
 */
added_ms: number, 
/**
 * When it was removed.
 */
removed_ms: number | null, 
/**
 * When it last wrote, by its own clock; null when it never did.
 */
last_written_ms: number | null, };

export type SyncStatus = { 
/**
 * Whether it is on in this vault.
 */
on: boolean, 
/**
 * `off`, `up_to_date`, `working`, `waiting` (for the server) or `stopped` (for a person).
 */
stand: "off" | "up_to_date" | "working" | "waiting" | "stopped", 
/**
 * Why it waits, in English; null else.
 */
waits_for: string | null, 
/**
 * When it tries again, Unix milliseconds.
 */
until_ms: number | null, 
/**
 * The server's address.
 */
server: string | null, 
/**
 * Sealed pieces that the server does not have yet.
 */
to_send: number, 
/**
 * Sealed pieces that came and are not yet read.
 */
to_read: number, 
/**
 * When everything was everywhere the last time, Unix milliseconds.
 */
last_success_ms: number | null, 
/**
 * What a person should know.
 */
troubles: Array<SyncTrouble>, 
/**
 * Every device that ever belonged to the vault.
 */
devices: Array<SyncDevice>, };

export type SyncTrouble = { 
/**
 * Which kind.
 */
kind: SyncTroubleKind, 
/**
 * What happened, in English.
 */
words: string, 
/**
 * Since when, Unix milliseconds.
 */
since_ms: number, };

export type SyncTroubleKind = "server_lost" | "forked" | "other_list" | "damaged" | "after_removal" | "removed" | "copied" | "newer" | "deletions" | "wrong_key" | "refused" | "false_snapshot";

export type TableProfile = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it is called: at first as the file that it was made with.
 */
name: string, 
/**
 * The names of the columns, in their order.
 */
header: Array<string>, 
/**
 * What stands between cells.
 */
delimiter: string, 
/**
 * The letters, by their WHATWG name.
 */
encoding: string, 
/**
 * `dmy`, `mdy`, `ymd`; null: no table has needed it.
 */
date_order: string | null, 
/**
 * `point`, `comma`; null: no table has needed it.
 */
decimal_mark: string | null, 
/**
 * `as_written`, `inverted`; null: no table has needed it.
 */
sign: string | null, 
/**
 * The account that its rows are suggested to belong to.
 */
account: string | null, 
/**
 * What it is called.
 */
account_name: string | null, 
/**
 * What stands in which columns, from 0: `{"date": [0], "memo": [3, 4]}`.
 */
columns: { [key in string]: Array<number> }, };

export type TagSuggested = { 
/**
 * The tag, without `#`.
 */
tag: string, 
/**
 * Whether the person has used it before.
 */
known: boolean, };

export type TakeRr = { 
/**
 * When the first one began, Unix milliseconds; null: the last one ended now.
 */
at: number | null, 
/**
 * What it comes from: the strap's name.
 */
source: string, 
/**
 * The intervals, milliseconds, in the order of time.
 */
rr_ms: Array<number>, };

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

export type Terms = { 
/**
 * The account.
 */
id: string, 
/**
 * What to say when the person agrees; it changes when the words do.
 */
version: string, 
/**
 * What is sent, what comes, what is asked of the person: one sentence or two each.
 */
points: Array<string>, 
/**
 * The service's own words.
 */
links: Array<TermsLink>, };

export type TermsLink = { 
/**
 * What it is called.
 */
title: string, 
/**
 * Its address.
 */
address: string, };

export type TextField = { 
/**
 * The words.
 */
value: string, 
/**
 * How sure, 0 to 1.
 */
quality: number, 
/**
 * In which of the lines.
 */
line: number, };

export type TextPart = { 
/**
 * `same`, `insert` or `delete`.
 */
op: "same" | "insert" | "delete", 
/**
 * The piece.
 */
text: string, };

export type TextUnavailable = "not_built" | "no_model" | "missing" | "changed";

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

export type ToldBalance = { 
/**
 * The day.
 */
day: string, 
/**
 * Whether it is of the day's beginning, its end, or what could be spent.
 */
what: string, 
/**
 * So much.
 */
amount: MoneyAmount, };

export type Top = { 
/**
 * Its rows.
 */
items: Array<Ranked>, 
/**
 * How many there are in all.
 */
total: number, };

export type TopOf = { 
/**
 * What is ranked.
 */
scope: Scope, 
/**
 * Over which days.
 */
range: Range, 
/**
 * By what.
 */
by: By, 
/**
 * How many to leave out; 0 without.
 */
offset: number, 
/**
 * How many, at most 200; 50 without.
 */
limit: number | null, };

export type Totals = { 
/**
 * Minutes of all.
 */
minutes: number, 
/**
 * Minutes of breathing.
 */
breathing_minutes: number, 
/**
 * Minutes of meditation.
 */
meditation_minutes: number, 
/**
 * Sessions.
 */
sessions: number, 
/**
 * Days with sessions.
 */
days: number, 
/**
 * The last year's weeks that have sessions, in their order.
 */
weeks: Array<PracticeWeek>, 
/**
 * The rhythm.
 */
rhythm: Rhythm, 
/**
 * Marks, in the order of days.
 */
milestones: Array<PracticeMark>, };

export type TraceKeep = "none" | "days30" | "year1" | "always";

export type TraceRow = { 
/**
 * `breath.curves`, `mood.readings`.
 */
name: string, 
/**
 * Days after which it goes; null: it stays.
 */
days: number | null, 
/**
 * How many are kept.
 */
count: number, 
/**
 * When the oldest was made, Unix milliseconds.
 */
oldest_ms: number | null, };

export type TraceState = { 
/**
 * How long.
 */
keep: TraceKeep, 
/**
 * Until when, Unix milliseconds; null: without an end, or there is none.
 */
until: number | null, 
/**
 * Whether it is there.
 */
present: boolean, };

export type TracesGone = { 
/**
 * How many traces were removed for good.
 */
removed: number, };

export type TrackColumn = { 
/**
 * `altitude`, `heart`, `cadence`, `power`, `speed`, `temperature`, or a name of the file's own.
 */
name: string, 
/**
 * `mm`, `bpm`, `rpm`, `W`, `mm/s`, `m°C`; thousandths of the file's own unit.
 */
unit: string, 
/**
 * Which points of the track, rising.
 */
points: Array<number>, 
/**
 * Since the start, milliseconds, of each.
 */
at_ms: Array<number>, 
/**
 * Along the way, millimeters, of each; empty when there is no way.
 */
way_mm: Array<number>, 
/**
 * The value of each; null where nothing was measured.
 */
values: Array<number | null>, };

export type TrackColumns = { 
/**
 * How many points the track has.
 */
count: number, 
/**
 * The line on the map; null without places.
 */
line: TrackLine | null, 
/**
 * What was measured.
 */
columns: Array<TrackColumn>, 
/**
 * Milliseconds between heartbeats, the first of them.
 */
beats_ms: Array<number>, };

export type TrackFigures = { 
/**
 * Time in motion, milliseconds.
 */
moving_ms: number | null, 
/**
 * How that is told.
 */
moving_method: string, 
/**
 * Millimeters up, smoothed.
 */
ascent_mm: number | null, 
/**
 * Millimeters down, smoothed.
 */
descent_mm: number | null, 
/**
 * How heights are smoothed.
 */
climb_method: string, 
/**
 * Each kilometer.
 */
kilometers: Array<ActivitySplit>, 
/**
 * Each mile.
 */
miles: Array<ActivitySplit>, 
/**
 * The quickest of each distance.
 */
efforts: Array<BestEffort>, 
/**
 * The highest mean power over each time.
 */
powers: Array<BestEffort>, 
/**
 * How power is averaged.
 */
power_method: string, 
/**
 * Time in heart rate zones; null when the heart or the zones are not known.
 */
zones: HeartZones | null, 
/**
 * Pauses: from, to; milliseconds since the start.
 */
pauses: Array<[number, number]>, 
/**
 * Whether the track itself was let go of since: there is nothing to draw.
 */
let_go: boolean, };

export type TrackLine = { 
/**
 * Which points of the track, rising.
 */
points: Array<number>, 
/**
 * Since the start, milliseconds, of each.
 */
at_ms: Array<number>, 
/**
 * 1e-7 degrees north, of each.
 */
latitude: Array<number>, 
/**
 * 1e-7 degrees east, of each.
 */
longitude: Array<number>, 
/**
 * Whether the line begins anew at a point: a pause lies before it.
 */
breaks: Array<boolean>, };

export type TrackList = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Words about it.
 */
note: string, 
/**
 * The feeling that it is for: `calm`, `glad`, ...; empty: none.
 */
feeling: string, 
/**
 * How many tracks.
 */
tracks: number, 
/**
 * How long, as far as lengths are known, milliseconds.
 */
ms: number, };

export type TrackListPage = { 
/**
 * Its tracks in the order in which they were added.
 */
items: Array<Listed>, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Words about it.
 */
note: string, 
/**
 * The feeling that it is for: `calm`, `glad`, ...; empty: none.
 */
feeling: string, 
/**
 * How many tracks.
 */
tracks: number, 
/**
 * How long, as far as lengths are known, milliseconds.
 */
ms: number, };

export type TrackOf = { 
/**
 * The activity, or a workout that activities stand behind.
 */
id: string, 
/**
 * How many points a chart shows at most; 2000 without, at most 20000.
 */
points_max: number | null, };

export type TrackPage = { 
/**
 * Its artists.
 */
artists: Array<Name>, 
/**
 * Its album.
 */
album: Name | null, 
/**
 * How long it is, milliseconds, when a source says.
 */
duration_ms: number | null, 
/**
 * Its place among all tracks.
 */
rank: number, 
/**
 * The first day.
 */
first: string | null, 
/**
 * The last day.
 */
last: string | null, 
/**
 * By month.
 */
months: Array<Point>, 
/**
 * The latest plays, at most 50.
 */
latest: Array<PlayRow>, 
/**
 * An address that the person's player opens (`spotify:track:...`), when a source gives one.
 */
open: string | null, 
/**
 * Own lists that hold it.
 */
lists: Array<string>, 
/**
 * Other spellings that were merged into this track.
 */
merged: Array<Name>, 
/**
 * Its id: sixteen hex digits, made of its name; a genre's id is its name.
 */
id: string, 
/**
 * Its name, spelled as it was most often.
 */
name: string, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type TrainingWeek = { 
/**
 * The Monday.
 */
week: string, 
/**
 * Workouts and activities.
 */
sessions: number, 
/**
 * How long, milliseconds; only of those that know it.
 */
elapsed_ms: number, 
/**
 * Minutes times RPE of those that know both (session RPE: Foster and others, J. Strength
 * Cond. Res. 15(1), 2001); null: none does.
 */
load: number | null, 
/**
 * Of how many the load is known.
 */
load_n: number, 
/**
 * Sets that were done and were no warm-up.
 */
sets: number, 
/**
 * Weight times repetitions, milligrams.
 */
volume_mg: number, 
/**
 * Millimeters.
 */
distance_mm: number, 
/**
 * By sport, the longest first.
 */
sports: Array<SportWeek>, };

export type TrainingWeeks = { 
/**
 * The weeks.
 */
weeks: Array<TrainingWeek>, 
/**
 * Weeks in a row with training up to now; this one counts when there was any.
 */
streak_weeks: number, 
/**
 * The longest such row, ever.
 */
longest_weeks: number, };

export type Transcribed = { 
/**
 * The words, empty when none were heard; null: it was not read.
 */
text: string | null, 
/**
 * Why it was not read; null: it was.
 */
unavailable: TextUnavailable | null, };

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

export type Trend = { 
/**
 * The steps in their order.
 */
points: Array<Point>, };

export type TrendDay = { 
/**
 * The day.
 */
day: string, 
/**
 * Minutes of all.
 */
minutes: number, 
/**
 * Minutes of breathing.
 */
breathing_minutes: number, 
/**
 * Minutes of meditation.
 */
meditation_minutes: number, 
/**
 * Sessions.
 */
sessions: number, 
/**
 * The median match with the pacer of the sessions in which it is known; null: in none.
 */
matched: number | null, 
/**
 * The median breaths a minute of the sessions in which they are known; null: in none.
 */
rate: number | null, };

export type TrendOf = { 
/**
 * Over which days.
 */
range: Range, 
/**
 * In which steps.
 */
unit: Unit, 
/**
 * Only of one artist, album, track or genre.
 */
scope: Scope | null, 
/**
 * Its id.
 */
id: string | null, };

export type TrendsOf = { 
/**
 * Days, 1 to 3660.
 */
days: number, };

export type TryFile = { 
/**
 * Its path on this computer.
 */
path: string, };

export type TryReport = { 
/**
 * `sound`, `frames` or `picture`.
 */
kind: string, 
/**
 * How long it is; null for a picture.
 */
seconds: number | null, 
/**
 * The figures over all of it, by name: `breathing`, `pulse`, `stillness`, `speech`.
 */
figures: Array<NamedFigure>, 
/**
 * Faces in the picture or most of the frames.
 */
faces: number | null, 
/**
 * Lines of text in a picture.
 */
lines: Array<LineRead>, };

export type TryRule = { 
/**
 * Whether all conditions must hold, or any.
 */
all: boolean, 
/**
 * What a transaction must look like.
 */
when: Array<RuleCondition>, };

export type TryUpload = { 
/**
 * Its name: the ending says what it is.
 */
name: string, };

export type TurnOnSync = { 
/**
 * The server's address, `https://` unless it is this machine.
 */
server: string, 
/**
 * What this device is called, at most 63 bytes.
 */
name: string, };

export type TxnDetail = { 
/**
 * What each file and the person told of it.
 */
told: Array<TxnEvidence>, 
/**
 * How it is booked; by currency they sum to nothing.
 */
postings: Array<PostingRow>, 
/**
 * The other legs of its transfer.
 */
legs: Array<TxnRow>, 
/**
 * The transaction.
 */
id: string, 
/**
 * Its day.
 */
day: string, 
/**
 * The account that the list is of, else the one that it lies in.
 */
account: string, 
/**
 * Its name.
 */
account_name: string, 
/**
 * Who it is with, as it is shown.
 */
payee: string, 
/**
 * The same as its file spells it; empty for an own one.
 */
raw: string, 
/**
 * What its file says it is for.
 */
memo: string, 
/**
 * The person's words.
 */
note: string, 
/**
 * Smallest units, as the account sees it: negative when money goes out.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * What was paid in a foreign currency.
 */
original: MoneyAmount | null, 
/**
 * What of it is for the categories that were asked for, smallest units; null: none was.
 */
part_minor: number | null, 
/**
 * What it is for, when it is for one thing.
 */
category: CategoryName | null, 
/**
 * Who says so.
 */
category_by: SaidBy, 
/**
 * The rule that says so.
 */
rule: string | null, 
/**
 * Its parts.
 */
splits: Array<SplitRow>, 
/**
 * The other own account, when it moves money between two.
 */
transfer: AccountName | null, 
/**
 * Whether the other leg of that is a transaction of its own.
 */
matched: boolean, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * The person ticked it off.
 */
cleared: boolean, 
/**
 * It is in a statement that was found to be right.
 */
reconciled: boolean, 
/**
 * The bank has not booked it yet.
 */
pending: boolean, 
/**
 * The person threw it away.
 */
hidden: boolean, 
/**
 * Its amount was rounded to the currency's decimals.
 */
rounded: boolean, 
/**
 * A file told it: day, amount and account stay as they are.
 */
imported: boolean, 
/**
 * It is what the account held before its first transaction.
 */
opening: boolean, 
/**
 * How many others are this same transaction.
 */
evidence: number, 
/**
 * What the account holds after it; null: the list is not of one account, or is filtered.
 */
balance_minor: number | null, 
/**
 * How many receipts it has.
 */
receipts: number, };

export type TxnEvidence = { 
/**
 * The transaction as it was told.
 */
id: string, 
/**
 * The format of the file; null: the person wrote it down.
 */
format: string | null, 
/**
 * The day.
 */
day: string, 
/**
 * The day from which it bears interest.
 */
valued: string | null, 
/**
 * Smallest units.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * The amount as written, when it had more decimals than the currency.
 */
raw_amount: string | null, 
/**
 * Who it is with.
 */
payee: string, 
/**
 * What it is for.
 */
memo: string, 
/**
 * The number of a check, or the reference of both ends.
 */
reference: string, 
/**
 * The other account, as it is named there.
 */
other: string, 
/**
 * The source's word for what it is.
 */
kind: string, 
/**
 * The category that the file names.
 */
category: string, 
/**
 * Whether it was not booked yet.
 */
pending: boolean, 
/**
 * Whether the person threw this one away.
 */
hidden: boolean, };

export type TxnPage = { 
/**
 * The transactions.
 */
items: Array<TxnRow>, 
/**
 * Where the next page begins; null after the last.
 */
next: string | null, 
/**
 * How many there are on all pages; null on later ones.
 */
count: number | null, 
/**
 * What they sum to, by currency: of the account, or of the categories that were asked for,
 * else of themselves; empty on later pages.
 */
sums: Array<MoneyAmount>, };

export type TxnRef = { 
/**
 * The transaction.
 */
id: string, };

export type TxnRefs = { 
/**
 * The transactions, at most 5000.
 */
ids: Array<string>, };

export type TxnRow = { 
/**
 * The transaction.
 */
id: string, 
/**
 * Its day.
 */
day: string, 
/**
 * The account that the list is of, else the one that it lies in.
 */
account: string, 
/**
 * Its name.
 */
account_name: string, 
/**
 * Who it is with, as it is shown.
 */
payee: string, 
/**
 * The same as its file spells it; empty for an own one.
 */
raw: string, 
/**
 * What its file says it is for.
 */
memo: string, 
/**
 * The person's words.
 */
note: string, 
/**
 * Smallest units, as the account sees it: negative when money goes out.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * What was paid in a foreign currency.
 */
original: MoneyAmount | null, 
/**
 * What of it is for the categories that were asked for, smallest units; null: none was.
 */
part_minor: number | null, 
/**
 * What it is for, when it is for one thing.
 */
category: CategoryName | null, 
/**
 * Who says so.
 */
category_by: SaidBy, 
/**
 * The rule that says so.
 */
rule: string | null, 
/**
 * Its parts.
 */
splits: Array<SplitRow>, 
/**
 * The other own account, when it moves money between two.
 */
transfer: AccountName | null, 
/**
 * Whether the other leg of that is a transaction of its own.
 */
matched: boolean, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * The person ticked it off.
 */
cleared: boolean, 
/**
 * It is in a statement that was found to be right.
 */
reconciled: boolean, 
/**
 * The bank has not booked it yet.
 */
pending: boolean, 
/**
 * The person threw it away.
 */
hidden: boolean, 
/**
 * Its amount was rounded to the currency's decimals.
 */
rounded: boolean, 
/**
 * A file told it: day, amount and account stay as they are.
 */
imported: boolean, 
/**
 * It is what the account held before its first transaction.
 */
opening: boolean, 
/**
 * How many others are this same transaction.
 */
evidence: number, 
/**
 * What the account holds after it; null: the list is not of one account, or is filtered.
 */
balance_minor: number | null, 
/**
 * How many receipts it has.
 */
receipts: number, };

export type Unit = "day" | "week" | "month" | "year";

export type Unknown = "too_short" | "no_face" | "not_alive" | "poor_light" | "moving" | "lighting" | "pacer" | "silent" | "noise" | "speech" | "unsure" | "ectopic" | "no_baseline" | "language" | "no_model" | "lost";

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

export type Unmerge = { 
/**
 * Artist, album or track.
 */
scope: Scope, 
/**
 * The one that stands for itself again.
 */
from: string, };

export type Unread = { 
/**
 * How many nobody read.
 */
unread: number, };

export type UpcomingOf = { 
/**
 * The first day.
 */
from: string, 
/**
 * The last day, at most 800 days later.
 */
to: string, };

export type UpcomingPayment = { 
/**
 * Its schedule.
 */
schedule: string | null, 
/**
 * What it was detected as, when nobody scheduled it.
 */
key: string | null, 
/**
 * Who it is with.
 */
payee: string, 
/**
 * The account that pays or is paid.
 */
account: AccountName | null, 
/**
 * What it is for.
 */
category: CategoryName | null, 
/**
 * The other own account.
 */
transfer: AccountName | null, 
/**
 * Smallest units: what was paid, else what is due.
 */
minor: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Whether the amount is a different one each time.
 */
about: boolean, 
/**
 * When it is due.
 */
due: string, 
/**
 * When it was paid, else when it is due.
 */
day: string, 
/**
 * What became of it.
 */
state: OccurrenceState, 
/**
 * The transaction that paid it.
 */
txn: string | null, 
/**
 * It was due before today and is not paid.
 */
late: boolean, };

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
 * Milliseconds until a passphrase may be tried again, after too many wrong ones; 0 is now.
 */
wait_ms: number, 
/**
 * Whether the disk is so full that the room kept for that was given up. False while it is locked.
 */
disk_full: boolean, 
/**
 * Whether the vault lies where it is safe.
 */
place: Place, 
/**
 * Why nothing runs beside the vault, while that is so.
 */
safe: Safe | null, 
/**
 * What is wrong with a vault that did not open with its own key, in words; empty otherwise.
 */
damaged: Array<string>, 
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
 * Who made it.
 */
writer: Writer, 
/**
 * How many operations.
 */
changes: number, };

export type VoiceLevel = { 
/**
 * Milliseconds since it began.
 */
at_ms: number, 
/**
 * How loud, in decibels of full scale.
 */
level_db: number, 
/**
 * How likely somebody speaks, 0 to 1; null: the model is not installed.
 */
speech: number | null, };

export type VoiceModelState = { 
/**
 * The chosen model; null: none.
 */
model: ChosenModel | null, 
/**
 * Why notes are not read; null: they can be.
 */
unavailable: TextUnavailable | null, };

export type VoiceNote = { 
/**
 * The sound, to be attached to a record; null: there was none.
 */
media: AddedMedia | null, 
/**
 * Seconds that were recorded.
 */
seconds: number, 
/**
 * Seconds that are kept.
 */
kept_seconds: number, 
/**
 * Samples that never came, because the machine was too busy.
 */
dropped: number, 
/**
 * Why it ended by itself; null when somebody ended it.
 */
lost: string | null, };

export type WaitingProgram = { 
/**
 * What to approve.
 */
token: string, 
/**
 * The program's own key, as far as it says who it is.
 */
api_key: string, 
/**
 * When it asked, RFC 3339.
 */
asked: string, };

export type Warning = { "kind": "access_ends", 
/**
 * About when.
 */
at: string, } | { "kind": "forgotten" };

export type WatchCamera = { 
/**
 * The camera's id; left out: the preferred one.
 */
device?: string, 
/**
 * The page hands in the frames of its own camera by `senses.feed`.
 */
page: boolean, 
/**
 * Breaths a minute of a pacer that is on the screen: light of that rhythm is not taken for a pulse.
 */
pacer_per_min?: number, 
/**
 * Whether the picture comes along, small. A page that shows its own does not need it.
 */
preview: boolean, };

export type WaveAway = { 
/**
 * The key of a proposal, a match or something recurring.
 */
key: string, 
/**
 * Shows it again instead.
 */
again: boolean, };

export type WayIn = { 
/**
 * `invitation`: a text or QR code. `codes`: short codes that are typed.
 */
by: WayInBy, };

export type WayInBy = "invitation" | "codes";

export type WeightUnit = "kg" | "lb";

export type WhereBackups = { 
/**
 * A folder, from the root of the disk; without it those where backups were made.
 */
folder?: string, };

export type WhichBackup = { 
/**
 * As in the list.
 */
name?: string, };

export type Who5 = { 
/**
 * The record.
 */
id: string, 
/**
 * When, Unix milliseconds.
 */
at_ms: number, 
/**
 * The day.
 */
day: string, 
/**
 * The five answers, 0 (at no time) to 5 (all of the time).
 */
answers: Array<number>, 
/**
 * Their sum times 4: 0 to 100.
 */
score: number, };

export type Who5Choice = { 
/**
 * 0 to 5.
 */
value: number, 
/**
 * Its official English wording.
 */
text: string, };

export type Who5Ref = { 
/**
 * The record.
 */
id: string, };

export type Who5Sheet = { 
/**
 * What stands above the sentences, in the official English wording.
 */
introduction: string, 
/**
 * The five sentences in the official English wording.
 */
items: Array<string>, 
/**
 * What can be answered, the most first.
 */
choices: Array<Who5Choice>, 
/**
 * Whose it is.
 */
source: string, 
/**
 * How it was answered, the latest first.
 */
answered: Array<Who5>, 
/**
 * The day from which it may be offered again: a month after the last; null: at any time.
 */
next: string | null, };

export type Why = "auth" | "network" | "unknown" | "probing" | "asked" | "reconnect";

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

export type WordsKept = { 
/**
 * True: it stands in the lane of texts.
 */
kept: boolean, 
/**
 * Why there is none.
 */
unknown: Unknown | null, };

export type WordsNear = { 
/**
 * From unpleasant (-100) to pleasant (100).
 */
valence: number, 
/**
 * From calm (-100) to energetic (100).
 */
energy: number, 
/**
 * How many, at most 1000; 8 without.
 */
limit?: number, };

export type WordsOf = { 
/**
 * As the person wrote it, without marks of form.
 */
text: string, 
/**
 * Tags that the person has used, from which fitting ones are suggested first.
 */
known_tags: Array<string>, };

export type WordsRead = { 
/**
 * Emotions that its words name, the clearest first; empty: none or unknown.
 */
emotions: Array<EmotionNamed>, 
/**
 * Why no emotion is told; null: some are, or none were asked for.
 */
unknown: Unknown | null, 
/**
 * Whether the person lets emotions be read.
 */
allowed: boolean, 
/**
 * What read it, and its version.
 */
model: string, 
/**
 * Tags that fit.
 */
tags: Array<TagSuggested>, 
/**
 * Sentences that say most, in the order in which they stand; empty for a short text.
 */
summary: Array<string>, };

export type WorkoutDetail = { 
/**
 * The person's words.
 */
note: string, 
/**
 * When it ended, Unix milliseconds.
 */
end_ms: number | null, 
/**
 * The day for which it was planned.
 */
planned: string | null, 
/**
 * The name of the routine that it followed.
 */
routine_name: string | null, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * Its photos and files.
 */
media: Array<WorkoutMedia>, 
/**
 * Its exercises, in their order.
 */
exercises: Array<WorkoutExercise>, 
/**
 * What each muscle got.
 */
muscles: Array<MuscleShare>, 
/**
 * Bests that were reached in it.
 */
records: Array<SetRecord>, 
/**
 * Others that are the same and stand behind it.
 */
same: Array<string>, 
/**
 * The workout or activity.
 */
id: string, 
/**
 * Where it comes from.
 */
origin: WorkoutOrigin, 
/**
 * The source's word, when one told it.
 */
source: string, 
/**
 * How it stands.
 */
state: WorkoutState, 
/**
 * Its day, where it happened.
 */
day: string, 
/**
 * When it began, Unix milliseconds; of a planned one the day's first instant in UTC.
 */
start_ms: number, 
/**
 * The zone where it happened.
 */
zone: string, 
/**
 * How long it took, pauses left out; milliseconds.
 */
elapsed_ms: number | null, 
/**
 * How long of it was moving, milliseconds.
 */
moving_ms: number | null, 
/**
 * A slug: `strength`, `run`.
 */
sport: string, 
/**
 * Its name, or nothing.
 */
name: string, 
/**
 * Millimeters.
 */
distance_mm: number | null, 
/**
 * Joules.
 */
energy_j: number | null, 
/**
 * Millimeters upward.
 */
ascent_mm: number | null, 
/**
 * The mean heart rate, beats per minute.
 */
heart_bpm: number | null, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2: number | null, 
/**
 * The routine that it followed.
 */
routine: string | null, 
/**
 * Sets that were done and were no warm-up.
 */
sets: number, 
/**
 * Their repetitions.
 */
reps: number, 
/**
 * Weight times repetitions, milligrams.
 */
volume_mg: number, 
/**
 * The names of its exercises, in their order.
 */
exercise_names: Array<string>, 
/**
 * How many others are the same and stand behind it.
 */
others: number, };

export type WorkoutExercise = { 
/**
 * Its key in the workout.
 */
key: string, 
/**
 * Which exercise.
 */
exercise: ExerciseName, 
/**
 * The letter of its superset, or nothing.
 */
group: string, 
/**
 * What was noted.
 */
note: string, 
/**
 * The rest after its sets, milliseconds.
 */
rest_ms: number | null, 
/**
 * Its sets, in their order.
 */
sets: Array<WorkoutSet>, 
/**
 * The last time before this workout; null: never.
 */
last: LastTime | null, };

export type WorkoutExerciseRef = { 
/**
 * The workout.
 */
workout: string, 
/**
 * The exercise's key in it.
 */
key: string, };

export type WorkoutField = "distance" | "moving" | "energy" | "ascent" | "heart" | "rpe" | "routine";

export type WorkoutMedia = { 
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
height: number | null, };

export type WorkoutOrigin = "record" | "activity";

export type WorkoutPage = { 
/**
 * The workouts and activities.
 */
items: Array<WorkoutRow>, 
/**
 * Where the next page begins; null after the last.
 */
next: string | null, 
/**
 * How many there are on all pages; null on later ones.
 */
count: number | null, };

export type WorkoutRef = { 
/**
 * The workout.
 */
id: string, };

export type WorkoutRefs = { 
/**
 * The workouts.
 */
ids: Array<string>, };

export type WorkoutRow = { 
/**
 * The workout or activity.
 */
id: string, 
/**
 * Where it comes from.
 */
origin: WorkoutOrigin, 
/**
 * The source's word, when one told it.
 */
source: string, 
/**
 * How it stands.
 */
state: WorkoutState, 
/**
 * Its day, where it happened.
 */
day: string, 
/**
 * When it began, Unix milliseconds; of a planned one the day's first instant in UTC.
 */
start_ms: number, 
/**
 * The zone where it happened.
 */
zone: string, 
/**
 * How long it took, pauses left out; milliseconds.
 */
elapsed_ms: number | null, 
/**
 * How long of it was moving, milliseconds.
 */
moving_ms: number | null, 
/**
 * A slug: `strength`, `run`.
 */
sport: string, 
/**
 * Its name, or nothing.
 */
name: string, 
/**
 * Millimeters.
 */
distance_mm: number | null, 
/**
 * Joules.
 */
energy_j: number | null, 
/**
 * Millimeters upward.
 */
ascent_mm: number | null, 
/**
 * The mean heart rate, beats per minute.
 */
heart_bpm: number | null, 
/**
 * Twice the RPE of the whole session.
 */
rpe_x2: number | null, 
/**
 * The routine that it followed.
 */
routine: string | null, 
/**
 * Sets that were done and were no warm-up.
 */
sets: number, 
/**
 * Their repetitions.
 */
reps: number, 
/**
 * Weight times repetitions, milligrams.
 */
volume_mg: number, 
/**
 * The names of its exercises, in their order.
 */
exercise_names: Array<string>, 
/**
 * How many others are the same and stand behind it.
 */
others: number, };

export type WorkoutSet = { 
/**
 * Its key in the workout.
 */
key: string, 
/**
 * What kind of a set.
 */
kind: SetKind, 
/**
 * Repetitions.
 */
reps: number | null, 
/**
 * The weight, milligrams.
 */
mg: number | null, 
/**
 * The distance, millimeters.
 */
mm: number | null, 
/**
 * How long, milliseconds.
 */
ms: number | null, 
/**
 * Twice the RPE.
 */
rpe_x2: number | null, 
/**
 * When it was done, Unix milliseconds; null: not yet.
 */
done_ms: number | null, 
/**
 * The unit that was entered, or nothing.
 */
unit: string, 
/**
 * What was entered, or nothing.
 */
text: string, };

export type WorkoutState = "planned" | "going" | "done" | "discarded";

export type WorkoutSuggestion = { 
/**
 * The routine; null: it was put together.
 */
routine: string | null, 
/**
 * The routine's name, or nothing.
 */
name: string, 
/**
 * How long it takes by and large, minutes.
 */
minutes: number, 
/**
 * Its exercises, in their order.
 */
exercises: Array<SuggestedExercise>, 
/**
 * Why it is proposed.
 */
reasons: Array<SuggestReason>, 
/**
 * What `start_workout` is called with to begin it.
 */
start: StartWorkout, };

export type WorthAccount = { 
/**
 * The account.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * `asset` or `liability`.
 */
kind: string, 
/**
 * What it is worth at each point, smallest units of the report's currency.
 */
minors: Array<number>, 
/**
 * What it holds on the last day, by currency.
 */
balances: Array<MoneyAmount>, };

export type WorthPoint = { 
/**
 * The day.
 */
day: string, 
/**
 * What is held, smallest units: accounts that are worth something on this day.
 */
assets: number, 
/**
 * What is owed, below zero: accounts that are overdrawn on this day.
 */
liabilities: number, 
/**
 * Both together.
 */
worth: number, };

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

export type Writer = { 
/**
 * `this` device, another `device`, or an `import` on whichever.
 */
by: "this" | "device" | "import", 
/**
 * Another device, 32 hexadecimal digits; null when it is not known here.
 */
device: string | null, 
/**
 * What people call that device; null when it has no name here.
 */
name: string | null, };

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

export type YearsAgo = { 
/**
 * The day.
 */
day: string, 
/**
 * The most played tracks of the day, at most five.
 */
tracks: Array<Ranked>, 
/**
 * Plays that count.
 */
plays: number, 
/**
 * Milliseconds heard, as far as sources say.
 */
ms: number, 
/**
 * Of the plays, those for which no source says how long they sounded: `ms` is a lower bound
 * when this is not 0.
 */
untimed: number, };

export type ZoneOrigin = "own" | "highest" | "age";
