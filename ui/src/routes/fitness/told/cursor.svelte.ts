/** The instant of a track that is pointed at: the map and every chart show the same one. */
export class TrackCursor {
	/** Milliseconds since the start. */
	atMs: number | null = $state(null);
	/** A part of the track that is pointed at: a split, a lap. */
	part: { fromMs: number; toMs: number } | null = $state.raw(null);
}
