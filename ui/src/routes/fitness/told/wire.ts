// Names for what sources told, taken from the commands themselves.

import type { ReplyOf } from "$lib/api/call";

export type ActivityDetail = ReplyOf<"fitness.activity">;
export type ActivityTotals = ActivityDetail["totals"];
export type ActivityLap = ActivityDetail["laps"][number];
export type ActivityEvidence = ActivityDetail["evidence"][number];
export type TrackFigures = NonNullable<ActivityDetail["track"]>;
export type ActivitySplit = TrackFigures["kilometers"][number];
export type BestEffort = TrackFigures["efforts"][number];
export type HeartZones = NonNullable<TrackFigures["zones"]>;
export type TrackColumns = ReplyOf<"fitness.track">;
export type TrackColumn = TrackColumns["columns"][number];
export type TrackLine = NonNullable<TrackColumns["line"]>;
