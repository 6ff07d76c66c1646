/** What is told of a reading of beats, each with what it is and how long a reading it needs. */
import { formatNumber, formatPercent } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { Fact } from "../after/facts";
import type { Estimate, HrvOut } from "../wire";

const ms = (value: number): string => m.breath_ms({ shown: formatNumber(value, 1) });

function fact(id: string, title: string, figure: Estimate, how: string, words: (value: number) => string, note = ""): Fact {
	const reason = figure.unknown === null ? "" : (messageFor(`senses_why_${figure.unknown}`) ?? figure.unknown);
	return { id, title, value: figure.value === null ? null : words(figure.value), note: figure.value === null ? reason : note, how, coverage: figure.coverage };
}

export const hrvFacts = ({ figures }: HrvOut): Fact[] => [
	fact("heart_rate", m.breath_hrv_rate(), figures.heart_rate, m.breath_hrv_how_rate(), (value) => m.breath_beats({ shown: formatNumber(value, 1) })),
	fact("rmssd", m.breath_hrv_rmssd(), figures.rmssd, m.breath_hrv_how_rmssd(), ms),
	fact("sdnn", m.breath_hrv_sdnn(), figures.sdnn, m.breath_hrv_how_sdnn(), ms),
	fact("pnn50", m.breath_hrv_pnn50(), figures.pnn50, m.breath_hrv_how_pnn50(), (value) => formatPercent(value / 100)),
	fact("lf", m.breath_hrv_lf(), figures.lf, m.breath_hrv_how_lf(), (value) => m.breath_ms2({ shown: formatNumber(value) })),
	fact("hf", m.breath_hrv_hf(), figures.hf, m.breath_hrv_how_hf(), (value) => m.breath_ms2({ shown: formatNumber(value) })),
	fact("lf_hf", m.breath_hrv_lf_hf(), figures.lf_hf, m.breath_hrv_how_lf_hf(), (value) => formatNumber(value, 2), m.breath_hrv_lf_hf_note()),
	fact("rhythm", m.breath_hrv_rhythm(), figures.rhythm, m.breath_hrv_how_rhythm(), formatPercent),
];
