//! Checks the configuration, writes the permission of the one command and embeds the interface.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    assert!(
        Path::new("../ui/dist/index.html").is_file(),
        "ui/dist is not built; `cargo xtask run` and `cargo xtask test` build it, or `npm run build` in ui"
    );
    // Every command of the program goes through this one, so no other can be granted by mistake.
    let commands = tauri_build::AppManifest::new().commands(&["call"]);
    if let Err(error) =
        tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
    {
        panic!("src-tauri/tauri.conf.json or capabilities: {error:#}");
    }
}
