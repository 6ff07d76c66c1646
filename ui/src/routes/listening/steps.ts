/** Steps of time under a chart: which there are, what they are called, and which carry a label. */
import { parseDate } from "@internationalized/date";
import type { AmountPoint, Day, RankBy, TimeUnit } from "$lib/api/wire";
import type { SeriesItem } from "$lib/charts";
import { addDays, addMonths, dateFormat, formatDay, formatDayNumber, formatDayShort, formatMonth, formatMonthShort, monthOf } from "$lib/format";
import { m } from "$lib/i18n";
import { daysBetween, periodOf, type Span } from "./span";
import { amountWords } from "./words";

/** The steps that make sense over so many days, finest first. */
export function unitsFor(days: number): TimeUnit[] {
	if (days <= 7) return ["day"];
	if (days <= 62) return ["day", "week"];
	if (days <= 800) return ["week", "month"];
	return ["month", "year"];
}

/** Which steps an address asks for, of those that make sense. */
export function readUnit(params: URLSearchParams, units: readonly TimeUnit[]): TimeUnit {
	const asked = params.get("unit");
	return units.find((unit) => unit === asked) ?? units[0] ?? "month";
}

/** The first day of the step that a day is in. */
export function stepOf(day: Day, unit: TimeUnit): Day {
	return unit === "day" ? day : (periodOf(unit, day).from ?? day);
}

function nextStep(step: Day, unit: TimeUnit): Day {
	if (unit === "day") return addDays(step, 1);
	if (unit === "week") return addDays(step, 7);
	return `${addMonths(monthOf(step), unit === "month" ? 1 : 12)}-01`;
}

/** A chart of more columns than this says nothing. */
const STEPS_MAX = 2000;

/** All steps from one day to another, both included, as their first days. */
export function stepsOf(from: Day, to: Day, unit: TimeUnit): Day[] {
	const steps: Day[] = [];
	for (let step = stepOf(from, unit); step <= to && steps.length < STEPS_MAX; step = nextStep(step, unit)) steps.push(step);
	return steps;
}

/** A step in full: Sunday 1 March 2026, Week of 2 Mar 2026, March 2026, 2026. */
function stepTitle(step: Day, unit: TimeUnit): string {
	if (unit === "day") return formatDay(step);
	if (unit === "week") return m.listening_week_of({ day: formatDayShort(step) });
	return unit === "month" ? formatMonth(step) : step.slice(0, 4);
}

type Tick = Pick<SeriesItem, "tick" | "major">;
/** Of more months only the years have room. */
const MONTHS_NAMED_MAX = 36;

/** What stands under a step, or nothing: years under months of many years, months under weeks. */
export function stepTick(step: Day, unit: TimeUnit, count: number): Tick {
	const [year, month, day] = step.split("-");
	if (unit === "year") return { tick: year };
	if (unit === "day") {
		// A week: Mon 16.
		if (count <= 7) return { tick: dateFormat({ weekday: "short", day: "numeric", timeZone: "UTC" }).format(new Date(`${step}T00:00:00Z`)) };
		if (day === "01") return { tick: formatMonthShort(step), major: true };
		return parseDate(step).day % 7 === 1 ? { tick: formatDayNumber(step) } : {};
	}
	// A week carries the name of a month where it is the first that begins in it.
	if (unit === "week" && Number(day) > 7) return {};
	if (month === "01") return { tick: year, major: true };
	return unit === "week" || count <= MONTHS_NAMED_MAX ? { tick: formatMonthShort(step) } : {};
}

/** The days that points cover: the span's own ends where it has them, never past today. */
export function coverOf(span: Span, points: readonly { day: Day }[], today: Day): { from: Day; to: Day } | null {
	const from = span.from ?? points[0]?.day;
	const last = span.to ?? today;
	const to = last < today ? last : today;
	return from && from <= to ? { from, to } : null;
}

/** How many days a span has had so far; without a beginning, from the first day that was heard. */
export function daysIn(span: Span, first: Day | null | undefined, today: Day): number {
	const from = span.from ?? first;
	const to = span.to && span.to < today ? span.to : today;
	return from ? Math.max(1, daysBetween(from, to)) : 1;
}

type Course = { span: Span; unit: TimeUnit; today: Day };

/** Columns of amounts. Steps without plays are gaps. */
export function amountItems(points: readonly AmountPoint[], by: RankBy, { span, unit, today }: Course): SeriesItem[] {
	return seriesItems(points, { span, unit, today }, (point) => ({
		value: by === "time" ? point.ms : point.plays,
		words: amountWords(point),
	}));
}

/** Any figures of steps as items of a chart, with the steps between them. */
export function seriesItems<Step extends { day: Day }>(
	found: readonly Step[],
	{ span, unit, today }: Course,
	show: (step: Step) => { value: number; words: string },
): SeriesItem[] {
	const cover = coverOf(span, found, today);
	if (!cover) return [];
	const byStep = new Map(found.map((step) => [stepOf(step.day, unit), step]));
	const steps = stepsOf(cover.from, cover.to, unit);
	return steps.map((step) => {
		const one = byStep.get(step);
		return {
			key: step,
			label: stepTitle(step, unit),
			...stepTick(step, unit, steps.length),
			...(one ? show(one) : { value: null, words: m.chart_nothing() }),
		};
	});
}
