//! What crosses to the faces.

use domain::wire;
use sync_client::client::{Stand, Status, TroubleKind};
use sync_client::pairing::{Step, Way};

wire! {
    /// How sync stands.
    #[derive(Eq)]
    pub(crate) struct SyncStatus {
        /// Whether it is on in this vault.
        pub(crate) on: bool,
        /// `off`, `up_to_date`, `working`, `waiting` (for the server) or `stopped` (for a person).
        #[ts(type = "\"off\" | \"up_to_date\" | \"working\" | \"waiting\" | \"stopped\"")]
        pub(crate) stand: String,
        /// Why it waits, in English; null else.
        pub(crate) waits_for: Option<String>,
        /// When it tries again, Unix milliseconds.
        pub(crate) until_ms: Option<u64>,
        /// The server's address.
        pub(crate) server: Option<String>,
        /// Sealed pieces that the server does not have yet.
        pub(crate) to_send: u64,
        /// Sealed pieces that came and are not yet read.
        pub(crate) to_read: u64,
        /// When everything was everywhere the last time, Unix milliseconds.
        pub(crate) last_success_ms: Option<u64>,
        /// What a person should know.
        pub(crate) troubles: Vec<SyncTrouble>,
        /// Every device that ever belonged to the vault.
        pub(crate) devices: Vec<SyncDevice>,
    }

    /// Something that a person should know.
    #[derive(Eq)]
    pub(crate) struct SyncTrouble {
        /// Which kind.
        pub(crate) kind: SyncTroubleKind,
        /// What happened, in English.
        pub(crate) words: String,
        /// Since when, Unix milliseconds.
        pub(crate) since_ms: u64,
    }

    /// What can be wrong between devices.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum SyncTroubleKind {
        /// The server has less than it had; it is brought to it again.
        ServerLost,
        /// A log has two ends.
        Forked,
        /// The server shows another list of devices.
        OtherList,
        /// What came was changed on the way, or is nobody's of this vault.
        Damaged,
        /// A removed device goes on writing; it is not read.
        AfterRemoval,
        /// This device was removed.
        Removed,
        /// Another copy of this vault writes as this device.
        Copied,
        /// A newer Everkept wrote what this one cannot read; it is kept.
        Newer,
        /// Another device deletes very much at once.
        Deletions,
        /// The key at hand is not the agreed one.
        WrongKey,
        /// The server takes nothing more.
        Refused,
        /// A snapshot on the server is not what it should be; it is not used.
        FalseSnapshot,
    }

    /// One device.
    #[derive(Eq)]
    pub(crate) struct SyncDevice {
        /// 32 hexadecimal digits.
        pub(crate) id: String,
        /// What people call it; null when its name cannot be opened.
        pub(crate) name: Option<String>,
        /// Whether it is this one.
        pub(crate) this: bool,
        /// When it joined, Unix milliseconds.
        pub(crate) added_ms: u64,
        /// When it was removed.
        pub(crate) removed_ms: Option<u64>,
        /// When it last wrote, by its own clock; null when it never did.
        pub(crate) last_written_ms: Option<i64>,
    }

    /// Turns sync on.
    pub(crate) struct TurnOnSync {
        /// The server's address, `https://` unless it is this machine.
        pub(crate) server: String,
        /// What this device is called, at most 63 bytes.
        pub(crate) name: String,
    }

    /// A device's name.
    pub(crate) struct NamedDevice {
        /// 32 hexadecimal digits.
        pub(crate) device: String,
        /// What people call it, at most 63 bytes.
        pub(crate) name: String,
    }

    /// A device that leaves.
    pub(crate) struct RemovedDevice {
        /// 32 hexadecimal digits.
        pub(crate) device: String,
    }

    /// How a device comes in.
    pub(crate) struct WayIn {
        /// `invitation`: a text or QR code. `codes`: short codes that are typed.
        pub(crate) by: WayInBy,
    }

    /// How a device comes in.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum WayInBy {
        /// A text or QR code.
        Invitation,
        /// Short codes that are typed.
        Codes,
    }

    /// Who was let in.
    #[derive(Eq)]
    pub(crate) struct Invited {
        /// The device's name.
        pub(crate) name: String,
    }

    /// Asks another device to let this one in: by its invitation, or by a server and a room.
    pub(crate) struct JoinVault {
        /// What this device is called, at most 63 bytes.
        pub(crate) name: String,
        /// What the other device shows, as text.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) invitation: Option<String>,
        /// The server's address.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) server: Option<String>,
        /// The room's number.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) room: Option<String>,
    }

    /// A step of joining.
    #[derive(Eq)]
    pub(crate) struct PairingStep {
        /// `show` a text, tell a `room`, show this device's `code` and ask for the other's, a device `asks`
        /// to be let in, it has `joined`, everything `comes` over.
        #[ts(type = "\"show\" | \"room\" | \"code\" | \"asks\" | \"joined\" | \"comes\"")]
        pub(crate) step: String,
        /// The text, number, code or name.
        pub(crate) text: String,
        /// A text to show as a QR code, an SVG picture.
        pub(crate) svg: Option<String>,
    }

    /// How it stands with devices on this one's own networks.
    #[derive(Eq)]
    pub(crate) struct Lan {
        /// Whether it was turned on.
        pub(crate) on: bool,
        /// Whether this device announces itself to the network, and looks for the others.
        pub(crate) find: bool,
        /// Whether it listens now: it does while the vault is open in the window or `everkept serve`.
        pub(crate) listening: bool,
        /// The port; 0 for any, and it is none that listens.
        pub(crate) port: u16,
        /// Where other devices can reach this one, as `host:port`.
        pub(crate) addresses: Vec<String>,
        /// Why it does not listen, in English.
        pub(crate) problem: Option<String>,
        /// Places where other devices are or were.
        pub(crate) peers: Vec<LanPeer>,
    }

    /// A place on the network.
    #[derive(Eq)]
    pub(crate) struct LanPeer {
        /// Where, as `host:port`.
        pub(crate) place: String,
        /// Whether a person typed it; else the device itself told it.
        pub(crate) typed: bool,
        /// Which device is there, 32 hexadecimal digits; null before it was reached.
        pub(crate) device: Option<String>,
        /// What people call it.
        pub(crate) name: Option<String>,
        /// When everything that is there was here the last time, Unix milliseconds.
        pub(crate) last_success_ms: Option<u64>,
        /// Pieces and attachments that came from there since the vault was opened.
        pub(crate) took: u64,
        /// Why the last visit came to nothing, in English.
        pub(crate) error: Option<String>,
    }

    /// Changes to that; what is left out stays.
    #[ts(optional_fields)]
    pub(crate) struct SetLan {
        /// Whether other devices are asked and answered.
        #[serde(default)]
        pub(crate) on: Option<bool>,
        /// Whether this device announces itself, and looks for the others.
        #[serde(default)]
        pub(crate) find: Option<bool>,
        /// The port, 1024 to 65535, or 0 for any.
        #[serde(default)]
        pub(crate) port: Option<u16>,
    }

    /// A place on the network.
    pub(crate) struct LanPlace {
        /// `host:port`, as the other device shows it.
        pub(crate) address: String,
    }

    /// What the person says.
    pub(crate) struct PairingAnswer {
        /// The code that the other device shows.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) code: Option<String>,
        /// Whether the device that asks is let in.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) yes: Option<bool>,
    }
}

impl SyncStatus {
    pub(super) fn off() -> SyncStatus {
        SyncStatus {
            on: false,
            stand: "off".into(),
            waits_for: None,
            until_ms: None,
            server: None,
            to_send: 0,
            to_read: 0,
            last_success_ms: None,
            troubles: Vec::new(),
            devices: Vec::new(),
        }
    }

    pub(super) fn of(status: &Status) -> SyncStatus {
        let (stand, waits_for, until_ms) = match &status.stand {
            Stand::UpToDate => ("up_to_date", None, None),
            Stand::Working => ("working", None, None),
            Stand::Waiting { until_ms, why } => ("waiting", Some(why.clone()), Some(*until_ms)),
            Stand::Stopped => ("stopped", None, None),
        };
        let troubles = status.troubles.iter().map(|trouble| SyncTrouble {
            kind: SyncTroubleKind::of(trouble.kind),
            words: trouble.words.clone(),
            since_ms: trouble.since_ms,
        });
        let devices = status.devices.iter().map(|device| SyncDevice {
            id: device.id.clone(),
            name: device.name.clone(),
            this: device.this,
            added_ms: device.added_ms,
            removed_ms: device.removed_ms,
            last_written_ms: device.last_written_ms,
        });
        SyncStatus {
            on: true,
            stand: stand.into(),
            waits_for,
            until_ms,
            server: Some(status.server.clone()),
            to_send: status.to_send,
            to_read: status.to_read,
            last_success_ms: status.last_success_ms,
            troubles: troubles.collect(),
            devices: devices.collect(),
        }
    }
}

impl SyncTroubleKind {
    fn of(kind: TroubleKind) -> SyncTroubleKind {
        match kind {
            TroubleKind::ServerLost => SyncTroubleKind::ServerLost,
            TroubleKind::Forked => SyncTroubleKind::Forked,
            TroubleKind::OtherList => SyncTroubleKind::OtherList,
            TroubleKind::Damaged => SyncTroubleKind::Damaged,
            TroubleKind::AfterRemoval => SyncTroubleKind::AfterRemoval,
            TroubleKind::Removed => SyncTroubleKind::Removed,
            TroubleKind::Copied => SyncTroubleKind::Copied,
            TroubleKind::Newer => SyncTroubleKind::Newer,
            TroubleKind::Deletions => SyncTroubleKind::Deletions,
            TroubleKind::WrongKey => SyncTroubleKind::WrongKey,
            TroubleKind::Refused => SyncTroubleKind::Refused,
            TroubleKind::FalseSnapshot => SyncTroubleKind::FalseSnapshot,
        }
    }
}

impl PairingStep {
    pub(super) fn of(step: Step) -> PairingStep {
        let (step, text) = match step {
            Step::Show(text) => ("show", text),
            Step::Room(room) => ("room", room),
            Step::Code(code) => ("code", code),
            Step::Asks(name) => ("asks", name),
            Step::Joined(name) => ("joined", name),
        };
        let svg = if step == "show" { domain::qr::svg(&text) } else { None };
        PairingStep { step: step.into(), text, svg }
    }

    /// The vault's content is on its way.
    pub(super) fn comes() -> PairingStep {
        PairingStep { step: "comes".into(), text: String::new(), svg: None }
    }
}

impl WayInBy {
    pub(super) fn way(self) -> Way {
        match self {
            WayInBy::Invitation => Way::Invitation,
            WayInBy::Codes => Way::Codes,
        }
    }
}
