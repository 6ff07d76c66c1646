//! Two devices change one field at once: both say so, one person chooses, and it ends on both.

use super::*;

#[test]
fn a_title_that_two_devices_changed_is_chosen_on_one_and_settled_on_both() {
    let (mut endpoint, laptop, phone, walk) = two_alike();
    // Neither hears of the other meanwhile.
    endpoint.kill();
    for (device, title) in [(&laptop, "A walk home"), (&phone, "A swim")] {
        call(device, "journal.edit_entry", &json!({ "id": walk, "title": title }));
    }
    endpoint.kill_and_restart();
    settle(&[&laptop, &phone]);

    let of = |device: &Http| call(device, "records.conflicts", &json!({ "id": walk }));
    let found = of(&laptop);
    let values = found[0]["fields"][0]["values"].as_array().expect("values").clone();
    assert_eq!(
        (&found[0]["kind"], &found[0]["fields"][0]["field"]),
        (&json!("journal.entry"), &json!("title"))
    );
    let said = |title: &str| {
        let value = values.iter().find(|value| value["value"] == title);
        value.unwrap_or_else(|| panic!("{title} in {values:?}"))
    };
    assert_eq!(
        said("A walk home")["writer"],
        json!({ "by": "this", "device": null, "name": null })
    );
    assert_eq!(said("A swim")["writer"]["name"], "Phone");
    let held: Vec<&Value> = values.iter().filter(|value| value["holds"] == true).collect();
    let title = call(&phone, "journal.entry", &json!({ "id": walk }))["title"].clone();
    assert_eq!(held.iter().map(|value| &value["value"]).collect::<Vec<_>>(), [&title]);
    let versions = call(&phone, "history.versions", &json!({ "id": walk }));
    let writers: Vec<&Value> = versions
        .as_array()
        .expect("versions")
        .iter()
        .map(|version| &version["writer"]["by"])
        .collect();
    assert!(writers.contains(&&json!("this")) && writers.contains(&&json!("device")), "{versions}");
    let names: Vec<&Value> = versions
        .as_array()
        .expect("versions")
        .iter()
        .map(|version| &version["writer"]["name"])
        .collect();
    assert!(names.contains(&&json!("Laptop")), "{versions}");

    let choose = |told: &Value| {
        let request = json!({ "id": walk, "choices": [{ "field": "title", "told": told }] });
        laptop.call("records.choose", &request)
    };
    choose(&said("A swim")["told"]).expect("a choice");
    assert_eq!(of(&laptop), json!([]));
    let late = choose(&said("A walk home")["told"]).expect_err("it is settled");
    assert_eq!(late["code"], "Conflict");
    settle(&[&laptop, &phone]);
    assert_eq!(of(&phone), json!([]));
    assert_eq!(call(&phone, "journal.entry", &json!({ "id": walk }))["title"], "A swim");
    let undone = call(&laptop, "undo.list", &json!({ "limit": 1 }));
    assert_eq!(undone[0]["label"], "records.choose", "{undone}");
}
