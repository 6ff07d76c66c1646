//! Rust as the rules read it: lines of code without comments and strings, and where functions end.
//!
//! What is deliberately not here: a parser. The sources are formatted by rustfmt before these rules
//! look, so what opens at one indentation closes at the same one.

/// A line of code: comments and the contents of string literals are blanked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CodeLine {
    /// Counted from 1.
    pub(crate) number: usize,
    pub(crate) code: String,
    /// Inside an item under `#[cfg(test)]`.
    pub(crate) in_test: bool,
}

/// The lines that hold code.
pub(crate) fn code_lines(text: &str) -> Vec<CodeLine> {
    let mut lines = Vec::new();
    let mut test_item: Option<usize> = None;
    let mut attribute_at: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with("//") {
            continue;
        }
        let indent = line.len() - trimmed.len();
        let mut under_attribute = attribute_at.is_some();
        if test_item.is_none() && trimmed.starts_with("#[cfg(test)]") {
            attribute_at = Some(indent);
            under_attribute = true;
        } else if attribute_at == Some(indent) && !trimmed.starts_with("#[") {
            attribute_at = None;
            if trimmed.ends_with('{') {
                test_item = Some(indent);
            }
        }
        let in_test = test_item.is_some() || under_attribute;
        if test_item == Some(indent) && trimmed.starts_with('}') {
            test_item = None;
        }
        lines.push(CodeLine { number: index + 1, code: blank_strings(trimmed), in_test });
    }
    lines
}

/// `"text"` becomes `""`, and what follows `//` outside a string goes.
fn blank_strings(line: &str) -> String {
    let mut code = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    let mut in_string = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' if in_string => {
                chars.next();
            }
            '"' => {
                // The character literal '"' opens nothing.
                if !in_string && code.ends_with('\'') && chars.peek() == Some(&'\'') {
                    continue;
                }
                in_string = !in_string;
                code.push('"');
            }
            '/' if !in_string && chars.peek() == Some(&'/') => break,
            _ if in_string => {}
            _ => code.push(char),
        }
    }
    code
}

/// The modules that are declared for tests only: `#[cfg(test)] mod samples;`.
pub(crate) fn test_modules(text: &str) -> Vec<String> {
    code_lines(text)
        .into_iter()
        .filter(|line| line.in_test)
        .filter_map(|line| {
            let declaration = line.code.trim_end().strip_suffix(';')?;
            let (_, name) = declaration.rsplit_once("mod ")?;
            Some(name.to_owned())
        })
        .collect()
}

/// A function: its name, the line it starts on and how many lines it takes, both ends included.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

/// Which lines stand inside a raw string: an expected text or a sample is data, not code to follow.
fn raw_text(lines: &[&str]) -> Vec<bool> {
    let mut closing: Option<String> = None;
    let mut data = Vec::with_capacity(lines.len());
    for line in lines {
        data.push(closing.is_some());
        let mut rest = *line;
        loop {
            if let Some(end) = &closing {
                let Some(at) = rest.find(end.as_str()) else { break };
                rest = &rest[at + end.len()..];
                closing = None;
            }
            let Some(at) = rest.find("r#").or_else(|| rest.find("r\"")) else { break };
            let marks = rest[at + 1..].chars().take_while(|char| *char == '#').count();
            rest = &rest[at + 1 + marks..];
            if let Some(inside) = rest.strip_prefix('"') {
                rest = inside;
                closing = Some(format!("\"{}", "#".repeat(marks)));
            }
        }
    }
    data
}

/// Every function with a body, nested ones too. Lines of raw text do not count.
pub(crate) fn functions(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let data = raw_text(&lines);
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let Some(name) = function_name(trimmed) else { continue };
        let indent = &line[..line.len() - trimmed.len()];
        // The signature ends with `{` (a body follows), with `;` (none), or with the whole body.
        let Some(open) =
            (start..lines.len()).find(|&at| lines[at].trim_end().ends_with(['{', ';', '}']))
        else {
            continue;
        };
        if !lines[open].trim_end().ends_with('{') {
            continue;
        }
        let closing = format!("{indent}}}");
        let end =
            (open + 1..lines.len()).find(|&at| lines[at].trim_end() == closing).unwrap_or(open);
        let text = data[start..=end].iter().filter(|data| **data).count();
        let lines = end - start + 1 - text;
        functions.push(Function { name: name.to_owned(), line: start + 1, lines });
    }
    functions
}

fn function_name(trimmed: &str) -> Option<&str> {
    let before = trimmed.find("fn ")?;
    let modifiers = &trimmed[..before];
    let is_modifier = |word: &str| {
        matches!(word, "pub" | "const" | "async" | "unsafe" | "extern" | "default" | "\"C\"")
            || word.starts_with("pub(")
    };
    if !modifiers.split_whitespace().all(is_modifier) {
        return None;
    }
    let rest = &trimmed[before + 3..];
    let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_')?;
    (0 < end).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let lines = code_lines(
            "// a.unwrap()\nlet x = \"b.unwrap()\"; // c.unwrap()\nlet y = '\"'; d.unwrap();\n",
        );
        let code: Vec<_> = lines.iter().map(|line| line.code.trim_end()).collect();
        assert_eq!(code, ["let x = \"\";", "let y = ''; d.unwrap();"]);
    }

    #[test]
    fn a_test_module_ends_where_it_closes() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\nfn c() {}\n";
        let in_test: Vec<_> = code_lines(text).iter().map(|line| line.in_test).collect();
        assert_eq!(in_test, [false, true, true, true, true, true, false]);
    }

    #[test]
    fn modules_for_tests_are_known_by_their_attribute() {
        assert_eq!(test_modules("mod a;\n#[cfg(test)]\nmod samples;\npub mod b;\n"), ["samples"]);
    }

    #[test]
    fn functions_are_measured_from_their_signature_to_their_brace() {
        let text = "fn a() {\n    b(r#\"\n  x\n  y\n    \"#);\n}\n";
        assert_eq!(functions(text), [Function { name: "a".into(), line: 1, lines: 3 }]);
        let text = "impl A {\n    pub(crate) fn long(\n        &self,\n    ) -> B {\n        body\n    }\n    fn none(&self);\n}\nfn short() {}\n";
        assert_eq!(functions(text), [Function { name: "long".into(), line: 2, lines: 5 }]);
    }
}
