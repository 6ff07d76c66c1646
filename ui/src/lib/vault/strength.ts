/** Shortest passphrase that is taken. The key is slow to try, so that eight mixed letters are a floor, not a wish. */
export const PASSPHRASE_LENGTH_MIN = 8;

export type Strength = "none" | "short" | "weak" | "fair" | "strong";

/** Beginnings that guessing programs try first. */
const COMMON = ["password", "passwort", "12345", "qwerty", "qwertz", "letmein", "iloveyou", "admin", "welcome", "abc123", "everkept"];

/** How many signs a guesser has to try at each place. */
function alphabet(text: string): number {
	let size = 0;
	if (/\p{Ll}/u.test(text)) size += 26;
	if (/\p{Lu}/u.test(text)) size += 26;
	if (/\d/.test(text)) size += 10;
	if (/[^\p{L}\d]/u.test(text)) size += 20;
	return Math.max(size, 1);
}

/** The signs that are not a repetition of, or a step from, the one before: `aaaa` and `1234` count as two. */
function surprising(text: string): number {
	let count = 0;
	let before = Number.NaN;
	for (const sign of text) {
		const code = sign.codePointAt(0) ?? 0;
		count += Math.abs(code - before) <= 1 ? 0.3 : 1;
		before = code;
	}
	return count;
}

/** A rough and modest estimate; it advises and only refuses what is too short. */
export function strengthOf(passphrase: string): Strength {
	if (!passphrase) return "none";
	if (passphrase.length < PASSPHRASE_LENGTH_MIN) return "short";
	const plain = passphrase.toLowerCase();
	const common = COMMON.find((beginning) => plain.includes(beginning));
	const rest = common ? plain.replace(common, "") : passphrase;
	// A dictionary word is worth about 13 bits however long it is.
	const words = passphrase.trim().split(/[\s\-_.]+/).filter((word) => word.length > 2);
	const byWords = words.length > 2 ? words.length * 13 : Number.POSITIVE_INFINITY;
	const bits = Math.min(surprising(rest) * Math.log2(alphabet(rest)), byWords);
	if (bits < 45) return "weak";
	return bits < 65 ? "fair" : "strong";
}
