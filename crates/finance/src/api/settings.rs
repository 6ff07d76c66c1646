//! How money is shown.

use base::error::Result;
use base::id::AnyId;
use base::money::Currency;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::Value;
use store::write::WriteCx;

use super::reports::gather::base_currency;
use super::write_named;
use crate::record::SETTINGS;

wire! {
    /// How money is shown.
    #[derive(Eq)]
    pub(crate) struct FinanceSettings {
        /// The currency of reports and of what everything is worth.
        pub(crate) base: String,
        /// Whether the person has chosen it.
        pub(crate) base_chosen: bool,
        /// Whether there is any category.
        pub(crate) started: bool,
    }

    /// What to change; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditFinanceSettings {
        /// ISO 4217.
        #[serde(default)]
        pub(crate) base: Option<String>,
    }
}

/// The id of the one record of settings.
pub(crate) fn settings_id(cx: &ReadCx<'_>) -> AnyId {
    cx.natural_id(SETTINGS.name, 0, "settings")
}

/// Says the currency of reports.
pub(super) fn set_base(cx: &mut WriteCx<'_>, base: Currency) -> Result<()> {
    let id = settings_id(&cx.read());
    write_named(cx, &SETTINGS, id, [("base", Value::from(base.code()))])
}

pub(crate) fn settings(cx: &ReadCx<'_>, _: Nothing) -> Result<FinanceSettings> {
    let has = |query: &str| Ok::<_, base::error::Error>(cx.sql().number(query, &[])? > 0);
    Ok(FinanceSettings {
        base: base_currency(cx.sql())?,
        base_chosen: has("SELECT count(*) FROM finance_setting WHERE base <> ''")?,
        started: has("SELECT count(*) FROM finance_account WHERE kind IN ('income', 'expense')")?,
    })
}

pub(crate) fn edit_settings(cx: &mut WriteCx<'_>, request: EditFinanceSettings) -> Result<()> {
    match request.base {
        None => Ok(()),
        Some(base) => set_base(cx, Currency::new(&base).map_err(|error| error.at("base"))?),
    }
}
