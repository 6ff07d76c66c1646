//! Entries as one HTML page: no script, nothing loaded from anywhere, beautiful on paper.

use std::io::Write;

use base::day::Day;
use base::error::{Error, Result};
use data_encoding::BASE64;

use super::{Cover, EntryOut, MediaOut, counted, long_date, month_year};
use crate::markdown::html::{escape, to_html};

const STYLE: &str = include_str!("html.css");

/// A picture above this size is not put into the page itself: a year of photos would be a page that no
/// browser opens.
pub(crate) const INLINE_BYTES_MAX: usize = 512 * 1024;

/// Bytes as an address that holds them. `None` when they are too large or no picture (an SVG can hold
/// a script, so it is none).
pub(crate) fn data_url(mime: &str, bytes: &[u8]) -> Option<String> {
    let picture = matches!(mime, "image/jpeg" | "image/png" | "image/webp" | "image/gif");
    let fits = picture && bytes.len() <= INLINE_BYTES_MAX;
    fits.then(|| format!("data:{mime};base64,{}", BASE64.encode(bytes)))
}

/// Writes the page, entry by entry, and returns how many it holds. `media` gives the address of an
/// attachment (see [`data_url`] and [`MediaOut::path`]) or `None` if it cannot be shown.
///
/// # Errors
/// The first error of `entries`; `Internal` when `out` takes no more.
pub(crate) fn write(
    out: &mut dyn Write,
    cover: &Cover,
    entries: impl Iterator<Item = Result<EntryOut>>,
    media: &dyn Fn(&MediaOut) -> Option<String>,
) -> Result<usize> {
    let mut months: Vec<(Day, usize)> = Vec::new();
    let mut last_day = None;
    let mut count = 0;
    put(out, &opening(cover))?;
    for entry in entries {
        let entry = entry?;
        let date = entry.date.date();
        match months.last_mut() {
            Some((month, entries)) if month.date().first_of_month() == date.first_of_month() => {
                *entries += 1;
            }
            _ => {
                let anchor = date.strftime("%Y-%m");
                let name = escape(&month_year(entry.date));
                put(out, &format!("<h2 class=\"month\" id=\"m{anchor}\">{name}</h2>\n"))?;
                months.push((entry.date, 1));
                last_day = None;
            }
        }
        count += 1;
        put(out, &article(&entry, count, last_day == Some(entry.date), media))?;
        last_day = Some(entry.date);
    }
    put(out, &closing(cover, &months, count))?;
    Ok(count)
}

fn put(out: &mut dyn Write, html: &str) -> Result<()> {
    out.write_all(html.as_bytes()).map_err(|source| Error::internal("writing the page", source))
}

fn opening(cover: &Cover) -> String {
    let title = escape(&cover.title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; img-src data: file: 'self'; media-src data: file: 'self'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header class=\"cover\"><h1>{title}</h1><p><a href=\"#months\">Months</a></p></header>\n"
    )
}

fn closing(cover: &Cover, months: &[(Day, usize)], count: usize) -> String {
    let mut html =
        String::from("<nav id=\"months\" aria-label=\"Months\">\n<h2>Months</h2>\n<ul>\n");
    for (month, entries) in months {
        let anchor = month.date().strftime("%Y-%m");
        let name = month_year(*month);
        let entries = counted(*entries, "entry", "entries");
        html.push_str(&format!(
            "<li><a href=\"#m{anchor}\">{name}</a> <span>{entries}</span></li>\n"
        ));
    }
    let entries = counted(count, "entry", "entries");
    let made = long_date(cover.made);
    html.push_str(&format!(
        "</ul>\n</nav>\n<footer>{entries}. Kept with Everkept, {made}.</footer>\n</main>\n</body>\n</html>\n"
    ));
    html
}

fn article(
    entry: &EntryOut,
    number: usize,
    same_day: bool,
    media: &dyn Fn(&MediaOut) -> Option<String>,
) -> String {
    let body =
        to_html(&entry.body, &format!("e{number}-"), &|hash| entry.media(hash).and_then(media));
    let date = entry.date.date();
    let mut html = String::with_capacity(body.len() + 512);
    html.push_str("<article>\n<header>");
    if !same_day {
        html.push_str(&format!(
            "<time datetime=\"{}\"><b>{}</b> {}</time>",
            entry.date,
            date.day(),
            date.strftime("%A")
        ));
    }
    if entry.starred {
        html.push_str("<span class=\"star\" title=\"Starred\">★</span>");
    }
    if !entry.title.is_empty() {
        html.push_str(&format!("<h3>{}</h3>", escape(&entry.title)));
    }
    let circumstances = entry.circumstances();
    if !circumstances.is_empty() {
        html.push_str(&format!("<p class=\"when\">{}</p>", escape(&circumstances)));
    }
    html.push_str("</header>\n<div class=\"body\">\n");
    html.push_str(&body);
    html.push_str("</div>\n");
    html.push_str(&gallery(entry, media));
    html.push_str(&foot(entry));
    html.push_str("</article>\n");
    html
}

/// The attachments that the text does not show.
fn gallery(entry: &EntryOut, media: &dyn Fn(&MediaOut) -> Option<String>) -> String {
    let mut html = String::new();
    for attached in entry.unplaced_media() {
        let name = escape(&attached.name);
        html.push_str(&match media(attached) {
            Some(url) if attached.is_image() => {
                format!("<img src=\"{}\" alt=\"{name}\">", escape(&url))
            }
            Some(url) => format!("<a href=\"{}\">{name}</a>", escape(&url)),
            None => format!("<span class=\"missing\">{name}</span>"),
        });
    }
    if html.is_empty() { html } else { format!("<div class=\"gallery\">{html}</div>\n") }
}

fn foot(entry: &EntryOut) -> String {
    let tags = entry.tags.iter().map(|tag| format!("#{}", escape(tag)));
    let people = entry.people.iter().map(|person| escape(person));
    let all: Vec<String> = tags.chain(people).collect();
    if all.is_empty() {
        return String::new();
    }
    format!("<p class=\"foot\">{}</p>\n", all.join(" · "))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn page(entries: Vec<EntryOut>) -> String {
        let made = "2026-03-02".parse().expect("a date");
        let mut out = Vec::new();
        write(
            &mut out,
            &Cover { title: "A <year>".into(), made },
            entries.into_iter().map(Ok),
            &|media| data_url(&media.mime, b"bytes"),
        )
        .expect("a vector takes everything");
        String::from_utf8(out).expect("HTML is text")
    }

    #[test]
    fn a_page_holds_its_entries_and_nothing_else_is_loaded() {
        let mut entry = EntryOut::new("1", "2026-03-01".parse().expect("a date"));
        entry.title = "Rain & <script>".into();
        entry.body =
            "Out.[^1]\n\n![a.jpeg](media:ab) ![b](https://e.org/b.png)\n\n[^1]: In.".into();
        entry.mood = "calm".into();
        entry.weather_celsius = Some(-0.3);
        entry.tags = vec!["sea".into()];
        for (hash, name, mime) in [("ab", "a.jpeg", "image/jpeg"), ("cd", "x.svg", "image/svg+xml")]
        {
            let (hash, name, mime) = (hash.into(), name.into(), mime.into());
            entry.media.push(MediaOut { hash, name, mime });
        }
        let html = page(vec![entry.clone(), entry]);
        let (_, article) = html.split_once("<h2 class=\"month\"").expect("a month");
        expect![[r##"
             id="m2026-03">March 2026</h2>
            <article>
            <header><time datetime="2026-03-01"><b>1</b> Sunday</time><h3>Rain &amp; &lt;script&gt;</h3><p class="when">0 °C · calm</p></header>
            <div class="body">
            <p>Out.<sup class="footnote-ref"><a href="#e1-fn-1" id="e1-fnref-1" data-footnote-ref="" rel="noopener noreferrer">1</a></sup></p>
            <p><img src="data:image/jpeg;base64,Ynl0ZXM=" alt="a.jpeg"> <a href="https://e.org/b.png" rel="noopener noreferrer">b</a></p>
            <section class="footnotes" data-footnotes="">
            <ol>
            <li id="e1-fn-1">
            <p>In. <a href="#e1-fnref-1" class="footnote-backref" data-footnote-backref="" rel="noopener noreferrer">↩</a></p>
            </li>
            </ol>
            </section>
            </div>
            <div class="gallery"><span class="missing">x.svg</span></div>
            <p class="foot">#sea</p>
            </article>
            <article>
            <header><h3>Rain &amp; &lt;script&gt;</h3><p class="when">0 °C · calm</p></header>
            <div class="body">
            <p>Out.<sup class="footnote-ref"><a href="#e2-fn-1" id="e2-fnref-1" data-footnote-ref="" rel="noopener noreferrer">1</a></sup></p>
            <p><img src="data:image/jpeg;base64,Ynl0ZXM=" alt="a.jpeg"> <a href="https://e.org/b.png" rel="noopener noreferrer">b</a></p>
            <section class="footnotes" data-footnotes="">
            <ol>
            <li id="e2-fn-1">
            <p>In. <a href="#e2-fnref-1" class="footnote-backref" data-footnote-backref="" rel="noopener noreferrer">↩</a></p>
            </li>
            </ol>
            </section>
            </div>
            <div class="gallery"><span class="missing">x.svg</span></div>
            <p class="foot">#sea</p>
            </article>
            <nav id="months" aria-label="Months">
            <h2>Months</h2>
            <ul>
            <li><a href="#m2026-03">March 2026</a> <span>2 entries</span></li>
            </ul>
            </nav>
            <footer>2 entries. Kept with Everkept, Monday 2 March 2026.</footer>
            </main>
            </body>
            </html>
        "##]].assert_eq(article);
    }

    #[test]
    fn no_entries_are_a_page_too() {
        assert!(page(Vec::new()).contains("0 entries"), "an empty range says so");
    }
}
