//! The page itself: head, one section a panel, foot.

use std::fmt::Write as _;

use base::day::Day;
use base::error::Result;
use store::read::ReadCx;

use super::words::{counted, day, escape, month, names, number, range, time, unescape};
use super::{ReportOf, ReportPanel, charts};
use crate::api::{
    self, By, Discovery, OfRange, OfSteps, Overview, Range, Ranked, Scope, TopOf, TrendOf, Unit,
};

const STYLE: &str = include_str!("style.css");
/// Rows of a ranking.
const ROWS: u32 = 15;
/// Newly found artists that are named.
const FOUND: usize = 16;
/// Ranges longer than this show first times year by year, not month by month.
const MONTHS_MAX: usize = 48;

const GENERATOR: &str = "<meta name=\"generator\" content=\"Everkept listening report 1\">\n";
const MADE: &str = "<meta name=\"date\" content=\"";

/// Whether a text says that it is a report.
pub(super) fn claims(text: &str) -> bool {
    text.contains(GENERATOR.trim_end())
}

/// The title of a page that [`write`] wrote.
pub(super) fn title_of(payload: &str) -> Option<String> {
    let (_, rest) = payload.split_once("<title>")?;
    Some(unescape(rest.split_once("</title>")?.0))
}

/// The day on which a page was made.
pub(super) fn made_on(payload: &str) -> Option<Day> {
    payload.split_once(MADE)?.1.split_once('"')?.0.parse().ok()
}

/// Everything that is signed.
pub(super) fn write(cx: &ReadCx<'_>, request: &ReportOf, fingerprint: &str) -> Result<String> {
    let overview = api::overview(cx, OfRange { range: request.range })?;
    let title = match request.title.is_empty() {
        true => "What I listened to",
        false => request.title.as_str(),
    };
    let mut html = head(title, cx.today());
    let days = range(request.range, overview.first, overview.last);
    let _ = write!(
        html,
        "<header>\n<h1>{}</h1>\n<p class=\"range\">{days}</p>\n<p class=\"lead\">{}</p>\n</header>\n",
        escape(title),
        lead(&overview)
    );
    for panel in &request.panels {
        html.push_str(&section(cx, *panel, request.range, &overview)?);
    }
    let _ = write!(
        html,
        "<footer>\n<p>Made with Everkept on {}, from plays that were kept on the listener’s own \
         device. This page loads nothing and tells nobody that it was opened.</p>\n\
         <p>It is signed. Whoever wants to know that not a letter was changed checks the file in \
         Everkept, under Listening, Share a report. The signature is known by <code>{fingerprint}</code>.</p>\n\
         </footer>\n</main>\n",
        day(cx.today())
    );
    Ok(html)
}

fn head(title: &str, today: Day) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         {GENERATOR}{MADE}{today}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
}

/// One sentence of facts.
fn lead(overview: &Overview) -> String {
    if overview.amount.plays == 0 {
        return "Nothing was heard in these days.".to_owned();
    }
    let hours = match overview.amount.ms {
        0 => String::new(),
        ms => format!(", {} of music", time(ms)),
    };
    format!(
        "{} of {} by {}{hours}, on {}.",
        counted(overview.amount.plays, "play", "plays"),
        counted(overview.tracks, "track", "tracks"),
        counted(overview.artists, "artist", "artists"),
        counted(overview.days, "day", "days"),
    )
}

fn section(
    cx: &ReadCx<'_>,
    panel: ReportPanel,
    range: Range,
    overview: &Overview,
) -> Result<String> {
    let (title, body) = match panel {
        ReportPanel::Figures => ("In figures", figures(overview)),
        ReportPanel::Artists => ("Artists", top(cx, Scope::Artist, range)?),
        ReportPanel::Albums => ("Albums", top(cx, Scope::Album, range)?),
        ReportPanel::Tracks => ("Tracks", top(cx, Scope::Track, range)?),
        ReportPanel::Genres => ("Genres", top(cx, Scope::Genre, range)?),
        ReportPanel::Clock => ("Through the week", clock(cx, range)?),
        ReportPanel::Calendar => ("Day by day", calendar(cx, range, overview)?),
        ReportPanel::Discovery => ("Heard for the first time", discovery(cx, range)?),
    };
    Ok(format!("<section>\n<h2>{title}</h2>\n{body}</section>\n"))
}

const NOTHING: &str = "<p class=\"note\">Nothing to show for these days.</p>\n";

fn figures(overview: &Overview) -> String {
    let amount = overview.amount;
    let mut rows = vec![
        ("plays".to_owned(), number(u64::from(amount.plays))),
        ("of music".to_owned(), time(amount.ms)),
        ("artists".to_owned(), number(u64::from(overview.artists))),
        ("albums".to_owned(), number(u64::from(overview.albums))),
        ("tracks".to_owned(), number(u64::from(overview.tracks))),
        ("days with music".to_owned(), number(u64::from(overview.days))),
        ("days in a row at most".to_owned(), number(u64::from(overview.longest_streak))),
        ("sessions".to_owned(), number(u64::from(overview.sessions))),
    ];
    if overview.new_artists < overview.artists {
        let new = number(u64::from(overview.new_artists));
        rows.push(("artists never heard before".to_owned(), new));
    }
    if let Some(busiest) = &overview.busiest {
        let what = format!("the fullest day: {}", counted(busiest.amount.plays, "play", "plays"));
        rows.push((what, day(busiest.day)));
    }
    let mut html = String::from("<dl>\n");
    for (what, value) in rows {
        let _ = writeln!(html, "<div><dt>{what}</dt><dd>{value}</dd></div>");
    }
    html.push_str("</dl>\n");
    if amount.untimed > 0 {
        let _ = writeln!(
            html,
            "<p class=\"note\">For {} no source says how long it sounded: the time is a lower \
             bound.</p>",
            counted(amount.untimed, "play", "plays")
        );
    }
    html
}

fn top(cx: &ReadCx<'_>, scope: Scope, range: Range) -> Result<String> {
    let request = TopOf { scope, range, by: By::Plays, offset: 0, limit: Some(ROWS) };
    let top = api::top(cx, request)?;
    let Some(most) = top.items.first().map(|row| row.amount.plays) else {
        return Ok(NOTHING.to_owned());
    };
    let mut html = String::from("<ol class=\"top\">\n");
    for Ranked { rank, what, artists, amount, .. } in &top.items {
        let who = match artists.is_empty() {
            true => String::new(),
            false => format!(" <span class=\"who\">{}</span>", escape(&names(artists))),
        };
        let _ = writeln!(
            html,
            "<li><span class=\"rank\">{rank}</span><span><span class=\"name\">{}</span>{who}</span>\
             <span class=\"count\">{}</span>{}</li>",
            escape(&what.name),
            number(u64::from(amount.plays)),
            charts::bar(amount.plays, most)
        );
    }
    html.push_str("</ol>\n");
    let shown = u32::try_from(top.items.len()).unwrap_or(0);
    let _ = match top.total > shown {
        true => writeln!(
            html,
            "<p class=\"note\">By plays; {} more are not shown.</p>",
            number(u64::from(top.total - shown))
        ),
        false => writeln!(html, "<p class=\"note\">By plays.</p>"),
    };
    Ok(html)
}

fn clock(cx: &ReadCx<'_>, range: Range) -> Result<String> {
    let clock = api::clock(cx, OfRange { range })?;
    Ok(charts::clock(&clock).unwrap_or_else(|| NOTHING.to_owned()))
}

fn calendar(cx: &ReadCx<'_>, range: Range, overview: &Overview) -> Result<String> {
    let request = TrendOf { range, unit: Unit::Day, scope: None, id: None };
    let points = api::trend(cx, request)?.points;
    let first = range.from.or(overview.first);
    let last = range.to.map(|to| to.min(cx.today())).or(overview.last);
    let html = first.zip(last).and_then(|(first, last)| charts::calendar(&points, first, last));
    Ok(html.unwrap_or_else(|| NOTHING.to_owned()))
}

fn discovery(cx: &ReadCx<'_>, range: Range) -> Result<String> {
    let by = |unit| api::discovery(cx, OfSteps { range, unit });
    let months = by(Unit::Month)?;
    let (steps, yearly) = match months.steps.len() > MONTHS_MAX {
        true => (by(Unit::Year)?, true),
        false => (months, false),
    };
    let Discovery { steps, latest } = steps;
    let name = |on: Day| match yearly {
        true => on.date().year().to_string(),
        false => month(on),
    };
    let rows: Vec<(String, u32)> =
        steps.iter().map(|step| (name(step.day), step.artists)).collect();
    let Some(mut html) = charts::columns(&rows, "new artists") else {
        return Ok(NOTHING.to_owned());
    };
    // The newest that stayed: those that were played more than once or twice since.
    let mut stayed: Vec<_> = latest.into_iter().filter(|found| found.plays > 2).collect();
    stayed.truncate(FOUND);
    if !stayed.is_empty() {
        html.push_str("<ol class=\"plain\">\n");
        for found in stayed {
            let _ = writeln!(
                html,
                "<li><span class=\"name\">{}</span> <span class=\"who\">{}</span></li>",
                escape(&found.what.name),
                day(found.day)
            );
        }
        html.push_str("</ol>\n");
    }
    Ok(html)
}
