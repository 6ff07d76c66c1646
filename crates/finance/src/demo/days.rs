//! What comes day by day: food, coffee, trains, and the days that a person remembers.

use base::day::Day;
use jiff::civil::Weekday;

use super::book::{Book, Place, Tie};
use super::dice::Dice;
use super::home::Held;
use super::home::Held::{Card, Cash, Checking};
use super::line::Line;

/// A place where money goes: what the bank prints, the category by hand (empty: a rule says it), and the
/// range of what it takes, pence.
type Shop = (&'static str, &'static str, i64, i64);

const GROCERIES: &[Shop] = &[
    ("TESCO STORES 2841 BRISTOL GB", "", 640, 5_200),
    ("SAINSBURYS S/MKTS BRISTOL GB", "", 720, 4_800),
    ("LIDL GB BRISTOL 0417 GB", "", 900, 4_100),
    ("ALDI 104 775 BRISTOL GB", "", 1_100, 4_600),
    ("BETTER FOOD CO 0031 BRISTOL GB", "groceries", 480, 2_900),
];
const COFFEE: &[Shop] = &[
    ("SUMUP *SMALL STREET ESPRESSO", "", 310, 860),
    ("SQ *THE HATCH BY THE BRIDGE", "coffee", 290, 640),
    ("HARTS BAKERY 221 BRISTOL GB", "coffee", 380, 990),
];
const EATING: &[Shop] = &[
    ("ZETTLE_*EATCHU RAMEN BRISTOL", "restaurants", 1_450, 3_200),
    ("PIEMINISTER STOKES CROFT BRISTOL GB", "restaurants", 1_180, 2_900),
    ("DELIVEROO.CO.UK LONDON GBR", "restaurants", 1_620, 3_450),
    ("THE PLOUGH INN 5521 BRISTOL GB", "restaurants", 920, 4_100),
];
const TRANSPORT: &[Shop] = &[
    ("FIRST BUS 0882 BRISTOL GB", "", 250, 251),
    ("GWR BRISTOL TEMPLE MEADS GBR", "", 840, 6_400),
];
const LEISURE: &[Shop] = &[
    ("WATERSHED MEDIA CENTRE BRISTOL GB", "leisure", 750, 1_900),
    ("STANFORDS BRISTOL 002 GB", "leisure", 999, 3_600),
    ("PAYPAL *BANDCAMP", "leisure", 700, 1_400),
    ("AMZN MKTP UK*RT4G92K0L", "other", 849, 4_200),
    ("BOOTS 1123 BRISTOL GB", "health", 340, 2_100),
    ("WILKO RETAIL 0417 BRISTOL GB", "furnishing", 450, 2_800),
    ("PETS AT HOME 0098 BRISTOL GB", "pets", 1_240, 3_900),
];
const PORTUGAL: &[Shop] = &[
    ("PINGO DOCE PORTO PRT", "groceries", 640, 2_900),
    ("CAFE PIOLHO PORTO PRT", "coffee", 260, 780),
    ("TABERNA DO LARGO PORTO PRT", "restaurants", 2_400, 6_100),
    ("CP COMBOIOS DE PORTUGAL PRT", "public-transport", 550, 2_600),
    ("LIVRARIA LELLO PORTO PRT", "leisure", 800, 2_200),
];

/// Every day between two.
pub(super) fn live(book: &mut Book, dice: &mut Dice, first: Day, last: Day) {
    let mut day = first;
    while day <= last {
        let date = (day.date().month(), day.date().day());
        match date {
            (2, 3..=10) => hospital(book, dice, day),
            (5, 9..=17) => abroad(book, dice, day),
            (7, 18..=20) => {}
            _ => ordinary(book, dice, day),
        }
        remembered(book, day);
        day = day.plus(1);
    }
}

fn shop(book: &mut Book, dice: &mut Dice, held: Held, day: Day, shops: &[Shop]) -> Option<Place> {
    let (payee, category, low, high) = dice.of(shops)?;
    let minor = -dice.between(*low, *high);
    Some(book.add(Line::new(held, day, minor, *payee).category(category)))
}

fn ordinary(book: &mut Book, dice: &mut Dice, day: Day) {
    let weekday = day.date().weekday();
    let weekend = matches!(weekday, Weekday::Saturday | Weekday::Sunday);
    let low = day.date().month() == 2 && day.date().day() > 10; // A hard month at home.
    if dice.percent(if weekend { 62 } else { 34 }) {
        shop(book, dice, Checking, day, GROCERIES);
    }
    if dice.percent(if low { 8 } else { 30 }) {
        shop(book, dice, Checking, day, COFFEE);
    }
    if dice.percent(if low { 2 } else { 17 }) {
        let held = if dice.percent(60) { Card } else { Checking };
        shop(book, dice, held, day, EATING);
    }
    if dice.percent(if weekend { 14 } else { 24 }) {
        let fare = shop(book, dice, Checking, day, TRANSPORT);
        // There and back for the same fare: two true twins.
        if let Some(fare) = fare
            && book.line(fare).minor == -250
        {
            book.add(book.line(fare).clone());
        }
    }
    if dice.percent(if low { 5 } else { 15 }) {
        shop(book, dice, Card, day, LEISURE);
    }
    if day.date().day() == 6 {
        let minor = -1_000 * dice.between(5, 8);
        book.add(Line::new(Checking, day, minor, "CASH WITHDRAWAL LINK 00421 BRISTOL GB"));
    }
    cash(book, dice, day);
}

/// What is paid from the wallet is written down by hand.
fn cash(book: &mut Book, dice: &mut Dice, day: Day) {
    if day.date().weekday() == Weekday::Saturday && dice.percent(70) {
        let minor = -10 * dice.between(60, 190);
        book.add(Line::own(Cash, day, minor, "St Nicholas Market").category("groceries"));
    }
    if day.date().weekday() == Weekday::Wednesday && dice.percent(55) {
        let line = Line::own(Cash, day, -320, "The hatch").category("coffee");
        let ferns = dice.percent(20);
        book.add(if ferns { line.note("A fern in the cup again") } else { line });
    }
}

fn hospital(book: &mut Book, dice: &mut Dice, day: Day) {
    let taxi = Line::new(Card, day, -dice.between(980, 1_740), "UBER   *TRIP");
    book.add(taxi.category("public-transport").tag("mum"));
    if dice.percent(70) {
        let minor = -dice.between(420, 980);
        let line = Line::new(Checking, day, minor, "SOUTHMEAD HOSP CAFE 114 BRISTOL GB");
        book.add(line.category("coffee").tag("mum"));
    }
}

/// Portugal: euros on the card, at the day's rate and a fee of the bank.
fn abroad(book: &mut Book, dice: &mut Dice, day: Day) {
    for _ in 0..dice.between(2, 5) {
        let Some((payee, category, low, high)) = dice.of(PORTUGAL) else { return };
        let euros = dice.between(*low, *high);
        let minor = -(euros * (8_560 + dice.between(-40, 60)) / 10_000);
        let line = Line::new(Card, day, minor, *payee).category(category).tag("porto");
        book.add(Line { original: Some((-euros, "EUR")), ..line });
    }
}

/// Days with a story of their own.
fn remembered(book: &mut Book, day: Day) {
    let line =
        |held, minor, payee: &str, category| Line::new(held, day, minor, payee).category(category);
    match (day.date().month(), day.date().day()) {
        (1, 12) => {
            let line = line(Card, -9_500, "RUNBRITAIN ENTRIES HALF MARATHON GBR", "sports");
            book.add(line.note("Twenty-one kilometers, in April").tag("run"));
        }
        (3, 21) => {
            // Too small, sent back, and paid back.
            let shoes = line(Card, -11_500, "SPORTSSHOES.COM BRADFORD GBR", "sports").tag("run");
            book.add(shoes.note("A size too small"));
        }
        (3, 30) => {
            let refund = line(Card, 11_500, "SPORTSSHOES.COM BRADFORD GBR", "sports").tag("run");
            book.add(refund.note("Sent back"));
        }
        (4, 2) => {
            let flights = line(Card, -14_298, "EASYJET 000K7XQ2M LUTON GBR", "travel");
            book.add(flights.note("Porto, both ways").tag("porto"));
        }
        (5, 8) => {
            let room = line(Card, -38_640, "BOOKING.COM AMSTERDAM NLD", "travel");
            book.add(room.note("The room with the balcony").tag("porto"));
        }
        (6, 13) => {
            let gift = line(Card, -8_500, "JOHN LEWIS 0231 CRIBBS CAUSEWAY GB", "gifts");
            book.add(gift.note("For Tom and Elin").tag("wedding"));
        }
        (6, 16) => {
            let dress = line(Card, -12_900, "REISS LTD BRISTOL GB", "clothing").tag("wedding");
            book.add(dress);
        }
        (7, 17) => {
            let parts = vec![
                ("groceries", -3_260, "Food for three"),
                ("leisure", -2_490, "Gas and a lamp"),
                ("sports", -1_800, "Pegs, again"),
            ];
            let shop = line(Checking, -7_550, "TESCO STORES 2841 BRISTOL GB", "groceries");
            book.add(Line { splits: parts, ..shop.tag("camping") });
        }
        (7, 20) => {
            let site = line(Card, -6_600, "SUMUP *TREFIN FARM CAMPING", "travel").tag("camping");
            book.add(site);
        }
        (9, 26) => {
            let line = line(Checking, 50_000, "CONTOUR PRESS LTD", "other-income");
            book.add(line.memo("BACS CREDIT ATLAS FIRST COPY").note("For the atlas").tag("atlas"));
        }
        (10, 10) => vet(book, day),
        (11, 16) => {
            let year = line(Checking, -2_400, "ST MARKS CHOIR SUBS", "leisure").tag("choir");
            book.add(year);
        }
        (12, 12) => {
            let parts = vec![
                ("gifts", -5_400, "Jonas and the children"),
                ("furnishing", -1_850, "A lamp for the hall"),
                ("other", -399, "Delivery"),
            ];
            let order = line(Card, -7_649, "AMZN MKTP UK*2K81X0PQ4", "gifts").tag("christmas");
            book.add(Line { splits: parts, ..order });
        }
        (12, 19) => {
            let toys = line(Card, -4_350, "PAYPAL *MYRIADTOYS", "gifts").tag("christmas");
            book.add(toys);
        }
        (12, 24) => {
            let line = Line::own(Cash, day, -2_000, "Carol singers").category("gifts");
            book.add(line.note("The whole street came out").tag("christmas"));
        }
        _ => {}
    }
}

/// The vet: written down in the waiting room, and told by the card two days later.
fn vet(book: &mut Book, day: Day) {
    let note = "He ate the whole map case. He is going to be fine.";
    let own = Line::own(Card, day, -28_640, "The vet").category("pets").note(note).tag("pepper");
    let told = Line::new(Card, day.plus(2), -28_640, "ZETTLE_*HIGHCROFT VETS BRISTOL");
    let (own, told) = (book.add(own), book.add(told));
    book.tie(own, told, Tie::Same);
}

/// What has just happened: rows that nobody has looked at, one that is not booked, one that was written
/// down by hand and told. Answers a purchase that a receipt is of.
pub(super) fn lately(book: &mut Book, dice: &mut Dice, last: Day) -> Place {
    let hand = Line::own(Checking, last.plus(-6), -2_890, "Dinner with Elin");
    book.add(hand.category("restaurants").note("Her turn next time"));
    book.add(Line::new(Checking, last.plus(-4), -2_890, "ZETTLE_*POCO TAPAS BRISTOL"));
    for (back, shops) in [(11, EATING), (9, LEISURE), (5, EATING), (3, LEISURE)] {
        shop(book, dice, Card, last.plus(-back), shops);
    }
    book.add(Line::new(Card, last.plus(-2), -1_499, "BOOTS 1123 BRISTOL GB"));
    let pending = Line::new(Card, last, -3_475, "STANFORDS BRISTOL 002 GB");
    book.add(Line { pending: true, ..pending });
    book.add(Line::new(Checking, last.plus(-3), -2_317, "TESCO STORES 2841 BRISTOL GB"))
}
