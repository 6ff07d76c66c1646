//! `tidy`: the rules of the house that a machine can see.
//!
//! Each rule is a function from a folder (or a parsed part of it) to findings, so that its tests show
//! it a bad tree and see it fail. A rule that was said twice in review becomes a module here.

use std::fmt;

use anyhow::{Result, bail};

use crate::setup::{self, Purpose};
use crate::{codegen, licences, place, run, shell};

mod banned;
mod bounds;
pub(crate) mod generated;
mod layers;
mod places;
mod rust;
mod sources;

use sources::Source;

/// One broken rule, with the place to look at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Path from the root, with `/` on every system.
    file: String,
    /// Counted from 1; 0 speaks of the whole file.
    line: usize,
    /// What is wrong, and what to do instead.
    words: String,
}

impl Finding {
    pub(crate) fn new(file: impl Into<String>, line: usize, words: impl Into<String>) -> Finding {
        Finding { file: file.into(), line, words: words.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.words),
            line => write!(f, "{}:{line}: {}", self.file, self.words),
        }
    }
}

/// All rules, with what they need built first; with `--fast` those that need nothing built.
pub(crate) fn run(args: &[String]) -> Result<()> {
    if args.iter().any(|arg| arg == "--fast") {
        return fast();
    }
    setup::all(Purpose::Serve)?;
    let rules = fast();
    let ui = place::ui();
    let markup = shell::run(shell::node_script("npm", &ui, ["run", "lint"]));
    run::build(&[place::CLI])?;
    rules.and(markup).and(codegen::check())
}

/// The rules that need nothing built.
///
/// # Errors
/// When a rule is broken; the findings were printed.
pub(crate) fn fast() -> Result<()> {
    let root = place::root();
    let sources = Source::read_all(&root)?;
    let mut findings = layers::check(&layers::metadata(&root)?);
    findings.extend(bounds::check(&sources, &bounds::allowed(&root)?));
    findings.extend(banned::check(&sources));
    findings.extend(places::check(&sources));
    findings.extend(places::check_fixtures(&root)?);
    findings.extend(licences::current::check(&root)?);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("one rule is broken"),
        many => bail!("{many} rules are broken"),
    }
}
