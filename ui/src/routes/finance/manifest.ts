import Camera from "@lucide/svelte/icons/camera";
import ChartColumn from "@lucide/svelte/icons/chart-column";
import Import from "@lucide/svelte/icons/import";
import List from "@lucide/svelte/icons/list";
import ListChecks from "@lucide/svelte/icons/list-checks";
import PiggyBank from "@lucide/svelte/icons/piggy-bank";
import Plus from "@lucide/svelte/icons/plus";
import Repeat from "@lucide/svelte/icons/repeat";
import Shapes from "@lucide/svelte/icons/shapes";
import Sparkles from "@lucide/svelte/icons/sparkles";
import Target from "@lucide/svelte/icons/target";
import Wallet from "@lucide/svelte/icons/wallet";
import { goto } from "$app/navigation";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { registerHref } from "./filters";
import { accountHref, dayHref, schedulesHref, txnHref } from "./links";

export default {
	nav: { title: m.finance_title, icon: Wallet, href: "/finance", place: "domain", order: 30, hue: "finance", keys: "g f" },
	actions: [
		{ id: "finance.open_register", title: m.finance_open_register, icon: List, keys: ["g r"], run: () => goto("/finance/register") },
		{ id: "finance.add_txn", title: m.finance_add_txn, icon: Plus, run: () => goto("/finance/register?add=yes") },
		{ id: "finance.add_account", title: m.finance_add_account, icon: Plus, run: () => goto("/finance/accounts/new") },
		{ id: "finance.open_uncategorized", title: m.finance_open_uncategorized, icon: Shapes, run: () => goto(registerHref({ only: "uncategorized" })) },
		{ id: "finance.import", title: m.finance_import, icon: Import, run: () => goto("/import") },
		{ id: "finance.open_budget", title: m.finance_open_budget, icon: PiggyBank, run: () => goto("/finance/budget") },
		{ id: "finance.open_goals", title: m.finance_open_goals, icon: Target, run: () => goto("/finance/goals") },
		{ id: "finance.open_reports", title: m.finance_open_reports, icon: ChartColumn, run: () => goto("/finance/reports") },
		{ id: "finance.open_recurring", title: m.finance_open_recurring, icon: Repeat, run: () => goto("/finance/recurring") },
		{ id: "finance.open_receipts", title: m.finance_receipts, icon: Camera, run: () => goto("/finance/receipts") },
		{ id: "finance.open_guesses", title: m.finance_open_guesses, icon: Sparkles, run: () => goto("/finance/rules/guesses") },
		{ id: "finance.open_offers", title: m.finance_offers, icon: ListChecks, run: () => goto("/finance/offers") },
		{ id: "finance.open_categories", title: m.finance_categories, icon: Shapes, run: () => goto("/finance/categories") },
	],
	todayCard: { order: 40, load: () => import("./TodayCard.svelte") },
	settings: { order: 25, title: m.finance_title, load: () => import("./FinanceSettings.svelte") },
	stories: { title: m.finance_title, load: () => import("./receipts/ReceiptStories.svelte") },
	records: {
		"finance.txn": txnHref,
		"finance.row": txnHref,
		"finance.account": accountHref,
		"finance.schedule": schedulesHref,
		"finance.recurring": schedulesHref,
		"finance.day": dayHref,
	},
	find: { title: (text) => m.finance_find_text({ text }), href: (text) => registerHref({ text }) },
	day: { title: (day) => m.finance_txns_of({ day }), href: (day) => registerHref({ from: day, to: day }) },
} satisfies Manifest;
