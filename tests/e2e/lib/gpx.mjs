/** A run as a GPX file: so many points, five seconds and some fifteen meters apart, over a hill and with a pause. */

const START = Date.parse("2026-03-14T07:30:00Z");
const STEP_S = 5;

export function gpx({ name = "Around the lake", points = 400, pauseAt = 200 } = {}) {
	const rows = Array.from({ length: points }, (_, at) => {
		const turn = (at / points) * 2 * Math.PI;
		const latitude = 52.5 + 0.009 * Math.sin(turn);
		const longitude = 13.4 + 0.0145 * (1 - Math.cos(turn));
		const height = 40 + 25 * Math.sin(turn / 2) ** 2;
		const heart = Math.round(130 + 25 * Math.sin(turn * 3));
		const pause = at < pauseAt ? 0 : 120;
		const time = new Date(START + (at * STEP_S + pause) * 1000).toISOString();
		return `<trkpt lat="${latitude.toFixed(7)}" lon="${longitude.toFixed(7)}"><ele>${height.toFixed(1)}</ele><time>${time}</time><extensions><tpx:TrackPointExtension><tpx:hr>${heart}</tpx:hr></tpx:TrackPointExtension></extensions></trkpt>`;
	});
	return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="A watch" xmlns="http://www.topografix.com/GPX/1/1" xmlns:tpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
<trk><name>${name}</name><type>running</type>
<trkseg>${rows.slice(0, pauseAt).join("\n")}</trkseg>
<trkseg>${rows.slice(pauseAt).join("\n")}</trkseg>
</trk></gpx>
`;
}
