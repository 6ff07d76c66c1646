//! What the window may do: its configuration, read as it is shipped.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

fn shell() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn config() -> Value {
    serde_json::from_str(&text(&shell().join("tauri.conf.json")))
        .expect("the configuration is JSON")
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(shell().join(folder)).expect("a folder").flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    paths
}

fn words<'a>(value: &'a Value, what: &str) -> BTreeSet<&'a str> {
    let words = value.as_array().unwrap_or_else(|| panic!("{what} is a list")).iter();
    words.map(|word| word.as_str().unwrap_or_else(|| panic!("{what} holds words"))).collect()
}

/// What stands between two texts, each time that they do.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
}

/// All that a window's page may ask of the shell; whatever is added is decided upon here.
const GRANTED: [&str; 5] = [
    "allow-call",
    "core:event:allow-listen",
    "core:event:allow-unlisten",
    "dialog:allow-open",
    "dialog:allow-save",
];

#[test]
fn t1_a_window_may_call_the_one_command_and_nothing_is_granted_to_all() {
    let build = text(&shell().join("build.rs"));
    assert_eq!(
        between(&build, ".commands(&[", "])"),
        ["\"call\""],
        "the commands that need a grant"
    );
    let lib = text(&shell().join("src/lib.rs"));
    assert_eq!(
        between(&lib, "generate_handler![", "]"),
        ["call::call"],
        "the commands that there are"
    );

    let mut sources = String::new();
    for path in files("src", "rs") {
        sources.push_str(&text(&path));
    }
    assert_eq!(between(&sources, "WebviewWindowBuilder::new(", "WebviewUrl"), ["app, MAIN, "]);
    assert_eq!(
        between(&sources, "const MAIN: &str = \"", "\""),
        ["main"],
        "the label of every window"
    );

    let mut known = BTreeSet::new();
    for path in files("capabilities", "json") {
        let name = path.display();
        let capability: Value = serde_json::from_str(&text(&path)).expect("a capability is JSON");
        assert_eq!(words(&capability["windows"], "windows"), BTreeSet::from(["main"]), "{name}");
        for absent in ["remote", "webviews", "local"] {
            assert_eq!(capability.get(absent), None, "{name} says nothing of {absent}");
        }
        let granted = words(&capability["permissions"], "permissions");
        assert_eq!(granted, BTreeSet::from(GRANTED), "{name}");
        let platforms = words(&capability["platforms"], "platforms");
        for platform in platforms {
            assert!(known.insert(platform.to_owned()), "{name}: {platform} has one capability");
        }
    }
    assert_eq!(known.len(), 5, "every platform has one: {known:?}");
    let security = &config()["app"]["security"];
    assert_eq!(security["capabilities"], json!(["main"]), "only what is named is granted");
    for phone in ["tauri.android.conf.json", "tauri.ios.conf.json"] {
        let config: Value = serde_json::from_str(&text(&shell().join(phone))).expect("JSON");
        let security = config["app"]["security"].as_object().expect("it names its capability");
        assert_eq!(
            Value::Object(security.clone()),
            json!({ "capabilities": ["phone"] }),
            "{phone}"
        );
    }
}

#[test]
fn t2_the_window_loads_nothing_from_elsewhere() {
    let security = &config()["app"]["security"];
    let policy = security["csp"].as_object().expect("a policy is set");
    let none = ["default-src", "object-src", "base-uri", "form-action", "frame-ancestors"];
    for directive in none {
        assert_eq!(policy.get(directive), Some(&json!("'none'")), "{directive}");
    }
    for directive in ["script-src", "style-src", "font-src"] {
        assert_eq!(policy.get(directive), Some(&json!("'self'")), "{directive}");
    }
    let inside = [
        "'none'",
        "'self'",
        "ipc:",
        "http://ipc.localhost",
        "media:",
        "http://media.localhost",
        "blob:",
    ];
    for (directive, sources) in policy {
        let sources = sources.as_str().expect("sources are words");
        for source in sources.split(' ') {
            assert!(inside.contains(&source), "{directive} lets {source} in");
        }
    }
    assert_eq!(security.get("dangerousDisableAssetCspModification"), None);
    assert_eq!(security.get("assetProtocol"), None, "files are read by their hashes only");
}

#[test]
fn t3_the_page_cannot_reach_into_the_shell() {
    let app = &config()["app"];
    assert_eq!(app["security"]["freezePrototype"], true);
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(
        app["windows"],
        json!([]),
        "windows are made by the program, which guards where they go"
    );
    let manifests = [shell().join("Cargo.toml"), shell().join("../Cargo.toml")];
    for path in manifests {
        let manifest = text(&path);
        let lines = manifest.lines().filter(|line| line.contains("tauri"));
        for line in lines {
            assert!(!line.contains("devtools"), "{}: {line}", path.display());
        }
        for plugin in ["tauri-plugin-fs", "tauri-plugin-shell", "tauri-plugin-http"] {
            assert!(!manifest.contains(plugin), "{}: {plugin}", path.display());
        }
    }
}
