pub(crate) fn demo(
    _life: &domain::DemoLife,
    _sink: &mut dyn domain::import::Sink,
) -> base::error::Result<()> {
    Ok(())
}
