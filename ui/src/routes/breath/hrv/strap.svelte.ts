/** A chest strap by Bluetooth, where the browser has it: beats as they come, until the person stops. */
import { readHeartRate } from "./heart-rate";

/** As much of the browser's Bluetooth as is used here. */
type Characteristic = EventTarget & { value?: DataView; startNotifications(): Promise<unknown> };
type Device = EventTarget & {
	name?: string;
	gatt?: { connect(): Promise<{ getPrimaryService(name: string): Promise<{ getCharacteristic(name: string): Promise<Characteristic> }> }>; disconnect(): void };
};
type Bluetooth = { requestDevice(wish: { filters: { services: string[] }[] }): Promise<Device> };

const bluetooth = (): Bluetooth | undefined => (typeof navigator === "undefined" ? undefined : (navigator as { bluetooth?: Bluetooth }).bluetooth);
export const hasBluetooth = (): boolean => bluetooth() !== undefined;

/** Two hours of a fast heart: more is never kept. */
const BEATS_MAX = 20_000;

export class Strap {
	state: "off" | "asking" | "live" | "lost" | "failed" = $state("off");
	name = $state("");
	rate: number | null = $state(null);
	contact: boolean | null = $state(null);
	rr_ms: readonly number[] = $state.raw([]);
	/** When the beats begin, in Unix milliseconds. */
	beganAt = 0;
	#device: Device | null = null;

	readonly secs: number = $derived(this.rr_ms.reduce((sum, ms) => sum + ms, 0) / 1000);

	/** Call it while the person presses something: the browser asks which strap. */
	async open(): Promise<void> {
		this.state = "asking";
		this.rr_ms = [];
		try {
			const device = await bluetooth()?.requestDevice({ filters: [{ services: ["heart_rate"] }] });
			const server = await device?.gatt?.connect();
			if (!device || !server) {
				this.state = "off";
				return;
			}
			this.#device = device;
			this.name = device.name ?? "";
			device.addEventListener("gattserverdisconnected", () => void (this.state === "live" && (this.state = "lost")));
			const told = await (await server.getPrimaryService("heart_rate")).getCharacteristic("heart_rate_measurement");
			told.addEventListener("characteristicvaluechanged", () => told.value && this.#take(told.value));
			await told.startNotifications();
			this.beganAt = Date.now();
			this.state = "live";
		} catch (refused) {
			// Nothing was chosen: that is an answer, too.
			this.state = refused instanceof DOMException && refused.name === "NotFoundError" ? "off" : "failed";
			this.#device?.gatt?.disconnect();
		}
	}

	close(): void {
		this.state = "off";
		this.#device?.gatt?.disconnect();
		this.#device = null;
		this.rate = null;
	}

	#take(bytes: DataView): void {
		const heard = readHeartRate(bytes);
		if (!heard || this.state !== "live") return;
		this.rate = heard.rate;
		this.contact = heard.contact;
		if (heard.rr_ms.length > 0) this.rr_ms = [...this.rr_ms, ...heard.rr_ms].slice(-BEATS_MAX);
	}
}
