//! Finance: accounts, transactions and what they were for, exact to the last cent.
//!
//! Double entry inside, single entry outside: every transaction is postings that sum to nothing, and a
//! category is an account of income or expense; people see a payee, a category and an amount. What a
//! bank told is a fact and is never changed; what a person says about it lies beside it. What is
//! deliberately not here: any network, any floating point. Start reading at `model`, then
//! `projection`, then `api`.

mod agenda;
mod api;
mod capture;
mod categories;
mod demo;
mod export;
mod import;
mod model;
mod projection;
mod record;
mod search;
mod series;

use base::day::Span;
use base::error::Result;
use domain::command::{Command, Nothing};
use domain::export::Exporter;
use domain::import::{Importer, Sink};
use domain::series::Series;
use domain::view::{AgendaItem, Draft};
use domain::{DemoLife, Domain, commands};
use store::facts::Fact;
use store::project::Projection;
use store::read::ReadCx;
use store::record::{FactKind, Kind, Record, RecordKind, SearchDoc};

use crate::api::*;
use crate::record::{
    ACCOUNT, BALANCE, BUDGET, GOAL, MATCH, MOVE, PROFILE, RATE, RECEIPT, RECORDS, ROW, RULE,
    SCHEDULE, SETTINGS, STATEMENT, TXN,
};

commands! { "finance":
    /// Accounts, what they hold, and what everything is worth.
    read accounts(Nothing) -> Accounts, reads LEDGER;
    /// Makes an account.
    write create_account(NewAccount) -> AccountRef;
    /// Changes an account.
    write edit_account(EditAccount) -> ();
    /// All categories.
    read categories(Nothing) -> Vec<CategoryRow>, reads LEDGER;
    /// Makes a category.
    write create_category(NewCategory) -> CategoryRef;
    /// Changes a category.
    write edit_category(EditCategory) -> ();
    /// Lets what is for one category count for another; nothing is destroyed.
    write merge_category(MergeCategory) -> ();
    /// Begins a ledger: the first categories, and the currency of reports.
    write start(StartFinance) -> ();
    /// Transactions, the latest first.
    read register(ListTxns) -> TxnPage, reads LEDGER;
    /// A transaction with all that is known of it.
    read txn(TxnRef) -> TxnDetail, reads LEDGER;
    /// Writes down a transaction by hand.
    write add_txn(NewTxn) -> TxnRef;
    /// Changes a transaction; of an imported one only what is said about it.
    write edit_txn(EditTxn) -> ();
    /// Splits a transaction into parts, or makes it whole again.
    write split_txn(SplitTxn) -> ();
    /// Says the same of many transactions.
    write edit_many(EditMany) -> EditedMany;
    /// Throws transactions away.
    write delete_txns(TxnRefs) -> ();
    /// Transactions that may be one, or two legs of a transfer.
    read offers(Nothing) -> Vec<MatchOffer>, reads LEDGER;
    /// Says what two transactions are to each other.
    write decide_match(DecideMatch) -> ();
    /// Separates two transactions that were said to belong together.
    write unmatch(MatchOf) -> ();
    /// Rules, in the order in which they are looked through.
    read rules(Nothing) -> Vec<MoneyRule>, reads LEDGER;
    /// Makes a rule; what it says about transactions that are here holds at once.
    write create_rule(NewRule) -> CreatedRule;
    /// Changes a rule.
    write edit_rule(EditRule) -> ();
    /// Puts a rule before another, or last.
    write move_rule(MoveRule) -> ();
    /// Throws a rule away.
    write delete_rule(RuleRef) -> ();
    /// What a rule would touch, before it is one.
    read try_rule(TryRule) -> RuleTried, reads LEDGER;
    /// Rules that would save work.
    read rule_proposals(Nothing) -> Vec<RuleProposal>, reads LEDGER;
    /// Guesses what transactions without a category are for.
    read proposals(Nothing) -> CategoryProposals, reads LEDGER;
    /// Says that guesses are right.
    write accept_proposals(AcceptProposals) -> ();
    /// Does not make a proposal again, or makes it again.
    write wave_away(WaveAway) -> ();
    /// Who money went to and came from, those with most transactions first.
    read payees(ListPayees) -> Vec<PayeeRow>, reads LEDGER;
    /// Gives a payee another name, now and later.
    write rename_payee(RenamePayee) -> RenamedPayee;
    /// What comes again and again: subscriptions, rent, a salary.
    read recurring(Nothing) -> Vec<RecurringPayment>, reads PLANNED;
    /// Keeps something that comes again and again as a schedule.
    write keep_recurring(RecurringRef) -> ScheduleRef;
    /// Something does not come again and again.
    write dismiss_recurring(RecurringRef) -> ();
    /// What is to be paid again and again.
    read schedules(Nothing) -> Vec<Schedule>, reads PLANNED;
    /// Makes a schedule.
    write create_schedule(NewSchedule) -> ScheduleRef;
    /// Changes a schedule.
    write edit_schedule(EditSchedule) -> ();
    /// Throws a schedule away.
    write delete_schedule(ScheduleRef) -> ();
    /// Writes down a transaction for what was due.
    write post_occurrence(PostOccurrence) -> TxnRef;
    /// Leaves out what is due, once.
    write skip_occurrence(SkipOccurrence) -> ();
    /// What is due, was paid and is expected between two days.
    read upcoming(UpcomingOf) -> Vec<UpcomingPayment>, reads PLANNED;
    /// How the tables of banks are read.
    read profiles(Nothing) -> Vec<TableProfile>, reads &[&PROFILE, &ACCOUNT];
    /// Changes how tables with one header are read from now on.
    write edit_profile(EditProfile) -> ();
    /// Forgets how tables with one header are read.
    write delete_profile(ProfileRef) -> ();
    /// The budgets of a month.
    read budget(BudgetOf) -> Budget, reads BUDGETED;
    /// Says what a category may cost in a month.
    write set_budget(SetBudget) -> ();
    /// Moves money from one budget to another.
    write move_budget(MoveBudget) -> ();
    /// Takes over budgets of one month for another.
    write copy_budget(CopyBudget) -> CopiedBudget;
    /// What is saved for.
    read goals(Nothing) -> Vec<SavingsGoal>, reads BUDGETED;
    /// Makes a goal.
    write create_goal(NewGoal) -> GoalRef;
    /// Changes a goal.
    write edit_goal(EditGoal) -> ();
    /// Throws a goal away.
    write delete_goal(GoalRef) -> ();
    /// A bank's statement beside what is ticked off.
    read reconcile(ReconcileOf) -> Reconciling, reads LEDGER;
    /// Ticks transactions off, or no longer.
    write set_cleared(SetCleared) -> ();
    /// Keeps a statement that is right; what is ticked off is in it.
    write finish_reconcile(FinishReconcile) -> ();
    /// Opens the last statement of an account again.
    write reopen_statement(ReopenStatement) -> ();
    /// Photos of what was paid for.
    read receipts(ListReceipts) -> Vec<ReceiptRow>, reads LEDGER;
    /// Keeps a receipt.
    write add_receipt(NewReceipt) -> ReceiptRef;
    /// Changes a receipt.
    write edit_receipt(EditReceipt) -> ();
    /// Says which transaction a receipt is of.
    write link_receipt(LinkReceipt) -> ();
    /// Throws a receipt away.
    write delete_receipt(ReceiptRef) -> ();
    /// How money is shown.
    read settings(Nothing) -> FinanceSettings, reads &[&SETTINGS, &ACCOUNT];
    /// Changes how money is shown.
    write edit_settings(EditFinanceSettings) -> ();
    /// The rates between currencies that are known.
    read rates(Nothing) -> Vec<RateUsed>, reads &[&RATE];
    /// Says what one currency was worth in another on a day, or takes that back.
    write set_rate(SetRate) -> ();
    /// What was spent or earned: month by month, by category, payee, tag or account.
    read spending(SpendingOf) -> Spending, reads REPORTED;
    /// What was spent or earned in two ranges, beside each other.
    read compare(CompareSpendingOf) -> SpendingCompared, reads REPORTED;
    /// From where money came, and where it went.
    read cash_flow(CashFlowOf) -> CashFlow, reads REPORTED;
    /// What everything is worth, over time.
    read net_worth(NetWorthOf) -> NetWorth, reads REPORTED;
}

static FACTS: &[&FactKind] = &[&ROW, &BALANCE];

/// What the register is made of.
static LEDGER: &[&dyn Kind] =
    &[&ROW, &BALANCE, &ACCOUNT, &TXN, &RULE, &MATCH, &RATE, &SETTINGS, &STATEMENT, &RECEIPT];

/// What is due is made of.
static PLANNED: &[&dyn Kind] = &[&ROW, &ACCOUNT, &TXN, &RULE, &MATCH, &SETTINGS, &SCHEDULE];

/// What budgets and goals are made of.
static BUDGETED: &[&dyn Kind] =
    &[&ROW, &BALANCE, &ACCOUNT, &TXN, &RULE, &MATCH, &RATE, &SETTINGS, &BUDGET, &MOVE, &GOAL];

/// What figures are made of.
static REPORTED: &[&dyn Kind] = &[&ROW, &BALANCE, &ACCOUNT, &TXN, &RULE, &MATCH, &RATE, &SETTINGS];

/// Finance.
pub struct Finance;

impl Domain for Finance {
    fn name(&self) -> &'static str {
        "finance"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn facts(&self) -> &'static [&'static FactKind] {
        FACTS
    }

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }

    fn agenda(&self, cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
        agenda::agenda(cx, span)
    }

    fn capture(&self, text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
        capture::capture(text, cx)
    }

    fn search(&self, record: &Record) -> Option<SearchDoc> {
        search::search(record)
    }

    fn search_fact(&self, fact: &Fact) -> Option<SearchDoc> {
        search::search_fact(fact)
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }

    fn series(&self) -> &'static [Series] {
        series::SERIES
    }

    fn exporters(&self) -> &'static [Exporter] {
        export::EXPORTERS
    }

    fn demo(&self, life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
        demo::demo(life, sink)
    }
}
