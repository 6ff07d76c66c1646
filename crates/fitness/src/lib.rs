//! Fitness: every set, every kilometer, live and afterwards.
//!
//! Exercises, routines and workouts are records that people write; what a watch or a health program
//! told (activities with their tracks, steps, sleep, heart rate) are facts and are never changed. Sizes
//! are integers of SI units (milligrams, millimeters, milliseconds, joules) beside what was entered.
//! What is deliberately not here: any network, maps' pictures, advice on health. Start reading at
//! `model`, then `record`, then `api`.

mod api;
mod import;
mod library;
mod model;
mod projection;
mod record;
#[cfg(test)]
mod testing;

use domain::command::{Command, Nothing};
use domain::import::Importer;
use domain::{Domain, commands};
use store::project::Projection;
use store::record::{FactKind, Kind, RecordKind};

use crate::api::*;
use crate::record::{ACTIVITY, EXERCISE, FACTS, RECORDS, ROUTINE, SETTINGS, WORKOUT};

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
    /// How fitness is shown and figured.
    read settings(Nothing) -> FitnessSettings, reads &[&SETTINGS];
    /// Changes how fitness is shown and figured.
    write edit_settings(EditFitnessSettings) -> ();
}

/// What exercises and their history are made of.
static TRAINED: &[&dyn Kind] = &[&EXERCISE, &WORKOUT];

/// What routines are made of.
static ROUTINES: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &ROUTINE];

/// What lists of workouts and activities are made of.
static DONE: &[&dyn Kind] = &[&EXERCISE, &WORKOUT, &ROUTINE, &ACTIVITY];

/// What the workout that goes on is made of.
static LIVE: &[&dyn Kind] = &[&EXERCISE, &WORKOUT];

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

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }
}
