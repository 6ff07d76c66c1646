import tapAddress from "./tap.worklet.js?url";
import { openFeed, type Alteration, type Begun, type Feed, type FeedWish, type Opened } from "./media";
import { packSound } from "./pack";

/** Samples of a piece: 85 ms at 48,000 a second. */
const PIECE = 4096;
/** A second of pieces may wait: sound with holes is hard to read. */
const WAITING_MAX = 12;
const ALTERATIONS: Alteration[] = ["echoCancellation", "noiseSuppression", "autoGainControl"];

type Piece = { samples: Float32Array; frame: number };

/** What the browser still does to the sound, as it says itself. What it does not say is not known. */
export function alteredBy(settings: MediaTrackSettings): Alteration[] {
	// Newer browsers name the kind of echo cancellation; whatever they name, something is done.
	return ALTERATIONS.filter((name) => Boolean((settings as Record<string, unknown>)[name]));
}

/** Hands on every sample of a microphone, also where a browser has no worklets or will not load one. Returns what must stay connected. */
async function tap(context: AudioContext, take: (piece: Piece) => void): Promise<AudioNode> {
	const ready = await context.audioWorklet?.addModule(tapAddress).then(() => true, () => false);
	if (ready) {
		const node = new AudioWorkletNode(context, "tap", { processorOptions: { piece: PIECE } });
		node.port.onmessage = ({ data }: MessageEvent<Piece>) => take(data);
		return node;
	}
	const node = context.createScriptProcessor(PIECE, 1, 1);
	let frame = 0;
	node.onaudioprocess = ({ inputBuffer }) => {
		// The buffer is used again for the next piece.
		take({ samples: inputBuffer.getChannelData(0).slice(), frame });
		frame += inputBuffer.length;
	};
	return node;
}

/** Offers the sound piece by piece, and leads it to silence. */
function readSound({ media, sender, track }: Opened): Begun {
	const context = new AudioContext({ latencyHint: "interactive" });
	const rate = context.sampleRate;
	async function start() {
		const node = await tap(context, ({ samples, frame }) => sender.offer(packSound((frame / rate) * 1e6, { rate, samples })));
		context.createMediaStreamSource(media).connect(node);
		// Nothing is computed that leads nowhere; it leads to silence.
		node.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
		await context.resume();
		return { rate, altered: track ? alteredBy(track.getSettings()) : [] };
	}
	return { ready: start(), stop: () => void context.close().catch(() => {}) };
}

/** Opens the page's microphone and hands its sound over. Throws what the browser throws. */
export function openMicrophone({ device, ...wish }: FeedWish): Promise<Feed> {
	const untouched = Object.fromEntries(ALTERATIONS.map((name) => [name, false]));
	return openFeed({ audio: { deviceId: device, channelCount: 1, ...untouched } }, wish, WAITING_MAX, readSound);
}
