//! An open stream: how it is asked for, and what its callbacks do.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::Sound;
use cpal::traits::{DeviceTrait as _, StreamTrait as _};
use cpal::{
    BufferSize, Data, ErrorKind, FromSample, InputCallbackInfo, SampleFormat, SizedSample, Stream,
    StreamConfig, SupportedBufferSize, SupportedStreamConfigRange,
};

use super::{Opened, Processing, RATE, host};
use crate::clock::SampleClock;
use crate::queue::{EndsQueue, Queue};
use crate::source::{Loss, Lost};
use crate::worker::Stop;

/// A tenth of a second at 48 kHz. Measured: with PulseAudio the first sound comes after 0.5 s, with its
/// own default size after 2 s. Its server holds no more than this for us, so that with 10 ms it lost
/// sound whenever the machine was busy for longer; for breath 0.1 s is quick enough.
const BUFFER: u32 = 4_800;

/// How long the system may take to make a stream.
const BUILD_WAIT: Duration = Duration::from_secs(5);

/// How often it is looked whether the device is still there.
const WATCH: Duration = Duration::from_secs(1);

/// A device with more channels is a mixing desk, whose mean says nothing.
const CHANNELS_MAX: u16 = 8;

/// Opens the device, tells what came of it, and holds it until it is time to stop.
pub(crate) fn hold(
    device: Option<&str>,
    queue: &Arc<Queue<Sound>>,
    tell: &Sender<Result<Opened>>,
    stop: &Stop,
) {
    let _ends = EndsQueue(queue);
    match start(device, queue) {
        Ok((stream, opened)) => {
            queue.started();
            let id = opened.id.clone();
            // Whoever asked may have given up: then the stream closes at once.
            if tell.send(Ok(opened)).is_err() {
                return;
            }
            while !stop.wait(WATCH) {
                if host::is_gone(&id) {
                    queue.end(Some(Lost::new(Loss::Unplugged, "the device is gone")));
                    break;
                }
            }
            drop(stream);
        }
        Err(error) => {
            // Nobody waits any more for an error that comes too late.
            let _ = tell.send(Err(error));
        }
    }
}

fn start(device: Option<&str>, queue: &Arc<Queue<Sound>>) -> Result<(Stream, Opened)> {
    let device = host::find(device)?;
    let ranges = device.supported_input_configs().map_err(|error| host::opening(&error))?;
    let (range, rate) = choose(ranges).ok_or_else(|| {
        Error::new(Code::Unsupported, format!("{device} has no format that can be read"))
            .at("microphone")
    })?;
    let config = StreamConfig {
        channels: range.channels(),
        sample_rate: rate,
        buffer_size: buffer(range.buffer_size()),
    };
    let stream = build(&device, range.sample_format(), config, queue)?;
    stream.play().map_err(|error| host::opening(&error))?;
    let opened = Opened {
        id: device.id().map_or_else(|_| String::new(), |id| id.to_string()),
        name: device.to_string(),
        rate,
        channels: config.channels,
        format: range.sample_format().to_string(),
        processing: Processing::Unknown,
    };
    Ok((stream, opened))
}

/// The format that is nearest to what is wanted: 48 kHz, then few channels, then fine samples.
fn choose(
    ranges: impl Iterator<Item = SupportedStreamConfigRange>,
) -> Option<(SupportedStreamConfigRange, u32)> {
    ranges
        .filter(|range| (1..=CHANNELS_MAX).contains(&range.channels()))
        .filter_map(|range| {
            let fineness = match range.sample_format() {
                SampleFormat::F32 => 0,
                SampleFormat::I32 => 1,
                SampleFormat::I16 => 2,
                SampleFormat::U16 => 3,
                _ => return None,
            };
            let rate = RATE.clamp(range.min_sample_rate(), range.max_sample_rate());
            Some(((rate.abs_diff(RATE), range.channels(), fineness), (range, rate)))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, chosen)| chosen)
}

fn buffer(range: &SupportedBufferSize) -> BufferSize {
    match range {
        SupportedBufferSize::Range { min, max } if min <= max => {
            BufferSize::Fixed(BUFFER.clamp(*min, *max))
        }
        SupportedBufferSize::Range { .. } | SupportedBufferSize::Unknown => BufferSize::Default,
    }
}

/// Makes the stream; where the system does not take the buffer's size, with its own.
fn build(
    device: &cpal::Device,
    format: SampleFormat,
    config: StreamConfig,
    queue: &Arc<Queue<Sound>>,
) -> Result<Stream> {
    match build_as(device, format, config, queue) {
        Err(error)
            if error.kind() == ErrorKind::UnsupportedConfig
                && config.buffer_size != BufferSize::Default =>
        {
            let config = StreamConfig { buffer_size: BufferSize::Default, ..config };
            build_as(device, format, config, queue)
        }
        built => built,
    }
    .map_err(|error| host::opening(&error))
}

fn build_as(
    device: &cpal::Device,
    format: SampleFormat,
    config: StreamConfig,
    queue: &Arc<Queue<Sound>>,
) -> Result<Stream, cpal::Error> {
    let mut take = match format {
        SampleFormat::F32 => taking::<f32>(config, queue.clone()),
        SampleFormat::I32 => taking::<i32>(config, queue.clone()),
        SampleFormat::I16 => taking::<i16>(config, queue.clone()),
        SampleFormat::U16 => taking::<u16>(config, queue.clone()),
        other => {
            let message = format!("samples as {other} are not read");
            return Err(cpal::Error::with_message(ErrorKind::UnsupportedConfig, message));
        }
    };
    let ends = queue.clone();
    device.build_input_stream_raw(
        config,
        format,
        move |data, info| take(data, info),
        move |error| lose(&ends, &error),
        Some(BUILD_WAIT),
    )
}

/// What the system calls with each piece of sound.
type Callback = Box<dyn FnMut(&Data, &InputCallbackInfo) + Send>;

/// A callback's work: one channel, a time, the queue.
fn taking<T>(config: StreamConfig, queue: Arc<Queue<Sound>>) -> Callback
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let channels = usize::from(config.channels);
    let mut clock = SampleClock::new(config.sample_rate);
    Box::new(move |data, info| {
        let Some(interleaved) = data.as_slice::<T>() else { return };
        let samples = mix(interleaved, channels);
        if samples.is_empty() {
            return;
        }
        let stamp = info.timestamp().capture;
        let stamp_us = i64::try_from(stamp.as_nanos() / 1_000).unwrap_or(i64::MAX);
        let (at_us, missing) = clock.push(samples.len(), stamp_us);
        if missing > 0 {
            queue.count_dropped(missing);
        }
        queue.push(Sound { at_us, rate: config.sample_rate, samples });
    })
}

/// The mean of the channels, full scale -1 to 1; what is no number is silence.
fn mix<T: Copy>(interleaved: &[T], channels: usize) -> Vec<f32>
where
    f32: FromSample<T>,
{
    interleaved
        .chunks_exact(channels)
        .map(|frame| {
            let sum: f32 = frame.iter().map(|sample| f32::from_sample_(*sample)).sum();
            let mean = sum / channels as f32;
            if mean.is_finite() { mean.clamp(-1.0, 1.0) } else { 0.0 }
        })
        .collect()
}

/// What the system reports while the stream runs.
fn lose(queue: &Queue<Sound>, error: &cpal::Error) {
    let loss = match error.kind() {
        // The sound goes on: from another device, less urgently, or after a hole that the clock sees.
        ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied | ErrorKind::Xrun => {
            tracing::debug!(kind = ?error.kind(), "the microphone reports");
            return;
        }
        // A server that goes away takes its devices with it.
        ErrorKind::DeviceNotAvailable
        | ErrorKind::HostUnavailable
        | ErrorKind::StreamInvalidated => Loss::Unplugged,
        _ => Loss::Broken,
    };
    queue.end(Some(Lost::new(loss, error.to_string())));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(channels: u16, rates: (u32, u32), format: SampleFormat) -> SupportedStreamConfigRange {
        SupportedStreamConfigRange::new(
            channels,
            rates.0,
            rates.1,
            SupportedBufferSize::Unknown,
            format,
        )
    }

    #[test]
    fn the_nearest_format_is_chosen() {
        let all = [
            range(1, (8_000, 16_000), SampleFormat::F32),
            range(2, (8_000, 96_000), SampleFormat::I16),
            range(2, (8_000, 96_000), SampleFormat::F32),
            range(64, (48_000, 48_000), SampleFormat::F32),
            range(1, (48_000, 48_000), SampleFormat::U8),
        ];
        let (chosen, rate) = choose(all.into_iter()).expect("three of them can be read");
        assert_eq!((chosen.channels(), chosen.sample_format(), rate), (2, SampleFormat::F32, RATE));
        let (_, rate) = choose(all[..1].iter().copied()).expect("a slow one is better than none");
        assert_eq!(rate, 16_000);
        assert!(choose(all[3..].iter().copied()).is_none());
    }

    #[test]
    fn samples_of_every_kind_have_one_scale() {
        assert_eq!(mix(&[i16::MIN, i16::MIN, i16::MAX, i16::MIN], 2)[0], -1.0);
        assert!(mix(&[i16::MAX, i16::MIN], 2)[0].abs() < 1e-4);
        assert_eq!(mix(&[0u16, u16::MAX / 2 + 1], 1), [-1.0, 0.0]);
        assert_eq!(mix(&[f32::NAN, f32::INFINITY, 3.0, 0.25], 1), [0.0, 0.0, 1.0, 0.25]);
        assert_eq!(mix(&[i32::MIN, 0], 1), [-1.0, 0.0]);
        assert!(mix::<f32>(&[0.0], 2).is_empty(), "half a frame is none");
    }

    #[test]
    fn what_the_system_reports_is_a_loss_or_none() {
        let said = |kind| {
            let queue = Queue::new(1, super::super::weigh, Duration::from_secs(60));
            lose(&queue, &cpal::Error::new(kind));
            match queue.next(Duration::from_millis(1)) {
                crate::source::Event::Lost(lost) => Some(lost.loss),
                _ => None,
            }
        };
        assert_eq!(said(ErrorKind::DeviceNotAvailable), Some(Loss::Unplugged));
        assert_eq!(said(ErrorKind::StreamInvalidated), Some(Loss::Unplugged));
        assert_eq!(said(ErrorKind::BackendError), Some(Loss::Broken));
        assert_eq!(said(ErrorKind::DeviceChanged), None);
        assert_eq!(said(ErrorKind::Xrun), None);
    }
}
