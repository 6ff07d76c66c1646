//! A device joins: with a QR code, with two codes, and with somebody in between.

use base::env::FixedEnv;
use sync_protocol::error::Fault;
use sync_protocol::id::Lane;
use sync_protocol::keys::DeviceKeys;
use sync_protocol::log::Vector;
use sync_protocol::pairing::codes::{Code, Offered, answer};
use sync_protocol::pairing::{Invitation, Invited, Joining, Mailbox, scan};

use crate::world::{World, body, device_id, fault, flipped, row};

const SERVER: &str = "https://sync.example.org";

fn env(seed: u64) -> FixedEnv {
    FixedEnv::at("2026-03-01T12:00:00Z", "UTC", seed)
}

fn joining() -> Joining {
    let device = DeviceKeys::generate(device_id(9), &env(9)).public();
    Joining { device, name: "Phone".to_owned() }
}

#[test]
fn a_phone_joins_by_a_qr_code() {
    let mut world = World::new(7, 1);
    let mut vector = Vector::default();
    world.push(0, Lane::DOCUMENTS, &mut vector, &body(vec![row(1, b"one")]));
    let invited = Invited::new(SERVER, vector.clone(), &env(1)).expect("the address is short");
    let text = invited.invitation().text();
    let alphanumeric =
        |char: char| char.is_ascii_digit() || char.is_ascii_uppercase() || char == ':';
    assert!(text.chars().all(alphanumeric), "QR codes hold it densely: {}", &**text);
    assert!(text.len() < 200, "{}", text.len());

    let scanned = Invitation::read(&text.to_lowercase()).expect("it was shown");
    assert_eq!(scanned.server(), SERVER);
    assert_eq!(scanned.mailbox(), invited.invitation().mailbox());
    let (guest, hello) = scan(&scanned, &joining(), &env(2)).expect("the code holds a key");
    let (host, came) = invited.joining(&hello).expect("it saw the code");
    assert_eq!(came, joining());
    let add = world.members.add(came.device, &came.name, &world.keyring, &world.env);
    world.append(add.expect("the key is here"), 0).expect("a device may add another");
    let (vault, head) = (world.members.vault(), world.members.head());
    // Meanwhile a segment came: what the code promised is told all the same.
    let promised = vector.clone();
    world.push(0, Lane::DOCUMENTS, &mut vector, &body(vec![row(2, b"two")]));
    let welcome = guest.welcome(&host.welcome(vault, head, &vector, &env(3))).expect("it was told");
    assert_eq!((welcome.vault, welcome.members, welcome.vector), (vault, head, promised));
}

#[test]
fn who_did_not_see_the_code_cannot_answer_or_read() {
    let invited = Invited::new(SERVER, Vector::default(), &env(1)).expect("it is short");
    let other = Invited::new(SERVER, Vector::default(), &env(2)).expect("it is short");
    let (_, hello) = scan(other.invitation(), &joining(), &env(3)).expect("it holds a key");
    assert_eq!(fault(invited.joining(&hello)), Fault::WrongKey { what: "pairing message" });
    let (_, hello) = scan(invited.invitation(), &joining(), &env(3)).expect("it holds a key");
    for bit in 0..hello.len() * 8 {
        assert!(invited.joining(&flipped(&hello, bit)).is_err(), "bit {bit}");
    }
    for len in 0..hello.len() {
        assert!(invited.joining(&hello[..len]).is_err());
    }
}

#[test]
fn a_welcome_is_what_the_code_promised() {
    let world = World::new(7, 1);
    let mut vector = Vector::default();
    world.push(0, Lane::DOCUMENTS, &mut vector, &body(vec![row(1, b"one")]));
    let invited = Invited::new(SERVER, vector, &env(1)).expect("it is short");
    let (guest, hello) = scan(invited.invitation(), &joining(), &env(2)).expect("it holds a key");
    let (host, _) = invited.joining(&hello).expect("it saw the code");
    let head = world.members.head();
    let welcome = host.welcome(world.members.vault(), head, &Vector::default(), &env(3));
    for bit in 0..welcome.len() * 8 {
        // A session ends with its welcome: each try is a new one that comes to the same key.
        let (guest, _) = scan(invited.invitation(), &joining(), &env(2)).expect("it holds a key");
        assert!(guest.welcome(&flipped(&welcome, bit)).is_err(), "bit {bit}");
    }
    assert!(guest.welcome(&welcome).is_ok());
}

#[test]
fn a_code_that_was_read_wrong_says_so() {
    let invited = Invited::new("", Vector::default(), &env(1)).expect("it is short");
    let text = invited.invitation().text();
    assert!(Invitation::read(&text).expect("it was shown").server().is_empty());
    let changed =
        text.replacen(|char: char| char == text.chars().last().expect("it is long"), "Q", 1);
    for (wrong, newer) in [
        (changed.as_str(), false),
        (&text[..text.len() - 1], false),
        ("EVERKEPT:2:ABCD", true),
        ("https://example.org", false),
        ("EVERKEPT:1:", false),
        ("", false),
    ] {
        let found = fault(Invitation::read(wrong));
        assert_eq!(matches!(found, Fault::Newer { found: 2, .. }), newer, "{wrong}: {found}");
    }
    let long = format!("EVERKEPT:1:{}", "A".repeat(2000));
    assert!(matches!(fault(Invitation::read(&long)), Fault::TooMuch { .. }));
    assert!(Invited::new(&"a".repeat(257), Vector::default(), &env(1)).is_err());
}

#[test]
fn a_laptop_without_camera_joins_by_two_codes() {
    let world = World::new(7, 1);
    let mailbox = Mailbox::of_room("48 29 17");
    assert_eq!(mailbox, Mailbox::of_room("482917"));
    let (offered, offer) = Offered::new(mailbox, &env(1));
    let (answered, answer) = answer(mailbox, &offer, &env(2)).expect("it is an offer");
    let (host, opening) = offered.answered(&answer).expect("it is an answer");
    let guest = answered.opened(&opening).expect("it fits the commitment");
    let typed = |shown: Code| Code::read(&shown.to_string()).expect("it has six digits");
    let (host_code, guest_code) = (host.code(), guest.code());
    assert!(host_code != guest_code, "each is typed on the other device");
    let host = host.typed(typed(guest_code)).expect("it is the guest's");
    let guest = guest.typed(typed(host_code)).expect("it is the host's");
    let hello = guest.join(&joining(), &env(3)).expect("its name is short");
    assert_eq!(host.joining(&hello).expect("it is the guest's"), joining());
    let head = world.members.head();
    let welcome = host.welcome(world.members.vault(), head, &Vector::default(), &env(4));
    assert_eq!(guest.welcome(&welcome).expect("it is the host's").members, head);
}

/// Somebody in between runs both halves. The codes on the two devices are of two transcripts.
#[test]
fn somebody_in_between_is_found_by_the_codes() {
    let mailbox = Mailbox::of_room("482917");
    let mut met = 0;
    for seed in (0..200).map(|n| n * 10) {
        let (offered, offer) = Offered::new(mailbox, &env(seed));
        let (_, to_host) = answer(mailbox, &offer, &env(seed + 1)).expect("it is an offer");
        let (false_host, false_offer) = Offered::new(mailbox, &env(seed + 2));
        let (answered, to_false) =
            answer(mailbox, &false_offer, &env(seed + 3)).expect("it is an offer");
        let (host, _) = offered.answered(&to_host).expect("it is an answer");
        let (_, opening) = false_host.answered(&to_false).expect("it is an answer");
        let guest = answered.opened(&opening).expect("it fits its own commitment");
        let (host_code, guest_code) = (host.code(), guest.code());
        met +=
            u32::from(host.typed(guest_code).is_ok()) + u32::from(guest.typed(host_code).is_ok());
    }
    assert_eq!(met, 0, "once in a million");
}

#[test]
fn an_opening_that_was_chosen_later_is_refused() {
    let mailbox = Mailbox::of_room("482917");
    let (offered, offer) = Offered::new(mailbox, &env(1));
    let (answered, answer_1) = answer(mailbox, &offer, &env(2)).expect("it is an offer");
    let (_, opening) = offered.answered(&answer_1).expect("it is an answer");
    let found = fault(answered.opened(&flipped(&opening, opening.len() * 8 - 1)).map(drop));
    assert_eq!(found, Fault::Foreign { what: "opening", of: "commitment" });
}

#[test]
fn a_wrong_code_ends_the_pairing_and_messages_have_their_turn() {
    let mailbox = Mailbox::of_room("482917");
    let (offered, offer) = Offered::new(mailbox, &env(1));
    let (answered, answer_1) = answer(mailbox, &offer, &env(2)).expect("it is an offer");
    assert_eq!(fault(answer(mailbox, &answer_1, &env(3)).map(drop)), Fault::OutOfTurn);
    let (host, opening) = offered.answered(&answer_1).expect("it is an answer");
    let guest = answered.opened(&opening).expect("it fits");
    let wrong = Code::read(&format!("{}", host.code())).expect("it has six digits");
    assert_eq!(fault(host.typed(wrong)), Fault::WrongCode, "its own code is not the other's");
    assert!(guest.typed(wrong).is_ok());
    for typed in ["12345", "1234567", "", "abc"] {
        assert!(Code::read(typed).is_err(), "{typed}");
    }
    assert!(Code::read("042-917").is_ok_and(|code| code.to_string() == "042 917"));
    // Another room is another transcript.
    let (offered, offer) = Offered::new(mailbox, &env(1));
    let (answered, answer_1) = answer(Mailbox::of_room("1"), &offer, &env(2)).expect("it is one");
    let (host, opening) = offered.answered(&answer_1).expect("it is an answer");
    let guest = answered.opened(&opening).expect("it fits");
    assert_eq!(fault(guest.typed(host.code())), Fault::WrongCode);
}
