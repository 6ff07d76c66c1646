//! Who is paid, from which accounts.

/// One account.
pub(super) struct Account {
    /// In a plain-text journal.
    pub(super) name: &'static str,
    /// The statement's file, without its ending.
    pub(super) file: &'static str,
    pub(super) currency: &'static str,
    pub(super) decimals: u32,
    pub(super) is_card: bool,
}

const fn account(
    name: &'static str,
    file: &'static str,
    currency: &'static str,
    decimals: u32,
) -> Account {
    Account { name, file, currency, decimals, is_card: false }
}

/// The accounts; transfers go from the first to the third.
pub(super) const ACCOUNTS: [Account; 5] = [
    account("Assets:Checking", "checking", "EUR", 2),
    Account { is_card: true, ..account("Liabilities:Card", "card", "EUR", 2) },
    account("Assets:Savings", "savings", "EUR", 2),
    account("Assets:Dollars", "dollars", "USD", 2),
    account("Assets:Yen", "yen", "JPY", 0),
];

/// One payee.
#[derive(Debug)]
pub(super) struct Payee {
    /// As a statement tells it.
    pub(super) raw: &'static str,
    pub(super) memo: &'static str,
    /// In a plain-text journal; empty: a transfer between own accounts.
    pub(super) category: &'static str,
    /// The least of one row, in the smallest unit; negative: spent.
    pub(super) low: i64,
    pub(super) high: i64,
}

const fn payee(
    raw: &'static str,
    memo: &'static str,
    category: &'static str,
    low: i64,
    high: i64,
) -> Payee {
    Payee { raw, memo, category, low, high }
}

/// What comes every month.
pub(super) const REGULAR: &[Payee] = &[
    payee("HAUSVERWALTUNG MÜLLER", "Miete", "Expenses:Rent", -95_000, -95_000),
    payee("ACME GMBH", "Gehalt", "Income:Salary", 310_000, 310_000),
    payee("OWN SAVINGS", "Sparen", "", -20_000, -20_000),
    payee("STADTWERKE", "Abschlag", "Expenses:Utilities", -8_800, -8_800),
    payee("NETFLIX.COM", "Subscription", "Expenses:Subscriptions", -1_299, -1_299),
    payee("SPOTIFY AB", "Subscription", "Expenses:Subscriptions", -1_099, -1_099),
    payee("TELEKOM", "Rechnung", "Expenses:Phone", -3_995, -3_995),
    payee("HUK COBURG", "Beitrag", "Expenses:Insurance", -4_210, -4_210),
];

/// Who is paid on any day, the most frequent first.
pub(super) const EVERYDAY: &[Payee] = &[
    payee("REWE SAGT DANKE 4711", "Card 1234", "Expenses:Groceries", -9_000, -300),
    payee("LIDL 0815", "Card 1234", "Expenses:Groceries", -7_000, -250),
    payee("ALDI SUED", "Card 1234", "Expenses:Groceries", -6_500, -200),
    payee("BÄCKEREI SCHMIDT", "Card 1234", "Expenses:Groceries", -1_200, -150),
    payee("DB VERTRIEB GMBH", "Ticket", "Expenses:Transport", -12_000, -290),
    payee("CAFE CENTRAL", "Card 1234", "Expenses:Coffee", -900, -220),
    payee("EDEKA CENTER", "Card 1234", "Expenses:Groceries", -8_000, -300),
    payee("ARAL AG 123", "Card 1234", "Expenses:Fuel", -8_500, -2_000),
    payee("SHELL 7788", "Card 1234", "Expenses:Fuel", -8_200, -2_000),
    payee("AMAZON EU SARL", "Order", "Expenses:Shopping", -15_000, -499),
    payee("DM DROGERIE MARKT", "Card 1234", "Expenses:Household", -5_000, -145),
    payee("ROSSMANN 33", "Card 1234", "Expenses:Household", -4_500, -125),
    payee("MVG MUENCHEN", "Ticket", "Expenses:Transport", -6_000, -340),
    payee("UBER TRIP", "Ride", "Expenses:Transport", -4_200, -600),
    payee("PIZZERIA DA MARIO", "Card 1234", "Expenses:Restaurants", -6_500, -900),
    payee("SUSHI HANA", "Card 1234", "Expenses:Restaurants", -7_500, -1_100),
    payee("MCDONALDS 991", "Card 1234", "Expenses:Restaurants", -2_500, -350),
    payee("BURGER & CO", "Card 1234", "Expenses:Restaurants", -2_800, -550),
    payee("KANTINE", "Card 1234", "Expenses:Restaurants", -1_100, -380),
    payee("APOTHEKE AM MARKT", "Card 1234", "Expenses:Health", -4_800, -295),
    payee("DR MED WEBER", "Rechnung", "Expenses:Health", -18_000, -2_500),
    payee("FITNESS FIRST", "Card 1234", "Expenses:Sport", -4_900, -900),
    payee("DECATHLON", "Card 1234", "Expenses:Sport", -12_000, -500),
    payee("THALIA BUECHER", "Card 1234", "Expenses:Books", -5_200, -799),
    payee("STEAM GAMES", "Order", "Expenses:Games", -5_999, -199),
    payee("APPLE.COM/BILL", "Order", "Expenses:Subscriptions", -1_999, -99),
    payee("GOOGLE *CLOUD", "Order", "Expenses:Subscriptions", -999, -199),
    payee("IKEA DEUTSCHLAND", "Card 1234", "Expenses:Home", -45_000, -500),
    payee("BAUHAUS", "Card 1234", "Expenses:Home", -16_000, -300),
    payee("OBI MARKT", "Card 1234", "Expenses:Home", -14_000, -250),
    payee("H&M", "Card 1234", "Expenses:Clothes", -9_000, -799),
    payee("ZALANDO SE", "Order", "Expenses:Clothes", -16_000, -1_299),
    payee("UNIQLO", "Card 1234", "Expenses:Clothes", -9_900, -990),
    payee("KINO INTERNATIONAL", "Card 1234", "Expenses:Culture", -3_200, -900),
    payee("STAATSOPER", "Ticket", "Expenses:Culture", -14_000, -1_500),
    payee("MUSEUM LUDWIG", "Ticket", "Expenses:Culture", -2_400, -500),
    payee("LUFTHANSA", "Ticket", "Expenses:Travel", -48_000, -6_900),
    payee("RYANAIR", "Ticket", "Expenses:Travel", -22_000, -1_999),
    payee("BOOKING.COM", "Order", "Expenses:Travel", -38_000, -4_500),
    payee("AIRBNB", "Order", "Expenses:Travel", -42_000, -5_500),
    payee("ATM WITHDRAWAL", "Cash", "Expenses:Cash", -20_000, -2_000),
    payee("PAYPAL *EBAY", "Order", "Expenses:Shopping", -12_000, -300),
    payee("MEDIA MARKT", "Card 1234", "Expenses:Electronics", -60_000, -999),
    payee("SATURN", "Card 1234", "Expenses:Electronics", -52_000, -899),
    payee("FRISEUR SALON", "Card 1234", "Expenses:Care", -4_500, -1_500),
    payee("BLUMEN RISSE", "Card 1234", "Expenses:Gifts", -3_500, -600),
    payee("SPIELZEUG WELT", "Card 1234", "Expenses:Gifts", -6_000, -700),
    payee("TIERARZT DR KATZ", "Rechnung", "Expenses:Pets", -16_000, -1_900),
    payee("FRESSNAPF", "Card 1234", "Expenses:Pets", -5_500, -400),
    payee("FINANZAMT", "Bescheid", "Expenses:Taxes", -42_000, -1_000),
    payee("ZINSEN", "Abschluss", "Income:Interest", 12, 950),
    payee("KLEINANZEIGEN", "Verkauf", "Income:Sales", 300, 9_000),
    payee("CASHBACK BONUS", "Bonus", "Income:Sales", 20, 1_500),
];
