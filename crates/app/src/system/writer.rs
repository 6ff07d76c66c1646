//! Who wrote something, in terms that a face can put into words.

use std::collections::BTreeMap;

use base::error::Result;
use domain::wire;
use store::history::By;

use crate::app::App;
use crate::system::sync;

wire! {
    /// Who wrote something.
    #[derive(Eq)]
    pub(crate) struct Writer {
        /// `this` device, another `device`, or an `import` on whichever.
        #[ts(type = "\"this\" | \"device\" | \"import\"")]
        pub(crate) by: String,
        /// Another device, 32 hexadecimal digits; null when it is not known here.
        pub(crate) device: Option<String>,
        /// What people call that device; null when it has no name here.
        pub(crate) name: Option<String>,
    }
}

/// The names of all devices that ever belonged to the vault.
pub(crate) struct DeviceNames(BTreeMap<String, String>);

impl DeviceNames {
    pub(crate) fn of(app: &App) -> Result<DeviceNames> {
        let devices = sync::devices(app)?.into_iter();
        Ok(DeviceNames(devices.filter_map(|device| Some((device.id, device.name?))).collect()))
    }

    pub(crate) fn writer(&self, by: &By) -> Writer {
        let nobody = |by: &str| Writer { by: by.to_owned(), device: None, name: None };
        match by {
            By::ThisDevice => nobody("this"),
            By::Import => nobody("import"),
            By::Unknown => nobody("device"),
            By::Device(id) => {
                let id = data_encoding::HEXLOWER.encode(id);
                let name = self.0.get(&id).cloned();
                Writer { device: Some(id), name, ..nobody("device") }
            }
        }
    }
}
