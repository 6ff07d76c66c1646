//! Journals, templates, prompts, tags and people.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::{Changes, Fields, RecordKind, Value};
use store::write::WriteCx;

use super::entries::count;
use super::{Created, JournalId};
use crate::model;
use crate::projection::HUE;
use crate::record::{JOURNAL, PROMPT, TEMPLATE};
use crate::{prompts as shipped_prompts, templates as shipped_templates};

wire! {
    /// A journal: a named book that entries belong to.
    pub(crate) struct Journal {
        /// Its id.
        pub(crate) id: JournalId,
        /// Its name.
        pub(crate) name: String,
        /// Its hue, 0 to 359 degrees.
        pub(crate) hue: u32,
        /// Its place among the others.
        pub(crate) order: i64,
        /// How many entries it has.
        pub(crate) entries: u32,
    }

    /// A new journal.
    #[ts(optional_fields)]
    pub(crate) struct NewJournal {
        /// Its name.
        pub(crate) name: String,
        /// Its hue, 0 to 359 degrees.
        #[serde(default)]
        pub(crate) hue: Option<u32>,
    }

    /// Changes to a journal; what is left out stays.
    #[ts(optional_fields)]
    pub(crate) struct EditJournal {
        /// The journal.
        pub(crate) id: JournalId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// Its hue, 0 to 359 degrees.
        #[serde(default)]
        pub(crate) hue: Option<u32>,
        /// Its place among the others.
        #[serde(default)]
        pub(crate) order: Option<i64>,
    }

    /// A template, shipped or own.
    pub(crate) struct Template {
        /// Its id; null for a shipped one.
        pub(crate) id: Option<AnyId>,
        /// Its name.
        pub(crate) name: String,
        /// Markdown.
        pub(crate) body: String,
        /// Whether it came with the program.
        pub(crate) shipped: bool,
    }

    /// A new template.
    pub(crate) struct NewTemplate {
        /// Its name.
        pub(crate) name: String,
        /// Markdown.
        pub(crate) body: String,
    }

    /// Changes to an own template; what is left out stays.
    #[ts(optional_fields)]
    pub(crate) struct EditTemplate {
        /// The template.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// Markdown.
        #[serde(default)]
        pub(crate) body: Option<String>,
    }

    /// A question to write from, shipped or own.
    pub(crate) struct Prompt {
        /// Its id; null for a shipped one.
        pub(crate) id: Option<AnyId>,
        /// The question.
        pub(crate) text: String,
        /// Whether it came with the program.
        pub(crate) shipped: bool,
    }

    /// A new question.
    pub(crate) struct NewPrompt {
        /// The question.
        pub(crate) text: String,
    }

    /// Names a day.
    pub(crate) struct OnDay {
        /// The local day.
        pub(crate) date: Day,
    }

    /// The question of a day.
    pub(crate) struct PromptOfDay {
        /// The question.
        pub(crate) text: String,
    }

    /// A tag or a person, and in how many entries.
    pub(crate) struct Named {
        /// The tag or name.
        pub(crate) name: String,
        /// In how many entries.
        pub(crate) entries: u32,
    }
}

pub(crate) fn journals(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Journal>> {
    cx.sql().rows(
        "SELECT id, name, hue, position,
                (SELECT count(*) FROM journal_entry WHERE journal = journal_journal.id)
         FROM journal_journal ORDER BY position, name, id",
        &[],
        |row| {
            Ok(Journal {
                id: row.id(0)?,
                name: row.text(1)?,
                hue: count(row.int(2)?),
                order: row.int(3)?,
                entries: count(row.int(4)?),
            })
        },
    )
}

fn hue(hue: u32) -> Result<Value> {
    if hue > 359 {
        return Err(Error::invalid("hue", "a hue is between 0 and 359"));
    }
    Ok(Value::Int(i64::from(hue)))
}

pub(crate) fn create_journal(cx: &mut WriteCx<'_>, request: NewJournal) -> Result<Created> {
    let order = cx.read().sql().number("SELECT max(position) + 1 FROM journal_journal", &[])?;
    let mut fields = Fields::new();
    fields.insert("name".into(), model::word("name", &request.name)?.into());
    fields.insert("hue".into(), hue(request.hue.unwrap_or(HUE.unsigned_abs() as u32))?);
    fields.insert("order".into(), Value::Int(order));
    create(cx, &JOURNAL, fields)
}

pub(crate) fn edit_journal(cx: &mut WriteCx<'_>, request: EditJournal) -> Result<()> {
    let mut changes = Changes::new();
    if let Some(name) = &request.name {
        changes.insert("name".into(), Some(model::word("name", name)?.into()));
    }
    if let Some(degrees) = request.hue {
        changes.insert("hue".into(), Some(hue(degrees)?));
    }
    if let Some(order) = request.order {
        changes.insert("order".into(), Some(Value::Int(order)));
    }
    edit(cx, &JOURNAL, request.id.cast(), &changes)
}

pub(crate) fn templates(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Template>> {
    let mut templates = cx.sql().rows(
        "SELECT id, name, body FROM journal_template ORDER BY name, id",
        &[],
        |row| {
            Ok(Template {
                id: Some(row.id(0)?),
                name: row.text(1)?,
                body: row.text(2)?,
                shipped: false,
            })
        },
    )?;
    templates.extend(shipped_templates::shipped().map(|template| Template {
        id: None,
        name: template.name.to_string(),
        body: template.body.to_string(),
        shipped: true,
    }));
    Ok(templates)
}

pub(crate) fn create_template(cx: &mut WriteCx<'_>, request: NewTemplate) -> Result<Created> {
    let mut fields = Fields::new();
    fields.insert("name".into(), model::word("name", &request.name)?.into());
    fields.insert("body".into(), model::body(&request.body)?.into());
    create(cx, &TEMPLATE, fields)
}

pub(crate) fn edit_template(cx: &mut WriteCx<'_>, request: EditTemplate) -> Result<()> {
    let mut changes = Changes::new();
    if let Some(name) = &request.name {
        changes.insert("name".into(), Some(model::word("name", name)?.into()));
    }
    if let Some(body) = &request.body {
        changes.insert("body".into(), Some(model::body(body)?.into()));
    }
    edit(cx, &TEMPLATE, request.id, &changes)
}

pub(crate) fn prompts(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Prompt>> {
    let mut prompts =
        cx.sql().rows("SELECT id, text FROM journal_prompt ORDER BY text, id", &[], |row| {
            Ok(Prompt { id: Some(row.id(0)?), text: row.text(1)?, shipped: false })
        })?;
    prompts.extend(shipped_prompts::shipped().map(|text| Prompt {
        id: None,
        text: text.to_owned(),
        shipped: true,
    }));
    Ok(prompts)
}

pub(crate) fn create_prompt(cx: &mut WriteCx<'_>, request: NewPrompt) -> Result<Created> {
    let fields = Fields::from([("text".to_owned(), model::title(&request.text)?.into())]);
    create(cx, &PROMPT, fields)
}

pub(crate) fn prompt_of_day(cx: &ReadCx<'_>, request: OnDay) -> Result<PromptOfDay> {
    let own = cx
        .sql()
        .rows("SELECT text FROM journal_prompt ORDER BY text, id", &[], |row| row.text(0))?;
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let text = shipped_prompts::of_day(request.date, &own).unwrap_or_default();
    Ok(PromptOfDay { text: text.to_owned() })
}

pub(crate) fn tags(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Named>> {
    named(cx, "SELECT tag, count(*) FROM journal_tag GROUP BY tag ORDER BY count(*) DESC, tag")
}

pub(crate) fn people(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Named>> {
    named(
        cx,
        "SELECT person, count(*) FROM journal_person GROUP BY person ORDER BY count(*) DESC, person",
    )
}

fn named(cx: &ReadCx<'_>, sql: &str) -> Result<Vec<Named>> {
    cx.sql().rows(sql, &[], |row| Ok(Named { name: row.text(0)?, entries: count(row.int(1)?) }))
}

fn create(cx: &mut WriteCx<'_>, kind: &'static RecordKind, fields: Fields) -> Result<Created> {
    let id = cx.new_id();
    cx.create(kind, id, fields)?;
    Ok(Created { id })
}

fn edit(cx: &mut WriteCx<'_>, kind: &RecordKind, id: AnyId, changes: &Changes) -> Result<()> {
    if cx.read().record(id)?.kind != kind.name {
        return Err(Error::not_found(kind.name, id));
    }
    cx.edit(id, changes).map(drop)
}
