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
