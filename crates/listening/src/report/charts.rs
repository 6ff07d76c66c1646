//! Charts as inline SVG: one hue, no ids, no styles of their own. Each has a sentence for who cannot
//! see it, and its numbers as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base::day::Day;
use jiff::civil::Date;

use super::words::{WEEKDAYS, counted, escape, number};
use crate::api::{Clock, Point};

/// The width of every chart in its own units: about that of a phone, so that labels can be read there.
const WIDTH: f64 = 358.0;
/// Calendars of so many years are shown, the latest ones.
const YEARS_MAX: usize = 12;

/// A bar as long as a part of the longest one.
pub(super) fn bar(part: u32, whole: u32) -> String {
    let share = f64::from(part) / f64::from(whole.max(1)) * 100.0;
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"ink\" width=\"{share:.1}\" height=\"4\"/></svg>"
    )
}

/// The class of a cell: five steps, the square root of its share, so that quiet hours still differ.
fn level(plays: u32, most: u32) -> &'static str {
    let share = (f64::from(plays) / f64::from(most.max(1))).sqrt();
    match share {
        share if share <= 0.2 => "ink l1",
        share if share <= 0.4 => "ink l2",
        share if share <= 0.6 => "ink l3",
        share if share <= 0.8 => "ink l4",
        _ => "ink",
    }
}

fn open(class: &str, height: f64, label: &str) -> String {
    format!(
        "<svg class=\"chart {class}\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
         aria-label=\"{}\">\n",
        escape(label)
    )
}

fn cell(x: f64, y: f64, size: f64, class: &str, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("<title>{title}</title>") };
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{size:.1}\" \
         height=\"{size:.1}\" rx=\"1.5\">{title}</rect>\n"
    )
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut html = String::from(
        "<details><summary>As a table</summary>\n<div class=\"scroll\"><table>\n<thead><tr>",
    );
    for name in head {
        let _ = write!(html, "<th scope=\"col\">{name}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (place, value) in row.iter().enumerate() {
            let _ = match place {
                0 => write!(html, "<th scope=\"row\">{value}</th>"),
                _ => write!(html, "<td>{value}</td>"),
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div></details>\n");
    html
}

/// Seven rows of twenty-four hours; `None` without a play.
pub(super) fn clock(clock: &Clock) -> Option<String> {
    let mut hours = [[0_u32; 24]; 7];
    for hour in &clock.hours {
        let day = usize::from(hour.weekday.saturating_sub(1)).min(6);
        hours[day][usize::from(hour.hour).min(23)] += hour.amount.plays;
    }
    let cells = || (0..7).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let (day, hour) = cells().max_by_key(|(day, hour)| hours[*day][*hour])?;
    let most = hours[day][hour];
    if most == 0 {
        return None;
    }
    let label = format!("Most is heard on {}s from {hour}:00 to {}:00.", WEEKDAYS[day], hour + 1);
    let (left, pitch) = (24.0, (WIDTH - 24.0) / 24.0);
    let mut svg = open("narrow", pitch * 7.0 + 16.0, &label);
    for (day, hour) in cells() {
        let plays = hours[day][hour];
        let (x, y) = (left + pitch * hour as f64, pitch * day as f64);
        let title = format!("{}, {hour}:00: {}", WEEKDAYS[day], counted(plays, "play", "plays"));
        let class = if plays == 0 { "none" } else { level(plays, most) };
        svg.push_str(&cell(x + 0.8, y + 0.8, pitch - 1.6, class, &title));
    }
    for (day, name) in WEEKDAYS.iter().enumerate() {
        let y = pitch * day as f64 + pitch * 0.72;
        let _ = writeln!(svg, "<text x=\"0\" y=\"{y:.1}\">{}</text>", &name[..3]);
    }
    for hour in [0, 6, 12, 18] {
        let x = left + pitch * f64::from(hour) + 0.8;
        let y = pitch * 7.0 + 12.0;
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\">{hour}:00</text>");
    }
    svg.push_str("</svg>\n");
    let _ = writeln!(svg, "<p class=\"note\">{label}</p>");
    let head = ["Hour", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    svg.push_str(&table(
        &head,
        (0..24).map(|hour| {
            let plays = hours.iter().map(|day| number(u64::from(day[hour])));
            std::iter::once(format!("{hour}:00")).chain(plays).collect()
        }),
    ));
    Some(svg)
}

/// One calendar a year, a column a week; `None` without a play.
pub(super) fn calendar(points: &[Point], first: Day, last: Day) -> Option<String> {
    let plays: BTreeMap<Date, u32> =
        points.iter().map(|point| (point.day.date(), point.amount.plays)).collect();
    let most = plays.values().copied().max().filter(|most| *most > 0)?;
    let mut years: Vec<i16> = plays.keys().map(|date| date.year()).collect();
    years.dedup();
    let left_out = years.len().saturating_sub(YEARS_MAX);
    let mut html = String::new();
    for year in &years[left_out..] {
        let ends = (Date::new(*year, 1, 1).ok()?, Date::new(*year, 12, 31).ok()?);
        let ends = (ends.0.max(first.date()), ends.1.min(last.date()));
        html.push_str(&year_of(*year, ends, &plays, most));
    }
    let days = u32::try_from(plays.len()).unwrap_or(u32::MAX);
    let _ = writeln!(
        html,
        "<p class=\"note\">{} with music. The strongest cell is a day of {}; an empty one is a day \
         without.{}</p>",
        counted(days, "day", "days"),
        counted(most, "play", "plays"),
        match left_out {
            0 => String::new(),
            1 => " The year before is not drawn.".to_owned(),
            more => format!(" The {more} years before are not drawn."),
        }
    );
    let mut months: BTreeMap<Date, (u32, u32)> = BTreeMap::new();
    for (date, plays) in &plays {
        let sum = months.entry(date.first_of_month()).or_default();
        *sum = (sum.0 + 1, sum.1 + plays);
    }
    html.push_str(&table(
        &["Month", "Days", "Plays"],
        months.into_iter().map(|(month, (days, plays))| {
            let days = number(u64::from(days));
            vec![month.strftime("%B %Y").to_string(), days, number(u64::from(plays))]
        }),
    ));
    Some(html)
}

fn year_of(year: i16, ends: (Date, Date), plays: &BTreeMap<Date, u32>, most: u32) -> String {
    let (first, last) = ends;
    let sum: u32 = plays.range(first..=last).map(|(_, plays)| plays).sum();
    let label = format!("{year}: {}.", counted(sum, "play", "plays"));
    let pitch = WIDTH / 53.0;
    let monday = |date: Date| {
        let back = i64::from(date.weekday().to_monday_zero_offset());
        date.saturating_sub(jiff::Span::new().days(back))
    };
    // A whole year begins with its first week; a part of one with the week that it begins in.
    let begin = monday(first);
    let mut svg = format!("<div class=\"year\"><h3>{year}</h3>\n");
    svg.push_str(&open("wide", pitch * 7.0 + 14.0, &label));
    let mut date = first;
    let (mut named, mut named_at) = (None, 0.0);
    while date <= last {
        let days = (date - begin).get_days();
        let (x, y) = (pitch * f64::from(days / 7), pitch * f64::from(days % 7));
        // The first weeks of a part of a year may be too few for two names beside each other.
        let room = days / 7 == 0 || x - named_at > pitch * 2.5;
        let begins = named.is_none() || date.day() <= 21;
        if named != Some(date.month()) && begins && room {
            (named, named_at) = (Some(date.month()), x);
            let name = date.strftime("%b");
            let below = pitch * 7.0 + 11.0;
            let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{below:.1}\">{name}</text>");
        }
        let heard = plays.get(&date).copied().unwrap_or(0);
        let (class, title) = match heard {
            0 => ("none", String::new()),
            heard => {
                let plays = counted(heard, "play", "plays");
                (level(heard, most), format!("{}: {plays}", date.strftime("%-d %B")))
            }
        };
        svg.push_str(&cell(x + 0.5, y + 0.5, pitch - 1.0, class, &title));
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    svg.push_str("</svg></div>\n");
    svg
}

/// Columns with the greatest value said; `None` when all are zero.
pub(super) fn columns(rows: &[(String, u32)], what: &str) -> Option<String> {
    let (at, (name, most)) = rows.iter().enumerate().rev().max_by_key(|(_, (_, value))| *value)?;
    if *most == 0 {
        return None;
    }
    let sum: u32 = rows.iter().map(|(_, value)| value).sum();
    let label = format!("{} {what}, most in {name}: {most}.", number(u64::from(sum)));
    let (top, high) = (14.0, 90.0);
    let pitch = WIDTH / rows.len().max(6) as f64;
    let mut svg = open("wide", top + high + 16.0, &label);
    for (place, (name, value)) in rows.iter().enumerate() {
        let height = f64::from(*value) / f64::from(*most) * high;
        let (x, y) = (pitch * place as f64, top + high - height);
        let width = pitch - (pitch * 0.2).min(3.0);
        let _ = writeln!(
            svg,
            "<rect class=\"ink\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
             height=\"{height:.1}\"><title>{name}: {value}</title></rect>"
        );
    }
    let base = top + high;
    let _ = writeln!(
        svg,
        "<line class=\"axis\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{base:.1}\" y2=\"{base:.1}\"/>"
    );
    let below = base + 12.0;
    let ends = [(0, ""), (rows.len() - 1, "end")];
    for (place, class) in ends.into_iter().take(rows.len().min(2)) {
        let x = match class {
            "end" => pitch * rows.len() as f64,
            _ => 0.0,
        };
        let name = &rows[place].0;
        let _ =
            writeln!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{below:.1}\">{name}</text>");
    }
    let x = pitch * (at as f64 + 0.5);
    let _ =
        writeln!(svg, "<text class=\"middle\" x=\"{x:.1}\" y=\"{:.1}\">{most}</text>", top - 4.0);
    svg.push_str("</svg>\n");
    let _ = writeln!(svg, "<p class=\"note\">{label}</p>");
    let table = table(
        &["", "New artists"],
        rows.iter().map(|(name, value)| vec![name.clone(), number(u64::from(*value))]),
    );
    Some(svg + &table)
}
