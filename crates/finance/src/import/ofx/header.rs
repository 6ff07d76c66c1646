//! What the head of a file says about its letters.

/// Bytes before the first element in which the header lies.
const HEADER_MAX: usize = 4 << 10;

/// How headers begin the name of an encoding, and its label of today.
const KNOWN: &[(&str, &str)] = &[
    ("UTF-8", "utf-8"),
    ("UTF8", "utf-8"),
    ("UNICODE", "utf-8"),
    ("8859-1", "windows-1252"),
    ("ISO-8859-15", "iso-8859-15"),
    ("ISO-8859-2", "iso-8859-2"),
    ("ISO-8859-1", "windows-1252"),
    ("WINDOWS-1250", "windows-1250"),
    ("WINDOWS-1251", "windows-1251"),
    ("WINDOWS-1252", "windows-1252"),
    ("CP1252", "windows-1252"),
    ("1250", "windows-1250"),
    ("1251", "windows-1251"),
    ("1252", "windows-1252"),
    ("1254", "windows-1254"),
    ("GB18030", "gb18030"),
    ("GBK", "gbk"),
    ("BIG5", "big5"),
    ("SHIFT_JIS", "shift_jis"),
];

/// The label of the encoding that the header names. Lines may have run together:
/// `ENCODING:USASCIICHARSET:1252COMPRESSION:NONE`.
pub(super) fn encoding(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(HEADER_MAX)];
    let head = String::from_utf8_lossy(head).to_ascii_uppercase();
    let head = head.split("<OFX>").next().unwrap_or_default();
    ["CHARSET:", "ENCODING:", "ENCODING="].into_iter().find_map(|key| {
        let (_, value) = head.split_once(key)?;
        let value = value.trim_start_matches([' ', '"', '\'']);
        KNOWN.iter().find(|(known, _)| value.starts_with(known)).map(|(_, label)| *label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_their_letters_in_any_layout() {
        let cases: [(&str, Option<&str>); 7] = [
            ("ENCODING:USASCII\r\nCHARSET:1252\r\n<OFX>", Some("windows-1252")),
            ("ENCODING:USASCIICHARSET:1250COMPRESSION:NONE<OFX>", Some("windows-1250")),
            ("ENCODING:UTF-8\nCHARSET:NONE\n", Some("utf-8")),
            ("ENCODING:UNICODE CHARSET:NONE", Some("utf-8")),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", Some("windows-1252")),
            ("<?xml version='1.0' encoding='us-ascii'?>", None),
            ("<OFX>CHARSET:1251", None),
        ];
        for (head, wanted) in cases {
            assert_eq!(encoding(head.as_bytes()), wanted, "{head}");
        }
    }
}
