//! What finance answers: requests and replies, and the bodies of its commands.

use domain::wire;

wire! {
    /// So much of one currency.
    #[derive(Eq)]
    #[ts(rename = "MoneyAmount")]
    pub(crate) struct Amount {
        /// Smallest units: cents of the euro, whole yen.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
    }
}
