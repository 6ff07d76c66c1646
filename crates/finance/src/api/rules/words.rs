//! Rules on the wire: the same as in a record, which has a form of its own that never changes.

use base::id::AnyId;
use domain::wire;

use crate::model::rule::{Action, AmountTest, Condition, TextField, TextOp, Way};

wire! {
    /// One thing that is asked about a transaction.
    #[derive(Eq)]
    #[serde(tag = "on", rename_all = "snake_case")]
    pub(crate) enum RuleCondition {
        /// A text of it; case and runs of blanks do not matter.
        Text {
            /// Which text.
            field: RuleText,
            /// How it is compared.
            op: RuleTextOp,
            /// With what.
            value: String,
        },
        /// The amount without its sign.
        Amount {
            /// Smallest units.
            test: RuleAmount,
            /// Of this currency only (ISO 4217); empty: of any.
            #[serde(default)]
            currency: String,
        },
        /// Which way the money goes.
        Direction {
            /// In or out.
            way: RuleWay,
        },
        /// The account that it lies in.
        Account {
            /// The account.
            id: AnyId,
        },
    }

    /// A text of a transaction.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum RuleText {
        /// The payee as it is shown without rules.
        Payee,
        /// The payee as its file spells it.
        Raw,
        /// What its file says it is for.
        Memo,
        /// The person's own note.
        Note,
        /// The other account, as its file names it: an IBAN.
        Other,
        /// The file's word for what it is.
        Kind,
    }

    /// How a text is compared.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum RuleTextOp {
        /// It stands somewhere in it.
        Contains,
        /// It is the whole of it.
        Is,
        /// It stands at its beginning.
        Starts,
        /// Each of its words is a word of it, in any order.
        Words,
    }

    /// What an amount without its sign is compared with, smallest units.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum RuleAmount {
        /// Exactly this.
        Equal(i64),
        /// Less than this.
        Below(i64),
        /// More than this.
        Above(i64),
        /// From the first to the second, both included.
        Between(i64, i64),
    }

    /// Which way money goes, seen from the transaction's account.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum RuleWay {
        /// Into the account.
        In,
        /// Out of it.
        Out,
    }

    /// One thing that a rule says about a transaction.
    #[derive(Eq)]
    #[serde(tag = "set", rename_all = "snake_case")]
    pub(crate) enum RuleAction {
        /// Its category.
        Category {
            /// The category.
            id: AnyId,
        },
        /// Its payee.
        Payee {
            /// The name to show.
            name: String,
        },
        /// A tag more.
        Tag {
            /// Without `#`.
            tag: String,
        },
        /// It moves money to or from another own account.
        Transfer {
            /// That account.
            account: AnyId,
        },
    }
}

/// Both ways between two enums with the same words.
macro_rules! alike {
    ($($one:ident = $other:ident { $($variant:ident $(($($part:ident),+))?),+ })+) => {
        $(impl From<$one> for $other {
            fn from(one: $one) -> $other {
                match one { $($one::$variant $(($($part),+))? => $other::$variant $(($($part),+))?),+ }
            }
        }
        impl From<$other> for $one {
            fn from(other: $other) -> $one {
                match other { $($other::$variant $(($($part),+))? => $one::$variant $(($($part),+))?),+ }
            }
        })+
    };
}

alike! {
    RuleText = TextField { Payee, Raw, Memo, Note, Other, Kind }
    RuleTextOp = TextOp { Contains, Is, Starts, Words }
    RuleAmount = AmountTest { Equal(at), Below(at), Above(at), Between(low, high) }
    RuleWay = Way { In, Out }
}

impl From<RuleCondition> for Condition {
    fn from(condition: RuleCondition) -> Condition {
        match condition {
            RuleCondition::Text { field, op, value } => Condition::Text {
                field: field.into(),
                op: op.into(),
                value: value.trim().to_owned(),
            },
            RuleCondition::Amount { test, currency } => {
                Condition::Amount { test: test.into(), currency }
            }
            RuleCondition::Direction { way } => Condition::Direction { way: way.into() },
            RuleCondition::Account { id } => Condition::Account { id },
        }
    }
}

impl From<Condition> for RuleCondition {
    fn from(condition: Condition) -> RuleCondition {
        match condition {
            Condition::Text { field, op, value } => {
                RuleCondition::Text { field: field.into(), op: op.into(), value }
            }
            Condition::Amount { test, currency } => {
                RuleCondition::Amount { test: test.into(), currency }
            }
            Condition::Direction { way } => RuleCondition::Direction { way: way.into() },
            Condition::Account { id } => RuleCondition::Account { id },
        }
    }
}

impl From<RuleAction> for Action {
    fn from(action: RuleAction) -> Action {
        match action {
            RuleAction::Category { id } => Action::Category { id },
            RuleAction::Payee { name } => Action::Payee { name: name.trim().to_owned() },
            RuleAction::Tag { tag } => {
                Action::Tag { tag: tag.trim().trim_start_matches('#').to_owned() }
            }
            RuleAction::Transfer { account } => Action::Transfer { account },
        }
    }
}

impl From<Action> for RuleAction {
    fn from(action: Action) -> RuleAction {
        match action {
            Action::Category { id } => RuleAction::Category { id },
            Action::Payee { name } => RuleAction::Payee { name },
            Action::Tag { tag } => RuleAction::Tag { tag },
            Action::Transfer { account } => RuleAction::Transfer { account },
        }
    }
}

/// What a rule without a name is called: the first text that it asks for.
pub(super) fn name_of(when: &[Condition]) -> String {
    let text = when.iter().find_map(|condition| match condition {
        Condition::Text { value, .. } => Some(value.clone()),
        Condition::Amount { .. } | Condition::Direction { .. } | Condition::Account { .. } => None,
    });
    text.unwrap_or_else(|| "Rule".to_owned())
}
