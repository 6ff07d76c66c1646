import type { Commands } from "$lib/api/commands";
import { formatDateTime, formatDayShort, formatNumber } from "$lib/format";
import { m } from "$lib/i18n";

export type Account = Commands["accounts.list"]["reply"][number];

/** How an account is doing, in one sentence: whether it is on, and else what stands in its way. */
export function stateWords(account: Account): string {
	if (account.connecting) return m.accounts_state_connecting();
	if (account.state === "off") return m.accounts_state_off();
	if (account.state === "needs_reconnect") return m.accounts_state_reconnect();
	if (account.running) return m.accounts_state_running();
	const { pause } = account;
	if (!pause) return m.accounts_state_on();
	const until = pause.until ? formatDateTime(pause.until) : "";
	switch (pause.why) {
		case "auth":
			return m.accounts_pause_auth({ until });
		case "network":
			return m.accounts_pause_network({ until });
		case "unknown":
			return m.accounts_pause_unknown({ until });
		case "asked":
			return m.accounts_pause_asked({ until });
		case "probing":
			return m.accounts_pause_probing();
		case "reconnect":
			return m.accounts_state_reconnect();
	}
}

/** Whether the person can have it tried before its time: what the service itself asked for is honored. */
export function canRetry(account: Account): boolean {
	return account.pause !== null && ["auth", "network", "unknown"].includes(account.pause.why);
}

/** What came and when, and what comes next. */
export function historyWords(account: Account): string[] {
	const words: string[] = [];
	if (account.added > 0) words.push(m.accounts_added({ count: account.added, shown: formatNumber(account.added) }));
	if (account.last_success) words.push(m.accounts_last({ at: formatDateTime(account.last_success) }));
	if (account.next_run && !account.running) words.push(m.accounts_next({ at: formatDateTime(account.next_run) }));
	return words;
}

/** What should be known in time. */
export function warningWords(account: Account): string[] {
	return account.warnings.map((warning) =>
		warning.kind === "access_ends" ? m.accounts_access_ends({ day: formatDayShort(warning.at.slice(0, 10)) }) : m.accounts_forgotten(),
	);
}

/** What has to be filled in for an account. */
export const FIELDS: Record<string, { name: "user" | "client_id" | "address" | "secret"; label: () => string; hint: () => string; needed: boolean }[]> = {
	listenbrainz: [
		{ name: "user", label: m.accounts_user, hint: m.accounts_user_listenbrainz, needed: true },
		{ name: "address", label: m.accounts_address, hint: m.accounts_address_hint, needed: false },
		{ name: "secret", label: m.accounts_token, hint: m.accounts_token_hint, needed: false },
	],
	lastfm: [
		{ name: "user", label: m.accounts_user, hint: m.accounts_user_lastfm, needed: true },
		{ name: "secret", label: m.accounts_key, hint: m.accounts_key_hint, needed: true },
	],
	spotify: [{ name: "client_id", label: m.accounts_client_id, hint: m.accounts_client_id_hint, needed: true }],
};

/** Whether its key or token needs the system's keyring. */
export const needsKeyring = (id: string): boolean => id !== "listenbrainz";
