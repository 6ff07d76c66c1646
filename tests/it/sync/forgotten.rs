//! What one device forgets is forgotten on all, also on one that comes later.

use super::*;

/// A run in spring 2020.
fn run_file(dir: &Path) -> PathBuf {
    let points: String = (0..60)
        .map(|second| {
            let latitude = 51.5 + f64::from(second) * 0.0001;
            format!(
                "<trkpt lat=\"{latitude:.4}\" lon=\"-0.1\"><time>2020-04-05T08:00:{second:02}Z</time></trkpt>"
            )
        })
        .collect();
    let path = dir.join("run.gpx");
    let text = format!(
        "<gpx version=\"1.1\" creator=\"a watch\" xmlns=\"http://www.topografix.com/GPX/1/1\">\
         <trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    );
    std::fs::write(&path, text).expect("a file");
    path
}

#[test]
fn a_track_that_one_device_lets_go_of_goes_on_all_and_its_figures_come() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let dir = TempDir::new().expect("a folder");
    call(&laptop, "import.run", &json!({ "path": run_file(dir.path()) }));
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
