/** The place of a track that is pointed at: the map and every chart show the same one. */
export class TrackCursor {
	/** The number of a point of the track: also a track without times has them. */
	point: number | null = $state(null);
	/** A part of the track that is pointed at: a split, a lap. */
	part: { fromMs: number; toMs: number } | null = $state.raw(null);
}
