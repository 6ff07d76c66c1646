//! The categories that a new ledger begins with.
//!
//! Their ids follow from their keys, so that two devices that begin alike have one set. Names are the
//! person's from then on.

/// A category to begin with.
pub(crate) struct First {
    /// What its id follows from; never shown, never changed.
    pub(crate) key: &'static str,
    /// The key of the category that it lies in; empty: in none.
    pub(crate) parent: &'static str,
    /// What it is called in English.
    pub(crate) name: &'static str,
    /// Its icon, by its name in the window's set.
    pub(crate) icon: &'static str,
    /// Whether it is of income.
    pub(crate) income: bool,
}

const fn spent(
    key: &'static str,
    parent: &'static str,
    name: &'static str,
    icon: &'static str,
) -> First {
    First { key, parent, name, icon, income: false }
}

const fn earned(key: &'static str, name: &'static str, icon: &'static str) -> First {
    First { key, parent: "", name, icon, income: true }
}

/// Parents before what lies in them.
pub(crate) const FIRST: &[First] = &[
    earned("salary", "Salary", "briefcase"),
    earned("interest", "Interest and dividends", "percent"),
    earned("gifts-received", "Gifts received", "gift"),
    earned("other-income", "Other income", "circle-plus"),
    spent("home", "", "Home", "house"),
    spent("rent", "home", "Rent or mortgage", "key-round"),
    spent("utilities", "home", "Utilities", "plug"),
    spent("furnishing", "home", "Furnishing and repairs", "sofa"),
    spent("food", "", "Food", "utensils"),
    spent("groceries", "food", "Groceries", "shopping-basket"),
    spent("restaurants", "food", "Restaurants", "utensils-crossed"),
    spent("coffee", "food", "Coffee and snacks", "coffee"),
    spent("transport", "", "Transport", "train-front"),
    spent("car", "transport", "Car and fuel", "car"),
    spent("public-transport", "transport", "Trains, buses, taxis", "bus"),
    spent("health", "", "Health", "heart-pulse"),
    spent("sports", "", "Sports", "dumbbell"),
    spent("insurance", "", "Insurance", "umbrella"),
    spent("phone", "", "Phone and internet", "wifi"),
    spent("subscriptions", "", "Subscriptions", "repeat"),
    spent("clothing", "", "Clothing", "shirt"),
    spent("leisure", "", "Leisure", "ticket"),
    spent("travel", "", "Travel", "plane"),
    spent("education", "", "Education", "graduation-cap"),
    spent("children", "", "Children", "baby"),
    spent("pets", "", "Pets", "paw-print"),
    spent("gifts", "", "Gifts and donations", "gift"),
    spent("taxes", "", "Taxes", "landmark"),
    spent("fees", "", "Bank fees and interest", "banknote"),
    spent("other", "", "Other", "circle-ellipsis"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_are_said_once_and_parents_come_first() {
        let mut seen = BTreeSet::from([""]);
        for first in FIRST {
            assert!(seen.contains(first.parent), "{} lies in what is not there", first.key);
            assert!(seen.insert(first.key), "{} is there twice", first.key);
            assert!(!first.name.is_empty() && !first.icon.is_empty());
        }
    }
}
