import type { HealthCheck } from "$lib/api/types";
import { messageFor } from "$lib/i18n";

/** A check by its plain name; one that is not known here keeps its own. */
export const checkName = (check: string): string => messageFor(`health_check_${check}`) ?? check;

/** A code of an error as a person reads it. */
export const codeName = (code: string): string => messageFor(`health_code_${code.toLowerCase()}`) ?? code;

/** Each check with its own findings, which lie one after the other in the order of the checks. */
export function byCheck(checks: HealthCheck[], findings: string[]): { check: string; found: number; findings: string[] }[] {
	let at = 0;
	return checks.map(({ check, found }) => {
		const own = findings.slice(at, at + found);
		at += found;
		return { check, found, findings: own };
	});
}
