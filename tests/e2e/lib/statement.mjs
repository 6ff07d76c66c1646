/** A statement of a bank as OFX 1, written here so that no file of anybody's is in the tree. */

/** Two digits after a point, from smallest units. */
const decimal = (minor) => `${minor < 0 ? "-" : ""}${Math.trunc(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, "0")}`;
const compact = (day) => day.replaceAll("-", "");

/**
 * @param {{number: string, currency?: string, balance: number, day: string, rows: [day: string, minor: number, payee: string][]}} statement
 */
export function ofx({ number, currency = "EUR", balance, day, rows }) {
	const told = rows.map(
		([on, minor, payee], at) =>
			`<STMTTRN><TRNTYPE>${minor < 0 ? "DEBIT" : "CREDIT"}<DTPOSTED>${compact(on)}<TRNAMT>${decimal(minor)}<FITID>${number}-${on}-${at}<NAME>${payee}</STMTTRN>`,
	);
	return [
		"OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n",
		"<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS>",
		`<CURDEF>${currency}<BANKACCTFROM><BANKID>37040044<ACCTID>${number}<ACCTTYPE>CHECKING</BANKACCTFROM>`,
		`<BANKTRANLIST><DTSTART>${compact(rows[0][0])}<DTEND>${compact(day)}`,
		...told,
		`</BANKTRANLIST><LEDGERBAL><BALAMT>${decimal(balance)}<DTASOF>${compact(day)}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`,
	].join("\n");
}
