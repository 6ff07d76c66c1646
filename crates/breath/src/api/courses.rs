//! Courses of meditation, and how far one is in them.

use base::day::Day;
use base::error::Result;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;

use crate::model::course::{COURSES, Course};
use crate::model::day;
use crate::projection::Stage;

wire! {
    /// Something that is said in a meditation.
    #[derive(Eq)]
    pub(crate) struct CourseStep {
        /// After how many seconds.
        pub(crate) at_s: u32,
        /// What is said.
        pub(crate) text: String,
    }

    /// A day of a course.
    pub(crate) struct CourseLesson {
        /// The day, from 1.
        pub(crate) day: u32,
        /// Its title.
        pub(crate) title: String,
        /// How long it is.
        pub(crate) minutes: u32,
        /// What is said, in its order.
        pub(crate) steps: Vec<CourseStep>,
        /// When it was first done; null: not yet.
        pub(crate) done_on: Option<Day>,
    }

    /// A course of several days.
    pub(crate) struct CourseOut {
        /// Its id.
        pub(crate) id: String,
        /// Its title.
        pub(crate) title: String,
        /// What it is about.
        pub(crate) about: String,
        /// Its days, in their order.
        pub(crate) days: Vec<CourseLesson>,
        /// The day that is next, from 1; null: all were done.
        pub(crate) next: Option<u32>,
    }
}

/// The share of a lesson that must be sat through for its day to be done.
const DONE_SHARE: f64 = 0.8;

/// When the days of a course were first done, by their number.
fn done(cx: &ReadCx<'_>, course: &Course) -> Result<Vec<Option<Day>>> {
    let rows = cx.sql().rows(
        "SELECT course_day, day, practiced_ms FROM breath_session
         WHERE state = ?1 AND course = ?2 ORDER BY start_ms, id",
        params![Stage::Done as i64, course.id],
        |row| Ok((row.opt_int(0)?, row.int(1)?, row.int(2)?)),
    )?;
    let mut done = vec![None; course.days.len()];
    for (number, on, ms) in rows {
        let at = number.and_then(|number| usize::try_from(number - 1).ok());
        let Some((at, lesson)) = at.and_then(|at| Some((at, course.days.get(at)?))) else {
            continue;
        };
        if DONE_SHARE * f64::from(lesson.minutes) * 60_000.0 <= ms as f64 && done[at].is_none() {
            done[at] = Some(day(on)?);
        }
    }
    Ok(done)
}

/// The day on which the last open day of a course was done; `None`: some are open.
pub(crate) fn finished_on(cx: &ReadCx<'_>, course: &Course) -> Result<Option<Day>> {
    let done: Option<Vec<Day>> = done(cx, course)?.into_iter().collect();
    Ok(done.and_then(|days| days.into_iter().max()))
}

pub(crate) fn courses(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<CourseOut>> {
    let shown = |course: &&Course| {
        let done = done(cx, course)?;
        let next = done.iter().position(Option::is_none).map(|at| at as u32 + 1);
        let lessons = course.days.iter().zip(done).zip(1..);
        let days = lessons.map(|((lesson, done_on), day)| CourseLesson {
            day,
            title: lesson.title.to_owned(),
            minutes: lesson.minutes,
            steps: lesson
                .steps
                .iter()
                .map(|(at_s, text)| CourseStep { at_s: *at_s, text: (*text).to_owned() })
                .collect(),
            done_on,
        });
        Ok(CourseOut {
            id: course.id.to_owned(),
            title: course.title.to_owned(),
            about: course.about.to_owned(),
            days: days.collect(),
            next,
        })
    };
    COURSES.iter().map(shown).collect()
}
