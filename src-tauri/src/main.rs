//! The desktop's way in. Everything is in the library, which phones start by another door.

// No console beside the window on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    everkept_lib::run();
}
