/** Reads the code in a picture where the browser can; elsewhere the text is pasted. */
type Detector = { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> };
type Maker = new (options: { formats: string[] }) => Detector;

const maker = (): Maker | undefined => (globalThis as { BarcodeDetector?: Maker }).BarcodeDetector;

export const canScan = maker() !== undefined;

/** The text of the first code in a picture; null: none was found. */
export async function scanPicture(picture: Blob): Promise<string | null> {
	const Made = maker();
	if (!Made) return null;
	try {
		const bitmap = await createImageBitmap(picture);
		const [found] = await new Made({ formats: ["qr_code"] }).detect(bitmap);
		bitmap.close();
		return found?.rawValue ?? null;
	} catch {
		// A file that is no picture holds no code.
		return null;
	}
}
