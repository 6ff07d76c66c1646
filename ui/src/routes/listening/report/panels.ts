/** The parts of a report, in the order in which it shows them. */
import type { ReportPanel } from "$lib/api/wire";
import { m } from "$lib/i18n";

export const PANELS: { panel: ReportPanel; title: () => string }[] = [
	{ panel: "figures", title: m.listening_report_figures },
	{ panel: "artists", title: m.listening_artists },
	{ panel: "albums", title: m.listening_albums },
	{ panel: "tracks", title: m.listening_tracks },
	{ panel: "genres", title: m.listening_genres },
	{ panel: "clock", title: m.listening_report_clock },
	{ panel: "calendar", title: m.listening_report_calendar },
	{ panel: "discovery", title: m.listening_report_discovery },
];

/** What a report shows when nobody has chosen: genres are often private words. */
export const USUAL: ReportPanel[] = ["figures", "artists", "albums", "tracks", "clock", "calendar", "discovery"];

/** The chosen parts in their order, with one taken in or out. */
export function turned(chosen: ReportPanel[], panel: ReportPanel): ReportPanel[] {
	const on = !chosen.includes(panel);
	return PANELS.map((part) => part.panel).filter((one) => (one === panel ? on : chosen.includes(one)));
}

/**
 * The page as a frame inside ours may show it: our content security policy goes for the frame, too, and
 * takes only styles that carry its nonce. What is saved is the page as it is.
 */
export function framed(html: string, nonce: string): string {
	return html.replace("<style>", `<style nonce="${nonce}">`);
}
