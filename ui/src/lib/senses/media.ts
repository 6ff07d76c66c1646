// The page's own camera and microphone.

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
export async function openMedia(wish: MediaStreamConstraints): Promise<MediaStream> {
	// Pages that did not come over a safe way have no such thing.
	const devices: MediaDevices | undefined = navigator.mediaDevices;
	if (!devices) throw new DOMException("this page may not ask for devices", "InsecureError");
	return devices.getUserMedia(wish);
}

export function closeMedia(media: MediaStream): void {
	for (const track of media.getTracks()) track.stop();
}

/** The page's devices of one kind. Their names are empty until one was allowed once. */
export async function pageDevices(sensor: Sensor): Promise<DeviceRow[]> {
	const kind = sensor === "camera" ? "videoinput" : "audioinput";
	const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
	return found
		.filter((device) => device.kind === kind && device.deviceId !== "" && device.label !== "")
		.map(({ deviceId, label }, at) => ({ id: deviceId, name: label, preferred: at === 0 }));
}
