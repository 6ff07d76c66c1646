/** A picture for each sport. */
import Activity from "@lucide/svelte/icons/activity";
import Bike from "@lucide/svelte/icons/bike";
import Dumbbell from "@lucide/svelte/icons/dumbbell";
import Flower from "@lucide/svelte/icons/flower-2";
import Footprints from "@lucide/svelte/icons/footprints";
import Mountain from "@lucide/svelte/icons/mountain";
import Sailboat from "@lucide/svelte/icons/sailboat";
import Snowflake from "@lucide/svelte/icons/snowflake";
import Trophy from "@lucide/svelte/icons/trophy";
import Waves from "@lucide/svelte/icons/waves";
import type { Icon } from "$lib/ui";

const ICONS: [Icon, string][] = [
	[Dumbbell, "strength hiit cardio"],
	[Footprints, "run trail_run treadmill_run track_run walk"],
	[Mountain, "hike climb stairs"],
	[Bike, "ride mountain_ride gravel_ride e_ride indoor_ride"],
	[Waves, "swim open_water_swim"],
	[Sailboat, "row paddle sail water_sport"],
	[Snowflake, "ski nordic_ski snowboard snowshoe skate"],
	[Flower, "yoga pilates stretch breath"],
	[Trophy, "football american_football basketball volleyball handball hockey rugby tennis table_tennis badminton squash golf"],
];

export const sportIcon = (sport: string): Icon => ICONS.find(([, sports]) => sports.split(" ").includes(sport))?.[0] ?? Activity;
