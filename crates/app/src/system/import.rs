//! Import.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use base::error::{Error, Result};
use domain::DemoLife;
use domain::command::{Nothing, encode};
use domain::source::{ReadSeek, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::app::App;
use crate::import::{self, How, Progress, report::ImportReport};
use crate::sealed;
use crate::system::{Emit, system};

system! { COMMANDS "import":
    /// The formats that can be read.
    read formats(Nothing) -> Vec<ImportFormat>;
    /// Takes in a file, encrypted, until it is imported or the vault is closed.
    body upload(Upload) -> Uploaded;
    /// What an import would bring, and what would be lost; nothing is written.
    stream preview(ImportRequest) -> ImportReport, reports ImportProgress;
    /// Imports; one undo step.
    stream run(ImportRequest) -> ImportReport, reports ImportProgress;
    /// Writes a believable year.
    stream demo(DemoRequest) -> ImportReport, reports ImportProgress;
}

/// A format that can be read.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct ImportFormat {
    /// The word for `as`.
    format: String,
    /// What the program is called.
    title: String,
    /// File endings.
    endings: Vec<String>,
}

/// What an uploaded file is called.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Upload {
    /// Without folders.
    name: String,
}

/// An uploaded file.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Uploaded {
    /// What the import commands take.
    upload: String,
}

/// What to import: a path or an upload.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct ImportRequest {
    /// A file or folder on this computer.
    #[serde(default)]
    path: Option<String>,
    /// What `import.upload` answered.
    #[serde(default)]
    upload: Option<String>,
    /// The format, when it is not to be guessed.
    #[serde(default, rename = "as")]
    format: Option<String>,
    /// Answers to the importer's questions, by id.
    #[serde(default)]
    answers: Option<BTreeMap<String, String>>,
    /// What opens the file, when it is an encrypted archive.
    #[serde(default)]
    passphrase: Option<String>,
}

/// How far an import is.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct ImportProgress {
    /// 0 to 1.
    fraction: f64,
    /// Records found.
    found: u64,
}

/// Which year.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoRequest {
    /// Equal seeds give equal years.
    seed: u64,
}

/// The largest upload: a Day One archive of ten years with photos. Larger ones are imported by path.
const UPLOAD_BYTES_MAX: u64 = 8 << 30;

fn formats(_: &App, _: Nothing) -> Result<Vec<ImportFormat>> {
    Ok(import::importers()
        .map(|importer| ImportFormat {
            format: importer.format.into(),
            title: importer.title.into(),
            endings: importer.endings.iter().map(|ending| (*ending).to_owned()).collect(),
        })
        .collect())
}

fn upload(app: &App, request: Upload, body: &mut dyn Read) -> Result<Uploaded> {
    let staged = app.vault()?.store.blobs().stage(body, UPLOAD_BYTES_MAX)?;
    Ok(Uploaded { upload: format!("{}/{}", staged.name, request.name.replace('/', "_")) })
}

fn source(app: &App, request: &mut ImportRequest, progress: Progress<'_>) -> Result<Source> {
    let passphrase = request.passphrase.take().map(Zeroizing::new);
    let mut opened = |name: &str, mut reader: Box<dyn ReadSeek>| {
        let sealed = sealed::is_sealed(&mut reader)
            .map_err(|source| Error::internal(format!("reading {name}"), source))?;
        if !sealed {
            return Source::from_reader(name, reader);
        }
        let words = passphrase.as_ref().map(|words| words.as_str());
        let plain = sealed::open(name, reader, words, &mut |fraction| progress(fraction, 0))?;
        Source::from_reader(name.strip_suffix(sealed::ENDING).unwrap_or(name), plain)
    };
    match (&request.path, &request.upload) {
        (Some(path), None) => {
            let path = Path::new(path);
            match sealed_file(path) {
                Some(file) => opened(&file_name(path), Box::new(file)),
                None => Source::open(path),
            }
        }
        (None, Some(upload)) => {
            let (staged, name) = upload.split_once('/').ok_or_else(|| {
                Error::invalid("upload", "an upload is what import.upload answered")
            })?;
            let reader = app.vault()?.store.blobs().open_staged(staged)?;
            opened(name, Box::new(reader))
        }
        (None, None) | (Some(_), Some(_)) => {
            Err(Error::invalid("path", "an import needs either a path or an upload"))
        }
    }
}

/// A file on the disk that is an encrypted archive. What cannot be read is told by whoever opens it.
fn sealed_file(path: &Path) -> Option<File> {
    let mut file = File::open(path).ok().filter(|_| path.is_file())?;
    sealed::is_sealed(&mut file).is_ok_and(|sealed| sealed).then_some(file)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn how(request: &ImportRequest, dry_run: bool) -> How<'_> {
    let answers = request.answers.clone().unwrap_or_default();
    How { named: request.format.as_deref(), dry_run, answers }
}

fn preview(app: &App, mut request: ImportRequest, emit: Emit<'_>) -> Result<ImportReport> {
    let mut told = told(emit);
    let source = source(app, &mut request, &mut told)?;
    import::run(app, &source, how(&request, true), &mut told)
}

fn run(app: &App, mut request: ImportRequest, emit: Emit<'_>) -> Result<ImportReport> {
    let mut told = told(emit);
    let source = source(app, &mut request, &mut told)?;
    let report = import::run(app, &source, how(&request, false), &mut told)?;
    drop(source);
    if let Some((staged, _)) = request.upload.as_deref().and_then(|upload| upload.split_once('/')) {
        app.vault()?.store.blobs().remove_staged(staged)?;
    }
    Ok(report)
}

fn demo(app: &App, request: DemoRequest, emit: Emit<'_>) -> Result<ImportReport> {
    let (last_day, now_ms) =
        app.vault()?.store.read(|cx| Ok((cx.today(), cx.now().as_millisecond())))?;
    import::demo(app, &DemoLife { seed: request.seed, last_day, now_ms }, &mut told(emit))
}

/// Progress as JSON, at most every hundredth: a listener wants to see it move, not to count.
fn told<'a>(emit: Emit<'a>) -> impl FnMut(f64, u64) -> ControlFlow<()> + 'a {
    let mut last = None;
    move |fraction, found| {
        let hundredth = (fraction * 100.0) as i64;
        if last == Some(hundredth) {
            return ControlFlow::Continue(());
        }
        last = Some(hundredth);
        let item = ImportProgress { fraction: fraction.clamp(0.0, 1.0), found };
        encode("import.run", &item).map_or(ControlFlow::Continue(()), &mut *emit)
    }
}
