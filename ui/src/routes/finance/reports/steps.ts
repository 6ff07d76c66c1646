/** Steps of time in reports: which there are, and what they are called. */
import type { Day } from "$lib/api/wire";
import { addMonths, formatMonth, formatMonthShort, monthOf } from "$lib/format";
import { m } from "$lib/i18n";
import { monthsIn, type Span } from "./span";

export const STEPS = ["month", "quarter", "year"] as const;
export type Step = (typeof STEPS)[number];
export type StepDays = { from: Day; to: Day };

/** More columns than this are no table that anyone reads. */
const COLUMNS_MAX = 60;

/** The steps that make sense in a span, the usual one first. */
export function stepsFor(span: Span): Step[] {
	const months = monthsIn(span);
	if (months > 36) return ["year", "quarter", ...(months <= COLUMNS_MAX ? (["month"] as const) : [])];
	return months > 12 ? ["month", "quarter", "year"] : months > 3 ? ["month", "quarter"] : ["month"];
}

/** The step that an address asks for, of those that make sense. */
export const readStep = (params: URLSearchParams, steps: readonly Step[]): Step =>
	steps.find((step) => step === params.get("step")) ?? steps[0] ?? "month";

export const stepWord = (step: Step): string =>
	({ month: m.finance_reports_month, quarter: m.finance_reports_quarter, year: m.finance_reports_year })[step]();

const quarterOf = (day: Day): number => Math.ceil(Number(day.slice(5, 7)) / 3);

/** Whether the first and last step of a range are whole: an average over a cut one would say too little. */
export function isWhole({ from, to }: StepDays, step: Step): boolean {
	const first = from.endsWith("-01") && (step === "month" || (Number(from.slice(5, 7)) - 1) % (step === "quarter" ? 3 : 12) === 0);
	const length = { month: 1, quarter: 3, year: 12 }[step];
	const next = `${addMonths(monthOf(from), length)}-01`;
	return first && to < next && addMonths(monthOf(to), 1) === monthOf(next) && isLast(to);
}

function isLast(day: Day): boolean {
	const next = new Date(`${day}T00:00:00Z`);
	next.setUTCDate(next.getUTCDate() + 1);
	return next.getUTCDate() === 1;
}

/** In full: March 2026, Q1 2026, 2026. */
export function stepTitle({ from }: StepDays, step: Step): string {
	if (step === "year") return from.slice(0, 4);
	return step === "quarter" ? m.finance_reports_quarter_of({ quarter: quarterOf(from), year: from.slice(0, 4) }) : formatMonth(from);
}

/** At the head of a column: Mar, Q1, 2026. */
export function stepHead({ from }: StepDays, step: Step): string {
	if (step === "year") return from.slice(0, 4);
	return step === "quarter" ? m.finance_reports_quarter_short({ quarter: quarterOf(from) }) : formatMonthShort(from);
}

/** What stands under a column of a chart, or nothing. */
export function stepTick(days: StepDays, step: Step, count: number): { tick?: string; major?: boolean } {
	const year = days.from.slice(0, 4);
	if (step === "year") return { tick: year };
	if (days.from.slice(5, 7) === "01") return { tick: year, major: true };
	return count <= 40 ? { tick: stepHead(days, step) } : {};
}

