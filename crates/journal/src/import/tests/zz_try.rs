use super::*;
#[test]
fn try_samples() {
    let Ok(path) = std::env::var("TRY") else { return };
    for path in path.split('|') {
        let source = Source::open(std::path::Path::new(path)).unwrap();
        let format = surest(&source);
        println!("##### {path}: {format:?}");
        let Some(format) = format else { continue };
        let mut account = Account::default();
        let result = (importer(format).parse)(&source, &mut account);
        println!("{result:?} records {} entries {} problems {} media {}", account.records.len(), account.entries().len(), account.problems.len(), account.media.len());
        let told = account.told();
        println!("{}", if std::env::var("FULL").is_ok() { told } else { told.lines().filter(|l| l.starts_with("problem")||l.starts_with("lost")||l.starts_with("skipped")||l.starts_with("media")).collect::<Vec<_>>().join("\n") });
    }
}
#[test]
fn try_big() {
    if std::env::var("BIG").is_err() { return }
    struct Count(usize, usize);
    impl Sink for Count {
        fn record(&mut self, i: Imported) -> Result<AnyId> { self.0 += 1; let _ = i; Ok(AnyId::from_bytes([0;16])) }
        fn exact(&mut self, _: Exact) -> Result<()> { Ok(()) }
        fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> { Ok(()) }
        fn id_of(&self, _: &'static RecordKind, _: i64, _: &str) -> AnyId { AnyId::from_bytes([0;16]) }
        fn media(&mut self, _: &ImportedMedia, _: &mut dyn Read) -> Result<TakenMedia> { unimplemented!() }
        fn problem(&mut self, _: &str, _: &str) { self.1 += 1 }
        fn skipped(&mut self, _: &str) {}
        fn lost(&mut self, _: &str) {}
        fn progress(&mut self, _: f64) -> Result<()> { Ok(()) }
    }
    let rss = || std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned();
    println!("before {}", rss());
    for path in std::env::var("BIG").unwrap().split('|') {
        let source = Source::open(std::path::Path::new(path)).unwrap();
        let format = surest(&source).unwrap();
        let mut count = Count(0, 0);
        let start = std::time::Instant::now();
        (importer(format).parse)(&source, &mut count).unwrap();
        println!("{path} {format} {} records {} problems {:?} {}", count.0, count.1, start.elapsed(), rss());
    }
}
