// Icons that a category or account may have, by the names that are kept with it.

import Baby from "@lucide/svelte/icons/baby";
import Banknote from "@lucide/svelte/icons/banknote";
import Bike from "@lucide/svelte/icons/bike";
import BookOpen from "@lucide/svelte/icons/book-open";
import Briefcase from "@lucide/svelte/icons/briefcase";
import Bus from "@lucide/svelte/icons/bus";
import Cake from "@lucide/svelte/icons/cake";
import Camera from "@lucide/svelte/icons/camera";
import Car from "@lucide/svelte/icons/car";
import CircleEllipsis from "@lucide/svelte/icons/circle-ellipsis";
import CirclePlus from "@lucide/svelte/icons/circle-plus";
import Coffee from "@lucide/svelte/icons/coffee";
import Coins from "@lucide/svelte/icons/coins";
import CreditCard from "@lucide/svelte/icons/credit-card";
import Droplets from "@lucide/svelte/icons/droplets";
import Dumbbell from "@lucide/svelte/icons/dumbbell";
import Flame from "@lucide/svelte/icons/flame";
import Flower2 from "@lucide/svelte/icons/flower-2";
import Fuel from "@lucide/svelte/icons/fuel";
import Gamepad2 from "@lucide/svelte/icons/gamepad-2";
import Gift from "@lucide/svelte/icons/gift";
import GraduationCap from "@lucide/svelte/icons/graduation-cap";
import HandCoins from "@lucide/svelte/icons/hand-coins";
import HandHeart from "@lucide/svelte/icons/hand-heart";
import Heart from "@lucide/svelte/icons/heart";
import HeartPulse from "@lucide/svelte/icons/heart-pulse";
import House from "@lucide/svelte/icons/house";
import KeyRound from "@lucide/svelte/icons/key-round";
import Landmark from "@lucide/svelte/icons/landmark";
import Music from "@lucide/svelte/icons/music";
import Package from "@lucide/svelte/icons/package";
import Palette from "@lucide/svelte/icons/palette";
import PawPrint from "@lucide/svelte/icons/paw-print";
import Percent from "@lucide/svelte/icons/percent";
import PiggyBank from "@lucide/svelte/icons/piggy-bank";
import Pill from "@lucide/svelte/icons/pill";
import Plane from "@lucide/svelte/icons/plane";
import Plug from "@lucide/svelte/icons/plug";
import Repeat from "@lucide/svelte/icons/repeat";
import Scale from "@lucide/svelte/icons/scale";
import Scissors from "@lucide/svelte/icons/scissors";
import Shirt from "@lucide/svelte/icons/shirt";
import ShoppingBag from "@lucide/svelte/icons/shopping-bag";
import ShoppingBasket from "@lucide/svelte/icons/shopping-basket";
import Smartphone from "@lucide/svelte/icons/smartphone";
import Sofa from "@lucide/svelte/icons/sofa";
import Star from "@lucide/svelte/icons/star";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import Tent from "@lucide/svelte/icons/tent";
import Ticket from "@lucide/svelte/icons/ticket";
import TrainFront from "@lucide/svelte/icons/train-front";
import TreePine from "@lucide/svelte/icons/tree-pine";
import TrendingUp from "@lucide/svelte/icons/trending-up";
import Tv from "@lucide/svelte/icons/tv";
import Umbrella from "@lucide/svelte/icons/umbrella";
import Users from "@lucide/svelte/icons/users";
import Utensils from "@lucide/svelte/icons/utensils";
import UtensilsCrossed from "@lucide/svelte/icons/utensils-crossed";
import Wallet from "@lucide/svelte/icons/wallet";
import Wifi from "@lucide/svelte/icons/wifi";
import Wine from "@lucide/svelte/icons/wine";
import Wrench from "@lucide/svelte/icons/wrench";
import Zap from "@lucide/svelte/icons/zap";
import Circle from "@lucide/svelte/icons/circle";
import type { Icon } from "$lib/ui";
import type { AccountRow, AccountSubtype } from "./wire";

/** In the order in which they are offered: what most households have comes first. */
export const ICONS: Record<string, Icon> = {
	briefcase: Briefcase,
	percent: Percent,
	gift: Gift,
	"circle-plus": CirclePlus,
	house: House,
	"key-round": KeyRound,
	plug: Plug,
	sofa: Sofa,
	utensils: Utensils,
	"shopping-basket": ShoppingBasket,
	"utensils-crossed": UtensilsCrossed,
	coffee: Coffee,
	"train-front": TrainFront,
	car: Car,
	bus: Bus,
	"heart-pulse": HeartPulse,
	dumbbell: Dumbbell,
	umbrella: Umbrella,
	wifi: Wifi,
	repeat: Repeat,
	shirt: Shirt,
	ticket: Ticket,
	plane: Plane,
	"graduation-cap": GraduationCap,
	baby: Baby,
	"paw-print": PawPrint,
	landmark: Landmark,
	banknote: Banknote,
	"circle-ellipsis": CircleEllipsis,
	"shopping-bag": ShoppingBag,
	smartphone: Smartphone,
	fuel: Fuel,
	bike: Bike,
	"tree-pine": TreePine,
	pill: Pill,
	stethoscope: Stethoscope,
	scissors: Scissors,
	camera: Camera,
	"gamepad-2": Gamepad2,
	wine: Wine,
	"piggy-bank": PiggyBank,
	"hand-coins": HandCoins,
	wallet: Wallet,
	"credit-card": CreditCard,
	heart: Heart,
	star: Star,
	"flower-2": Flower2,
	"book-open": BookOpen,
	music: Music,
	tv: Tv,
	wrench: Wrench,
	droplets: Droplets,
	flame: Flame,
	zap: Zap,
	"trending-up": TrendingUp,
	coins: Coins,
	"hand-heart": HandHeart,
	palette: Palette,
	cake: Cake,
	users: Users,
	tent: Tent,
	package: Package,
};

/** A name that this window does not know, from a newer one say, is a ring. */
export const iconOf = (name: string): Icon => ICONS[name] ?? Circle;

const OF_SUBTYPES = {
	other: Wallet,
	checking: Landmark,
	savings: PiggyBank,
	card: CreditCard,
	cash: Banknote,
	loan: Scale,
	investment: TrendingUp,
} satisfies Record<AccountSubtype, Icon>;

/** The icon of an account: its own, else that of its sort. */
export const accountIcon = ({ icon, subtype }: Pick<AccountRow, "icon" | "subtype">): Icon => ICONS[icon] ?? OF_SUBTYPES[subtype];
