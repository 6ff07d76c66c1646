//! Own exercises, and what is said of shipped ones, as rows.

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::record::{Record, Value};
use store::sql::Tables;

/// Writes the rows of an exercise, whether it was there before or not.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    let said = |key: &str| match record.fields.get(key) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let unilateral = match record.fields.get("unilateral") {
        Some(Value::Bool(unilateral)) => Some(*unilateral),
        _ => None,
    };
    tables.run(
        "INSERT INTO fitness_exercise (n, id, name, kind, equipment, note, hidden, unilateral,
             step_mg, target)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            record.n,
            record.id,
            said("name"),
            said("kind"),
            said("equipment"),
            said("note").filter(|note| !note.is_empty()),
            record.flag("hidden"),
            unilateral,
            record.int("step_mg"),
            record.text("into").parse::<AnyId>().ok()
        ],
    )?;
    for muscle in record.members("muscle/") {
        let Some(share) = record.int(&format!("muscle/{muscle}")) else { continue };
        tables.run(
            "INSERT INTO fitness_muscle (exercise, muscle, share) VALUES (?1, ?2, ?3)",
            params![record.n, muscle, share.clamp(0, 2)],
        )?;
    }
    for alias in record.members("alias/") {
        tables.run(
            "INSERT INTO fitness_alias (exercise, alias) VALUES (?1, ?2)",
            params![record.n, alias],
        )?;
    }
    Ok(())
}

/// Removes the rows of an exercise.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    for statement in [
        "DELETE FROM fitness_exercise WHERE n = ?1",
        "DELETE FROM fitness_muscle WHERE exercise = ?1",
        "DELETE FROM fitness_alias WHERE exercise = ?1",
    ] {
        tables.run(statement, params![record.n])?;
    }
    Ok(())
}
