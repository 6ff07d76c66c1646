import { describe, expect, it } from "vitest";
import type { RuleAction, RuleCondition } from "../plan/wire";
import { actionOf, actionRow, actionsOf, conditionOf, conditionRow, conditionsOf, emptyAction, emptyCondition, furtherActions } from "./draft";

describe("a rule in a form", () => {
	const conditions: RuleCondition[] = [
		{ on: "text", field: "payee", op: "contains", value: "café" },
		{ on: "amount", test: { between: [100, 2000] }, currency: "EUR" },
		{ on: "amount", test: { equal: 999 }, currency: "" },
		{ on: "amount", test: { below: 5000 }, currency: "" },
		{ on: "amount", test: { above: 0 }, currency: "USD" },
		{ on: "direction", way: "out" },
		{ on: "account", id: "a1" },
	];
	const actions: RuleAction[] = [
		{ set: "category", id: "c1" },
		{ set: "payee", name: "Café Nord" },
		{ set: "tag", tag: "weekly" },
		{ set: "transfer", account: "a2" },
	];
	it("comes back as it was", () => {
		expect(conditionsOf(conditions.map((one) => conditionRow(one, "EUR")))).toEqual(conditions);
		expect(actionsOf(actions.map(actionRow))).toEqual(actions);
	});
	it("is not finished while a part is missing", () => {
		const typed = { ...emptyCondition("EUR"), text: "  " };
		expect(conditionOf(typed)).toBeNull();
		expect(conditionsOf([typed, conditionRow({ on: "direction", way: "in" }, "EUR")])).toBeNull();
		expect(conditionsOf([])).toBeNull();
		expect(conditionOf({ ...emptyCondition("EUR", "amount"), amountOp: "between", minor: 5 })).toBeNull();
		expect(conditionOf({ ...emptyCondition("EUR", "amount"), amountOp: "below", minor: 0 })).toBeNull();
		expect(actionOf(emptyAction("tag", " "))).toBeNull();
	});
	it("turns the ends of a range and takes the sign off a tag", () => {
		expect(conditionOf({ ...emptyCondition("EUR", "amount"), amountOp: "between", minor: 9, upper: 5 })).toEqual({ on: "amount", test: { between: [5, 9] }, currency: "EUR" });
		expect(actionOf(emptyAction("tag", "#home"))).toEqual({ set: "tag", tag: "home" });
	});
	it("gives each thing once, but many tags", () => {
		expect(furtherActions([emptyAction("category"), emptyAction("tag")])).toEqual(["payee", "tag", "transfer"]);
	});
});
