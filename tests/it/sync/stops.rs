//! Device or server is killed at each kind of call that makes something true or tells of it, under load: what was
//! answered is there, once, and so is everything that an answer did not reach, at most once.

use std::collections::BTreeMap;

use super::*;
use crate::crash::kills;

/// Where a write becomes true and where it is told: the log of a database, its syncing, the network; and before
/// which call of one thread the last kill is. Five of them and three programs, so each meets each.
const CALLS: [(&str, u64); 5] =
    [("pwrite64", 150), ("fsync", 40), ("sendto", 30), ("writev", 30), ("recvfrom", 60)];
/// Entries of a round: it ends even if the place is never reached.
const ENTRIES_MAX: usize = 10;

/// What one person wrote in one round until a program was gone: `true` where it was answered.
fn write(device: &Http, whose: &str, written: &mut BTreeMap<String, bool>) {
    for number in 0..ENTRIES_MAX {
        let title = format!("{whose} {number}");
        let request = json!({ "title": title, "body": "words" }).to_string();
        let answer = device.server.try_post("/call/journal.create_entry", &request);
        let answered = answer.is_ok_and(|answer| answer.status == 200);
        written.insert(title, answered);
        // The server may be gone, and the device may: then somebody else finds out.
        let ran = device.server.try_post("/call/sync.run", "{}");
        if !answered || ran.is_err() {
            return;
        }
    }
}

/// The titles of a vault's entries, with how many there are of each.
fn titles(device: &Http) -> BTreeMap<String, usize> {
    let mut titles = BTreeMap::new();
    let mut after = Value::Null;
    loop {
        let page = call(device, "journal.entries", &json!({ "limit": 1000, "cursor": after }));
        for entry in page["items"].as_array().expect("entries") {
            let title = entry["title"].as_str().expect("a title").to_owned();
            *titles.entry(title).or_default() += 1;
        }
        after = page["next"].clone();
        if after.is_null() {
            return titles;
        }
    }
}

#[test]
fn v17_nothing_is_lost_or_doubled_wherever_either_side_is_killed() {
    let mut endpoint = Endpoint::new();
    let mut laptop = first(&endpoint);
    let mut phone = join_by_invitation(&laptop, "Phone");
    let mut written = BTreeMap::new();
    let mut reached = 0;
    for round in 0..kills() {
        let (call, last) = CALLS[round as usize % CALLS.len()];
        let stop = Stop { call, nth: (round * 7 % last) as u32 + 1 };
        match round % 3 {
            0 => endpoint.restart_until(stop),
            1 => laptop.restart_until(stop),
            _ => phone.restart_until(stop),
        }
        let mut others = BTreeMap::new();
        std::thread::scope(|scope| {
            scope.spawn(|| write(&phone, &format!("Phone {round}"), &mut others));
            write(&laptop, &format!("Laptop {round}"), &mut written);
        });
        written.append(&mut others);
        let gone = [
            endpoint.child.try_wait().expect("it can be asked").is_some(),
            laptop.server.has_ended(),
            phone.server.has_ended(),
        ];
        reached += gone.iter().filter(|gone| **gone).count();
        match round % 3 {
            0 => endpoint.kill_and_restart(),
            1 => laptop.kill_and_restart(),
            _ => phone.kill_and_restart(),
        }
    }
    settle(&[&laptop, &phone]);
    let answered = written.values().filter(|answered| **answered).count();
    eprintln!("{reached} of {} were killed at their place, {answered} were answered", kills());
    assert!(0 < reached, "somebody was killed");
    for device in [&laptop, &phone] {
        let there = titles(device);
        for (title, answered) in &written {
            let count = there.get(title).copied().unwrap_or(0);
            assert!(count <= 1 && usize::from(*answered) <= count, "{title}: {count}, {answered}");
        }
        assert!(there.keys().all(|title| written.contains_key(title)), "nothing else is there");
    }
}
