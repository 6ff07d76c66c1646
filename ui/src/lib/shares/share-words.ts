import type { PublishedPage } from "$lib/api/types";
import { formatDateTime, formatNumber } from "$lib/format";
import { m } from "$lib/i18n";

/** How often it can still be opened, or was; and until when. */
export function shareLine({ views, views_max, expires_ms }: PublishedPage): string {
	const left = views_max === null ? null : Math.max(0, views_max - views);
	return `${seenLine(views, left, views_max ?? 0)} · ${m.share_until({ at: formatDateTime(new Date(expires_ms).toISOString()) })}`;
}

function seenLine(views: number, left: number | null, most: number): string {
	if (left === null) return views === 0 ? m.share_unseen() : m.share_seen({ count: views, shown: formatNumber(views) });
	return left === 0 ? m.share_none_left() : m.share_left({ count: left, shown: formatNumber(left), most: formatNumber(most) });
}

/** What was typed as the most views: null for as many as anybody wants, undefined for what is no such number. */
export function typedViews(text: string): number | null | undefined {
	const typed = text.trim();
	if (typed === "") return null;
	return /^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : undefined;
}
