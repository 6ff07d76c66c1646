// The page's own camera and microphone.

import { Sender } from "./sender";
import type { DeviceRow, Sensor } from "./wire";

/** What a page that holds a camera or a microphone open can say and do. */
export type Feed = {
	/** For a player on the page itself. */
	readonly media: MediaStream;
	readonly name: string;
	/** Samples a second, of sound. */
	readonly rate?: number;
	/** Parts that were taken and left out. */
	counts(): { sent: number; dropped: number };
	/** What the browser still does to the sound although it was asked not to. */
	readonly altered: Alteration[];
	/** Ends every track: the light of the device goes out. */
	stop(): void;
};
export type Alteration = "echoCancellation" | "noiseSuppression" | "autoGainControl";

export type FeedWish = {
	/** The page's name of a device; the preferred one when absent. */
	device?: string;
	deliver: (body: Blob) => Promise<boolean>;
	/** The device went away by itself. */
	onlost: () => void;
};

/** Asks the browser for a device. Throws what the browser throws. */
async function openMedia(wish: MediaStreamConstraints): Promise<MediaStream> {
	// Pages that did not come over a safe way have no such thing.
	const devices: MediaDevices | undefined = navigator.mediaDevices;
	if (!devices) throw new DOMException("this page may not ask for devices", "InsecureError");
	return devices.getUserMedia(wish);
}

/** A device that is open: what comes from it is offered to the sender. */
export type Opened = {
	readonly media: MediaStream;
	readonly sender: Sender;
	/** The device's one track; none where the browser gave none. */
	readonly track: MediaStreamTrack | undefined;
};
/** How an open device is read: `ready` once it is, `stop` ends it, also before. */
export type Begun = { ready: Promise<Pick<Feed, "rate" | "altered">>; stop(): void };

/**
 * Opens a device and reads it until it is stopped. What begins and then fails closes the device again.
 * `waitingMax` is how many parts may wait to be sent. Throws what the browser throws.
 */
export async function openFeed(
	wish: MediaStreamConstraints,
	{ deliver, onlost }: Pick<FeedWish, "deliver" | "onlost">,
	waitingMax: number,
	begin: (opened: Opened) => Begun,
): Promise<Feed> {
	const media = await openMedia(wish);
	const sender = new Sender(deliver, waitingMax);
	const [track] = media.getTracks();
	const reading = begin({ media, sender, track });
	const stop = () => {
		reading.stop();
		sender.stop();
		for (const one of media.getTracks()) one.stop();
	};
	track?.addEventListener("ended", onlost);
	try {
		return { media, name: track?.label ?? "", counts: () => ({ sent: sender.sent, dropped: sender.dropped }), ...(await reading.ready), stop };
	} catch (refused) {
		stop();
		throw refused;
	}
}

/** The page's devices of one kind. Their names are empty until one was allowed once. */
export async function pageDevices(sensor: Sensor): Promise<DeviceRow[]> {
	const kind = sensor === "camera" ? "videoinput" : "audioinput";
	const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
	return found
		.filter((device) => device.kind === kind && device.deviceId !== "" && device.label !== "")
		.map(({ deviceId, label }, at) => ({ id: deviceId, name: label, preferred: at === 0 }));
}
