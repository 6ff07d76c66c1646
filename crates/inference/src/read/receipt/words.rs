//! The words of receipts: what the amount of a line is, in English, German, French, Spanish, Italian,
//! Dutch, Portuguese, and Japanese in Latin letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What the words of a line say that its amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What is to be paid.
    Total,
    /// Perhaps that: a word that is said of other sums, too.
    Sum,
    /// Before taxes or discounts.
    Subtotal,
    /// A tax, or a row of a table of taxes.
    Tax,
    /// A discount: it takes part in the sum.
    Discount,
    /// Cash that was given, or what a card was charged.
    Paid,
    /// What was given back.
    Change,
    /// Said aside: what was saved, how many articles there are, points.
    Aside,
    /// Nothing of these: an article, an address.
    Plain,
}

const TOTAL: &[&str] = &[
    "total",
    "grand total",
    "amount due",
    "balance due",
    "total due",
    "to pay",
    "amount payable",
    "gesamt",
    "gesamtbetrag",
    "gesamtsumme",
    "zu zahlen",
    "zahlbetrag",
    "endbetrag",
    "rechnungsbetrag",
    "a payer",
    "net a payer",
    "montant du",
    "ttc",
    "a pagar",
    "importe total",
    "total a pagar",
    "totale",
    "totale complessivo",
    "importo pagato",
    "da pagare",
    "totaal",
    "te betalen",
    "totaalbedrag",
    "valor total",
    "valor a pagar",
    "gokei",
    "goukei",
    "gohkei",
    "okaiage",
];

const SUM: &[&str] = &[
    "sum", "summe", "amount", "betrag", "montant", "importe", "importo", "bedrag", "valor", "due",
    "balance",
];

const SUBTOTAL: &[&str] = &[
    "subtotal",
    "sub total",
    "subtot",
    "net total",
    "zwischensumme",
    "nettobetrag",
    "nettosumme",
    "sous total",
    "total ht",
    "subtotale",
    "sub totale",
    "imponibile",
    "base imponible",
    "subtotaal",
    "sub totaal",
    "shokei",
    "shoukei",
    "shohkei",
];

const TAX: &[&str] = &[
    "tax",
    "taxes",
    "vat",
    "gst",
    "hst",
    "pst",
    "qst",
    "mwst",
    "ust",
    "mehrwertsteuer",
    "umsatzsteuer",
    "steuer",
    "tva",
    "taxe",
    "iva",
    "igic",
    "impuesto",
    "impuestos",
    "imposta",
    "imposte",
    "btw",
    "imposto",
    "impostos",
    "zei",
    "shohizei",
    "shouhizei",
    "uchizei",
    "sotozei",
];

/// With one of these a total that names a tax is the total all the same.
const INCLUDED: &[&str] = &[
    "incl",
    "including",
    "included",
    "inc",
    "inkl",
    "inklusive",
    "einschl",
    "ttc",
    "inclus",
    "comprise",
    "incluido",
    "inclusa",
    "incluso",
    "inclusief",
    "zeikomi",
];

const DISCOUNT: &[&str] = &[
    "discount",
    "coupon",
    "voucher",
    "promo",
    "promotion",
    "rabatt",
    "nachlass",
    "gutschein",
    "aktion",
    "remise",
    "reduction",
    "descuento",
    "cupon",
    "dto",
    "sconto",
    "buono",
    "korting",
    "desconto",
    "nebiki",
    "waribiki",
];

const ASIDE: &[&str] = &[
    "saved",
    "savings",
    "you save",
    "points",
    "item count",
    "items",
    "articles",
    "article count",
    "no of items",
    "artikel",
    "anzahl",
    "posten",
    "gespart",
    "ersparnis",
    "punkte",
    "nombre d articles",
    "articulos",
    "puntos",
    "pezzi",
    "articoli",
    "punti",
    "hai risparmiato",
    "aantal",
    "punten",
    "itens",
    "artigos",
    "pontos",
    "tensu",
];

const PAID: &[&str] = &[
    "cash",
    "visa",
    "mastercard",
    "maestro",
    "amex",
    "american express",
    "card",
    "credit",
    "debit",
    "tendered",
    "tender",
    "paid",
    "payment",
    "contactless",
    "apple pay",
    "google pay",
    "paypal",
    "bar",
    "bargeld",
    "gegeben",
    "girocard",
    "ec",
    "karte",
    "kartenzahlung",
    "bezahlt",
    "especes",
    "carte",
    "cb",
    "carte bancaire",
    "recu",
    "efectivo",
    "tarjeta",
    "entregado",
    "contanti",
    "contante",
    "carta",
    "bancomat",
    "pagamento",
    "contant",
    "pin",
    "pinpas",
    "betaald",
    "dinheiro",
    "cartao",
    "multibanco",
    "pago",
    "genkin",
    "azukari",
    "oazukari",
    "kurejitto",
];

const CHANGE: &[&str] = &[
    "change",
    "change due",
    "cash back",
    "ruckgeld",
    "rueckgeld",
    "wechselgeld",
    "zuruck",
    "zurueck",
    "rendu",
    "monnaie",
    "cambio",
    "vuelto",
    "devuelto",
    "resto",
    "wisselgeld",
    "terug",
    "retour",
    "troco",
    "otsuri",
    "oturi",
];

/// Small letters without accents; one blank for whatever else stands between them, and at both ends.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::from(" ");
    for char in text.nfkd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase) {
        if char.is_alphanumeric() {
            folded.push(char);
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    if !folded.ends_with(' ') {
        folded.push(' ');
    }
    folded
}

/// Whether one of the phrases stands in a folded text.
pub(super) fn says(folded: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        folded.match_indices(phrase).any(|(at, _)| {
            folded[..at].ends_with(' ') && folded[at + phrase.len()..].starts_with(' ')
        })
    })
}

/// What may stand before the word for a sum; after any other word it is part of a name.
const BEFORE: &[&str] = &[
    "your",
    "the",
    "order",
    "purchase",
    "sale",
    "sales",
    "final",
    "estimated",
    "kauf",
    "einkauf",
    "bon",
    "le",
    "la",
    "el",
    "il",
    "het",
    "o",
    "votre",
    "su",
    "eur",
    "usd",
    "gbp",
    "jpy",
    "chf",
];

/// Whether a line begins as a sum does: `Colgate Total 75ml` does not.
fn begins_as_sum(folded: &str) -> bool {
    let Some(first) = folded.split_whitespace().find(|word| word.chars().any(char::is_alphabetic))
    else {
        return false;
    };
    let lists = [TOTAL, SUM, SUBTOTAL, TAX, INCLUDED, DISCOUNT, ASIDE, PAID, BEFORE];
    let mut words = lists.into_iter().flatten().flat_map(|phrase| phrase.split(' '));
    words.any(|word| word == first)
}

/// What a line's amount is, by its words alone.
pub(super) fn kind(text: &str) -> Kind {
    let folded = folded(text);
    let is_sum = begins_as_sum(&folded);
    let says = |phrases| says(&folded, phrases);
    if says(CHANGE) {
        Kind::Change
    } else if says(SUBTOTAL) {
        Kind::Subtotal
    } else if is_sum && says(TOTAL) {
        let of_something = (says(TAX) && !says(INCLUDED)) || says(ASIDE) || says(DISCOUNT);
        if of_something { Kind::Aside } else { Kind::Total }
    } else if says(TAX) {
        Kind::Tax
    } else if says(ASIDE) {
        Kind::Aside
    } else if says(DISCOUNT) {
        Kind::Discount
    } else if is_sum && says(SUM) {
        Kind::Sum
    } else if says(PAID) {
        Kind::Paid
    } else {
        Kind::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_amounts_apart() {
        for (text, expected) in [
            ("TOTAL  $40.67", Kind::Total),
            ("Total TTC", Kind::Total),
            ("NET À PAYER", Kind::Total),
            ("Gesamt inkl. MwSt", Kind::Total),
            ("zu zahlen:", Kind::Total),
            ("TOTALE EURO", Kind::Total),
            ("GŌKEI", Kind::Total),
            ("SUMME EUR", Kind::Sum),
            ("Zwischensumme", Kind::Subtotal),
            ("SOUS-TOTAL", Kind::Subtotal),
            ("Total tax", Kind::Aside),
            ("Total savings", Kind::Aside),
            ("TOTAL ITEMS 5", Kind::Aside),
            ("enth. MwSt 7,0%", Kind::Tax),
            ("IVA 21%", Kind::Tax),
            ("Rückgeld", Kind::Change),
            ("Otsuri", Kind::Change),
            ("VISA **** 4821", Kind::Paid),
            ("Espèces", Kind::Paid),
            ("Coupon SAVE10", Kind::Discount),
            ("Totally nuts 200g", Kind::Plain),
            ("Colgate Total 75ml", Kind::Plain),
            ("Your order total", Kind::Total),
            ("", Kind::Plain),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
