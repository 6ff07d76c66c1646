//! What columns are called, by the banks and programs of several countries.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    Date,
    Valued,
    Amount,
    Debit,
    Credit,
    /// Whether money goes or comes, as a word beside an amount without a sign.
    Direction,
    Payee,
    Memo,
    Reference,
    /// The account on the other side.
    Other,
    /// The account that the row lies in.
    Account,
    Currency,
    Balance,
    Kind,
    Category,
    Status,
    Fee,
    OriginalAmount,
    OriginalCurrency,
}

impl Role {
    pub(super) const ALL: [Role; 19] = [
        Role::Date,
        Role::Valued,
        Role::Amount,
        Role::Debit,
        Role::Credit,
        Role::Direction,
        Role::Payee,
        Role::Memo,
        Role::Reference,
        Role::Other,
        Role::Account,
        Role::Currency,
        Role::Balance,
        Role::Kind,
        Role::Category,
        Role::Status,
        Role::Fee,
        Role::OriginalAmount,
        Role::OriginalCurrency,
    ];

    /// The word for questions and profiles.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Role::Date => "date",
            Role::Valued => "valued",
            Role::Amount => "amount",
            Role::Debit => "debit",
            Role::Credit => "credit",
            Role::Direction => "direction",
            Role::Payee => "payee",
            Role::Memo => "memo",
            Role::Reference => "reference",
            Role::Other => "other",
            Role::Account => "account",
            Role::Currency => "currency",
            Role::Balance => "balance",
            Role::Kind => "kind",
            Role::Category => "category",
            Role::Status => "status",
            Role::Fee => "fee",
            Role::OriginalAmount => "original_amount",
            Role::OriginalCurrency => "original_currency",
        }
    }

    /// What it is called, the surest first; folded as [`folded`] does.
    const fn names(self) -> &'static str {
        match self {
            Role::Date => DATE,
            Role::Valued => VALUED,
            Role::Amount => AMOUNT,
            Role::Debit => DEBIT,
            Role::Credit => CREDIT,
            Role::Direction => DIRECTION,
            Role::Payee => PAYEE,
            Role::Memo => MEMO,
            Role::Reference => REFERENCE,
            Role::Other => OTHER,
            Role::Account => ACCOUNT,
            Role::Currency => CURRENCY,
            Role::Balance => BALANCE,
            Role::Kind => KIND,
            Role::Category => CATEGORY,
            Role::Status => STATUS,
            Role::Fee => FEE,
            Role::OriginalAmount => ORIGINAL_AMOUNT,
            Role::OriginalCurrency => ORIGINAL_CURRENCY,
        }
    }
}

const DATE: &str = "booking date|buchungstag|buchungsdatum|buchung|posting date|posted date|post date|\
    date posted|posted on|boekdatum|boekingsdatum|date comptable|date operation|date d operation|\
    date de l operation|fecha operacion|fecha de operacion|fecha contable|data contabile|\
    data operazione|data operacji|data ksiegowania|bokforingsdag|bokforingsdatum|bokfort|bokford|\
    bogfort|completed date|completed date utc|transaction date|trans date|transaction date utc|\
    transactiedatum|transaktionsdatum|belegdatum|date|datum|fecha|data|dato|paivamaara|kirjauspaiva|\
    datum transakce|datum provedeni|data transakcji|date transaction|day|time|started date";
const VALUED: &str = "value date|valuta|valutadatum|wertstellung|wertstellungsdatum|wert|\
    date de valeur|date valeur|fecha valor|data valuta|data valor|rentedatum|valutadag|valutadato|\
    data waluty|interest date|effective date";
const AMOUNT: &str = "net|netto|net amount|amount|betrag|umsatz|bedrag|transactiebedrag|montant|\
    importe|importo|valor|kwota|kwota operacji|kwota transakcji|belopp|belob|belop|castka|summa|sum|\
    transaction amount|amount local currency|betrag der buchung|umsatzbetrag|buchungsbetrag|value|\
    total|quantia|suma|maara|gross|brutto";
const DEBIT: &str = "debit|debit amount|debits|soll|lastschrift|belastung|belastungen|paid out|\
    money out|withdrawal|withdrawals|withdrawal amount|withdrawal amt|amount debit|debet|debit eur|\
    sortie|sorties|depense|cargo|cargos|adeudo|addebiti|addebito|uscite|uscita|dare|ausgang|ausgaben|\
    outflow|out|af|obciazenia|debito|charges|payments|spent";
const CREDIT: &str = "credit|credit amount|credits|haben|gutschrift|gutschriften|paid in|money in|\
    deposit|deposits|deposit amount|deposit amt|amount credit|kredit|entree|entrees|recette|abono|\
    abonos|ingreso|accrediti|accredito|entrate|entrata|avere|eingang|einnahmen|inflow|in|bij|\
    uznania|credito|receipts|received";
const DIRECTION: &str = "af bij|bij af|debit credit|credit debit|debet credit|debit kredit|\
    debit credit indicator|credit debit indicator|dr cr|cr dr|d c|c d|s h|soll haben|sens|direction|\
    drcr|crdr|indicator|plus minus|richtung|kredit debet";
const PAYEE: &str = "payee|counterparty name|counterparty|merchant name|merchant|beneficiary name|\
    beneficiary|auftraggeber empfanger|empfanger auftraggeber|beguenstigter zahlungspflichtiger|\
    begunstigter zahlungspflichtiger|auftraggeber begunstigter|name zahlungsbeteiligter|\
    zahlungsempfanger|zahlungspflichtige r|zahlungsempfanger in|zahlungsbeteiligter|empfanger|\
    auftraggeber|gegenpartei|partner name|partnername|naam omschrijving|naam tegenpartij|\
    naam tegenpartij bankrekening|tegenpartij|naam|tiers|beneficiaire|nom|beneficiario|ordinante|\
    nadawca odbiorca|dane kontrahenta|kontrahent|mottagare|modtager|mottaker|saaja maksaja|\
    nazev protistrany|nazev protiuctu|nome|name|contact|to from|from to|vendor|store";
const MEMO: &str = "memo|purpose|verwendungszweck|payment reference|omschrijving 1|omschrijving|\
    mededelingen|mededeling|communication|motif|libelle|libelle operation|libelle de l operation|\
    intitule|concepto|causale|descrizione|descripcion|descricao|description|transaction description|\
    original description|beschreibung|details|transaction details|extended details|narrative|\
    narration|particulars|notes|note|opis|opis operacji|opis transakcji|tytul|tytulem|tekst|text|\
    buchungsdetails|meddelande|melding|meddelelse|message|viesti|zprava pro prijemce|poznamka|\
    remittance information|information|additional information|observaciones|reference text|\
    zahlungsgrund|vwz|omschrijving 2|omschrijving 3|bemerkung";
const REFERENCE: &str = "check number|check no|cheque number|cheque no|check|check or slip|slip|\
    kundenreferenz|end to end referenz|end to end reference|kundenreferenz end to end|endtoendid|\
    betalingskenmerk|transaction id|transaction reference|transactiereferentie|reference number|\
    reference|referenz|referentie|referencia|referenza|numer referencyjny|ref|num|number|\
    transaktions id|transaktionsnummer|bank reference";
const OTHER: &str = "counterparty iban|counterparty account|counterparty account number|\
    iban zahlungsbeteiligter|kontonummer iban|kontonummer|partner iban|tegenrekening iban bban|\
    tegenrekening|tegenrekening tegenpartij|zahlungspartner iban|iban beneficiario|\
    compte beneficiaire|rachunek nadawcy odbiorcy|numer rachunku|protiucet|cislo protiuctu|\
    account number of counterparty|iban|to account|konto nr|gegenkonto";
const ACCOUNT: &str = "auftragskonto|iban auftragskonto|iban bban|rekening|rekeningnummer|\
    own account|eigene iban|from account|account number|account name|account|kontobezeichnung|product";
const CURRENCY: &str = "currency|currency code|account currency|transaction currency|wahrung|\
    waehrung|munt|muntsoort|valuta|devise|devises|divisa|moneda|moeda|waluta|valuta waluta|mena|\
    valutta|ccy";
const BALANCE: &str = "balance|running balance|running bal|account balance|ledger balance|\
    balance after|saldo|saldo na trn|saldo na mutatie|saldo nach buchung|saldo nach umsatz|\
    saldo contabile|saldo po operacji|saldo po transakcji|saldo apos|kontostand|solde|bokfort saldo|\
    zustatek|saldo disponible";
const KIND: &str = "transaction type|type of transaction|type|buchungstext|umsatztyp|umsatzart|\
    vorgang|mutatiesoort|operation type|type operation|tipo|tipo movimento|tipo de movimiento|\
    rodzaj transakcji|rodzaj operacji|transaktionstyp|typ|art|code|kind|trntype|laji|typ operacji";
const CATEGORY: &str = "category|category name|kategorie|categorie|categoria|kategoria|kategori|\
    hauptkategorie|sub category|unterkategorie|tag";
const STATUS: &str = "status|state|transaction status|buchungsstatus";
const FEE: &str = "fee|fees|fee amount|gebuhr|gebuhren|frais|commissione|comision|provize";
const ORIGINAL_AMOUNT: &str = "original amount|foreign amount|local amount|amount foreign currency|\
    amount in foreign currency|foreign currency amount|betrag in fremdwahrung|betrag fremdwahrung|\
    originalbetrag|ursprungsbetrag|montant en devise|montant devise|source amount|oorspr bedrag|\
    importe divisa|kwota w walucie";
const ORIGINAL_CURRENCY: &str = "original currency|foreign currency|local currency|\
    type foreign currency|foreign currency code|fremdwahrung|originalwahrung|ursprungswahrung|\
    source currency|oorspr munt|devise originale|waluta oryginalna";

/// The longest cell that could be the name of a column.
const NAME_MAX: usize = 60;

/// A name in lower case, without accents and with single blanks instead of signs.
pub(super) fn folded(name: &str) -> String {
    let mut out = String::new();
    for char in name.nfd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase) {
        match char {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            char if char.is_alphanumeric() => out.push(char),
            _ if out.is_empty() || out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out.trim_end().to_owned()
}

/// The roles that a name can have, each with how sure it is: smaller is surer.
pub(super) fn roles(name: &str) -> Vec<(Role, usize)> {
    if NAME_MAX < name.len() {
        return Vec::new();
    }
    let whole = folded(name);
    let bare = without_unit(&whole);
    let of = |name: &str| -> Vec<(Role, usize)> {
        let place = |role: Role| role.names().split('|').position(|known| known == name);
        Role::ALL.into_iter().filter_map(|role| Some((role, place(role)?))).collect()
    };
    let found = of(&whole);
    match found.is_empty() && !bare.is_empty() && bare != whole {
        true => of(&bare),
        false => found,
    }
}

/// `betrag eur` and `umsatz in eur` without the currency; `(optional)` too.
fn without_unit(name: &str) -> String {
    let is_unit = |word: &&str| {
        !matches!(*word, "in" | "optional") && base::money::Currency::new(word).is_err()
    };
    let words: Vec<&str> = name.split(' ').collect();
    // What a column is called stands first.
    let (first, rest) = words.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let kept = std::iter::once(first).chain(rest.iter().copied().filter(is_unit));
    kept.collect::<Vec<_>>().join(" ")
}

/// The currency that the name of a column tells: `Betrag (EUR)`.
pub(super) fn currency(name: &str) -> Option<String> {
    if name.contains('€') {
        return Some("EUR".to_owned()); // No other currency has this sign.
    }
    let words = name.split(|char: char| !char.is_alphanumeric()).skip(1);
    let mut codes = words.filter(|word| {
        word.len() == 3
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && base::money::Currency::new(word).is_ok()
    });
    codes.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_compared() {
        for role in Role::ALL {
            for name in role.names().split('|') {
                assert_eq!(folded(name), name, "{role:?}");
            }
        }
    }

    #[test]
    fn names_are_found_whatever_their_signs() {
        let first = |name: &str| roles(name).first().map(|(role, _)| *role);
        let cases = [
            ("Date", Some(Role::Date)),
            ("Date d'opération", Some(Role::Date)),
            ("Wertstellung", Some(Role::Valued)),
            ("Betrag (EUR)", Some(Role::Amount)),
            ("Umsatz in EUR", Some(Role::Amount)),
            ("Beguenstigter/Zahlungspflichtiger", Some(Role::Payee)),
            ("Saldo na mutatie", Some(Role::Balance)),
            ("Kwota", Some(Role::Amount)),
            ("Amount (Foreign Currency)", Some(Role::OriginalAmount)),
            ("Paid Out", Some(Role::Debit)),
            ("mood", None),
            ("", None),
        ];
        for (name, role) in cases {
            assert_eq!(first(name), role, "{name}");
        }
        assert_eq!(currency("Betrag (EUR)"), Some("EUR".to_owned()));
        assert_eq!(currency("EUR"), None);
    }
}
