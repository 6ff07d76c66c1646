/** Addresses of finance's pages. */
import type { Id } from "$lib/api/wire";
import { registerHref } from "./filters";

export const txnHref = (id: Id): string => `/finance/txn/${id}`;
export const accountHref = (id: Id): string => `/finance/accounts/${id}`;
export const reconcileHref = (id: Id): string => `/finance/reconcile/${id}`;
export const schedulesHref = (): string => "/finance/recurring";
/** A day that cost much: its id begins with the day's first instant. */
export const dayHref = (id: Id): string => {
	const day = new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString().slice(0, 10);
	return registerHref({ from: day, to: day });
};
export const receiptHref = (id: Id): string => `/finance/receipts?receipt=${id}`;
