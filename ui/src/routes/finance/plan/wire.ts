// Names for what the plans of finance ask and answer.

import type { ReplyOf, RequestOf } from "$lib/api/call";

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

export type Budget = ReplyOf<"finance.budget">;
export type BudgetRow = Budget["rows"][number];
export type BudgetMode = NonNullable<BudgetRow["mode"]>;
export type BudgetCopy = RequestOf<"finance.copy_budget">["what"];

export type SavingsGoal = ReplyOf<"finance.goals">[number];
