/** The sports that can be chosen, those done most first. */
export const SPORTS = [
	"strength", "run", "trail_run", "treadmill_run", "track_run", "walk", "hike", "ride", "mountain_ride", "gravel_ride", "e_ride", "indoor_ride", "swim",
	"open_water_swim", "row", "indoor_row", "paddle", "yoga", "pilates", "stretch", "hiit", "cardio", "elliptical", "stairs", "climb", "boxing", "football",
	"basketball", "volleyball", "handball", "hockey", "tennis", "table_tennis", "badminton", "squash", "golf", "ski", "nordic_ski", "snowboard", "snowshoe",
	"skate", "sail", "water_sport", "horse", "other",
];

/** Sports of exercises and sets. */
export const hasSets = (sport: string): boolean => ["strength", "hiit", "stretch", "pilates"].includes(sport);
