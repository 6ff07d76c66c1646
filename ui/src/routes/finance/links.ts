/** Addresses of finance's pages. */
import type { Id } from "$lib/api/wire";

export const txnHref = (id: Id): string => `/finance/txn/${id}`;
export const accountHref = (id: Id): string => `/finance/accounts/${id}`;
export const reconcileHref = (id: Id): string => `/finance/reconcile/${id}`;
export const receiptHref = (id: Id): string => `/finance/receipts?receipt=${id}`;
