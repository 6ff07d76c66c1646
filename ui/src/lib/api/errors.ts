import type { Code, WireError } from "./wire";

/** A command was refused or failed. `field` names the part of the request that is wrong. */
export class ApiError extends Error {
	readonly code: Code;
	readonly field: string | null;

	constructor({ code, message, field }: WireError) {
		super(message);
		this.name = "ApiError";
		this.code = code;
		this.field = field;
	}
}

/** Any thrown value as an `ApiError`. */
export function asApiError(thrown: unknown): ApiError {
	if (thrown instanceof ApiError) return thrown;
	return new ApiError({ code: "Internal", message: thrown instanceof Error ? thrown.message : String(thrown), field: null });
}
