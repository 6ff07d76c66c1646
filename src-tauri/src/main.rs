//! The desktop's way in. Everything is in the library, which phones start by another door.

// No console beside the window on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// What is let go of is zeroed: a locked vault leaves no words behind in this process.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    everkept_lib::run();
}
