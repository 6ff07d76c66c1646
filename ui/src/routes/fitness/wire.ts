// Names for what fitness' commands ask and answer, taken from the commands themselves.

import type { ReplyOf, RequestOf } from "$lib/api/call";

export type LiveWorkout = NonNullable<ReplyOf<"fitness.going">>;
export type WorkoutExercise = LiveWorkout["exercises"][number];
export type WorkoutSet = WorkoutExercise["sets"][number];
export type SetKind = WorkoutSet["kind"];
export type SetInput = NonNullable<RequestOf<"fitness.add_set">["set"]>;
export type ExerciseName = WorkoutExercise["exercise"];
export type Measured = ExerciseName["kind"];
export type SetRecord = ReplyOf<"fitness.finish_set">["records"][number];
export type StartWorkout = RequestOf<"fitness.start_workout">;

export type ListWorkouts = RequestOf<"fitness.workouts">;
export type WorkoutPage = ReplyOf<"fitness.workouts">;
export type WorkoutRow = WorkoutPage["items"][number];
export type WorkoutDetail = ReplyOf<"fitness.workout">;
export type MuscleShare = WorkoutDetail["muscles"][number];
export type Muscle = MuscleShare["muscle"];

export type ExerciseRow = ReplyOf<"fitness.exercises">[number];
export type ExerciseDetail = ReplyOf<"fitness.exercise">;
export type ExerciseTime = ExerciseDetail["history"][number];
export type ExerciseBest = ExerciseDetail["bests"][number];
export type BestKind = ExerciseBest["kind"];

export type RoutineRow = ReplyOf<"fitness.routines">[number];
export type RoutineDetail = ReplyOf<"fitness.routine">;
export type RoutineItem = RoutineDetail["items"][number];
export type RoutineItemInput = NonNullable<RequestOf<"fitness.edit_routine">["items"]>[number];
export type ProgressionRule = RoutineItem["rule"];
export type NextWhy = RoutineItem["why"];

export type FitnessSettings = ReplyOf<"fitness.settings">;
export type PlateLoading = ReplyOf<"fitness.plates">;

export type TrainingWeeks = ReplyOf<"fitness.training_weeks">;
export type TrainingWeek = TrainingWeeks["weeks"][number];
export type MuscleWeek = ReplyOf<"fitness.muscle_weeks">[number];
export type ExerciseBests = ReplyOf<"fitness.records">[number];
export type MeasureRow = ReplyOf<"fitness.measures">[number];
export type BodyMeasure = MeasureRow["what"];
export type BodyTrend = ReplyOf<"fitness.body_trend">;
export type FitnessGoal = ReplyOf<"fitness.goals">[number];
export type FitnessAim = FitnessGoal["what"];
export type WorkoutSuggestion = ReplyOf<"fitness.suggest">[number];
export type SuggestReason = WorkoutSuggestion["reasons"][number];
export type MeasuredDays = ReplyOf<"fitness.days">;
export type MeasureSource = ReplyOf<"fitness.sources">[number];
