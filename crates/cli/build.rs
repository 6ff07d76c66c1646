//! Builds the program again when the interface that it carries was built again.
//!
//! A development build reads `ui/dist` from the disk while it runs, so it need not be built again.

fn main() {
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if release { "../../ui/dist" } else { "build.rs" };
    // Cargo reads a build script's standard output; the macro that prints is banned elsewhere.
    let line = format!("cargo::rerun-if-changed={watched}\n");
    std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes())
        .expect("cargo reads what its build scripts write");
}
