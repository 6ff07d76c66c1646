/** The muscles, from the top of the body to its foot. */
import type { Muscle } from "./wire";

export const MUSCLES: readonly Muscle[] = [
	"neck", "traps", "front_delts", "side_delts", "rear_delts", "chest", "upper_back", "lats", "lower_back", "biceps", "triceps", "forearms", "abs", "obliques",
	"hip_flexors", "glutes", "quads", "hamstrings", "adductors", "abductors", "calves", "shins",
];

/** What exercises are done with. */
export const EQUIPMENT = [
	"barbell", "dumbbell", "machine", "cable", "body", "kettlebell", "ez_bar", "trap_bar", "smith", "plate", "band", "bar", "bench", "box", "rings", "rope", "jump_rope",
	"medicine_ball", "roller", "wheel", "sled", "bike", "rower", "treadmill", "elliptical", "ski_erg", "stairs", "none",
];
