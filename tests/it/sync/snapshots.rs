//! Snapshots between real programs: one is made, agreed on, and begun with.

use super::*;

/// More pieces than a vault has without a snapshot.
const PIECES: usize = 66;

/// How many snapshots the endpoint keeps of its one vault, as its keeper is told.
fn kept(endpoint: &Endpoint) -> Value {
    let mut command = Command::new(program::server_path());
    let output = command.arg("vaults").arg("--data").arg(endpoint.dir.path()).output();
    let output = output.expect("the endpoint's program starts");
    let vault: Value = serde_json::from_slice(&output.stdout).expect("one vault");
    vault["snapshots"].clone()
}

fn notes(device: &Http) -> String {
    call(device, "doctor.check", &json!({}))["notes"].to_string()
}

#[test]
fn a_device_begins_with_a_snapshot_that_two_others_agree_on() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let phone = join_by_invitation(&laptop, "Phone");
    settle(&[&laptop, &phone]);
    assert_eq!(kept(&endpoint), 0);
    let mut last = String::new();
    for number in 0..PIECES {
        last = entry(&laptop, &format!("Day {number}"), "By the sea.");
        call(&laptop, "sync.run", &json!({}));
    }
    settle(&[&laptop, &phone]);
    // To compare is to look at snapshots, too: one makes it, the other agrees.
    for device in [&laptop, &phone] {
        call(device, "sync.compare", &json!({}));
        call(device, "sync.run", &json!({}));
    }
    assert_eq!(kept(&endpoint), 1);

    let tablet = join_by_invitation(&laptop, "Tablet");
    settle(&[&laptop, &phone, &tablet]);
    assert!(notes(&tablet).contains("snapshot"), "it has not read every piece: {}", notes(&tablet));
    assert_eq!(notes(&laptop), "[]", "who wrote it all has it all");
    // What it began with is a whole life: it goes on from there.
    let read = call(&tablet, "journal.entry", &json!({ "id": last }));
    let request = json!({ "id": last, "version": read["version"], "body": "By the lake." });
    call(&tablet, "journal.write_body", &request);
    settle(&[&laptop, &phone, &tablet]);
    assert_eq!(call(&phone, "journal.entry", &json!({ "id": last }))["body"], "By the lake.");
}
