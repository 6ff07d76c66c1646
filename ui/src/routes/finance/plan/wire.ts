// Names for what the plans of finance ask and answer.

import type { ReplyOf, RequestOf } from "$lib/api/call";
import type { Day, Id } from "$lib/api/wire";

export type Amount = ReplyOf<"finance.accounts">["totals"][number];
export type RateUsed = ReplyOf<"finance.rates">[number];
export type AccountRow = ReplyOf<"finance.accounts">["accounts"][number];
export type CategoryRow = ReplyOf<"finance.categories">[number];
export type TxnRow = ReplyOf<"finance.register">["items"][number];

export type MoneyRule = ReplyOf<"finance.rules">[number];
export type NewRule = RequestOf<"finance.create_rule">;
export type RuleCondition = NewRule["when"][number];
export type RuleAction = NewRule["set"][number];
export type RuleTried = ReplyOf<"finance.try_rule">;
export type RuleProposal = ReplyOf<"finance.rule_proposals">[number];
export type CategoryProposals = ReplyOf<"finance.proposals">;
export type CategoryProposal = CategoryProposals["items"][number];
export type PayeeRow = ReplyOf<"finance.payees">[number];

export type RecurringPayment = ReplyOf<"finance.recurring">[number];
export type RecurringAlert = RecurringPayment["alerts"][number];
export type RepeatUnit = RecurringPayment["unit"];
export type Schedule = ReplyOf<"finance.schedules">[number];
export type NewSchedule = RequestOf<"finance.create_schedule">;
export type UpcomingPayment = ReplyOf<"finance.upcoming">[number];

export type BudgetMode = "envelope" | "limit";
export type BudgetRow = {
	category: Id;
	name: string;
	icon: string;
	mode: BudgetMode;
	carried: number;
	budgeted: number;
	moved: number;
	spent: number;
	left: number;
	suggested: number;
};
export type Budget = { month: string; currency: string; to_budget: number; income: number; rows: BudgetRow[]; unconverted: Amount[] };
export type SetBudget = { category: Id; month: string; minor?: number; mode?: BudgetMode };
export type MoveBudget = { month: string; from: Id; to: Id; minor: number };

export type GoalFields = { name: string; minor: number; currency: string; by?: Day | null; account?: Id | null; note?: string };
export type Goal = GoalFields & { id: Id; saved_minor: number; monthly_minor: number | null; account_name: string };

export type Receipt = { id: Id; store: string; date: Day | null; minor: number | null; currency: string; note: string; media: string[]; txn: TxnRow | null };
export type NewReceipt = { txn?: Id; media: string[]; store?: string; date?: Day; minor?: number; currency?: string; note?: string };
