//! Cash flow: from where money came, and where it went.

use base::error::Result;
use domain::wire;
use store::read::ReadCx;

use super::reports::gather::{Asked, Gathered, GatheredRow, gather};
use super::reports::range::Range;
use super::{
    Amount, MoneyBy, MoneyFlow, RateUsed, ReportFilter, ReportSpan, ReportStep, RowsBehind,
};

wire! {
    /// Which cash flow.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct CashFlowOf {
        /// The first day; null: of the first transaction.
        pub(crate) from: Option<base::day::Day>,
        /// The last day; null: today, or the end of the last month that has a transaction.
        pub(crate) to: Option<base::day::Day>,
        /// Which transactions count.
        pub(crate) filter: ReportFilter,
    }

    /// From where money came, and where it went.
    pub(crate) struct CashFlow {
        /// The currency of every figure.
        pub(crate) currency: String,
        /// The days.
        pub(crate) span: ReportSpan,
        /// What money flows through: sources, the middle, and where it goes.
        pub(crate) nodes: Vec<FlowNode>,
        /// How it flows; every node but the outer ones gives as much as it gets.
        pub(crate) links: Vec<FlowLink>,
        /// What came in, smallest units.
        pub(crate) income: i64,
        /// What went out.
        pub(crate) spending: i64,
        /// What is not in the figures, for want of a rate.
        pub(crate) unconverted: Vec<Amount>,
        /// The rates that were used, latest first.
        pub(crate) rates: Vec<RateUsed>,
    }

    /// What a node of a cash flow is.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum FlowNodeKind {
        /// A category that brought money.
        Source,
        /// Where all of it meets.
        Middle,
        /// A category that took money.
        Target,
        /// More went out than came in: what was there before.
        Drawn,
        /// More came in than went out: what is left.
        Kept,
    }

    /// What money flows through.
    pub(crate) struct FlowNode {
        /// The id of a category, else the word of its kind.
        pub(crate) id: String,
        /// Its name; empty for what the window has words for.
        pub(crate) name: String,
        /// The icon of a category.
        pub(crate) icon: String,
        /// The category that it lies in.
        pub(crate) parent: Option<base::id::AnyId>,
        /// What it is.
        pub(crate) kind: FlowNodeKind,
    }

    /// How much flows from one node to another.
    pub(crate) struct FlowLink {
        /// The id of a node.
        pub(crate) from: String,
        /// The id of a node.
        pub(crate) to: String,
        /// Smallest units, above zero.
        pub(crate) minor: i64,
        /// Which rows of the register it is made of; null: it is what is left of all of them.
        pub(crate) rows: Option<RowsBehind>,
    }
}

/// The id of the node in which everything meets.
const MIDDLE: &str = "middle";
/// The id of the node for what was there before.
const DRAWN: &str = "drawn";
/// The id of the node for what is left.
const KEPT: &str = "kept";

pub(crate) fn cash_flow(cx: &ReadCx<'_>, request: CashFlowOf) -> Result<CashFlow> {
    let CashFlowOf { from, to, filter } = request;
    let range = Range::of(cx, from, to, ReportStep::Whole)?;
    let of = |flow| gather(cx, &Asked { range, by: MoneyBy::Category, flow, filter: &filter });
    let (income, spending) = (of(MoneyFlow::Income)?, of(MoneyFlow::Spending)?);
    let sum = |gathered: &Gathered| base::money::sum(gathered.totals.iter().copied());
    let (came, went) = (sum(&income)?, sum(&spending)?);
    let Gathered { currency, unconverted, rates, .. } = spending;
    let mut flow = CashFlow {
        currency,
        span: ReportSpan { from: range.from, to: range.to },
        nodes: vec![FlowNode::named(MIDDLE, FlowNodeKind::Middle)],
        links: Vec::new(),
        income: came,
        spending: went,
        unconverted: super::reports::together(income.unconverted, unconverted)?,
        rates: super::reports::named_once(income.rates, rates),
    };
    for row in income.rows {
        flow.add(row, MoneyFlow::Income, &filter);
    }
    for row in spending.rows {
        flow.add(row, MoneyFlow::Spending, &filter);
    }
    let left = base::money::sum([came, -went])?;
    let (from, to, node, kind) = match left {
        ..0 => (DRAWN, MIDDLE, DRAWN, FlowNodeKind::Drawn),
        0 => return Ok(flow),
        1.. => (MIDDLE, KEPT, KEPT, FlowNodeKind::Kept),
    };
    flow.nodes.push(FlowNode::named(node, kind));
    let (from, to) = (from.to_owned(), to.to_owned());
    flow.links.push(FlowLink { from, to, minor: left.abs(), rows: None });
    Ok(flow)
}

impl FlowNode {
    fn named(id: &str, kind: FlowNodeKind) -> FlowNode {
        let (name, icon) = (String::new(), String::new());
        FlowNode { id: id.to_owned(), name, icon, parent: None, kind }
    }
}

impl CashFlow {
    /// A category with its link; one that gave back more than it took is a source.
    fn add(&mut self, row: GatheredRow, flow: MoneyFlow, filter: &ReportFilter) {
        let brings = match flow {
            MoneyFlow::Income => row.minor,
            MoneyFlow::Spending => -row.minor,
        };
        if brings == 0 {
            return;
        }
        let rows = Some(RowsBehind::of(&row.what, MoneyBy::Category, flow, filter));
        let id = row.what.key;
        let (kind, from, to) = match brings {
            1.. => (FlowNodeKind::Source, id.clone(), MIDDLE.to_owned()),
            _ => (FlowNodeKind::Target, MIDDLE.to_owned(), id.clone()),
        };
        let (name, icon, parent) = (row.what.name, row.what.icon, row.what.parent);
        self.nodes.push(FlowNode { id, name, icon, parent, kind });
        self.links.push(FlowLink { from, to, minor: brings.abs(), rows });
    }
}
