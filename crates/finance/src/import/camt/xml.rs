//! XML as elements that open and close, each with its path; what is not known has no name.

use std::hash::BuildHasher;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Raw};
use rustc_hash::FxBuildHasher;

use crate::import::lines::Lines;

/// Elements within each other that are followed; the specification has some twenty.
const DEPTH_MAX: usize = 64;
/// Bytes of a declaration.
const HEAD: usize = 200;

/// The names that statements are read by.
const NAMES: &[&str] = &[
    "Acct",
    "AcctSvcrRef",
    "AddtlNtryInf",
    "AddtlRmtInf",
    "AddtlTxInf",
    "Amt",
    "AmtDtls",
    "BIC",
    "BICFI",
    "Bal",
    "BkTxCd",
    "BookgDt",
    "Ccy",
    "Cd",
    "CdOrPrtry",
    "CdtDbtInd",
    "Cdtr",
    "CdtrAcct",
    "CdtrRefInf",
    "ChrgInclInd",
    "Chrgs",
    "CntrValAmt",
    "Dbtr",
    "DbtrAcct",
    "Domn",
    "Dt",
    "DtTm",
    "EndToEndId",
    "FinInstnId",
    "Fmly",
    "IBAN",
    "Id",
    "InstdAmt",
    "Nm",
    "Ntfctn",
    "Ntry",
    "NtryDtls",
    "NtryRef",
    "Othr",
    "Ownr",
    "Prtry",
    "Pty",
    "Rcrd",
    "Ref",
    "Refs",
    "RltdPties",
    "RmtInf",
    "Rpt",
    "RvslInd",
    "Stmt",
    "Strd",
    "Sts",
    "SubFmlyCd",
    "Svcr",
    "Tp",
    "TtlChrgsAndTaxAmt",
    "TxAmt",
    "TxDtls",
    "UltmtCdtr",
    "UltmtDbtr",
    "Ustrd",
    "ValDt",
];

/// What the next mark does.
pub(super) enum Event<'e> {
    /// An element begins; the last of the path is its name. `currency` is its attribute `Ccy`.
    Open { path: &'e [&'static str], line: usize, currency: Option<String>, at: usize },
    /// An element ends; `value` is its text, when it holds no elements.
    Close { path: &'e [&'static str], value: &'e str, line: usize },
    /// It goes on no further.
    Broken { why: String, line: usize },
    /// The file ends.
    End,
}

/// Reads events from a text.
pub(super) struct Events<'t> {
    reader: Reader<&'t [u8]>,
    lines: Lines<'t>,
    /// Those that are open, and the one that was closed last until the next event.
    path: Vec<&'static str>,
    /// The hashes of their names as they stand, for ends that do not fit.
    names: Vec<u64>,
    /// Elements that are open beyond [`DEPTH_MAX`].
    deeper: usize,
    value: String,
    /// Elements that an end closes beside its own.
    pops: usize,
}

impl<'t> Events<'t> {
    pub(super) fn new(text: &'t str) -> Events<'t> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Events {
            reader,
            lines: Lines::new(text),
            path: Vec::new(),
            names: Vec::new(),
            deeper: 0,
            value: String::new(),
            pops: 0,
        }
    }

    /// The next element that begins or ends.
    pub(super) fn next(&mut self) -> Event<'_> {
        if self.names.len() < self.path.len() {
            self.path.truncate(self.names.len());
            self.value.clear();
        }
        if self.pops > 0 {
            return self.pop();
        }
        loop {
            let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            match self.reader.read_event() {
                Ok(Raw::Start(start)) => {
                    if self.path.len() == DEPTH_MAX {
                        self.deeper += 1;
                        continue;
                    }
                    let line = self.lines.at(at);
                    let currency = currency(&start);
                    let name = start.local_name();
                    let known = NAMES.binary_search(&name.as_ref()).map(|found| NAMES[found]);
                    self.path.push(known.unwrap_or_default());
                    self.names.push(hash(name.as_ref()));
                    self.value.clear();
                    return Event::Open { path: &self.path, line, currency, at };
                }
                Ok(Raw::End(end)) => {
                    if self.deeper > 0 {
                        self.deeper -= 1;
                        continue;
                    }
                    let name = hash(end.local_name().as_ref());
                    let open = self.names.iter().rev().position(|open| *open == name);
                    let Some(above) = open else { continue };
                    self.pops = above + 1;
                    return self.pop();
                }
                Ok(Raw::Text(text)) => self.value.push_str(&text.into_inner()),
                Ok(Raw::CData(text)) => self.value.push_str(&text.into_inner()),
                Ok(Raw::GeneralRef(reference)) => match reference.resolve_char_ref() {
                    Ok(Some(letter)) => self.value.push(letter),
                    Ok(None) | Err(_) => self.value.push_str(entity(&reference)),
                },
                Ok(Raw::Eof) => return Event::End,
                Ok(_) => {}
                Err(error) => {
                    let line = self.lines.at(at);
                    return Event::Broken { why: error.to_string(), line };
                }
            }
        }
    }

    /// Closes the innermost element. Its path is seen with it.
    fn pop(&mut self) -> Event<'_> {
        self.pops -= 1;
        let line = self.lines.at(0);
        self.names.pop();
        self.path.truncate(self.names.len() + 1);
        Event::Close { path: &self.path, value: self.value.trim(), line }
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

/// The five of XML, and nothing that a document declares itself.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

fn currency(start: &BytesStart<'_>) -> Option<String> {
    let attribute = start.try_get_attribute("Ccy").ok()??;
    Some(attribute.value.trim().to_ascii_uppercase())
}

/// What the declaration names: `encoding="ISO-8859-1"`.
pub(super) fn encoding(bytes: &[u8]) -> Option<&str> {
    let head = std::str::from_utf8(&bytes[..bytes.len().min(HEAD)]).ok().or_else(|| {
        let valid = bytes[..bytes.len().min(HEAD)].utf8_chunks().next()?.valid();
        Some(valid)
    })?;
    let (_, rest) = head.split_once("encoding=")?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let mut events = Events::new(text);
        let mut out = Vec::new();
        loop {
            out.push(match events.next() {
                Event::Open { path, currency, .. } => {
                    format!("<{} {}", path.join("/"), currency.unwrap_or_default())
                }
                Event::Close { path, value, line } => {
                    format!(">{} {value:?} {line}", path.join("/"))
                }
                Event::Broken { line, .. } => format!("broken {line}"),
                Event::End => break,
            });
            if out.last().is_some_and(|last| last.starts_with("broken")) {
                break;
            }
        }
        out.join("; ")
    }

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn elements_open_and_close_with_their_paths() {
        assert_eq!(
            told(
                "<a:Stmt xmlns:a=\"b\">\n<Amt Ccy=\"eur\"> 1<!-- --> &amp;<![CDATA[<]]>&#50; & </Amt><Nm/></a:Stmt>"
            ),
            "<Stmt ; <Stmt/Amt EUR; >Stmt/Amt \"1 &<2 &\" 2; <Stmt/Nm ; >Stmt/Nm \"\" 2; >Stmt \"\" 2"
        );
    }

    #[test]
    fn ends_that_do_not_fit_cost_nothing() {
        assert_eq!(
            told("<Stmt><Ntry><Amt>1</Ntry></Nm><Nm>x</Nm></Stmt></Stmt>"),
            "<Stmt ; <Stmt/Ntry ; <Stmt/Ntry/Amt ; >Stmt/Ntry/Amt \"1\" 1; >Stmt/Ntry \"\" 1; <Stmt/Nm ; >Stmt/Nm \"x\" 1; >Stmt \"\" 1"
        );
        assert_eq!(told("<Stmt><Amt"), "<Stmt ; broken 1");
    }

    #[test]
    fn depth_costs_nothing() {
        let text = format!("{}{}<Nm>x</Nm>", "<a>".repeat(1 << 18), "</a>".repeat(1 << 18));
        assert!(told(&text).ends_with(">Nm \"x\" 1"));
    }

    #[test]
    fn declarations_name_their_letters() {
        assert_eq!(encoding(b"<?xml version='1.0' encoding='ISO-8859-1'?>"), Some("ISO-8859-1"));
        assert_eq!(encoding(b"<?xml encoding=\"UTF-8\"?>\xff"), Some("UTF-8"));
        assert_eq!(encoding(b"<?xml encoding=?>"), None);
    }
}
