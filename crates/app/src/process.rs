//! The process keeps its memory to itself: the vault's key is in it while the vault is open.

/// Forbids core dumps, and closes this process to debuggers and to the `/proc` of other programs of the
/// same person. Best effort: what the system refuses is logged. Linux only; elsewhere the system's own
/// hardened runtime does it.
#[cfg(target_os = "linux")]
pub fn keep_memory_private() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "core dumps could not be turned off");
    }
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "this process could not be closed to debuggers");
    }
}

/// Forbids core dumps where the system lets a program say so.
#[cfg(not(target_os = "linux"))]
pub fn keep_memory_private() {}

/// Bytes of a thread's stack that are written over: more than opening a vault reaches down.
const WIPED_BYTES: usize = 512 << 10;

/// Does what handles the key on a thread of its own, and writes over that thread's stack: copies of the key
/// may stand on it, where no destructor reaches them.
///
/// # Panics
/// When the work does.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let outcome = std::thread::scope(|scope| {
        let work = || {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            wipe_stack();
            outcome
        };
        scope.spawn(work).join()
    });
    match outcome {
        Ok(Ok(value)) => value,
        Ok(Err(panic)) | Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[inline(never)]
fn wipe_stack() {
    let mut stack = [0_u8; WIPED_BYTES];
    // Otherwise the compiler sees that nobody reads it.
    std::hint::black_box(&mut stack);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn s12_no_program_of_the_same_person_reads_the_memory() {
        keep_memory_private();
        assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
        let behavior = dumpable_behavior().expect("the kernel says how it stands");
        assert_eq!(behavior, DumpableBehavior::NotDumpable);
    }
}
