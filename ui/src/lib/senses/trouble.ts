import { asApiError } from "$lib/api/errors";

/** Why a sensor is not open although somebody wanted it. */
export type Trouble = "refused" | "absent" | "busy" | "elsewhere" | "lost" | "unsafe" | "failed";

/** What a refusal of the browser means. */
export function troubleOfName(name: string): Trouble {
	switch (name) {
		case "NotAllowedError":
		case "SecurityError":
			return "refused";
		case "NotFoundError":
		case "OverconstrainedError":
			return "absent";
		case "NotReadableError":
		case "AbortError":
			return "busy";
		case "InsecureError":
			return "unsafe";
		default:
			return "failed";
	}
}

/** What it means for a sensor that the browser or a command refused. */
export function troubleOf(thrown: unknown): Trouble {
	if (thrown instanceof DOMException) return troubleOfName(thrown.name);
	const { code, field } = asApiError(thrown);
	if (code === "Denied") return "refused";
	if (code === "NotFound") return "absent";
	if (code !== "Conflict") return "failed";
	// A device that another program holds is named; one that is open here already is not.
	return field === "camera" || field === "microphone" ? "busy" : "elsewhere";
}
