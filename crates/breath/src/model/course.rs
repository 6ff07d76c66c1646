//! Courses of meditation over several days. Every word of them is our own.

mod evenings;
mod first_sits;
mod kindness;

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
pub(crate) static COURSES: &[&Course] =
    &[&first_sits::COURSE, &evenings::COURSE, &kindness::COURSE];

/// The day (from 1) of a course.
pub(crate) fn find(id: &str, day: u32) -> Option<&'static Lesson> {
    let course = COURSES.iter().find(|course| course.id == id)?;
    course.days.get((day as usize).checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lesson_has_words_from_its_beginning_to_shortly_before_its_end() {
        for course in COURSES {
            assert!((5..=7).contains(&course.days.len()), "{}", course.id);
            for (at, lesson) in course.days.iter().enumerate() {
                let place = format!("{} {}", course.id, at + 1);
                let starts: Vec<u32> = lesson.steps.iter().map(|(at_s, _)| *at_s).collect();
                assert_eq!(starts.first(), Some(&0), "{place}");
                assert!(starts.is_sorted_by(|a, b| a + 15 <= *b), "{place}: room for the words");
                let (last, length) = (starts.last().copied().unwrap_or(0), lesson.minutes * 60);
                assert!(last + 20 <= length && length <= last + 80, "{place}: {last} of {length}");
                for (at_s, text) in lesson.steps {
                    let words = text.split_whitespace().count() as u32;
                    assert!(!text.contains('!') && words > 0, "{place} {at_s}");
                    // Spoken slowly, two words a second; then there is a silence of its own.
                    let next = starts.iter().find(|start| at_s < start).unwrap_or(&length);
                    assert!(words / 2 < next - at_s, "{place} {at_s}: {words} words");
                }
                assert!(find(course.id, at as u32 + 1).is_some(), "{place}");
            }
            assert!(find(course.id, 0).is_none() && find(course.id, 99).is_none());
        }
    }
}
