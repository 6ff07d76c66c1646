use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::payee::clean;
use crate::model::row::Row;

fn last() -> Day {
    "2026-11-20".parse().expect("a date")
}

/// A home without a vault: ids that only have to differ.
fn home() -> Home {
    struct NoVault;
    impl Sink for NoVault {
        fn record(&mut self, _: Imported) -> Result<AnyId> {
            Ok(AnyId::from_bytes([0; 16]))
        }
        fn exact(&mut self, _: domain::import::Exact) -> Result<()> {
            Ok(())
        }
        fn facts(
            &mut self,
            _: &'static store::record::FactKind,
            _: &dyn store::facts::FactBatch,
        ) -> Result<()> {
            Ok(())
        }
        fn exact_facts(
            &mut self,
            _: &'static store::record::FactKind,
            _: Vec<domain::import::ExactFact>,
        ) -> Result<()> {
            Ok(())
        }
        fn exact_media(&mut self, _: &str, _: &mut dyn std::io::Read) -> Result<()> {
            Ok(())
        }
        fn id_of(
            &self,
            kind: &'static store::record::RecordKind,
            at_ms: i64,
            natural_key: &str,
        ) -> AnyId {
            let text = format!("{}{at_ms}{natural_key}", kind.name);
            let mut id = [0; 16];
            id.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
            AnyId::from_bytes(id)
        }
        fn media(
            &mut self,
            _: &ImportedMedia,
            _: &mut dyn std::io::Read,
        ) -> Result<domain::import::TakenMedia> {
            let text = String::new;
            Ok(domain::import::TakenMedia { key: text(), value: text(), target: text() })
        }
        fn problem(&mut self, _: &str, _: &str) {}
        fn skipped(&mut self, _: &str) {}
        fn lost(&mut self, _: &str) {}
        fn progress(&mut self, _: f64) -> Result<()> {
            Ok(())
        }
    }
    Home::new(7, &NoVault)
}

fn rows(seed: u64, last: Day) -> Vec<Row> {
    let (book, _) = written(seed, last.plus(1 - year::DAYS), last);
    book.rows(&home(), last).into_iter().map(|(_, row)| row).collect()
}

#[test]
fn the_year_is_a_whole_one_and_the_same_for_the_same_seed() {
    let rows7 = rows(7, last());
    assert_eq!(rows7, rows(7, last()));
    assert_ne!(rows7, rows(8, last()));
    assert!((500..1_100).contains(&rows7.len()), "{} rows", rows7.len());
    let keys: BTreeSet<(AnyId, &str)> =
        rows7.iter().map(|row| (row.account, row.key.as_str())).collect();
    assert_eq!(keys.len(), rows7.len(), "each line has its own key");
    let days: BTreeSet<Day> = rows7.iter().map(|row| row.date).collect();
    assert!(days.len() > 280 && days.last() == Some(&last()), "{} days", days.len());
    assert!(rows7.iter().all(|row| row.minor != 0 && !row.payee.is_empty()));
}

#[test]
fn whatever_day_it_is_nobody_is_broke_and_receipts_fit() {
    let mut day: Day = "2027-01-01".parse().expect("a date");
    for _ in 0..74 {
        let (book, bought) = written(7, day.plus(1 - year::DAYS), day);
        assert_eq!(book.line(bought).minor, -2_317);
        for back in 0..year::DAYS {
            let held = book.held(Held::Checking, day.plus(-back));
            assert!((10_000..1_200_000).contains(&held), "{held} pence {back} days before {day}");
        }
        assert!((-250_000..0).contains(&book.held(Held::Card, day)), "a card that is paid");
        assert!((0..150_000).contains(&book.held(Held::Dollars, day)), "dollars on {day}");
        day = day.plus(5);
    }
}

#[test]
fn names_come_out_of_what_the_bank_prints() {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(7, last()) {
        *names.entry(clean(&row.payee)).or_default() += 1;
    }
    let names: Vec<&str> = names.keys().map(String::as_str).collect();
    expect_test::expect![[r#"
        Aldi
        Amzn Mktp
        Bandcamp
        Better Food
        Booking.com
        Boots
        Bristol City Council
        Bristol Water
        CP Comboios de Portugal
        Cafe Piolho
        Cash Withdrawal Link
        Contour Press
        Converted to GBP
        Deliveroo.co.uk
        Easyjet Luton
        Eatchu Ramen Bristol
        First Bus
        Fontstand.com
        GWR Bristol Temple Meads
        Giffgaff
        Gross Interest Paid
        Hallmark Home Ins
        Harts Bakery
        Highcroft Vets Bristol
        John Lewis Cribbs Causeway
        Lidl
        Livraria Lello
        M J Parfitt
        Myriadtoys
        Netflix.com
        Octopus Energy
        Pawsure Pet Ins
        Payment Received
        Pets at Home
        Pieminister Stokes Croft
        Pingo Doce
        Poco Tapas Bristol
        Reiss
        Runbritain Entries Half Marathon
        Sainsburys S/Mkts
        Savings
        Severn
        Small Street Espresso
        Southmead Hosp Cafe
        Sportsshoes.com Bradford
        Spotify
        St Marks Choir Subs
        Stanfords
        Stripe Transfer Atlas Prints
        Taberna do Largo
        Tesco Stores
        The Hatch by the Bridge
        The Plough Inn
        Tideway Int LTD Usd Conversion
        Transfer From
        Trefin Farm Camping
        Uber Trip
        Watershed Media Centre
        Wilko Retail
        Zen Internet"#]]
    .assert_eq(&names.join("\n"));
}

#[test]
fn a_receipt_is_a_picture() {
    let paper = Paper {
        store: "HIGHCROFT VETS",
        place: "BRISTOL",
        when: "10/10/2026 16:42".to_owned(),
        items: vec![("CONSULTATION", 5_450), ("X-RAY, TWO VIEWS", 13_905)],
    };
    assert_eq!(paper.total(), 19_355);
    let png = paper.png().expect("a picture");
    let picture = image::load_from_memory(&png).expect("a picture").to_luma8();
    assert!((600..700).contains(&picture.width()) && 300 < picture.height());
    let dark = picture.pixels().filter(|pixel| pixel.0[0] < 100).count();
    assert!((4_000..60_000).contains(&dark), "{dark} dots of print");
}
