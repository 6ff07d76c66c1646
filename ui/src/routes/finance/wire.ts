// Names for what finance's commands ask and answer, taken from the commands themselves.

import type { ReplyOf, RequestOf } from "$lib/api/call";

export type Accounts = ReplyOf<"finance.accounts">;
export type AccountRow = Accounts["accounts"][number];
export type AccountSubtype = AccountRow["subtype"];
export type NewAccount = RequestOf<"finance.create_account">;
export type EditAccount = RequestOf<"finance.edit_account">;
export type Amount = AccountRow["balance"];
export type RateUsed = ReplyOf<"finance.rates">[number];

export type CategoryRow = ReplyOf<"finance.categories">[number];
export type CategoryKind = CategoryRow["kind"];

export type ListTxns = RequestOf<"finance.register">;
export type Only = NonNullable<ListTxns["only"]>;
export type RowsBehind = NonNullable<ListTxns["behind"]>;
export type TxnPage = ReplyOf<"finance.register">;
export type TxnRow = TxnPage["items"][number];
export type CategoryName = NonNullable<TxnRow["category"]>;
export type AccountName = NonNullable<TxnRow["transfer"]>;
export type SplitRow = TxnRow["splits"][number];
export type SaidBy = TxnRow["category_by"];
export type TxnDetail = ReplyOf<"finance.txn">;
export type TxnEvidence = TxnDetail["told"][number];
export type PostingRow = TxnDetail["postings"][number];
export type NewTxn = RequestOf<"finance.add_txn">;
export type EditTxn = RequestOf<"finance.edit_txn">;
export type SplitPart = RequestOf<"finance.split_txn">["splits"][number];

export type MatchOffer = ReplyOf<"finance.offers">[number];
export type MatchReason = MatchOffer["reason"];
export type PayeeRow = ReplyOf<"finance.payees">[number];
export type UpcomingPayment = ReplyOf<"finance.upcoming">[number];
export type FinanceSettings = ReplyOf<"finance.settings">;
export type SpendingReport = ReplyOf<"finance.spending">;

export type Reconciling = ReplyOf<"finance.reconcile">;
export type Receipt = ReplyOf<"finance.receipts">[number];
export type ReceiptPhoto = Receipt["photos"][number];
