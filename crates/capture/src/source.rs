//! What every camera, microphone, file and page looks like to whoever reads it.

use std::time::Duration;

use base::error::Result;

/// Something that gives pictures or sound, one after the other.
///
/// Dropping it closes the device. There is no other way to close one, so that none can be forgotten.
pub trait Source<T>: Send {
    /// Waits until there is something to say, at most `timeout`.
    ///
    /// After [`Event::Lost`] and [`Event::End`] there is nothing but [`Event::End`].
    ///
    /// # Errors
    /// `Invalid` when a file is damaged from here on; what follows is [`Event::End`].
    fn next(&mut self, timeout: Duration) -> Result<Event<T>>;
}

/// What a source has to say.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<T> {
    /// The next picture or piece of sound.
    Item(T),
    /// Nothing within the time that was given; ask again.
    Nothing,
    /// So many were thrown away because nobody took them in time, or never arrived: pictures of a
    /// camera, samples of a microphone. The next item comes after the hole.
    Dropped(u64),
    /// The device gives nothing any more.
    Lost(Lost),
    /// Everything was given.
    End,
}

/// Why a device gives nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What happened, as far as the system says.
    pub loss: Loss,
    /// In the system's own words, for whoever wants to know more.
    pub message: String,
}

/// The ways in which a device is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It was pulled out or switched off, or its server went away.
    Unplugged,
    /// It is there and says nothing: asleep, taken away by another program, or stuck.
    Stalled,
    /// The system reported a failure of another kind.
    Broken,
}

impl Lost {
    /// A loss with the words that the system has for it.
    pub(crate) fn new(loss: Loss, message: impl Into<String>) -> Lost {
        Lost { loss, message: message.into() }
    }
}
