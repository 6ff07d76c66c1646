use proptest::prelude::*;

use super::*;

fn id(number: u8) -> AnyId {
    AnyId::from_bytes([number; 16])
}

fn looked() -> Looked<'static> {
    Looked {
        payee: "Rewe Markt",
        raw: "REWE  Markt GmbH 4711//BERLIN/DE",
        memo: "Karte 1234 Einkauf",
        note: "",
        other: "DE02120300000000202051",
        kind: "POS",
        account: id(9),
        minor: -2_345,
        currency: "EUR",
    }
}

fn text(field: TextField, op: TextOp, value: &str) -> Condition {
    Condition::Text { field, op, value: value.to_owned() }
}

fn rule(number: u8, when: Vec<Condition>, set: Vec<Action>) -> Rule {
    Rule { id: id(number), order: i64::from(number), on: true, all: true, when, set }
}

#[test]
fn texts_are_compared_without_case_and_blanks() {
    for (field, op, value, expected) in [
        (TextField::Payee, TextOp::Contains, "rewe", true),
        (TextField::Payee, TextOp::Is, "REWE markt", true),
        (TextField::Payee, TextOp::Is, "rewe", false),
        (TextField::Raw, TextOp::Starts, "rewe markt", true),
        (TextField::Raw, TextOp::Words, "berlin rewe", true),
        (TextField::Raw, TextOp::Words, "berl rewe", false),
        (TextField::Memo, TextOp::Contains, "EINKAUF", true),
        (TextField::Note, TextOp::Contains, "a", false),
        (TextField::Other, TextOp::Starts, "de02", true),
        (TextField::Kind, TextOp::Is, "pos", true),
        (TextField::Payee, TextOp::Words, "--", false),
        (TextField::Payee, TextOp::Contains, " ", false),
    ] {
        let rule = rule(1, vec![text(field, op, value)], vec![]);
        assert_eq!(fits(&rule, &looked()), expected, "{field:?} {op:?} {value:?}");
    }
}

#[test]
fn amounts_are_compared_without_their_sign() {
    for (test, expected) in [
        (AmountTest::Equal(2_345), true),
        (AmountTest::Below(2_345), false),
        (AmountTest::Above(2_344), true),
        (AmountTest::Between(2_345, 2_345), true),
        (AmountTest::Between(0, 2_344), false),
    ] {
        let of = |currency: &str| Condition::Amount { test, currency: currency.to_owned() };
        assert_eq!(fits(&rule(1, vec![of("")], vec![]), &looked()), expected, "{test:?}");
        assert_eq!(fits(&rule(1, vec![of("EUR")], vec![]), &looked()), expected, "{test:?}");
        assert!(!fits(&rule(1, vec![of("JPY")], vec![]), &looked()), "of another currency");
    }
    assert!(fits(&rule(1, vec![Condition::Direction { way: Way::Out }], vec![]), &looked()));
    assert!(!fits(&rule(1, vec![Condition::Direction { way: Way::In }], vec![]), &looked()));
}

#[test]
fn all_or_any_and_never_nothing() {
    let yes = text(TextField::Payee, TextOp::Contains, "rewe");
    let no = Condition::Account { id: id(1) };
    let both = rule(1, vec![yes.clone(), no.clone()], vec![]);
    assert!(!fits(&both, &looked()));
    assert!(fits(&Rule { all: false, ..both }, &looked()));
    assert!(!fits(&rule(1, vec![], vec![]), &looked()), "a rule without conditions fits nothing");
}

#[test]
fn for_each_field_the_first_rule_that_says_something_holds() {
    let when = || vec![text(TextField::Payee, TextOp::Contains, "rewe")];
    let tag = |tag: &str| Action::Tag { tag: tag.to_owned() };
    let rules = [
        Rule { on: false, ..rule(1, when(), vec![Action::Category { id: id(50) }]) },
        rule(2, when(), vec![Action::Payee { name: "Rewe".to_owned() }, tag("shop")]),
        rule(3, when(), vec![Action::Category { id: id(51) }, tag("food")]),
        rule(4, when(), vec![Action::Category { id: id(52) }, tag("shop")]),
    ];
    let derived = apply(&rules, &looked());
    assert_eq!(derived.category, Some((id(51), id(3))), "a rule that is off says nothing");
    assert_eq!(derived.payee.as_deref(), Some("Rewe"));
    assert_eq!(derived.tags, ["food", "shop"]);
    assert_eq!(derived.rules, [id(2), id(3)], "the last one had nothing new to say");
}

#[test]
fn the_form_of_a_record_is_kept_for_ever() {
    let conditions = [
        text(TextField::Payee, TextOp::Words, "rewe"),
        Condition::Amount { test: AmountTest::Between(1, 2), currency: "EUR".to_owned() },
        Condition::Direction { way: Way::Out },
        Condition::Account { id: id(1) },
    ];
    let written = write_conditions(&conditions).expect("they can be written");
    expect_test::expect![[r#"{"v":1,"conditions":[{"on":"text","field":"payee","op":"words","value":"rewe"},{"on":"amount","test":{"between":[1,2]},"currency":"EUR"},{"on":"direction","way":"out"},{"on":"account","id":"01010101-0101-0101-0101-010101010101"}]}"#]].assert_eq(&written);
    assert_eq!(read_conditions(&written).as_deref(), Some(&conditions[..]));
    let actions = [
        Action::Category { id: id(1) },
        Action::Payee { name: "Rewe".to_owned() },
        Action::Tag { tag: "food".to_owned() },
        Action::Transfer { account: id(2) },
    ];
    let written = write_actions(&actions).expect("they can be written");
    expect_test::expect![[r#"{"v":1,"actions":[{"set":"category","id":"01010101-0101-0101-0101-010101010101"},{"set":"payee","name":"Rewe"},{"set":"tag","tag":"food"},{"set":"transfer","account":"02020202-0202-0202-0202-020202020202"}]}"#]].assert_eq(&written);
    assert_eq!(read_actions(&written).as_deref(), Some(&actions[..]));
}

#[test]
fn what_is_newer_or_senseless_is_no_rule() {
    for text in [
        "",
        "[]",
        r#"{"v":2,"conditions":[]}"#,
        r#"{"v":1,"conditions":[{"on":"moon","phase":"full"}]}"#,
        r#"{"v":1,"conditions":[{"on":"direction","way":"out","not":true}]}"#,
        r#"{"v":1,"conditions":[{"on":"amount","test":{"between":[3,1]}}]}"#,
    ] {
        assert_eq!(read_conditions(text), None, "{text}");
    }
    assert_eq!(read_actions(r#"{"v":1,"actions":[{"set":"tag","tag":" "}]}"#), None);
    assert!(write_conditions(&[]).is_err(), "a rule without conditions is refused");
    assert!(write_actions(&[]).is_err(), "a rule without actions is refused");
    let long = text(TextField::Memo, TextOp::Is, &"x".repeat(TEXT_CHARS_MAX + 1));
    assert!(write_conditions(&[long]).is_err());
    let odd = Condition::Amount { test: AmountTest::Equal(1), currency: "eur".to_owned() };
    assert!(write_conditions(&[odd]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter(places in proptest::collection::vec(0i64..3, 1..8), turn in 0usize..8) {
        let when = vec![Condition::Direction { way: Way::Out }];
        let mut rules: Vec<Rule> = (1u8..).zip(&places).map(|(number, order)| Rule {
            order: *order,
            ..rule(number, when.clone(), vec![Action::Category { id: id(number) }])
        }).collect();
        let count = rules.len();
        let mut turned = rules.clone();
        turned.rotate_left(turn % count);
        sort(&mut rules);
        sort(&mut turned);
        prop_assert_eq!(apply(&rules, &looked()), apply(&turned, &looked()));
    }
}
