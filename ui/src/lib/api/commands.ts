// Written by `cargo xtask codegen` from the command registry. Do not edit.

import type { AcceptProposals, AccountRef, Accounts, ActivityDetail, ActivityRef, AddClient, AddSet, AddWorkoutExercise, AddedClient, AddedMedia, AgendaItem, AgendaMonth, AlbumPage, AllowOrigin, Answered, ApproveProgram, ArchiveMoodFactor, AroundSession, ArtistPage, Attach, AuditLog, AuditPage, AuditVerified, BackupRow, BackupState, BeginSession, Between, BodyTrend, BodyTrendOf, BreathMeasured, BreathSettings, BringBack, BroughtBack, Budget, BudgetOf, BundleToSave, CameraReading, CashFlow, CashFlowOf, CategoryProposals, CategoryRef, CategoryRow, Check, CheckIn, CheckInRef, ChooseModel, ChosenValues, ClientRef, Clock, CloseSensor, CommandHelp, CompareOf, CompareSpendingOf, Comparison, CompleteWorkout, ConflictsOf, ConnectAccount, Connecting, Connector, ConsentState, CopiedBudget, CopyBudget, CourseOut, CreateVault, Created, CreatedList, CreatedRule, DaysOf, DecideMatch, DemoRequest, Detach, DiagnosticBundle, Difference, Discovery, Diversity, DownloadTicket, Draft, DrillProgress, DrillReport, DuplicateWorkout, EditAccount, EditActivity, EditBreathSettings, EditCategory, EditCheckIn, EditEntry, EditExercise, EditFinanceSettings, EditFitnessGoal, EditFitnessSettings, EditGoal, EditJournal, EditList, EditMany, EditMeasure, EditMoodSettings, EditPlay, EditProfile, EditReceipt, EditRoutine, EditRule, EditSchedule, EditSet, EditSettings, EditTemplate, EditTxn, EditWorkout, EditWorkoutExercise, EditedMany, ElsewhereRow, Emptied, EntityRef, Entry, EntryPage, EntryRef, EntryRow, EraseVault, Erased, ExerciseBests, ExerciseDetail, ExerciseProgress, ExerciseRef, ExerciseRow, ExerciseTime, ExportActivity, ExportFormat, ExportProgress, ExportRequest, Exported, ExportedActivity, ExtendRest, FavorPattern, Fed, Feeding, FeelSession, FileName, FinanceSettings, Find, FindMusic, FinishReconcile, FinishSet, FinishedSet, FitnessGoal, FitnessGoalRef, FitnessRange, FitnessSettings, ForgetReadings, Found, FoundMusic, GenrePage, GoalRef, GroupExercises, Health, HealthState, HeardNow, HideExercise, HrvOut, HrvRef, HrvRow, ImportFormat, ImportProgress, ImportReport, ImportRequest, Invited, JoinVault, Jotted, Journal, KeepTrace, KeepTraces, KeepWords, Lan, LanPlace, LastDays, LastSetsOf, Line, LinkReceipt, ListElsewhere, ListEntries, ListExercises, ListMeasures, ListMedia, ListPayees, ListPlays, ListReceipts, ListRef, ListSessions, ListSteps, ListTxns, ListWorkouts, ListenTo, ListeningSettings, Live, LiveWorkout, LostRecord, MadeBackup, MakeBackup, MarkRead, MatchOf, MatchOffer, MeasureEnded, MeasureRef, MeasureRefs, MeasureRow, MeasureSession, MeasureSource, MeasuredDays, MeasuredSamples, MediaPage, Merge, MergeCategory, MergeExercise, Merged, ModelRow, MoneyRule, MonthView, MoodByFactor, MoodByFactorOf, MoodFactor, MoodSettings, MoodSpan, MoodTimeline, MoodTimelineOf, MoodToday, MoodWord, MoodWordRef, MoodYear, MoodYearOf, MoveBudget, MoveRule, MoveWorkoutExercise, MuscleWeek, MusicOnDay, Named, NamedDevice, NetWorth, NetWorthOf, NewAccount, NewCategory, NewCheckIn, NewEntry, NewExercise, NewFitnessGoal, NewGoal, NewJournal, NewList, NewMeasure, NewPassphrase, NewPlay, NewPrompt, NewReading, NewReceipt, NewRoutine, NewRule, NewSchedule, NewSession, NewTemplate, NewTxn, NewWho5, NewWorkout, NoteSession, NoteToRead, NotesWaiting, Nothing, NotificationChoice, NotificationList, NotificationPatch, OfAgendaMonth, OfDay, OfMonth, OfRange, OfRecord, OfSteps, OfYear, OnDay, OneBackup, OneShare, OneStep, OrderMoodFactors, Overview, OwnWord, PageToSave, PairingAnswer, PairingStep, Pattern, PatternRef, PayeeRow, PhotoOf, Plan, PlanOf, PlanWorkout, PlateLoading, PlatesOf, PlayDetail, PlayPage, PlayRef, Playing, PostOccurrence, ProfileRef, ProgressOf, Prompt, PromptOfDay, PublishPage, PublishedPage, Ran, RankSource, RateUsed, ReadShared, ReadingRef, ReadingsForgotten, ReceiptRead, ReceiptRef, ReceiptRow, ReconcileOf, Reconciling, RecordConflict, RecordVoice, Records, RecurringPayment, RecurringRef, RemoteAccountRef, RemovedDevice, RenamePayee, RenamedPayee, ReopenStatement, Report, ReportCheck, ReportOf, ReportText, RescueBackup, RestoredVault, RibbonPoint, RoutineDetail, RoutineRef, RoutineRow, RuleProposal, RuleRef, RuleTried, SamplesOf, SaveMoodFactor, SaveMoodWord, SavePattern, SavingsGoal, Schedule, ScheduleRef, Scrobbling, ScrobblingClient, SealedDownload, SenseDevices, SenseState, SensorEnded, SeriesOf, SeriesPoint, SeriesShape, SessionOut, SessionPage, SessionRef, Sessions, SetAccount, SetBackups, SetBudget, SetCleared, SetGenre, SetLan, SetListed, SetPlaying, SetRate, SetRef, SetRhythm, SetScrobbling, Settings, SettingsPatch, SharedRead, SharedText, SimilarRow, SimilarTo, SkipOccurrence, SourceRow, Spending, SpendingCompared, SpendingOf, SplitTxn, StartFinance, StartWorkout, StepRow, Streak, StretchCycle, SuggestOf, SyncStatus, TableProfile, TakeRr, Template, Terms, ToVersion, Top, TopOf, Totals, TraceRow, TracesGone, TrackColumns, TrackList, TrackListPage, TrackOf, TrackPage, TrainingWeeks, Transcribed, TrashRow, Trend, TrendDay, TrendOf, TrendsOf, TryFile, TryReport, TryRule, TryUpload, TurnOnSync, TxnDetail, TxnPage, TxnRef, TxnRefs, UnlockVault, Unmerge, Unread, UpcomingOf, UpcomingPayment, Upload, Uploaded, VaultStatus, VersionRow, VoiceLevel, VoiceModelState, VoiceNote, WatchCamera, WaveAway, WayIn, WhereBackups, WhichBackup, Who5Ref, Who5Sheet, Words, WordsKept, WordsNear, WordsOf, WordsRead, WorkoutDetail, WorkoutExerciseRef, WorkoutPage, WorkoutRef, WorkoutRefs, WorkoutSuggestion, WriteBody, WrittenBody, YearView, YearsAgo } from "./types";

export interface Commands {
	/** Whether there is a vault, and whether it is open. */
	"vault.status": { request: Nothing; reply: VaultStatus; access: "read" };
	/** Makes a vault, leaves it open, and tells its recovery words. */
	"vault.create": { request: CreateVault; reply: Words; access: "write" };
	/** Opens the vault by passphrase, by recovery words, or (with neither) by the system's keyring. */
	"vault.unlock": { request: UnlockVault; reply: VaultStatus; access: "write" };
	/** Closes the vault and forgets its key. */
	"vault.lock": { request: Nothing; reply: null; access: "write" };
	/** Ends safe mode: what the person turned on runs beside the vault again. */
	"vault.start_normally": { request: Nothing; reply: VaultStatus; access: "write" };
	/** Somebody is here: the vault does not lock by itself for as long as is set. */
	"vault.active": { request: Nothing; reply: null; access: "read" };
	/** Gives the vault another passphrase; the recovery words stay. */
	"vault.change_passphrase": { request: NewPassphrase; reply: null; access: "write" };
	/** Erases everything: the key first, then all files. Nothing brings it back. Tells what was not reached. */
	"vault.erase": { request: EraseVault; reply: Erased; access: "write" };
	/** The recovery words, once more. */
	"vault.recovery_words": { request: Nothing; reply: Words; access: "read" };
	/** The backups of a vault that did not open because it is damaged, the newest first. */
	"rescue.list": { request: WhereBackups; reply: Array<BackupRow>; access: "read" };
	/** Puts a backup in the place of the damaged vault, which is kept aside, and opens it. */
	"rescue.restore": { request: RescueBackup; reply: RestoredVault; access: "write" };
	/** A day, from every domain. */
	"calendar.day": { request: OfDay; reply: Array<AgendaItem>; access: "read" };
	/** A month, from every domain. */
	"calendar.month": { request: OfAgendaMonth; reply: AgendaMonth; access: "read" };
	/** Full text over every domain, best first; and what means the same, where that may be read. */
	"search.find": { request: Find; reply: Found; access: "read" };
	/** What a line could become, best guess first. */
	"capture.read": { request: Line; reply: Array<Draft>; access: "read" };
	/** The cameras and microphones of this computer. None is opened. */
	"senses.devices": { request: Nothing; reply: SenseDevices; access: "read" };
	/** The models that read, where they come from, and whether they are installed. */
	"senses.models": { request: Nothing; reply: Array<ModelRow>; access: "read" };
	/** What may be read on this device, as the person last said. */
	"senses.consents": { request: Nothing; reply: Array<ConsentState>; access: "read" };
	/** Says yes or no to one thing. No to a sensor closes it. */
	"senses.consent": { request: Answered; reply: Array<ConsentState>; access: "write" };
	/** Which sensors are open now. */
	"senses.state": { request: Nothing; reply: SenseState; access: "read" };
	/** Closes a sensor, or all. */
	"senses.close": { request: CloseSensor; reply: SenseState; access: "write" };
	/** Opens a camera and tells what can be read, until the listener goes. Nothing is kept. */
	"senses.watch_camera": { request: WatchCamera; reply: SensorEnded; item: CameraReading; access: "stream" };
	/** Opens a microphone and tells what can be heard, until the listener goes. Nothing is kept. */
	"senses.listen": { request: ListenTo; reply: SensorEnded; item: HeardNow; access: "stream" };
	/** Hands in what the sensor of a page gave: one picture or piece of sound, with the head of 16 bytes that `capture::page` describes. While nobody reads it (yet, or any more) it is left out. */
	"senses.feed": { request: Feeding; reply: Fed; access: "body" };
	/** What can be read in a file: a recording, a film, a folder of frames, a picture. */
	"senses.try_file": { request: TryFile; reply: TryReport; access: "read" };
	/** The same for a file that a page hands in. */
	"senses.try_upload": { request: TryUpload; reply: TryReport; access: "body" };
	/** What a text tells: emotions that its words name, tags that fit, the sentences that say most. */
	"words.read": { request: WordsOf; reply: WordsRead; access: "read" };
	/** Keeps the emotions that a text names as a reading of it, beside the person's own moods and never among them. Only when the person asks for it, and only while emotions in texts may be read. */
	"words.keep": { request: KeepWords; reply: WordsKept; access: "write" };
	/** What was written before that means nearly the same. */
	"words.similar": { request: SimilarTo; reply: Array<SimilarRow>; access: "read" };
	/** Records a voice note until the microphone is closed (`senses.close`). The silence before the first word and after the last is cut off. When the listener goes, nothing is kept. */
	"voice.record": { request: RecordVoice; reply: VoiceNote; item: VoiceLevel; access: "stream" };
	/** What reads voice notes as text on this computer: a model file that the person brought, for none ships. */
	"voice.model": { request: Nothing; reply: VoiceModelState; access: "read" };
	/** Takes a file of whisper.cpp for that, or none. Its SHA-256 is compared before each use. */
	"voice.choose_model": { request: ChooseModel; reply: VoiceModelState; access: "write" };
	/** Reads a voice note as text. Where that cannot be it says why, and the person types. */
	"voice.transcribe": { request: NoteToRead; reply: Transcribed; access: "read" };
	/** Measures the session that goes on until it is over or the listener goes, about five times a second; then what it came to is written into the session. */
	"breath.measure": { request: MeasureSession; reply: MeasureEnded; item: BreathMeasured; access: "stream" };
	/** What a photo of a receipt says. */
	"receipts.read": { request: PhotoOf; reply: ReceiptRead; access: "read" };
	/** Every number that is counted day by day. */
	"series.list": { request: Nothing; reply: Array<SeriesShape>; access: "read" };
	/** One of them between two days. */
	"series.points": { request: SeriesOf; reply: Array<SeriesPoint>; access: "read" };
	/** Every version, oldest first. */
	"history.versions": { request: OfRecord; reply: Array<VersionRow>; access: "read" };
	/** What changed between two versions; left out: from nothing, to now. */
	"history.diff": { request: Between; reply: Difference; access: "read" };
	/** What other devices changed of late, the latest first. */
	"history.elsewhere": { request: ListElsewhere; reply: Array<ElsewhereRow>; access: "read" };
	/** Makes a record what it was; the way there stays in its history. */
	"history.restore": { request: ToVersion; reply: null; access: "write" };
	/** Records with fields for which several devices have said different things at once; the newest first. */
	"records.conflicts": { request: ConflictsOf; reply: Array<RecordConflict>; access: "read" };
	/** Ends conflicts of one record, each by one of the values that were said; one step of undo. */
	"records.choose": { request: ChosenValues; reply: null; access: "write" };
	/** Undoes the last step; null when there is none. */
	"undo.undo": { request: Nothing; reply: StepRow | null; access: "write" };
	/** Redoes what was undone last; null when there is none. */
	"undo.redo": { request: Nothing; reply: StepRow | null; access: "write" };
	/** Undoes one step, whatever came after it. */
	"undo.step": { request: OneStep; reply: StepRow; access: "write" };
	/** The latest steps, newest first. */
	"undo.list": { request: ListSteps; reply: Array<StepRow>; access: "read" };
	/** Throws records into the trash. */
	"trash.put": { request: Records; reply: null; access: "write" };
	/** What lies in the trash, last thrown first. */
	"trash.list": { request: Nothing; reply: Array<TrashRow>; access: "read" };
	/** Takes records out of the trash. */
	"trash.restore": { request: Records; reply: null; access: "write" };
	/** Removes for good what lies in the trash. */
	"trash.empty": { request: Nothing; reply: Emptied; access: "write" };
	/** Takes in a file; attach it to a record afterwards. Equal files are kept once. */
	"media.add": { request: FileName; reply: AddedMedia; access: "body" };
	/** The formats that can be read. */
	"import.formats": { request: Nothing; reply: Array<ImportFormat>; access: "read" };
	/** Takes in a file, encrypted, until it is imported or the vault is closed. */
	"import.upload": { request: Upload; reply: Uploaded; access: "body" };
	/** What an import would bring, and what would be lost; nothing is written. */
	"import.preview": { request: ImportRequest; reply: ImportReport; item: ImportProgress; access: "stream" };
	/** Imports; one undo step. */
	"import.run": { request: ImportRequest; reply: ImportReport; item: ImportProgress; access: "stream" };
	/** Writes a believable year. */
	"import.demo": { request: DemoRequest; reply: ImportReport; item: ImportProgress; access: "stream" };
	/** Writes something down, also while the vault is locked: it is sealed, and an entry as soon as the vault is open. */
	"inbox.jot": { request: Jotted; reply: NotesWaiting; access: "write" };
	/** The formats that can be written. */
	"export.formats": { request: Nothing; reply: Array<ExportFormat>; access: "read" };
	/** Keeps the passphrase of an encrypted archive until it is downloaded, once and at once. */
	"export.prepare": { request: SealedDownload; reply: DownloadTicket; access: "write" };
	/** Writes an export to a path. */
	"export.run": { request: ExportRequest; reply: Exported; item: ExportProgress; access: "stream" };
	/** Saves a page that a command made, as a file of that path. */
	"export.save_page": { request: PageToSave; reply: Nothing; access: "write" };
	/** Every remote account that can be fetched, and how it is doing. */
	"accounts.list": { request: Nothing; reply: Array<Connector>; access: "read" };
	/** What an account is asked for and under which terms; to be read before it is connected. */
	"accounts.terms": { request: RemoteAccountRef; reply: Terms; access: "read" };
	/** Sets whose history is fetched and from where; what is left out stays, an empty text takes it away. */
	"accounts.set": { request: SetAccount; reply: Connector; access: "write" };
	/** Turns an account on. Spotify's answers an address for the browser, and is on when the person has said yes there. */
	"accounts.connect": { request: ConnectAccount; reply: Connecting; access: "write" };
	/** Turns an account off and forgets its tokens and keys. What was fetched stays. */
	"accounts.disconnect": { request: RemoteAccountRef; reply: null; access: "write" };
	/** Fetches now, whatever the hour. */
	"accounts.run_now": { request: RemoteAccountRef; reply: Ran; access: "write" };
	/** Tries at once what is left alone after failures. */
	"accounts.retry_now": { request: RemoteAccountRef; reply: null; access: "write" };
	/** Fetches all of the history again from the next run on; nothing comes twice. */
	"accounts.fetch_all": { request: RemoteAccountRef; reply: null; access: "write" };
	/** What was done with the vault on this device, the newest first. */
	"audit.list": { request: AuditPage; reply: AuditLog; access: "read" };
	/** Follows the whole chain of what was done. */
	"audit.verify": { request: Nothing; reply: AuditVerified; access: "read" };
	/** The last 200 notifications of this device, the newest first, and how many nobody read. */
	"notifications.list": { request: Nothing; reply: NotificationList; access: "read" };
	/** Marks notifications as read: those that are named, or all. */
	"notifications.mark_read": { request: MarkRead; reply: Unread; access: "write" };
	/** Whether and when notifications ring on this device, and what they say outside of the window. */
	"notifications.settings": { request: Nothing; reply: NotificationChoice; access: "read" };
	/** Changes that; what is left out stays. */
	"notifications.set": { request: NotificationPatch; reply: NotificationChoice; access: "write" };
	/** Whether players can submit to this device, and where. */
	"scrobbling.status": { request: Nothing; reply: Scrobbling; access: "read" };
	/** Turns the endpoint on or off, or moves it to another port. Only programs on this device reach it. */
	"scrobbling.set": { request: SetScrobbling; reply: Scrobbling; access: "write" };
	/** The programs that may submit. */
	"scrobbling.clients": { request: Nothing; reply: Array<ScrobblingClient>; access: "read" };
	/** Lets a program submit. Its token is shown this once: only a hash of it is kept. */
	"scrobbling.add_client": { request: AddClient; reply: AddedClient; access: "write" };
	/** Takes a program's token back. What it submitted stays. */
	"scrobbling.remove_client": { request: ClientRef; reply: null; access: "write" };
	/** Lets pages or extensions of a web origin use a program's token, or no more. */
	"scrobbling.allow_origin": { request: AllowOrigin; reply: null; access: "write" };
	/** Lets a program in that asks in Last.fm's way and waits; it gets a token of its own. */
	"scrobbling.approve": { request: ApproveProgram; reply: null; access: "write" };
	/** What plays now, and whether players of this device are listened to. */
	"playing.status": { request: Nothing; reply: Playing; access: "read" };
	/** Listens to the players of this device, or no more. */
	"playing.set": { request: SetPlaying; reply: Playing; access: "write" };
	/** Whether this vault is kept alike with others, how that stands, and on which devices. */
	"sync.status": { request: Nothing; reply: SyncStatus; access: "read" };
	/** Turns sync on: this device is the first. Everything that was written is sealed and brought there. */
	"sync.turn_on": { request: TurnOnSync; reply: SyncStatus; access: "write" };
	/** Turns sync off on this device. What is here stays; the others go on without it. */
	"sync.turn_off": { request: Nothing; reply: SyncStatus; access: "write" };
	/** Brings everything everywhere now; answers when that is done, or cannot go on by itself. */
	"sync.run": { request: Nothing; reply: SyncStatus; access: "write" };
	/** Asks the server for all that it has, and compares it with what is here. */
	"sync.compare": { request: Nothing; reply: SyncStatus; access: "write" };
	/** Lets another device delete as much as it wants to, once. */
	"sync.allow_deletions": { request: Nothing; reply: SyncStatus; access: "write" };
	/** Gives a device another name. */
	"sync.rename_device": { request: NamedDevice; reply: SyncStatus; access: "write" };
	/** Removes a device: it reads nothing that is written from now on. What it has read it keeps. */
	"sync.remove_device": { request: RemovedDevice; reply: SyncStatus; access: "write" };
	/** Lets another device into this vault; what it reports is shown to the person, who answers with `sync.answer`. */
	"sync.invite": { request: WayIn; reply: Invited; item: PairingStep; access: "stream" };
	/** Makes this empty vault a copy of another device's, once that lets it in. */
	"sync.join": { request: JoinVault; reply: SyncStatus; item: PairingStep; access: "stream" };
	/** What the person says while a device joins: the code that the other one shows, yes, or no. */
	"sync.answer": { request: PairingAnswer; reply: null; access: "write" };
	/** Whether this device asks the others on its own networks directly, and how that stands. */
	"sync.lan": { request: Nothing; reply: Lan; access: "read" };
	/** Turns that on or off, or listens at another port. Only devices of this vault are answered. */
	"sync.set_lan": { request: SetLan; reply: Lan; access: "write" };
	/** Notes where another device can be found. */
	"sync.add_lan_place": { request: LanPlace; reply: Lan; access: "write" };
	/** Forgets a place. */
	"sync.remove_lan_place": { request: LanPlace; reply: Lan; access: "write" };
	/** Asks all devices that are known on the network now; answers when each was asked. */
	"sync.look_around": { request: Nothing; reply: Lan; access: "write" };
	/** Seals a page, brings it to the server of sync, and answers the link that opens it. */
	"shares.publish": { request: PublishPage; reply: PublishedPage; access: "write" };
	/** What is published from this vault and not over, as the server tells it; newest first. */
	"shares.list": { request: Nothing; reply: Array<PublishedPage>; access: "read" };
	/** Ends a share: the server deletes the page. Who has opened it has seen it. */
	"shares.take_back": { request: OneShare; reply: null; access: "write" };
	/** This device's backups in the folder that is set, the newest first; damaged ones, too. */
	"backups.list": { request: Nothing; reply: Array<BackupRow>; access: "read" };
	/** Where backups are made, which was the last good one, and what went wrong since. */
	"backups.state": { request: Nothing; reply: BackupState; access: "read" };
	/** Makes a backup now, reads it again, and answers what it holds. */
	"backups.make": { request: MakeBackup; reply: MadeBackup; access: "write" };
	/** Sets whether backups are made by themselves, and in which folder. */
	"backups.set": { request: SetBackups; reply: BackupState; access: "write" };
	/** Brings a backup back in a place of its own, checks all of it, compares it with now, and removes it. */
	"backups.drill": { request: WhichBackup; reply: DrillReport; item: DrillProgress; access: "stream" };
	/** Puts a backup in the place of the open vault, which is kept aside. What was written since is in that. */
	"backups.restore": { request: OneBackup; reply: RestoredVault; access: "write" };
	/** What a backup has and the vault does not show: thrown away, undone, or erased since. */
	"backups.lost": { request: OneBackup; reply: Array<LostRecord>; access: "read" };
	/** Brings back what was deleted since a backup, as new changes in one step of undo. */
	"backups.bring_back": { request: BringBack; reply: BroughtBack; access: "write" };
	/** Every kind of raw trace: what is kept of it, and for how long. */
	"retention.list": { request: Nothing; reply: Array<TraceRow>; access: "read" };
	/** Says how long a kind of trace is kept on all devices, and removes at once what is older. */
	"retention.set": { request: KeepTraces; reply: TracesGone; access: "write" };
	/** Checks every page, the change log, every document, every attachment and the key file. */
	"doctor.check": { request: Check; reply: Health; access: "write" };
	/** How the last check ended, and how the program does since it began; looks at nothing anew. */
	"doctor.state": { request: Nothing; reply: HealthState; access: "read" };
	/** A report for whoever is asked for help, to be read before it is handed on. No words of the person, no names, no places on the disk; nothing is sent. */
	"doctor.bundle": { request: Nothing; reply: DiagnosticBundle; access: "read" };
	/** Saves such a report, as it was read, as a file of that path. */
	"doctor.save_bundle": { request: BundleToSave; reply: Nothing; access: "write" };
	/** Every command with its request and reply. */
	"help.commands": { request: Nothing; reply: Array<CommandHelp>; access: "read" };
	/** The settings of this device. */
	"settings.get": { request: Nothing; reply: Settings; access: "read" };
	/** Changes settings of this device. */
	"settings.set": { request: SettingsPatch; reply: Settings; access: "write" };
	/** Journals in their order. */
	"journal.journals": { request: Nothing; reply: Array<Journal>; access: "read" };
	/** Makes a journal. */
	"journal.create_journal": { request: NewJournal; reply: Created; access: "write" };
	/** Renames, recolors or moves a journal. */
	"journal.edit_journal": { request: EditJournal; reply: null; access: "write" };
	/** Entries, newest first. */
	"journal.entries": { request: ListEntries; reply: EntryPage; access: "read" };
	/** One whole entry. */
	"journal.entry": { request: EntryRef; reply: Entry; access: "read" };
	/** Writes a new entry. */
	"journal.create_entry": { request: NewEntry; reply: Created; access: "write" };
	/** Changes what stands around an entry's text. */
	"journal.edit_entry": { request: EditEntry; reply: null; access: "write" };
	/** Saves an entry's text; it is on the disk when this answers. */
	"journal.write_body": { request: WriteBody; reply: WrittenBody; access: "write" };
	/** Attaches what media.add has taken in. */
	"journal.attach": { request: Attach; reply: null; access: "write" };
	/** Takes an attachment off an entry. */
	"journal.detach": { request: Detach; reply: null; access: "write" };
	/** The day's note, made when it is not there. */
	"journal.daily_note": { request: OnDay; reply: Created; access: "write" };
	/** A month with what was written. */
	"journal.calendar": { request: OfMonth; reply: MonthView; access: "read" };
	/** A year, day by day. */
	"journal.heat": { request: OfYear; reply: YearView; access: "read" };
	/** Entries of this day in earlier years. */
	"journal.on_this_day": { request: OnDay; reply: Array<EntryRow>; access: "read" };
	/** Days in a row with an entry. */
	"journal.streak": { request: Nothing; reply: Streak; access: "read" };
	/** All tags, the most used first. */
	"journal.tags": { request: Nothing; reply: Array<Named>; access: "read" };
	/** All people, the most mentioned first. */
	"journal.people": { request: Nothing; reply: Array<Named>; access: "read" };
	/** Pictures, sounds, films and files, newest first. */
	"journal.media": { request: ListMedia; reply: MediaPage; access: "read" };
	/** Own and shipped templates. */
	"journal.templates": { request: Nothing; reply: Array<Template>; access: "read" };
	/** Makes a template. */
	"journal.create_template": { request: NewTemplate; reply: Created; access: "write" };
	/** Changes an own template. */
	"journal.edit_template": { request: EditTemplate; reply: null; access: "write" };
	/** Own and shipped questions to write from. */
	"journal.prompts": { request: Nothing; reply: Array<Prompt>; access: "read" };
	/** Adds an own question. */
	"journal.create_prompt": { request: NewPrompt; reply: Created; access: "write" };
	/** The question of a day. */
	"journal.prompt_of_day": { request: OnDay; reply: PromptOfDay; access: "read" };
	/** Figures over a range. */
	"listening.overview": { request: OfRange; reply: Overview; access: "read" };
	/** The most played artists, albums, tracks or genres. */
	"listening.top": { request: TopOf; reply: Top; access: "read" };
	/** When it is heard: by weekday and hour. */
	"listening.clock": { request: OfRange; reply: Clock; access: "read" };
	/** How much is heard, step by step. */
	"listening.trend": { request: TrendOf; reply: Trend; access: "read" };
	/** What was heard for the first time. */
	"listening.discovery": { request: OfSteps; reply: Discovery; access: "read" };
	/** Plays without a long silence between them. */
	"listening.sessions": { request: OfRange; reply: Sessions; access: "read" };
	/** How widely is listened. */
	"listening.diversity": { request: OfSteps; reply: Diversity; access: "read" };
	/** Two ranges beside each other. */
	"listening.compare": { request: CompareOf; reply: Comparison; access: "read" };
	/** This day in earlier years. */
	"listening.on_this_day": { request: MusicOnDay; reply: Array<YearsAgo>; access: "read" };
	/** Plays, latest first. */
	"listening.plays": { request: ListPlays; reply: PlayPage; access: "read" };
	/** One play and who told it. */
	"listening.play": { request: PlayRef; reply: PlayDetail; access: "read" };
	/** Says something about a play: hidden, or never one with another's. */
	"listening.edit_play": { request: EditPlay; reply: null; access: "write" };
	/** Writes down a play by hand. */
	"listening.add_play": { request: NewPlay; reply: PlayRef; access: "write" };
	/** Who told how much. */
	"listening.sources": { request: Nothing; reply: Array<SourceRow>; access: "read" };
	/** An artist's page. */
	"listening.artist": { request: EntityRef; reply: ArtistPage; access: "read" };
	/** An album's page. */
	"listening.album": { request: EntityRef; reply: AlbumPage; access: "read" };
	/** A track's page. */
	"listening.track": { request: EntityRef; reply: TrackPage; access: "read" };
	/** A genre's page. */
	"listening.genre": { request: EntityRef; reply: GenrePage; access: "read" };
	/** Finds artists, albums and tracks by name. */
	"listening.find": { request: FindMusic; reply: FoundMusic; access: "read" };
	/** Shows one artist, album or track under another's name; nothing is destroyed. */
	"listening.merge": { request: Merge; reply: null; access: "write" };
	/** Takes a merge back. */
	"listening.unmerge": { request: Unmerge; reply: null; access: "write" };
	/** All merges. */
	"listening.merges": { request: Nothing; reply: Array<Merged>; access: "read" };
	/** Gives an artist a genre, or takes it away. */
	"listening.set_genre": { request: SetGenre; reply: null; access: "write" };
	/** Own lists of tracks. */
	"listening.lists": { request: Nothing; reply: Array<TrackList>; access: "read" };
	/** One list with its tracks. */
	"listening.list": { request: ListRef; reply: TrackListPage; access: "read" };
	/** Makes a list. */
	"listening.create_list": { request: NewList; reply: CreatedList; access: "write" };
	/** Changes a list's name or words. */
	"listening.edit_list": { request: EditList; reply: null; access: "write" };
	/** Puts a track into a list or takes it out. */
	"listening.set_listed": { request: SetListed; reply: null; access: "write" };
	/** How figures are counted. */
	"listening.settings": { request: Nothing; reply: ListeningSettings; access: "read" };
	/** Changes how figures are counted; all of them are counted anew. */
	"listening.edit_settings": { request: EditSettings; reply: null; access: "write" };
	/** Figures of a range as one page that stands alone, signed; it keeps nothing of it. */
	"listening.report": { request: ReportOf; reply: Report; access: "write" };
	/** Whether a report is as it was made, and by whom. */
	"listening.check_report": { request: ReportText; reply: ReportCheck; access: "read" };
	/** Accounts, what they hold, and what everything is worth. */
	"finance.accounts": { request: Nothing; reply: Accounts; access: "read" };
	/** Makes an account. */
	"finance.create_account": { request: NewAccount; reply: AccountRef; access: "write" };
	/** Changes an account. */
	"finance.edit_account": { request: EditAccount; reply: null; access: "write" };
	/** All categories. */
	"finance.categories": { request: Nothing; reply: Array<CategoryRow>; access: "read" };
	/** Makes a category. */
	"finance.create_category": { request: NewCategory; reply: CategoryRef; access: "write" };
	/** Changes a category. */
	"finance.edit_category": { request: EditCategory; reply: null; access: "write" };
	/** Lets what is for one category count for another; nothing is destroyed. */
	"finance.merge_category": { request: MergeCategory; reply: null; access: "write" };
	/** Begins a ledger: the first categories, and the currency of reports. */
	"finance.start": { request: StartFinance; reply: null; access: "write" };
	/** Transactions, the latest first. */
	"finance.register": { request: ListTxns; reply: TxnPage; access: "read" };
	/** A transaction with all that is known of it. */
	"finance.txn": { request: TxnRef; reply: TxnDetail; access: "read" };
	/** Writes down a transaction by hand. */
	"finance.add_txn": { request: NewTxn; reply: TxnRef; access: "write" };
	/** Changes a transaction; of an imported one only what is said about it. */
	"finance.edit_txn": { request: EditTxn; reply: null; access: "write" };
	/** Splits a transaction into parts, or makes it whole again. */
	"finance.split_txn": { request: SplitTxn; reply: null; access: "write" };
	/** Says the same of many transactions. */
	"finance.edit_many": { request: EditMany; reply: EditedMany; access: "write" };
	/** Throws transactions away. */
	"finance.delete_txns": { request: TxnRefs; reply: null; access: "write" };
	/** Transactions that may be one, or two legs of a transfer. */
	"finance.offers": { request: Nothing; reply: Array<MatchOffer>; access: "read" };
	/** Says what two transactions are to each other. */
	"finance.decide_match": { request: DecideMatch; reply: null; access: "write" };
	/** Separates two transactions that were said to belong together. */
	"finance.unmatch": { request: MatchOf; reply: null; access: "write" };
	/** Rules, in the order in which they are looked through. */
	"finance.rules": { request: Nothing; reply: Array<MoneyRule>; access: "read" };
	/** Makes a rule; what it says about transactions that are here holds at once. */
	"finance.create_rule": { request: NewRule; reply: CreatedRule; access: "write" };
	/** Changes a rule. */
	"finance.edit_rule": { request: EditRule; reply: null; access: "write" };
	/** Puts a rule before another, or last. */
	"finance.move_rule": { request: MoveRule; reply: null; access: "write" };
	/** Throws a rule away. */
	"finance.delete_rule": { request: RuleRef; reply: null; access: "write" };
	/** What a rule would touch, before it is one. */
	"finance.try_rule": { request: TryRule; reply: RuleTried; access: "read" };
	/** Rules that would save work. */
	"finance.rule_proposals": { request: Nothing; reply: Array<RuleProposal>; access: "read" };
	/** Guesses what transactions without a category are for. */
	"finance.proposals": { request: Nothing; reply: CategoryProposals; access: "read" };
	/** Says that guesses are right. */
	"finance.accept_proposals": { request: AcceptProposals; reply: null; access: "write" };
	/** Does not make a proposal again, or makes it again. */
	"finance.wave_away": { request: WaveAway; reply: null; access: "write" };
	/** Who money went to and came from, those with most transactions first. */
	"finance.payees": { request: ListPayees; reply: Array<PayeeRow>; access: "read" };
	/** Gives a payee another name, now and later. */
	"finance.rename_payee": { request: RenamePayee; reply: RenamedPayee; access: "write" };
	/** What comes again and again: subscriptions, rent, a salary. */
	"finance.recurring": { request: Nothing; reply: Array<RecurringPayment>; access: "read" };
	/** Keeps something that comes again and again as a schedule. */
	"finance.keep_recurring": { request: RecurringRef; reply: ScheduleRef; access: "write" };
	/** Something does not come again and again. */
	"finance.dismiss_recurring": { request: RecurringRef; reply: null; access: "write" };
	/** What is to be paid again and again. */
	"finance.schedules": { request: Nothing; reply: Array<Schedule>; access: "read" };
	/** Makes a schedule. */
	"finance.create_schedule": { request: NewSchedule; reply: ScheduleRef; access: "write" };
	/** Changes a schedule. */
	"finance.edit_schedule": { request: EditSchedule; reply: null; access: "write" };
	/** Throws a schedule away. */
	"finance.delete_schedule": { request: ScheduleRef; reply: null; access: "write" };
	/** Writes down a transaction for what was due. */
	"finance.post_occurrence": { request: PostOccurrence; reply: TxnRef; access: "write" };
	/** Leaves out what is due, once. */
	"finance.skip_occurrence": { request: SkipOccurrence; reply: null; access: "write" };
	/** What is due, was paid and is expected between two days. */
	"finance.upcoming": { request: UpcomingOf; reply: Array<UpcomingPayment>; access: "read" };
	/** How the tables of banks are read. */
	"finance.profiles": { request: Nothing; reply: Array<TableProfile>; access: "read" };
	/** Changes how tables with one header are read from now on. */
	"finance.edit_profile": { request: EditProfile; reply: null; access: "write" };
	/** Forgets how tables with one header are read. */
	"finance.delete_profile": { request: ProfileRef; reply: null; access: "write" };
	/** The budgets of a month. */
	"finance.budget": { request: BudgetOf; reply: Budget; access: "read" };
	/** Says what a category may cost in a month. */
	"finance.set_budget": { request: SetBudget; reply: null; access: "write" };
	/** Moves money from one budget to another. */
	"finance.move_budget": { request: MoveBudget; reply: null; access: "write" };
	/** Takes over budgets of one month for another. */
	"finance.copy_budget": { request: CopyBudget; reply: CopiedBudget; access: "write" };
	/** What is saved for. */
	"finance.goals": { request: Nothing; reply: Array<SavingsGoal>; access: "read" };
	/** Makes a goal. */
	"finance.create_goal": { request: NewGoal; reply: GoalRef; access: "write" };
	/** Changes a goal. */
	"finance.edit_goal": { request: EditGoal; reply: null; access: "write" };
	/** Throws a goal away. */
	"finance.delete_goal": { request: GoalRef; reply: null; access: "write" };
	/** A bank's statement beside what is ticked off. */
	"finance.reconcile": { request: ReconcileOf; reply: Reconciling; access: "read" };
	/** Ticks transactions off, or no longer. */
	"finance.set_cleared": { request: SetCleared; reply: null; access: "write" };
	/** Keeps a statement that is right; what is ticked off is in it. */
	"finance.finish_reconcile": { request: FinishReconcile; reply: null; access: "write" };
	/** Opens the last statement of an account again. */
	"finance.reopen_statement": { request: ReopenStatement; reply: null; access: "write" };
	/** Photos of what was paid for. */
	"finance.receipts": { request: ListReceipts; reply: Array<ReceiptRow>; access: "read" };
	/** Keeps a receipt. */
	"finance.add_receipt": { request: NewReceipt; reply: ReceiptRef; access: "write" };
	/** Changes a receipt. */
	"finance.edit_receipt": { request: EditReceipt; reply: null; access: "write" };
	/** Says which transaction a receipt is of. */
	"finance.link_receipt": { request: LinkReceipt; reply: null; access: "write" };
	/** Throws a receipt away. */
	"finance.delete_receipt": { request: ReceiptRef; reply: null; access: "write" };
	/** How money is shown. */
	"finance.settings": { request: Nothing; reply: FinanceSettings; access: "read" };
	/** Changes how money is shown. */
	"finance.edit_settings": { request: EditFinanceSettings; reply: null; access: "write" };
	/** The rates between currencies that are known. */
	"finance.rates": { request: Nothing; reply: Array<RateUsed>; access: "read" };
	/** Says what one currency was worth in another on a day, or takes that back. */
	"finance.set_rate": { request: SetRate; reply: null; access: "write" };
	/** What was spent or earned: month by month, by category, payee, tag or account. */
	"finance.spending": { request: SpendingOf; reply: Spending; access: "read" };
	/** What was spent or earned in two ranges, beside each other. */
	"finance.compare": { request: CompareSpendingOf; reply: SpendingCompared; access: "read" };
	/** From where money came, and where it went. */
	"finance.cash_flow": { request: CashFlowOf; reply: CashFlow; access: "read" };
	/** What everything is worth, over time. */
	"finance.net_worth": { request: NetWorthOf; reply: NetWorth; access: "read" };
	/** Exercises, by name. */
	"fitness.exercises": { request: ListExercises; reply: Array<ExerciseRow>; access: "read" };
	/** An exercise with its history and bests. */
	"fitness.exercise": { request: ExerciseRef; reply: ExerciseDetail; access: "read" };
	/** The last times of an exercise. */
	"fitness.last_sets": { request: LastSetsOf; reply: Array<ExerciseTime>; access: "read" };
	/** Makes an own exercise. */
	"fitness.create_exercise": { request: NewExercise; reply: ExerciseRef; access: "write" };
	/** Changes an exercise, also a shipped one. */
	"fitness.edit_exercise": { request: EditExercise; reply: null; access: "write" };
	/** Leaves an exercise out of lists, or no longer. */
	"fitness.hide_exercise": { request: HideExercise; reply: null; access: "write" };
	/** Lets the sets of one exercise count for another; nothing is destroyed. */
	"fitness.merge_exercise": { request: MergeExercise; reply: null; access: "write" };
	/** Routines, in their order. */
	"fitness.routines": { request: Nothing; reply: Array<RoutineRow>; access: "read" };
	/** A routine, and what its rules say is next. */
	"fitness.routine": { request: RoutineRef; reply: RoutineDetail; access: "read" };
	/** Makes a routine. */
	"fitness.create_routine": { request: NewRoutine; reply: RoutineRef; access: "write" };
	/** Changes a routine. */
	"fitness.edit_routine": { request: EditRoutine; reply: null; access: "write" };
	/** Throws a routine away; workouts that followed it stay. */
	"fitness.delete_routine": { request: RoutineRef; reply: null; access: "write" };
	/** Workouts and activities, the latest first. */
	"fitness.workouts": { request: ListWorkouts; reply: WorkoutPage; access: "read" };
	/** A workout with all that is known of it. */
	"fitness.workout": { request: WorkoutRef; reply: WorkoutDetail; access: "read" };
	/** Writes a workout down afterward. */
	"fitness.create_workout": { request: NewWorkout; reply: WorkoutRef; access: "write" };
	/** Changes a workout. */
	"fitness.edit_workout": { request: EditWorkout; reply: null; access: "write" };
	/** Throws workouts away; activities that a source told are hidden. */
	"fitness.delete_workouts": { request: WorkoutRefs; reply: null; access: "write" };
	/** Plans the same workout once more. */
	"fitness.duplicate_workout": { request: DuplicateWorkout; reply: WorkoutRef; access: "write" };
	/** Plans a workout. */
	"fitness.plan_workout": { request: PlanWorkout; reply: WorkoutRef; access: "write" };
	/** The workout that goes on. */
	"fitness.going": { request: Nothing; reply: LiveWorkout | null; access: "read" };
	/** Begins a workout. */
	"fitness.start_workout": { request: StartWorkout; reply: WorkoutRef; access: "write" };
	/** Lets the workout stand still. */
	"fitness.pause_workout": { request: WorkoutRef; reply: null; access: "write" };
	/** Goes on with the workout. */
	"fitness.resume_workout": { request: WorkoutRef; reply: null; access: "write" };
	/** Ends the workout: it counts. */
	"fitness.complete_workout": { request: CompleteWorkout; reply: null; access: "write" };
	/** Ends the workout: it does not count. */
	"fitness.discard_workout": { request: WorkoutRef; reply: null; access: "write" };
	/** Adds an exercise to a workout. */
	"fitness.add_exercise": { request: AddWorkoutExercise; reply: WorkoutExerciseRef; access: "write" };
	/** Takes an exercise and its sets out of a workout. */
	"fitness.remove_exercise": { request: WorkoutExerciseRef; reply: null; access: "write" };
	/** Moves an exercise of a workout. */
	"fitness.move_exercise": { request: MoveWorkoutExercise; reply: null; access: "write" };
	/** Changes an exercise of a workout. */
	"fitness.edit_workout_exercise": { request: EditWorkoutExercise; reply: null; access: "write" };
	/** Makes a superset of exercises of a workout; one alone leaves its superset. */
	"fitness.group_exercises": { request: GroupExercises; reply: null; access: "write" };
	/** Adds a set. */
	"fitness.add_set": { request: AddSet; reply: SetRef; access: "write" };
	/** Changes a set. */
	"fitness.edit_set": { request: EditSet; reply: null; access: "write" };
	/** Takes a set out. */
	"fitness.remove_set": { request: SetRef; reply: null; access: "write" };
	/** A set is done: the rest begins. */
	"fitness.finish_set": { request: FinishSet; reply: FinishedSet; access: "write" };
	/** Ends the rest. */
	"fitness.skip_rest": { request: WorkoutRef; reply: null; access: "write" };
	/** Makes the rest longer or shorter. */
	"fitness.extend_rest": { request: ExtendRest; reply: null; access: "write" };
	/** Which plates make a weight. */
	"fitness.plates": { request: PlatesOf; reply: PlateLoading; access: "read" };
	/** An activity with all that is known of it. */
	"fitness.activity": { request: ActivityRef; reply: ActivityDetail; access: "read" };
	/** The track of an activity, thinned for charts and the map. */
	"fitness.track": { request: TrackOf; reply: TrackColumns; access: "read" };
	/** Says something about an activity that a source told. */
	"fitness.edit_activity": { request: EditActivity; reply: null; access: "write" };
	/** Keeps an activity apart from others that look the same. */
	"fitness.separate_activity": { request: ActivityRef; reply: null; access: "write" };
	/** Lets an activity be one with others that look the same again. */
	"fitness.unite_activity": { request: ActivityRef; reply: null; access: "write" };
	/** An activity as a file that others read. */
	"fitness.export_activity": { request: ExportActivity; reply: ExportedActivity; access: "read" };
	/** Days as sources measured them. */
	"fitness.days": { request: DaysOf; reply: MeasuredDays; access: "read" };
	/** The samples of a day. */
	"fitness.samples": { request: SamplesOf; reply: MeasuredSamples; access: "read" };
	/** Who measures what. */
	"fitness.sources": { request: Nothing; reply: Array<MeasureSource>; access: "read" };
	/** Says which source of several speaks. */
	"fitness.rank_source": { request: RankSource; reply: null; access: "write" };
	/** Measures of the body, the latest first. */
	"fitness.measures": { request: ListMeasures; reply: Array<MeasureRow>; access: "read" };
	/** Writes a measure of the body down. */
	"fitness.add_measure": { request: NewMeasure; reply: MeasureRef; access: "write" };
	/** Changes a measure. */
	"fitness.edit_measure": { request: EditMeasure; reply: null; access: "write" };
	/** Throws measures away. */
	"fitness.delete_measures": { request: MeasureRefs; reply: null; access: "write" };
	/** Where a measure of the body goes. */
	"fitness.body_trend": { request: BodyTrendOf; reply: BodyTrend; access: "read" };
	/** What is trained for, and how far it is. */
	"fitness.goals": { request: Nothing; reply: Array<FitnessGoal>; access: "read" };
	/** Makes a goal. */
	"fitness.create_goal": { request: NewFitnessGoal; reply: FitnessGoalRef; access: "write" };
	/** Changes a goal. */
	"fitness.edit_goal": { request: EditFitnessGoal; reply: null; access: "write" };
	/** Throws a goal away. */
	"fitness.delete_goal": { request: FitnessGoalRef; reply: null; access: "write" };
	/** An exercise over time. */
	"fitness.progress": { request: ProgressOf; reply: ExerciseProgress; access: "read" };
	/** Sets and volume of each muscle, week by week. */
	"fitness.muscle_weeks": { request: FitnessRange; reply: Array<MuscleWeek>; access: "read" };
	/** Sessions, time and load, week by week. */
	"fitness.training_weeks": { request: FitnessRange; reply: TrainingWeeks; access: "read" };
	/** The bests of every exercise. */
	"fitness.records": { request: Nothing; reply: Array<ExerciseBests>; access: "read" };
	/** What to train now, with reasons, ready to begin. */
	"fitness.suggest": { request: SuggestOf; reply: Array<WorkoutSuggestion>; access: "read" };
	/** How fitness is shown and figured. */
	"fitness.settings": { request: Nothing; reply: FitnessSettings; access: "read" };
	/** Changes how fitness is shown and figured. */
	"fitness.edit_settings": { request: EditFitnessSettings; reply: null; access: "write" };
	/** Patterns to breathe after: favorites first, then the shipped ones, then the own ones by name. */
	"breath.patterns": { request: Nothing; reply: Array<Pattern>; access: "read" };
	/** Makes an own pattern, or changes one. */
	"breath.save_pattern": { request: SavePattern; reply: Pattern; access: "write" };
	/** Throws an own pattern away; sessions that followed it stay. */
	"breath.delete_pattern": { request: PatternRef; reply: null; access: "write" };
	/** Marks a pattern as a favorite, or no longer. */
	"breath.favorite": { request: FavorPattern; reply: null; access: "write" };
	/** A pattern as a program of whole cycles. */
	"breath.plan": { request: PlanOf; reply: Plan; access: "read" };
	/** Begins a session. One goes on at a time. */
	"breath.begin": { request: BeginSession; reply: Live; access: "write" };
	/** The session that goes on. */
	"breath.live": { request: Nothing; reply: Live | null; access: "read" };
	/** Lets the session stand still. */
	"breath.pause": { request: SessionRef; reply: null; access: "write" };
	/** Goes on with the session. */
	"breath.resume": { request: SessionRef; reply: null; access: "write" };
	/** Ends the session: what was done counts. */
	"breath.complete": { request: SessionRef; reply: null; access: "write" };
	/** Ends the session: it does not count. */
	"breath.discard": { request: SessionRef; reply: null; access: "write" };
	/** A hold until a tap is over. */
	"breath.tap": { request: SessionRef; reply: Live; access: "write" };
	/** Makes a cycle and those after it longer than the program says: adaptive pacing. */
	"breath.stretch": { request: StretchCycle; reply: Live; access: "write" };
	/** Something came in between. It is counted and nothing more. */
	"breath.interrupt": { request: SessionRef; reply: null; access: "write" };
	/** A session with all that is known of it. */
	"breath.session": { request: SessionRef; reply: SessionOut; access: "read" };
	/** Sessions, the latest first. */
	"breath.sessions": { request: ListSessions; reply: SessionPage; access: "read" };
	/** Writes a session down afterward. */
	"breath.add_session": { request: NewSession; reply: SessionRef; access: "write" };
	/** Throws a session away. */
	"breath.delete_session": { request: SessionRef; reply: null; access: "write" };
	/** Changes what is noted of a session. */
	"breath.note": { request: NoteSession; reply: null; access: "write" };
	/** How one feels before or after a session. */
	"breath.feel": { request: FeelSession; reply: null; access: "write" };
	/** Says how long the curve of a session is kept. */
	"breath.keep_trace": { request: KeepTrace; reply: null; access: "write" };
	/** The curve of a session, five points a second or fewer; empty: it is not kept. */
	"breath.trace": { request: SessionRef; reply: Array<RibbonPoint>; access: "read" };
	/** Days with sessions up to today, in their order. */
	"breath.trends": { request: TrendsOf; reply: Array<TrendDay>; access: "read" };
	/** How much was practiced altogether. */
	"breath.totals": { request: Nothing; reply: Totals; access: "read" };
	/** Says in which rhythm one wishes to practice, and pauses it. */
	"breath.set_rhythm": { request: SetRhythm; reply: null; access: "write" };
	/** Courses of meditation, and how far one is in them. */
	"breath.courses": { request: Nothing; reply: Array<CourseOut>; access: "read" };
	/** A pattern as a signed text and a QR code of it, to be handed on. */
	"breath.share_pattern": { request: PatternRef; reply: SharedText; access: "read" };
	/** What a text holds that somebody handed over. Nothing is written. */
	"breath.read_shared": { request: ReadShared; reply: SharedRead; access: "read" };
	/** Makes an own pattern of a text that somebody handed over. */
	"breath.take_shared": { request: ReadShared; reply: Pattern; access: "write" };
	/** Readings of heart-rate variability, the latest first. */
	"breath.hrv_readings": { request: Nothing; reply: Array<HrvRow>; access: "read" };
	/** A reading with all that its intervals tell. */
	"breath.hrv": { request: HrvRef; reply: HrvOut; access: "read" };
	/** Keeps intervals that a page read from a chest strap. */
	"breath.take_rr": { request: TakeRr; reply: HrvRef; access: "write" };
	/** Throws a reading away. */
	"breath.delete_hrv": { request: HrvRef; reply: null; access: "write" };
	/** How breath is set. */
	"breath.settings": { request: Nothing; reply: BreathSettings; access: "read" };
	/** Changes how breath is set. */
	"breath.edit_settings": { request: EditBreathSettings; reply: null; access: "write" };
	/** Check-ins of today, and the latest of all. */
	"mood.today": { request: Nothing; reply: MoodToday; access: "read" };
	/** A check-in. */
	"mood.checkin": { request: CheckInRef; reply: CheckIn; access: "read" };
	/** Check-ins around a session. */
	"mood.around": { request: AroundSession; reply: Array<CheckIn>; access: "read" };
	/** Words near a place, the nearest first. */
	"mood.words": { request: WordsNear; reply: Array<MoodWord>; access: "read" };
	/** Factors in their order, archived ones last. */
	"mood.factors": { request: Nothing; reply: Array<MoodFactor>; access: "read" };
	/** Days that have something, the latest first. */
	"mood.timeline": { request: MoodTimelineOf; reply: MoodTimeline; access: "read" };
	/** A year, day by day. */
	"mood.year": { request: MoodYearOf; reply: MoodYear; access: "read" };
	/** How moods lay over the last days. */
	"mood.span": { request: LastDays; reply: MoodSpan; access: "read" };
	/** Moods of days with each factor beside those of days without it. */
	"mood.by_factor": { request: MoodByFactorOf; reply: MoodByFactor; access: "read" };
	/** Words that were used in the last days, the most used first. */
	"mood.own_words": { request: LastDays; reply: Array<OwnWord>; access: "read" };
	/** The WHO-5 questionnaire, and how it was answered. */
	"mood.who5": { request: Nothing; reply: Who5Sheet; access: "read" };
	/** How moods are counted. */
	"mood.settings": { request: Nothing; reply: MoodSettings; access: "read" };
	/** Writes a check-in. */
	"mood.check_in": { request: NewCheckIn; reply: CheckIn; access: "write" };
	/** Changes a check-in. */
	"mood.edit": { request: EditCheckIn; reply: CheckIn; access: "write" };
	/** Throws a check-in away. */
	"mood.remove": { request: CheckInRef; reply: null; access: "write" };
	/** Makes an own word, or changes one. */
	"mood.save_word": { request: SaveMoodWord; reply: MoodWord; access: "write" };
	/** Throws an own word away; check-ins that have it keep it. */
	"mood.remove_word": { request: MoodWordRef; reply: null; access: "write" };
	/** Makes a factor, or changes one. */
	"mood.save_factor": { request: SaveMoodFactor; reply: MoodFactor; access: "write" };
	/** Offers a factor no longer, or again. */
	"mood.archive_factor": { request: ArchiveMoodFactor; reply: null; access: "write" };
	/** Puts factors into an order. */
	"mood.order_factors": { request: OrderMoodFactors; reply: null; access: "write" };
	/** Keeps what a model read, because the person asked for it or took it. */
	"mood.note_reading": { request: NewReading; reply: ReadingRef; access: "write" };
	/** Throws readings away. */
	"mood.forget_readings": { request: ForgetReadings; reply: ReadingsForgotten; access: "write" };
	/** Keeps answers to the WHO-5. */
	"mood.answer_who5": { request: NewWho5; reply: Who5Ref; access: "write" };
	/** Throws answers to the WHO-5 away. */
	"mood.remove_who5": { request: Who5Ref; reply: null; access: "write" };
	/** Changes how moods are counted. */
	"mood.edit_settings": { request: EditMoodSettings; reply: null; access: "write" };
}

/** The kinds whose change makes a read's answer stale; `*` is any. */
export const READS: Record<string, readonly string[]> = {
	"vault.status": ["vault"],
	"vault.active": [],
	"vault.recovery_words": [],
	"rescue.list": ["vault", "backups"],
	"calendar.day": ["*"],
	"calendar.month": ["*"],
	"search.find": ["*"],
	"capture.read": [],
	"senses.devices": [],
	"senses.models": [],
	"senses.consents": ["senses", "vault"],
	"senses.state": ["senses", "vault"],
	"senses.try_file": [],
	"words.read": ["senses"],
	"words.similar": ["*"],
	"voice.model": ["senses", "vault"],
	"voice.transcribe": [],
	"receipts.read": [],
	"series.list": [],
	"series.points": ["*"],
	"history.versions": ["*"],
	"history.diff": ["*"],
	"history.elsewhere": ["*"],
	"records.conflicts": ["*"],
	"undo.list": ["*"],
	"trash.list": ["*"],
	"import.formats": [],
	"export.formats": [],
	"accounts.list": ["accounts"],
	"accounts.terms": [],
	"audit.list": ["audit", "vault"],
	"audit.verify": ["audit", "vault"],
	"notifications.list": ["notifications", "vault"],
	"notifications.settings": ["notifications", "vault"],
	"scrobbling.status": ["scrobbling"],
	"scrobbling.clients": ["scrobbling"],
	"playing.status": ["playing"],
	"sync.status": ["sync"],
	"sync.lan": ["lan"],
	"shares.list": ["shares"],
	"backups.list": ["backups"],
	"backups.state": ["backups"],
	"backups.lost": ["*"],
	"retention.list": ["*"],
	"doctor.state": ["doctor", "vault"],
	"doctor.bundle": [],
	"help.commands": [],
	"settings.get": ["settings"],
	"journal.journals": ["journal.journal", "journal.entry"],
	"journal.entries": ["journal.entry"],
	"journal.entry": ["journal.entry"],
	"journal.calendar": ["journal.entry"],
	"journal.heat": ["journal.entry"],
	"journal.on_this_day": ["journal.entry"],
	"journal.streak": ["journal.entry"],
	"journal.tags": ["journal.entry"],
	"journal.people": ["journal.entry"],
	"journal.media": ["journal.entry"],
	"journal.templates": ["journal.template"],
	"journal.prompts": ["journal.prompt"],
	"journal.prompt_of_day": ["journal.prompt"],
	"listening.overview": ["listening.play", "listening.settings"],
	"listening.top": ["listening.play", "listening.settings", "listening.alias", "listening.label"],
	"listening.clock": ["listening.play", "listening.settings"],
	"listening.trend": ["listening.play", "listening.settings", "listening.alias", "listening.label"],
	"listening.discovery": ["listening.play", "listening.settings", "listening.alias"],
	"listening.sessions": ["listening.play", "listening.settings"],
	"listening.diversity": ["listening.play", "listening.settings", "listening.alias"],
	"listening.compare": ["listening.play", "listening.settings", "listening.alias", "listening.label"],
	"listening.on_this_day": ["listening.play", "listening.settings"],
	"listening.plays": ["listening.play", "listening.settings", "listening.alias"],
	"listening.play": ["listening.play"],
	"listening.sources": ["listening.play"],
	"listening.artist": ["listening.play", "listening.settings", "listening.alias", "listening.label"],
	"listening.album": ["listening.play", "listening.settings", "listening.alias"],
	"listening.track": ["listening.play", "listening.settings", "listening.alias", "listening.list"],
	"listening.genre": ["listening.play", "listening.settings", "listening.label"],
	"listening.find": ["listening.play", "listening.alias"],
	"listening.merges": ["listening.alias"],
	"listening.lists": ["listening.list"],
	"listening.list": ["listening.list", "listening.play"],
	"listening.settings": ["listening.settings"],
	"listening.check_report": [],
	"finance.accounts": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.categories": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.register": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.txn": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.offers": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.rules": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.try_rule": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.rule_proposals": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.proposals": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.payees": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.recurring": ["finance.row", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.settings", "finance.schedule"],
	"finance.schedules": ["finance.row", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.settings", "finance.schedule"],
	"finance.upcoming": ["finance.row", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.settings", "finance.schedule"],
	"finance.profiles": ["finance.profile", "finance.account"],
	"finance.budget": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.budget", "finance.move", "finance.goal"],
	"finance.goals": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.budget", "finance.move", "finance.goal"],
	"finance.reconcile": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.receipts": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings", "finance.statement", "finance.receipt"],
	"finance.settings": ["finance.settings", "finance.account"],
	"finance.rates": ["finance.rate"],
	"finance.spending": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings"],
	"finance.compare": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings"],
	"finance.cash_flow": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings"],
	"finance.net_worth": ["finance.row", "finance.balance", "finance.account", "finance.txn", "finance.rule", "finance.match", "finance.rate", "finance.settings"],
	"fitness.exercises": ["fitness.exercise", "fitness.workout"],
	"fitness.exercise": ["fitness.exercise", "fitness.workout"],
	"fitness.last_sets": ["fitness.exercise", "fitness.workout"],
	"fitness.routines": ["fitness.exercise", "fitness.workout", "fitness.routine"],
	"fitness.routine": ["fitness.exercise", "fitness.workout", "fitness.routine"],
	"fitness.workouts": ["fitness.exercise", "fitness.workout", "fitness.routine", "fitness.activity"],
	"fitness.workout": ["fitness.exercise", "fitness.workout", "fitness.routine", "fitness.activity"],
	"fitness.going": ["fitness.exercise", "fitness.workout"],
	"fitness.plates": ["fitness.settings"],
	"fitness.activity": ["fitness.exercise", "fitness.workout", "fitness.activity", "fitness.track", "fitness.settings"],
	"fitness.track": ["fitness.exercise", "fitness.workout", "fitness.activity", "fitness.track", "fitness.settings"],
	"fitness.export_activity": ["fitness.exercise", "fitness.workout", "fitness.activity", "fitness.track", "fitness.settings"],
	"fitness.days": ["fitness.samples", "fitness.settings"],
	"fitness.samples": ["fitness.samples", "fitness.settings"],
	"fitness.sources": ["fitness.samples", "fitness.settings"],
	"fitness.measures": ["fitness.measure"],
	"fitness.body_trend": ["fitness.measure", "fitness.samples", "fitness.settings"],
	"fitness.goals": ["fitness.exercise", "fitness.workout", "fitness.measure", "fitness.goal", "fitness.activity"],
	"fitness.progress": ["fitness.exercise", "fitness.workout"],
	"fitness.muscle_weeks": ["fitness.exercise", "fitness.workout"],
	"fitness.training_weeks": ["fitness.exercise", "fitness.workout", "fitness.routine", "fitness.activity"],
	"fitness.records": ["fitness.exercise", "fitness.workout"],
	"fitness.suggest": ["fitness.exercise", "fitness.workout", "fitness.routine", "fitness.settings"],
	"fitness.settings": ["fitness.settings"],
	"breath.patterns": ["breath.pattern", "breath.session"],
	"breath.plan": ["breath.pattern", "breath.session"],
	"breath.live": ["breath.session", "breath.settings"],
	"breath.session": ["breath.session", "breath.settings"],
	"breath.sessions": ["breath.session", "breath.settings"],
	"breath.trace": ["breath.session", "breath.settings"],
	"breath.trends": ["breath.session", "breath.settings"],
	"breath.totals": ["breath.session", "breath.settings"],
	"breath.courses": ["breath.session", "breath.settings"],
	"breath.share_pattern": ["breath.pattern", "breath.session"],
	"breath.read_shared": [],
	"breath.hrv_readings": ["breath.hrv"],
	"breath.hrv": ["breath.hrv"],
	"breath.settings": ["breath.settings"],
	"mood.today": ["mood.checkin", "mood.settings"],
	"mood.checkin": ["mood.checkin", "mood.settings"],
	"mood.around": ["mood.checkin", "mood.settings"],
	"mood.words": ["mood.word"],
	"mood.factors": ["mood.factor", "mood.checkin"],
	"mood.timeline": ["mood.checkin", "mood.reading", "mood.settings"],
	"mood.year": ["mood.checkin", "mood.settings"],
	"mood.span": ["mood.checkin", "mood.settings"],
	"mood.by_factor": ["mood.checkin", "mood.factor", "mood.settings"],
	"mood.own_words": ["mood.checkin", "mood.settings"],
	"mood.who5": ["mood.who5", "mood.settings"],
	"mood.settings": ["mood.settings"],
};
