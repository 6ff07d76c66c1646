/** What was measured, as facts: each with its figure or why there is none, how it was measured and how much of the time. */
import { formatNumber, formatPercent } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { Estimate, SessionOut, Summary } from "../wire";
import { rateWords, spanWords } from "../words";

export type Fact = {
	id: string;
	title: string;
	/** As a person says it; null: not known. */
	value: string | null;
	/** Why it is not known, or what belongs to it. */
	note: string;
	/** How it was measured, in words. */
	how: string;
	/** The share of the time in which it could be read; null: it was not read but counted. */
	coverage: number | null;
};

const reason = ({ unknown }: Estimate): string => (unknown === null ? "" : (messageFor(`senses_why_${unknown}`) ?? unknown));

function measured(id: string, title: string, figure: Estimate, how: string, words: (value: number) => string, note = ""): Fact {
	return { id, title, value: figure.value === null ? null : words(figure.value), note: figure.value === null ? reason(figure) : note, how, coverage: figure.coverage };
}

/** 78% of the 4 min 10 s that could be heard. */
function matchedFact({ matched, known_secs, lag_secs }: Summary): Fact {
	const heard = spanWords(known_secs * 1000);
	return measured("matched", m.breath_fact_matched(), matched, m.breath_how_matched({ lag: formatNumber(lag_secs, 1) }), (share) => m.breath_matched_value({ share: formatPercent(share), time: heard }));
}

function rateFact(summary: Summary): Fact {
	const { breathing_before: before, breathing_during: during, target_per_minute: target } = summary;
	const note = [before.value === null ? m.breath_before_unknown({ reason: reason(before) }) : "", target === null ? "" : m.breath_target({ rate: formatNumber(target, 1) })].filter((part) => part !== "").join(" ");
	return measured("rate", m.breath_fact_rate(), during, m.breath_how_rate(), (value) => (before.value === null ? rateWords(value) : m.breath_rate_change({ before: formatNumber(before.value, 1), during: formatNumber(value, 1) })), note);
}

/** The facts of a session in the order in which they are told: first what was done, then what was measured of it. */
export function factsOf(session: SessionOut): Fact[] {
	const { summary } = session;
	const counted = (id: string, title: string, value: string, note = ""): Fact => ({ id, title, value, note, how: m.breath_how_counted(), coverage: null });
	const facts: Fact[] = [];
	if (session.kind === "breathing") {
		facts.push(counted("cycles", m.breath_fact_cycles(), session.cycles_planned > session.cycles_done ? m.breath_of_planned({ done: formatNumber(session.cycles_done), planned: formatNumber(session.cycles_planned) }) : formatNumber(session.cycles_done)));
	}
	if (session.holds_ms.length > 0) facts.push(counted("holds", m.breath_fact_holds(), session.holds_ms.map(spanWords).join(", "), m.breath_holds_note()));
	if (session.kind === "meditation") facts.push(counted("drifted", m.breath_fact_drifted(), formatNumber(session.interruptions), m.breath_drifted_note()));
	if (!summary) return facts;
	const heard = summary.heard_share !== null;
	const seen = summary.face_share !== null;
	if (heard || seen) facts.push(rateFact(summary));
	if (heard) facts.push(matchedFact(summary));
	if (heard || seen) facts.push(measured("locking", m.breath_fact_locking(), summary.locking, m.breath_how_locking(), (value) => formatNumber(value, 2)));
	if (seen) {
		facts.push(measured("pulse", m.breath_fact_pulse(), summary.pulse, m.breath_how_pulse(), (value) => m.breath_beats({ shown: formatNumber(value) })));
		facts.push(measured("stillness", m.breath_fact_stillness(), summary.stillness, m.breath_how_stillness(), (value) => m.breath_of_hundred({ shown: formatNumber(value) })));
	}
	return facts;
}

const PERCENT = new Set(["heard_share", "face_share", "matched", "first", "second"]);

/** What a rule says of measured numbers, as a sentence that quotes them; null: this window has no words for it. */
export function coachingWords(id: string, numbers: Record<string, number>): string | null {
	const shown = (name: string, digits = 1) => (PERCENT.has(name) ? formatPercent(numbers[name] ?? 0) : formatNumber(numbers[name] ?? 0, digits));
	switch (id) {
		case "heard_little":
			return m.breath_says_heard_little({ share: shown("heard_share") });
		case "seen_little":
			return m.breath_says_seen_little({ share: shown("face_share") });
		case "slowed":
			return m.breath_says_slowed({ before: shown("before"), during: shown("during") });
		case "faster_than_pacer":
			return m.breath_says_faster({ rate: shown("rate"), target: shown("target") });
		case "slower_than_pacer":
			return m.breath_says_slower({ rate: shown("rate"), target: shown("target") });
		case "exhale_shorter":
			return m.breath_says_exhale_shorter({ measured: shown("exhale_secs"), target: shown("target_secs") });
		case "exhale_longer":
			return m.breath_says_exhale_longer({ measured: shown("exhale_secs"), target: shown("target_secs") });
		case "lag":
			return m.breath_says_lag({ lag: shown("lag_secs"), matched: shown("matched") });
		case "settled":
			return m.breath_says_settled({ first: shown("first"), second: shown("second") });
		default:
			return null;
	}
}
