//! A microphone that is listened to: sound in, readings out, nothing kept.

use std::ops::ControlFlow;
use std::time::Duration;

use base::error::Result;
use base::sense::Sound;
use capture::source::{Event, Source};
use inference::listen::{Heard, Listen};

use crate::senses::Session;
use crate::senses::watch::Ended;

/// How long a microphone that gives nothing is waited for before the session is looked at again.
const TICK: Duration = Duration::from_millis(100);

/// Reads sound until the session ends, the microphone does, or nobody listens; `tell` as in
/// [`super::watch::watch`].
///
/// # Errors
/// The microphone's own; `Internal` when a model's file is damaged.
pub(crate) fn listen(
    session: &Session<'_>,
    source: &mut dyn Source<Sound>,
    mut listen: Listen,
    tell: &mut dyn FnMut(Option<(Heard, u64)>) -> ControlFlow<()>,
) -> Result<Ended> {
    let mut ended = Ended::default();
    while !session.ended() {
        match source.next(TICK)? {
            Event::Item(sound) => {
                ended.read += sound.samples.len() as f64 / f64::from(sound.rate.max(1));
                for heard in listen.push(&sound)? {
                    if tell(Some((heard, ended.dropped))).is_break() {
                        return Ok(ended);
                    }
                }
            }
            Event::Nothing => {
                if tell(None).is_break() {
                    break;
                }
            }
            Event::Dropped(samples) => ended.dropped += samples,
            Event::Lost(lost) => {
                ended.lost = Some(lost.message);
                break;
            }
            Event::End => break,
        }
    }
    Ok(ended)
}
