//! What has left for good and comes back is on all devices.

use super::*;

const NOTES: &str = "[2026-01-05 09:00:00 AM] A walk by the sea.\nIt was calm.\n\n[2026-01-06 08:30:00 AM] Rain.\nAll day.\n";

fn titles(device: &Http) -> Vec<String> {
    let entries = call(device, "journal.entries", &json!({}));
    let items = entries["items"].as_array().expect("entries").iter();
    items.map(|entry| entry["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn entries_that_left_for_good_and_are_imported_again_are_on_both() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("journal.txt");
    std::fs::write(&path, NOTES).expect("a file");
    let import = || call(&laptop, "import.run", &json!({ "path": path }));
    let daily =
        || call(&laptop, "journal.daily_note", &json!({ "date": "2026-01-07" }))["id"].clone();
    assert_eq!(import()["added"], 2);
    let note = daily();
    call(&laptop, "journal.edit_entry", &json!({ "id": note, "title": "The day" }));
    let phone = join_by_invitation(&laptop, "Phone");
    settle(&[&laptop, &phone]);
    let whole = titles(&laptop);
    assert_eq!((whole.len(), titles(&phone)), (3, whole.clone()));

    for round in 1..3 {
        let entries = call(&laptop, "journal.entries", &json!({}));
        let items = entries["items"].as_array().expect("entries").iter();
        let ids: Vec<Value> = items.map(|entry| entry["id"].clone()).collect();
        call(&laptop, "trash.put", &json!({ "ids": ids }));
        call(&laptop, "trash.empty", &json!({}));
        settle(&[&laptop, &phone]);
        assert_eq!(titles(&phone), Vec::<String>::new(), "round {round}");
        assert_eq!(import()["added"], 2, "round {round}");
        assert_eq!(import()["already_here"], 2, "round {round}: the same file once more");
        let note = daily();
        assert_eq!(daily(), note, "one note a day");
        call(&laptop, "journal.edit_entry", &json!({ "id": note, "title": "The day" }));
        settle(&[&laptop, &phone]);
        assert_eq!(
            (titles(&laptop), titles(&phone)),
            (whole.clone(), whole.clone()),
            "round {round}"
        );
    }
}
