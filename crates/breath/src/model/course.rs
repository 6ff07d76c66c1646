//! Courses of meditation over several days. Every word of them is our own.

/// A course.
pub(crate) struct Course {
    /// Its id.
    pub(crate) id: &'static str,
    /// Its title.
    pub(crate) title: &'static str,
    /// What it is about, in two or three sentences.
    pub(crate) about: &'static str,
    /// Its days, in their order.
    pub(crate) days: &'static [Lesson],
}

/// A day of a course.
pub(crate) struct Lesson {
    /// Its title.
    pub(crate) title: &'static str,
    /// How long it is, minutes.
    pub(crate) minutes: u32,
    /// What is said, and after how many seconds.
    pub(crate) steps: &'static [(u32, &'static str)],
}

/// Every course.
pub(crate) static COURSES: &[&Course] = &[];

/// The day (from 1) of a course.
pub(crate) fn find(id: &str, day: u32) -> Option<&'static Lesson> {
    let course = COURSES.iter().find(|course| course.id == id)?;
    course.days.get((day as usize).checked_sub(1)?)
}
