// Names for what the plans of finance ask and answer.

import type { Day, Id } from "$lib/api/wire";
import type { AccountName, Amount, CategoryName, TxnRow } from "../wire";

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

export type RuleText = "payee" | "raw" | "memo" | "note" | "other" | "kind";
export type RuleTextOp = "contains" | "is" | "starts" | "words";
export type RuleAmount = { equal: number } | { below: number } | { above: number } | { between: [number, number] };
export type RuleCondition =
	| { on: "text"; field: RuleText; op: RuleTextOp; value: string }
	| { on: "amount"; test: RuleAmount; currency: string }
	| { on: "direction"; way: "in" | "out" }
	| { on: "account"; id: Id };
export type RuleAction =
	| { set: "category"; id: Id }
	| { set: "payee"; name: string }
	| { set: "tag"; tag: string }
	| { set: "transfer"; account: Id };
export type MoneyRule = { id: Id; name: string; on: boolean; all: boolean; when: RuleCondition[]; set: RuleAction[]; newer: boolean; txns: number };
export type NewRule = { name: string; all: boolean; when: RuleCondition[]; set: RuleAction[]; first: boolean };
export type RuleTried = { txns: number; uncategorized: number; sample: TxnRow[] };
export type RuleProposal = { key: string; payee: string; category: Id; category_name: string; txns: number };
export type CategoryProposal = { txn: TxnRow; category: Id; category_name: string; percent: number; words: string[] };
export type CategoryProposals = {
	items: CategoryProposal[];
	uncategorized: number;
	accuracy: { month: string; rows: number; proposed: number; right: number } | null;
};

export type PayeeRow = { payee: string; txns: number; sums: Amount[]; category: Id | null; category_name: string; last: Day | null };

export type RepeatUnit = "day" | "week" | "month" | "year";
export type RecurringAlert = { kind: "missed"; due: Day } | { kind: "dearer"; before: number; after: number };
export type RecurringPayment = {
	key: string;
	payee: string;
	account: AccountName;
	category: CategoryName | null;
	minor: number;
	currency: string;
	unit: RepeatUnit;
	step: number;
	last: Day;
	next: Day;
	state: "offered" | "kept" | "dismissed";
	schedule: Id | null;
	alerts: RecurringAlert[];
	yearly_minor: number;
	rows: Id[];
	unsure: boolean;
};
export type Schedule = {
	id: Id;
	payee: string;
	account: AccountName | null;
	category: CategoryName | null;
	transfer: AccountName | null;
	minor: number;
	currency: string;
	about: boolean;
	unit: RepeatUnit;
	step: number;
	start: Day;
	end: Day | null;
	on: boolean;
	next: Day | null;
	yearly_minor: number;
};
export type NewSchedule = {
	payee: string;
	account?: Id;
	category?: Id;
	transfer?: Id;
	minor: number;
	currency?: string;
	about?: boolean;
	unit: RepeatUnit;
	step?: number;
	start: Day;
	end?: Day;
};
export type EditSchedule = { id: Id; payee?: string; account?: string; category?: string; transfer?: string; minor?: number; about?: boolean; unit?: RepeatUnit; step?: number; start?: Day; end?: string; on?: boolean };
export type UpcomingPayment = {
	schedule: Id | null;
	key: string | null;
	payee: string;
	account: AccountName | null;
	category: CategoryName | null;
	transfer: AccountName | null;
	minor: number;
	currency: string;
	about: boolean;
	due: Day;
	day: Day;
	state: "due" | "done" | "skipped" | "expected";
	txn: Id | null;
	late: boolean;
};

export type Receipt = { id: Id; store: string; date: Day | null; minor: number | null; currency: string; note: string; media: string[]; txn: TxnRow | null };
export type NewReceipt = { txn?: Id; media: string[]; store?: string; date?: Day; minor?: number; currency?: string; note?: string };
