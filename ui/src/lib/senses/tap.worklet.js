// Runs beside the page, in the browser's sound thread: gathers samples into pieces and hands them on.

class Tap extends AudioWorkletProcessor {
	constructor({ processorOptions: { piece } }) {
		super();
		this.piece = piece;
		this.begin();
	}

	begin() {
		this.samples = new Float32Array(this.piece);
		this.filled = 0;
	}

	process([channels]) {
		// Without any channel the device gives nothing: a hole in time, which the next piece's place tells.
		if (!channels || channels.length === 0) {
			this.filled = 0;
			return true;
		}
		const { length } = channels[0];
		if (this.filled === 0) this.first = currentFrame;
		for (let at = 0; at < length; at += 1) {
			let sum = 0;
			for (const channel of channels) sum += channel[at];
			this.samples[this.filled + at] = sum / channels.length;
		}
		this.filled += length;
		if (this.filled < this.piece) return true;
		const { samples, first } = this;
		this.port.postMessage({ samples, frame: first }, [samples.buffer]);
		this.begin();
		return true;
	}
}

registerProcessor("tap", Tap);
