//! The words that tell money from everything else that is counted.

/// Signs of currencies.
pub(super) const SYMBOLS: &[(&str, &str)] =
    &[("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("¥", "JPY"), ("zł", "PLN"), ("₹", "INR")];

/// Currencies that their people write as `$`.
pub(super) const AMERICAN_DOLLARS: &[&str] =
    &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS"];

/// Codes of currencies that are words, too: in small letters they are those.
pub(super) const CODES_THAT_ARE_WORDS: &[&str] = &[
    "all", "ang", "bam", "bob", "cup", "gel", "lak", "mad", "mop", "mur", "pen", "ron", "sos",
    "std", "top", "try", "won",
];

/// What is measured in numbers that are no money, behind them.
pub(super) const UNITS: &[&str] = &[
    "%", "bpm", "c", "cal", "cm", "deg", "f", "ft", "g", "h", "hour", "hours", "hr", "hrs", "in",
    "k", "kcal", "kg", "kgs", "kilos", "km", "kmh", "l", "lb", "lbs", "m", "mg", "mi", "mile",
    "miles", "min", "mins", "minutes", "ml", "mm", "mmol", "oz", "pages", "pm", "am", "rep",
    "reps", "s", "sec", "secs", "seconds", "set", "sets", "st", "steps", "stone", "times", "weeks",
    "x",
];

/// What people do or measure that has numbers and costs nothing by itself.
pub(super) const MEASURED: &[&str] = &[
    "bench",
    "biked",
    "bpm",
    "curl",
    "curls",
    "cycled",
    "deadlift",
    "deadlifts",
    "glucose",
    "hiked",
    "jogged",
    "lifted",
    "mood",
    "pace",
    "plank",
    "press",
    "pullups",
    "pushups",
    "ran",
    "rated",
    "reps",
    "rode",
    "rowed",
    "run",
    "slept",
    "squat",
    "squats",
    "swam",
    "temperature",
    "walked",
    "weigh",
    "weighed",
    "weight",
];

/// What money is for or comes from, whatever the categories are called.
pub(super) const MONEY: &[&str] = &[
    "bill",
    "bonus",
    "dividend",
    "fee",
    "fine",
    "insurance",
    "invoice",
    "mortgage",
    "paycheck",
    "pension",
    "refund",
    "rent",
    "salary",
    "subscription",
    "tip",
    "wage",
    "wages",
];

/// Of these, what comes in.
pub(super) const INCOME: &[&str] =
    &["bonus", "dividend", "income", "paycheck", "pension", "refund", "salary", "wage", "wages"];

/// What a line begins with and says nothing about.
pub(super) const BEFORE: &[&str] =
    &["paid", "pay", "spent", "bought", "buy", "got", "received", "for", "on", "to", "from"];
