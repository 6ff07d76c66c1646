/** Rules as sentences. */
import { formatList, formatMoney } from "$lib/format";
import { m } from "$lib/i18n";
import type { MoneyRule, RuleAction, RuleCondition } from "../plan/wire";
import type { ActionRow, ConditionRow, Field } from "./draft";

/** Names of the accounts and categories that rules speak of. */
export type Names = (id: string) => string;

const FIELDS = {
	payee: m.finance_rules_field_payee,
	raw: m.finance_rules_field_raw,
	memo: m.finance_rules_field_memo,
	note: m.finance_rules_field_note,
	other: m.finance_rules_field_other,
	kind: m.finance_rules_field_kind,
	amount: m.finance_rules_field_amount,
	direction: m.finance_rules_field_direction,
	account: m.finance_rules_field_account,
} satisfies Record<Field, () => string>;
export const fieldWord = (field: Field): string => FIELDS[field]();

const TEXT_OPS = {
	contains: m.finance_rules_op_contains,
	is: m.finance_rules_op_is,
	starts: m.finance_rules_op_starts,
	words: m.finance_rules_op_words,
} satisfies Record<ConditionRow["textOp"], () => string>;
export const textOpWord = (op: ConditionRow["textOp"]): string => TEXT_OPS[op]();

const AMOUNT_OPS = {
	equal: m.finance_rules_op_equal,
	below: m.finance_rules_op_below,
	above: m.finance_rules_op_above,
	between: m.finance_rules_op_between,
} satisfies Record<ConditionRow["amountOp"], () => string>;
export const amountOpWord = (op: ConditionRow["amountOp"]): string => AMOUNT_OPS[op]();

const ACTIONS = {
	category: m.finance_rules_set_category,
	payee: m.finance_rules_set_payee,
	tag: m.finance_rules_set_tag,
	transfer: m.finance_rules_set_transfer,
} satisfies Record<ActionRow["set"], () => string>;
export const actionWord = (set: ActionRow["set"]): string => ACTIONS[set]();

export const wayWord = (way: ConditionRow["way"]): string => (way === "in" ? m.finance_rules_way_in() : m.finance_rules_way_out());

/** payee contains “café” */
function conditionWords(condition: RuleCondition, base: string, nameOf: Names): string {
	if (condition.on === "text") return m.finance_rules_text_is({ field: fieldWord(condition.field).toLocaleLowerCase(), op: textOpWord(condition.op), text: condition.value });
	if (condition.on === "direction") return wayWord(condition.way).toLocaleLowerCase();
	if (condition.on === "account") return m.finance_rules_in_account({ name: nameOf(condition.id) });
	const money = (minor: number) => formatMoney(minor, condition.currency || base);
	const { test } = condition;
	if ("between" in test) return m.finance_rules_amount_between({ low: money(test.between[0]), high: money(test.between[1]) });
	const [op, minor] = "equal" in test ? (["equal", test.equal] as const) : "below" in test ? (["below", test.below] as const) : (["above", test.above] as const);
	return m.finance_rules_amount_is({ op: amountOpWord(op), amount: money(minor) });
}

/** Restaurants, or #weekly */
function actionWords(action: RuleAction, nameOf: Names): string {
	if (action.set === "category") return nameOf(action.id);
	if (action.set === "payee") return m.finance_rules_payee_to({ name: action.name });
	return action.set === "tag" ? `#${action.tag}` : m.finance_rules_transfer_with({ name: nameOf(action.account) });
}

type Said = Pick<MoneyRule, "all" | "when" | "set">;

/** What must hold, as one part of a sentence. */
export function whenWords({ all, when }: Said, base: string, nameOf: Names): string {
	const parts = when.map((condition) => conditionWords(condition, base, nameOf));
	return all || parts.length < 2 ? formatList(parts) : m.finance_rules_any_of({ parts: parts.join(" · ") });
}

export const setWords = ({ set }: Said, nameOf: Names): string => set.map((action) => actionWords(action, nameOf)).join(", ");
