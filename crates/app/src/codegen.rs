//! The registry as TypeScript: `ui/src/lib/api/types.ts` and `commands.ts`.

use std::fmt::Write;

use domain::command::{Run, Shape};
use domain::types::TypeBook;

use crate::dispatch::{self, Named};

const HEAD: &str =
    "// Written by `cargo xtask codegen` from the command registry. Do not edit.\n\n";

/// The files, each a name and its text.
pub fn typescript() -> Vec<(&'static str, String)> {
    let mut book = TypeBook::default();
    book.add::<base::error::WireError>();
    let mut commands = String::new();
    let mut reads = String::new();
    for command in dispatch::all() {
        let entry = match &command {
            Named::Domain(command) => {
                let (access, kinds) = match &command.run {
                    Run::Read { reads, .. } => {
                        ("read", reads.iter().map(|kind| kind.name()).collect::<Vec<_>>())
                    }
                    Run::Write { .. } => ("write", Vec::new()),
                };
                Entry {
                    name: command.name,
                    doc: command.doc,
                    access,
                    kinds,
                    shape: &command.shape,
                    item: None,
                }
            }
            Named::System(command) => Entry {
                name: command.name,
                doc: command.doc,
                access: command.access,
                kinds: command.reads.to_vec(),
                shape: &command.shape,
                item: command.item.as_ref(),
            },
        };
        entry.write(&mut book, &mut commands, &mut reads);
    }
    let types: Vec<&str> = book.declarations().collect();
    let names: Vec<&str> = types.iter().filter_map(|declaration| name_of(declaration)).collect();
    let commands = format!(
        "{HEAD}import type {{ {} }} from \"./types\";\n\nexport interface Commands {{\n{commands}}}\n\n\
         /** The kinds whose change makes a read's answer stale; `*` is any. */\n\
         export const READS: Record<string, readonly string[]> = {{\n{reads}}};\n",
        names
            .iter()
            .filter(|name| mentions(&commands, name))
            .copied()
            .collect::<Vec<_>>()
            .join(", ")
    );
    vec![("types.ts", format!("{HEAD}{}\n", types.join("\n\n"))), ("commands.ts", commands)]
}

struct Entry<'a> {
    name: &'a str,
    doc: &'a str,
    access: &'a str,
    kinds: Vec<&'a str>,
    shape: &'a Shape,
    item: Option<&'a Shape>,
}

impl Entry<'_> {
    fn write(&self, book: &mut TypeBook, commands: &mut String, reads: &mut String) {
        let (request, reply) = (self.shape.typescript)(book);
        let item = self.item.map(|item| format!(" item: {};", (item.typescript)(book).0));
        let doc: Vec<&str> = self.doc.lines().map(str::trim).collect();
        let name = self.name;
        let access = self.access;
        let item = item.unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(
            commands,
            "\t/** {} */\n\t\"{name}\": {{ request: {request}; reply: {reply};{item} access: \"{access}\" }};",
            doc.join(" ").trim()
        );
        if access == "read" {
            let kinds: Vec<String> = self.kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
            let _ = writeln!(reads, "\t\"{name}\": [{}],", kinds.join(", "));
        }
    }
}

fn name_of(declaration: &str) -> Option<&str> {
    let rest = declaration.split("export type ").nth(1)?;
    rest.split([' ', '<', '=']).next()
}

/// Whether a text names a type, as a whole word outside of comments.
fn mentions(text: &str, name: &str) -> bool {
    text.lines().filter(|line| !line.trim_start().starts_with("/**")).any(|line| names(line, name))
}

fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let before = text[..start].chars().next_back();
        let after = text[start + name.len()..].chars().next();
        !before.is_some_and(word) && !after.is_some_and(word)
    })
}
