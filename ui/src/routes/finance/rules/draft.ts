/** A rule while it is written: rows of a form on one side, conditions and actions on the other. */
import type { RuleAction, RuleCondition } from "../plan/wire";

const TEXTS = ["payee", "raw", "memo", "note", "other", "kind"] as const;
export const FIELDS = [...TEXTS, "amount", "direction", "account"] as const;
export type Field = (typeof FIELDS)[number];
export const TEXT_OPS = ["contains", "is", "starts", "words"] as const;
export const AMOUNT_OPS = ["equal", "below", "above", "between"] as const;
export const WAYS = ["out", "in"] as const;

/** A row of the form: `field` says which of the others count. */
export type ConditionRow = {
	key: number;
	field: Field;
	textOp: (typeof TEXT_OPS)[number];
	text: string;
	amountOp: (typeof AMOUNT_OPS)[number];
	minor: number | null;
	/** The upper end of `between`. */
	upper: number | null;
	/** Of which currency; empty: of any. */
	currency: string;
	way: (typeof WAYS)[number];
	account: string;
};

export const ACTIONS = ["category", "payee", "tag", "transfer"] as const;
export type ActionRow = { key: number; set: (typeof ACTIONS)[number]; value: string };

let keys = 0;

export const emptyCondition = (currency: string, field: Field = "payee"): ConditionRow => ({
	key: ++keys,
	field,
	textOp: "contains",
	text: "",
	amountOp: "above",
	minor: null,
	upper: null,
	currency,
	way: "out",
	account: "",
});

export const emptyAction = (set: ActionRow["set"] = "category", value = ""): ActionRow => ({ key: ++keys, set, value });

const isText = (field: Field): field is (typeof TEXTS)[number] => (TEXTS as readonly string[]).includes(field);

export function conditionRow(condition: RuleCondition, currency: string): ConditionRow {
	const row = emptyCondition(currency);
	if (condition.on === "text") return { ...row, field: condition.field, textOp: condition.op, text: condition.value };
	if (condition.on === "direction") return { ...row, field: "direction", way: condition.way };
	if (condition.on === "account") return { ...row, field: "account", account: condition.id };
	const { test } = condition;
	const amount = { ...row, field: "amount" as const, currency: condition.currency };
	if ("between" in test) return { ...amount, amountOp: "between", minor: test.between[0], upper: test.between[1] };
	if ("equal" in test) return { ...amount, amountOp: "equal", minor: test.equal };
	return "below" in test ? { ...amount, amountOp: "below", minor: test.below } : { ...amount, amountOp: "above", minor: test.above };
}

/** The condition that a row says; null while something is missing. */
export function conditionOf(row: ConditionRow): RuleCondition | null {
	const { field, minor, upper, currency } = row;
	if (isText(field)) return row.text.trim() === "" ? null : { on: "text", field, op: row.textOp, value: row.text.trim() };
	if (field === "direction") return { on: "direction", way: row.way };
	if (field === "account") return row.account === "" ? null : { on: "account", id: row.account };
	if (minor === null || minor < 0) return null;
	if (row.amountOp === "between") {
		if (upper === null || upper < 0) return null;
		return { on: "amount", test: { between: minor <= upper ? [minor, upper] : [upper, minor] }, currency };
	}
	if (row.amountOp === "below") return minor === 0 ? null : { on: "amount", test: { below: minor }, currency };
	return { on: "amount", test: row.amountOp === "equal" ? { equal: minor } : { above: minor }, currency };
}

export function actionRow(action: RuleAction): ActionRow {
	if (action.set === "category") return emptyAction("category", action.id);
	if (action.set === "payee") return emptyAction("payee", action.name);
	return action.set === "tag" ? emptyAction("tag", action.tag) : emptyAction("transfer", action.account);
}

/** The action that a row says; null while something is missing. */
export function actionOf({ set, value }: ActionRow): RuleAction | null {
	const text = value.trim();
	if (text === "") return null;
	if (set === "category") return { set, id: text };
	if (set === "payee") return { set, name: text };
	return set === "tag" ? { set, tag: text.replace(/^#/, "") } : { set, account: text };
}

const complete = <Item>(items: readonly (Item | null)[]): Item[] | null =>
	items.length > 0 && items.every((item) => item !== null) ? (items as Item[]) : null;

/** All conditions, or null while one of them is not finished. */
export const conditionsOf = (rows: readonly ConditionRow[]): RuleCondition[] | null => complete(rows.map(conditionOf));
export const actionsOf = (rows: readonly ActionRow[]): RuleAction[] | null => complete(rows.map(actionOf));

/** Which of the actions a further row may be: a rule gives one category, one payee and one transfer, and any number of tags. */
export function furtherActions(rows: readonly ActionRow[]): ActionRow["set"][] {
	return ACTIONS.filter((set) => set === "tag" || !rows.some((row) => row.set === set));
}
