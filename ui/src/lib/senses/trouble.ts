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
	const { code } = asApiError(thrown);
	if (code === "Denied") return "refused";
	if (code === "NotFound") return "absent";
	return code === "Conflict" ? "elsewhere" : "failed";
}
