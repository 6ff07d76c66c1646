// Money is a whole number of a currency's smallest unit. It becomes text and comes back by its digits
// alone: a binary fraction cannot hold ten cents.

import { formatLocale } from "./locale";

/** Currencies without two decimals. ISO 4217, as the other side counts; browsers follow CLDR, which differs. */
const DECIMALS: Record<string, number> = {
	BHD: 3, BIF: 0, CLF: 4, CLP: 0, DJF: 0, GNF: 0, IQD: 3, ISK: 0, JOD: 3, JPY: 0, KMF: 0, KRW: 0, KWD: 3, LYD: 3, OMR: 3,
	PYG: 0, RWF: 0, TND: 3, UGX: 0, UYI: 0, UYW: 4, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
	BEF: 0, BYR: 0, ESP: 0, GRD: 0, ITL: 0, LUF: 0, PTE: 0, TRL: 0,
};

/** Listed by browsers, but no money: metals, bonds and codes for tests have no smallest unit. */
const NO_MONEY = /^(XA[GU]|XB[ABCD]|XDR|XP[DT]|XSU|XTS|XUA|XXX)$/;

/** How many decimals a currency has: 2 for the euro, 0 for the yen. */
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

export type MoneyStyle = {
	/** `minus` marks what is below zero, `both` also what is above, `none` neither. */
	sign?: "minus" | "both" | "none";
	/** Rounded to whole units, where the parts would be noise. */
	whole?: boolean;
};

const SIGNS = { minus: "auto", both: "exceptZero", none: "never" } as const;
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, shown: "symbol" | null, { sign = "minus", whole = false }: MoneyStyle): Intl.NumberFormat {
	const locale = formatLocale();
	const key = [locale, currency, shown, sign, whole].join();
	const known = formats.get(key);
	if (known) return known;
	const digits = whole ? 0 : decimalsOf(currency);
	const made = new Intl.NumberFormat(locale, {
		...(shown ? { style: "currency", currency, currencyDisplay: shown } : {}),
		signDisplay: SIGNS[sign],
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});
	formats.set(key, made);
	return made;
}

/** An amount as a plain decimal text, `-12.50`: what formatters read without a detour over fractions. */
export function decimalText(minor: number, currency: string): Intl.StringNumericLiteral {
	const places = decimalsOf(currency);
	const digits = String(Math.abs(minor)).padStart(places + 1, "0");
	const parts = places === 0 ? "" : `.${digits.slice(-places)}`;
	return `${minor < 0 ? "-" : ""}${places === 0 ? digits : digits.slice(0, -places)}${parts}` as Intl.StringNumericLiteral;
}

function written(format: Intl.NumberFormat, minor: number, currency: string): string {
	const own = marks();
	const parts = format.formatToParts(decimalText(minor === 0 ? 0 : minor, currency));
	return parts.map(({ type, value }) => {
		// A hyphen is shorter than a plus; a minus is as wide as one and as a digit.
		if (type === "minusSign") return value.replace("-", "−");
		// In some regions browsers part money otherwise than numbers; one screen shows both.
		return type === "decimal" || type === "group" ? own[type] : value;
	}).join("");
}

/** €1,234.50, −€12.50 */
export const formatMoney = (minor: number, currency: string, style: MoneyStyle = {}): string =>
	written(formatOf(currency, "symbol", style), minor, currency);

/** 1,234.50: where a heading says the currency. */
export const formatMinor = (minor: number, currency: string, style: MoneyStyle = {}): string =>
	written(formatOf(currency, null, style), minor, currency);

/** 1234.50 in the reader's own decimal mark: what stands in a box that is typed into. */
export function moneyToType(minor: number, currency: string): string {
	return decimalText(minor, currency).replace(".", marks().decimal);
}

/** € for EUR, CHF for CHF: as the reader's language writes it. */
export function symbolOf(currency: string): string {
	const parts = formatOf(currency, "symbol", {}).formatToParts("0");
	return parts.find(({ type }) => type === "currency")?.value ?? currency;
}

type Marks = { decimal: string; group: string };
const marksOf = new Map<string, Marks>();

/** What separates decimals and groups of digits where the reader lives. */
export function marks(): Marks {
	const locale = formatLocale();
	const known = marksOf.get(locale);
	if (known) return known;
	const parts = new Intl.NumberFormat(locale).formatToParts(1_000_000.5);
	const of = (wanted: string, or: string) => parts.find(({ type }) => type === wanted)?.value ?? or;
	const made = { decimal: of("decimal", "."), group: of("group", ",") };
	marksOf.set(locale, made);
	return made;
}

/** Digits and at most one point, or null when the text is no number. `1,234.50` to `1234.50`. */
export function plainNumber(text: string): string | null {
	const body = text.replace(/[\s\u00a0\u202f'’٬_]/g, "").replaceAll("٫", ".");
	if (!/^(\d[\d.,]*|[.,]\d+)$/.test(body)) return null;
	const [points, commas] = [body.split(".").length - 1, body.split(",").length - 1];
	if (points === 0 && commas === 0) return body;
	let decimal: string;
	if (points > 0 && commas > 0) {
		// The mark that comes last parts the decimals; it may come once.
		decimal = body.lastIndexOf(".") > body.lastIndexOf(",") ? "." : ",";
		if (body.split(decimal).length > 2) return null;
	} else {
		const mark = points > 0 ? "." : ",";
		// Groups of two before the last three: 10,00,000 in India.
		const grouped = new RegExp(`^[1-9]\\d{0,2}(\\${mark}\\d{2,3})*\\${mark}\\d{3}$`).test(body);
		const own = marks().decimal === mark;
		// Twice in one number it parts groups; once it does so only where the reader writes decimals otherwise.
		if (points + commas > 1 || (grouped && !own)) return grouped ? body.replaceAll(mark, "") : null;
		decimal = mark;
	}
	const group = decimal === "." ? "," : ".";
	return body.replaceAll(group, "").replace(decimal, ".");
}

/** One amount without a sign, or null. */
function minorOf(text: string, currency: string): bigint | null {
	const places = decimalsOf(currency);
	const number = plainNumber(text);
	if (number === null) return null;
	const [whole = "", parts = ""] = number.split(".");
	// More decimals than the currency has are a slip of the hand, and rounding would hide it.
	if (/[1-9]/.test(parts.slice(places))) return null;
	return BigInt(whole + parts.slice(0, places).padEnd(places, "0"));
}

/**
 * What a person typed as smallest units: signs, groups, symbols and sums (`12.50 + 3`) are understood.
 * Null when it is no amount, has more decimals than the currency, or is too large.
 */
export function parseMoney(text: string, currency: string): number | null {
	const bare = text.replace(/[A-Z]*\p{Sc}|[\u200e\u200f\u061c]|\b[A-Z]{3}\b/gu, "").replaceAll(symbolOf(currency), "");
	const inner = bare.replaceAll("−", "-").trim();
	const inParens = /^\((.*)\)$/.exec(inner);
	const terms = (inParens ? `-${inParens[1]}` : inner).match(/[+-]?[^+-]+/g);
	if (!terms || terms.join("") !== (inParens ? `-${inParens[1]}` : inner)) return null;
	let sum = 0n;
	for (const term of terms) {
		const minor = minorOf(term.replace(/^[+-]/, ""), currency);
		if (minor === null) return null;
		sum += term.startsWith("-") ? -minor : minor;
	}
	return sum > MINOR_MAX || sum < -MINOR_MAX ? null : Number(sum);
}

/** The largest amount that the other side keeps. */
const MINOR_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Euro; the code itself when the language has no name. */
export function currencyName(currency: string): string {
	try {
		return new Intl.DisplayNames(formatLocale(), { type: "currency" }).of(currency) ?? currency;
	} catch {
		// A code that is none.
		return currency;
	}
}

/** Every currency that this browser knows a name of. */
export const currencies = (): string[] => Intl.supportedValuesOf("currency").filter((code) => !NO_MONEY.test(code));

const EURO = "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK".split(" ");
const OF_REGIONS: Record<string, string> = {
	AE: "AED", AR: "ARS", AU: "AUD", BR: "BRL", CA: "CAD", CH: "CHF", CL: "CLP", CN: "CNY", CO: "COP", CZ: "CZK", DK: "DKK",
	EG: "EGP", GB: "GBP", HK: "HKD", HU: "HUF", ID: "IDR", IL: "ILS", IN: "INR", IS: "ISK", JP: "JPY", KE: "KES", KR: "KRW",
	KW: "KWD", LI: "CHF", MA: "MAD", MX: "MXN", MY: "MYR", NG: "NGN", NO: "NOK", NZ: "NZD", PE: "PEN", PH: "PHP", PK: "PKR",
	PL: "PLN", RO: "RON", RS: "RSD", RU: "RUB", SA: "SAR", SE: "SEK", SG: "SGD", TH: "THB", TR: "TRY", TW: "TWD", UA: "UAH",
	US: "USD", VN: "VND", ZA: "ZAR",
};

/** The currency of the reader's region; a first suggestion and no more. */
export function likelyCurrency(locale = formatLocale()): string {
	const { region } = new Intl.Locale(locale).maximize();
	return region && EURO.includes(region) ? "EUR" : (OF_REGIONS[region ?? ""] ?? "EUR");
}
