//! Fitness: every set, every kilometer, live and afterwards.
//!
//! Exercises, routines and workouts are records that people write; what a watch or a health program
//! told (activities with their tracks, steps, sleep, heart rate) are facts and are never changed. Sizes
//! are integers of SI units (milligrams, millimeters, milliseconds, joules) beside what was entered.
//! What is deliberately not here: any network, maps' pictures, advice on health. Start reading at
//! `model`, then `record`, then `api`.

mod agenda;
mod api;
mod capture;
mod demo;
mod export;
mod import;
mod library;
mod model;
mod outing;
mod projection;
mod record;
mod search;
mod series;
#[cfg(test)]
mod testing;

use std::ops::Range;

use base::day::Span;
use base::error::Result;
use domain::command::{Command, Nothing};
use domain::export::Exporter;
use domain::import::{Importer, Sink};
use domain::retention::Trace;
use domain::series::Series;
use domain::view::{AgendaItem, Alarm, Draft, Named};
use domain::{DemoLife, Domain, commands};
use store::blobs::ContentHash;
use store::facts::Fact;
use store::project::Projection;
use store::read::ReadCx;
use store::record::{FactKind, Kind, Record, RecordKind, SearchDoc};
use store::write::WriteCx;

use crate::api::*;
use crate::record::{
    ACTIVITY, EXERCISE, FACTS, GOAL, MEASURE, RECORDS, ROUTINE, SAMPLES, SETTINGS, TRACK, WORKOUT,
};

commands! { "fitness":
    // Training.
    /// Exercises, by name.
    read exercises(ListExercises) -> Vec<ExerciseRow>, reads TRAINED;
    /// An exercise with its history and bests.
    read exercise(ExerciseRef) -> ExerciseDetail, reads TRAINED;
    /// The last times of an exercise.
    read last_sets(LastSetsOf) -> Vec<ExerciseTime>, reads TRAINED;
    /// Makes an own exercise.
    write create_exercise(NewExercise) -> ExerciseRef;
    /// Changes an exercise, also a shipped one.
    write edit_exercise(EditExercise) -> ();
    /// Leaves an exercise out of lists, or no longer.
    write hide_exercise(HideExercise) -> ();
    /// Lets the sets of one exercise count for another; nothing is destroyed.
    write merge_exercise(MergeExercise) -> ();
    /// Routines, in their order.
    read routines(Nothing) -> Vec<RoutineRow>, reads ROUTINES;
    /// A routine, and what its rules say is next.
    read routine(RoutineRef) -> RoutineDetail, reads ROUTINES;
    /// Makes a routine.
    write create_routine(NewRoutine) -> RoutineRef;
    /// Changes a routine.
    write edit_routine(EditRoutine) -> ();
    /// Throws a routine away; workouts that followed it stay.
    write delete_routine(RoutineRef) -> ();
    /// Workouts and activities, the latest first.
    read workouts(ListWorkouts) -> WorkoutPage, reads DONE;
    /// A workout with all that is known of it.
    read workout(WorkoutRef) -> WorkoutDetail, reads DONE;
    /// Writes a workout down afterward.
    write create_workout(NewWorkout) -> WorkoutRef;
    /// Changes a workout.
    write edit_workout(EditWorkout) -> ();
    /// Throws workouts away; activities that a source told are hidden.
    write delete_workouts(WorkoutRefs) -> ();
    /// Plans the same workout once more.
    write duplicate_workout(DuplicateWorkout) -> WorkoutRef;
    /// Plans a workout.
    write plan_workout(PlanWorkout) -> WorkoutRef;
    /// The workout that goes on.
    read going(Nothing) -> Option<LiveWorkout>, reads LIVE;
    /// Begins a workout.
    write start_workout(StartWorkout) -> WorkoutRef;
    /// Lets the workout stand still.
    write pause_workout(WorkoutRef) -> ();
    /// Goes on with the workout.
    write resume_workout(WorkoutRef) -> ();
    /// Ends the workout: it counts.
    write complete_workout(CompleteWorkout) -> ();
    /// Ends the workout: it does not count.
    write discard_workout(WorkoutRef) -> ();
    /// Adds an exercise to a workout.
    write add_exercise(AddWorkoutExercise) -> WorkoutExerciseRef;
    /// Takes an exercise and its sets out of a workout.
    write remove_exercise(WorkoutExerciseRef) -> ();
    /// Moves an exercise of a workout.
    write move_exercise(MoveWorkoutExercise) -> ();
    /// Changes an exercise of a workout.
    write edit_workout_exercise(EditWorkoutExercise) -> ();
    /// Makes a superset of exercises of a workout; one alone leaves its superset.
    write group_exercises(GroupExercises) -> ();
    /// Adds a set.
    write add_set(AddSet) -> SetRef;
    /// Changes a set.
    write edit_set(EditSet) -> ();
    /// Takes a set out.
    write remove_set(SetRef) -> ();
    /// A set is done: the rest begins.
    write finish_set(FinishSet) -> FinishedSet;
    /// Ends the rest.
    write skip_rest(WorkoutRef) -> ();
    /// Makes the rest longer or shorter.
    write extend_rest(ExtendRest) -> ();
    /// Which plates make a weight.
    read plates(PlatesOf) -> PlateLoading, reads &[&SETTINGS];
    // Activities and days.
    /// An activity with all that is known of it.
    read activity(ActivityRef) -> ActivityDetail, reads TOLD;
    /// The track of an activity, thinned for charts and the map.
    read track(TrackOf) -> TrackColumns, reads TOLD;
    /// Says something about an activity that a source told.
    write edit_activity(EditActivity) -> ();
    /// Keeps an activity apart from others that look the same.
    write separate_activity(ActivityRef) -> ();
    /// Lets an activity be one with others that look the same again.
    write unite_activity(ActivityRef) -> ();
    /// An activity as a file that others read.
    read export_activity(ExportActivity) -> ExportedActivity, reads TOLD;
    /// Days as sources measured them.
    read days(DaysOf) -> MeasuredDays, reads MEASURED;
    /// The samples of a day.
    read samples(SamplesOf) -> MeasuredSamples, reads MEASURED;
    /// Who measures what.
    read sources(Nothing) -> Vec<MeasureSource>, reads MEASURED;
    /// Says which source of several speaks.
    write rank_source(RankSource) -> ();
    /// Measures of the body, the latest first.
    read measures(ListMeasures) -> Vec<MeasureRow>, reads &[&MEASURE];
    /// Writes a measure of the body down.
    write add_measure(NewMeasure) -> MeasureRef;
    /// Changes a measure.
    write edit_measure(EditMeasure) -> ();
    /// Throws measures away.
    write delete_measures(MeasureRefs) -> ();
    /// Where a measure of the body goes.
    read body_trend(BodyTrendOf) -> BodyTrend, reads WEIGHED;
    /// What is trained for, and how far it is.
    read goals(Nothing) -> Vec<FitnessGoal>, reads AIMED;
    /// Makes a goal.
    write create_goal(NewFitnessGoal) -> FitnessGoalRef;
    /// Changes a goal.
    write edit_goal(EditFitnessGoal) -> ();
    /// Throws a goal away.
    write delete_goal(FitnessGoalRef) -> ();
    /// An exercise over time.
    read progress(ProgressOf) -> ExerciseProgress, reads TRAINED;
    /// Sets and volume of each muscle, week by week.
    read muscle_weeks(FitnessRange) -> Vec<MuscleWeek>, reads TRAINED;
    /// Sessions, time and load, week by week.
    read training_weeks(FitnessRange) -> TrainingWeeks, reads DONE;
    /// The bests of every exercise.
    read records(Nothing) -> Vec<ExerciseBests>, reads TRAINED;
    /// What to train now, with reasons, ready to begin.
    read suggest(SuggestOf) -> Vec<WorkoutSuggestion>, reads SUGGESTED;
    /// How fitness is shown and figured.
    read settings(Nothing) -> FitnessSettings, reads &[&SETTINGS];
    /// Changes how fitness is shown and figured.
    write edit_settings(EditFitnessSettings) -> ();
}

/// What exercises and their history are made of.
static TRAINED: &[&dyn Kind] = &[&EXERCISE, &WORKOUT];

/// What routines are made of.
static ROUTINES: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &ROUTINE];

/// What goals are made of.
static AIMED: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &MEASURE, &GOAL, &ACTIVITY];

/// What proposals are made of.
static SUGGESTED: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &ROUTINE, &SETTINGS];

/// What lists of workouts and activities are made of.
static DONE: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &ROUTINE, &ACTIVITY];

/// What the workout that goes on is made of.
static LIVE: &[&dyn Kind] = &[&EXERCISE, &WORKOUT];

/// What an activity is made of.
static TOLD: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &ACTIVITY, &TRACK, &SETTINGS];

/// What the trends of the body are made of.
static WEIGHED: &[&dyn Kind] = &[&MEASURE, &SAMPLES, &SETTINGS];

/// What days are made of.
static MEASURED: &[&dyn Kind] = &[&SAMPLES, &SETTINGS];

/// Fitness.
pub struct Fitness;

impl Domain for Fitness {
    fn name(&self) -> &'static str {
        "fitness"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn facts(&self) -> &'static [&'static FactKind] {
        FACTS
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }

    fn agenda(&self, cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
        agenda::agenda(cx, span)
    }

    fn alarms(&self, cx: &ReadCx<'_>, span: Range<i64>) -> Result<Vec<Alarm>> {
        agenda::alarms(cx, span)
    }

    fn search(&self, record: &Record) -> Option<SearchDoc> {
        search::search(record)
    }

    fn search_fact(&self, fact: &Fact) -> Option<SearchDoc> {
        search::search_fact(fact)
    }

    fn find(&self, cx: &ReadCx<'_>, text: &str, limit: usize) -> Result<Vec<Named>> {
        agenda::find(cx, text, limit)
    }

    fn capture(&self, text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
        capture::capture(text, cx)
    }

    fn traces(&self) -> &'static [Trace] {
        std::slice::from_ref(&api::TRACKS)
    }

    fn let_go(&self, cx: &mut WriteCx<'_>) -> Result<Vec<ContentHash>> {
        api::let_go(&cx.read())
    }

    fn demo(&self, life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
        demo::demo(life, sink)
    }

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }

    fn exporters(&self) -> &'static [Exporter] {
        export::EXPORTERS
    }

    fn series(&self) -> &'static [Series] {
        series::SERIES
    }
}
