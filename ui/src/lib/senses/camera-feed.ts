import { openFeed, type Begun, type Feed, type FeedWish, type Opened } from "./media";
import { packFrame } from "./pack";

/** Wide enough to read a face by, small enough to be sent as it is. */
const WIDTH_MAX = 320;
/** Pictures a second that are sent. */
const FPS_MAX = 15;
/** A picture that is late is of no use. */
const WAITING_MAX = 1;

/** The size at which a picture is sent: its own, or smaller in the same shape. */
export function sentSize(width: number, height: number): { width: number; height: number } {
	const scale = Math.min(1, WIDTH_MAX / width);
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Chooses the pictures to send: so many a second on the average, whatever the camera gives. */
export class Pace {
	#dueMs = Number.NEGATIVE_INFINITY;

	/** Whether the picture of this time is to be sent. */
	take(atMs: number): boolean {
		const step = 1000 / FPS_MAX;
		// Cameras are not exact; one that gives as many as are wanted must not lose every other.
		if (atMs < this.#dueMs - step / 8) return false;
		this.#dueMs = Math.max(this.#dueMs, atMs - step) + step;
		return true;
	}
}

/** Calls back for every new picture of a player, with its time in milliseconds. Returns the way to stop. */
function eachPicture(video: HTMLVideoElement, take: (atMs: number) => void): () => void {
	if (!("requestVideoFrameCallback" in video)) {
		const timer = setInterval(() => take(performance.now()), 1000 / FPS_MAX);
		return () => clearInterval(timer);
	}
	let asked = 0;
	const ask = () => {
		asked = video.requestVideoFrameCallback((now, picture) => {
			take(picture.captureTime ?? now);
			ask();
		});
	};
	ask();
	return () => video.cancelVideoFrameCallback(asked);
}

/** Plays the camera unseen and offers its pictures, small, as they come. */
function readPictures({ media, sender }: Opened): Begun {
	const video = document.createElement("video");
	const canvas = document.createElement("canvas");
	const drawing = canvas.getContext("2d", { willReadFrequently: true });
	const pace = new Pace();

	function take(atMs: number): void {
		if (!drawing || video.videoWidth === 0 || !pace.take(atMs)) return;
		const { width, height } = sentSize(video.videoWidth, video.videoHeight);
		if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
		drawing.drawImage(video, 0, 0, width, height);
		const { data } = drawing.getImageData(0, 0, width, height);
		sender.offer(packFrame(atMs * 1000, { width, height, rgba: data }));
	}

	video.muted = true;
	video.playsInline = true;
	video.srcObject = media;
	const stopPictures = eachPicture(video, take);
	const stop = () => {
		stopPictures();
		video.srcObject = null;
	};
	return { ready: video.play().then(() => ({ altered: [] })), stop };
}

/** Opens the page's camera and hands its pictures over. Throws what the browser throws. */
export function openCamera({ device, ...wish }: FeedWish): Promise<Feed> {
	const video = { deviceId: device, width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
	return openFeed({ video }, wish, WAITING_MAX, readPictures);
}
