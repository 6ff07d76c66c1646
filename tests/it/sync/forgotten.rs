//! What one device forgets is forgotten on all, also on one that comes later.

use super::*;
use crate::run_file::run_file;

#[test]
fn a_track_that_one_device_lets_go_of_goes_on_all_and_its_figures_come() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let dir = TempDir::new().expect("a folder");
    call(&laptop, "import.run", &json!({ "path": run_file(dir.path(), "2020-04-05") }));
    let phone = join_by_invitation(&laptop, "Phone");
    settle(&[&laptop, &phone]);
    let id = call(&laptop, "fitness.workouts", &json!({}))["items"][0]["id"].clone();
    let told =
        |device: &Http| call(device, "fitness.activity", &json!({ "id": id }))["track"].clone();
    let before = told(&phone);
    assert_eq!(before["let_go"], false, "{before}");

    let request = json!({ "name": "fitness.tracks", "days": 30 });
    assert_eq!(call(&phone, "retention.set", &request)["removed"], 1);
    settle(&[&laptop, &phone]);
    let tablet = join_by_codes(&laptop, &endpoint, "Tablet");
    settle(&[&laptop, &phone, &tablet]);
    let mut expected = before;
    expected["let_go"] = json!(true);
    for device in [&laptop, &phone, &tablet] {
        assert_eq!(told(device), expected);
        let line = call(device, "fitness.track", &json!({ "id": id }))["line"].clone();
        assert_eq!(line, Value::Null);
        let counts = call(device, "doctor.check", &json!({}))["counts"].clone();
        assert_eq!(counts.get("fitness.track"), None, "{counts}");
    }
}
