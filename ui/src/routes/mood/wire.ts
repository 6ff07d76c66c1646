// Names for what mood's commands ask and answer, taken from the commands themselves.

import type { ReplyOf, RequestOf } from "$lib/api/call";

export type CheckIn = ReplyOf<"mood.checkin">;
export type CheckInInput = RequestOf<"mood.check_in">;
export type MoodSpan = ReplyOf<"mood.span">;
export type Spread = MoodSpan["valence"];
export type MoodDay = ReplyOf<"mood.timeline">["days"][number];
export type LaneReadings = MoodDay["lanes"][number];
export type Lane = LaneReadings["lane"];
export type Reading = LaneReadings["readings"][number];
export type MoodPixel = ReplyOf<"mood.year">["days"][number];
export type WordRow = ReplyOf<"mood.words">[number];
export type Factor = ReplyOf<"mood.factors">[number];
export type FactorKind = Factor["kind"];
export type MoodBeside = ReplyOf<"mood.by_factor">["factors"][number];
export type MoodAxis = NonNullable<RequestOf<"mood.by_factor">["axis"]>;
export type OwnWord = ReplyOf<"mood.own_words">[number];
export type Who5Sheet = ReplyOf<"mood.who5">;
export type Who5 = Who5Sheet["answered"][number];
