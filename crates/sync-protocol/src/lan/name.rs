//! Under which name a device announces itself: one that only the vault's devices recognise, for a while.

use data_encoding::HEXLOWER;

use crate::id::{DeviceId, Hash};
use crate::keyring::Keyring;

/// The service under which devices look for each other (DNS-SD): it says no more than that it is one.
pub const SERVICE: &str = "_evk._tcp.local.";
/// A name is good for so long, in milliseconds; the one before and the one after are recognised, too.
pub const NAME_MS: u64 = 60 * 60_000;

/// What a device is called now: 20 hexadecimal digits.
pub fn called(keyring: &Keyring, device: DeviceId, now_ms: u64) -> Option<String> {
    let newest = keyring.epochs().next_back()?;
    Some(name(newest, device, now_ms / NAME_MS))
}

/// Which of these devices is called so. Older keys are tried, too: who has not heard of a new epoch yet is
/// to hear of it.
pub fn device_called(
    keyring: &Keyring,
    devices: impl IntoIterator<Item = DeviceId>,
    called: &str,
    now_ms: u64,
) -> Option<DeviceId> {
    let slot = now_ms / NAME_MS;
    devices.into_iter().find(|device| {
        let mut keys = keyring.epochs().rev();
        keys.any(|key| {
            let slots = [slot, slot.saturating_sub(1), slot + 1];
            slots.iter().any(|slot| name(key, *device, *slot) == called)
        })
    })
}

fn name(key: &crate::keys::EpochKey, device: DeviceId, slot: u64) -> String {
    let secret = key.secret_for("everkept 2026 sync names on a network", &[]);
    let hash = Hash::keyed(&secret, &[device.as_bytes(), &slot.to_be_bytes()]);
    HEXLOWER.encode(&hash.first::<10>())
}
