//! One page of a remote history, on its way to an importer.

/// A page, and where the history stands once the page is on the disk.
#[derive(Debug)]
pub(crate) struct Page<C> {
    /// The importer that reads it.
    pub(crate) format: &'static str,
    /// A file's name for messages.
    pub(crate) name: &'static str,
    /// As the service sent it.
    pub(crate) bytes: Vec<u8>,
    /// The cursor to keep after it was taken in, not before.
    pub(crate) after: C,
    /// Whether there is more to fetch.
    pub(crate) more: bool,
}

impl<C> Page<C> {
    /// The same page with another kind of cursor.
    pub(crate) fn with_cursor<D>(self, cursor: impl FnOnce(C) -> D) -> Page<D> {
        let Page { format, name, bytes, after, more } = self;
        Page { format, name, bytes, after: cursor(after), more }
    }
}
