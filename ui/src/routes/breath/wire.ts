// Names for what breath's commands ask and answer, taken from the commands themselves.

import type { ItemOf, ReplyOf, RequestOf } from "$lib/api/call";

export type Pattern = ReplyOf<"breath.patterns">[number];
export type Program = Pattern["program"];
export type Round = Program["rounds"][number];
export type Phase = Round["phases"][number];
export type PhaseKind = Phase["kind"];
export type Route = Phase["route"];
export type Gate = Pattern["gate"];

export type Begin = RequestOf<"breath.begin">;
export type Live = NonNullable<ReplyOf<"breath.live">>;
export type SessionKind = Live["kind"];
export type Ambient = Live["ambient"];
export type Bells = NonNullable<Live["bells"]>;
export type Stretch = Live["stretches"][number];
export type Measured = ItemOf<"breath.measure">;
export type Heard = Measured["heard"];

export type SessionOut = ReplyOf<"breath.session">;
export type Summary = NonNullable<SessionOut["summary"]>;
/** What was measured, or why it is not known. */
export type Estimate = Summary["matched"];
export type Feeling = NonNullable<SessionOut["mood_before"]>;
export type Trace = SessionOut["trace"];
export type Keep = Trace["keep"];
export type RibbonPoint = ReplyOf<"breath.trace">[number];
export type SessionRow = ReplyOf<"breath.sessions">["items"][number];
export type TrendDay = ReplyOf<"breath.trends">[number];
export type Totals = ReplyOf<"breath.totals">;
export type Rhythm = Totals["rhythm"];
export type Course = ReplyOf<"breath.courses">[number];
export type Lesson = Course["days"][number];
export type CourseStep = Lesson["steps"][number];

export type SharedRead = ReplyOf<"breath.read_shared">;
export type HrvOut = ReplyOf<"breath.hrv">;
