//! System packages: installed by apt where that is possible without a password, named otherwise.

use std::process::Command;

use anyhow::{Result, bail};

use crate::place::on_path;
use crate::shell;

/// What the machine is to do. Each purpose includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Build and run the command line program.
    Serve,
    /// Build and run the window.
    Window,
    /// Drive browser and window in tests.
    Test,
}

/// The system's way of naming and installing packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packages {
    Apt,
    Dnf,
    Pacman,
    Brew,
    Windows,
}

/// One thing that is needed: from which purpose on, how to see that it is there where no package
/// database is asked, and its packages for apt, dnf and pacman (empty: part of another).
struct Need {
    from: Purpose,
    seen: Seen,
    apt: &'static str,
    dnf: &'static str,
    pacman: &'static str,
}

#[derive(Clone, Copy)]
enum Seen {
    Program(&'static [&'static str]),
    Library(&'static str),
    Shared(&'static str),
}

const NEEDS: &[Need] = &[
    Need {
        from: Purpose::Serve,
        seen: Seen::Program(&["cc"]),
        apt: "build-essential",
        dnf: "gcc gcc-c++ make",
        pacman: "base-devel",
    },
    Need {
        from: Purpose::Serve,
        seen: Seen::Program(&["pkg-config", "pkgconf"]),
        apt: "pkg-config",
        dnf: "pkgconf-pkg-config",
        pacman: "pkgconf",
    },
    // SQLCipher's ciphers.
    Need {
        from: Purpose::Serve,
        seen: Seen::Library("openssl"),
        apt: "libssl-dev",
        dnf: "openssl-devel",
        pacman: "openssl",
    },
    // The microphone.
    Need {
        from: Purpose::Serve,
        seen: Seen::Library("alsa"),
        apt: "libasound2-dev",
        dnf: "alsa-lib-devel",
        pacman: "alsa-lib",
    },
    // The camera: its binding is made from the kernel's headers when it is built.
    Need {
        from: Purpose::Serve,
        seen: Seen::Program(&["clang"]),
        apt: "clang libclang-dev",
        dnf: "clang clang-devel",
        pacman: "clang",
    },
    // Brings GTK 3, soup 3 and JavaScriptCore.
    Need {
        from: Purpose::Window,
        seen: Seen::Library("webkit2gtk-4.1"),
        apt: "libwebkit2gtk-4.1-dev",
        dnf: "webkit2gtk4.1-devel",
        pacman: "webkit2gtk-4.1",
    },
    // Asked by the window library for the system's theme.
    Need {
        from: Purpose::Window,
        seen: Seen::Library("dbus-1"),
        apt: "libdbus-1-dev",
        dnf: "dbus-devel",
        pacman: "dbus",
    },
    // Loaded when the tray icon is made.
    Need {
        from: Purpose::Window,
        seen: Seen::Shared("libayatana-appindicator3.so.1"),
        apt: "libayatana-appindicator3-1",
        dnf: "libayatana-appindicator-gtk3",
        pacman: "libayatana-appindicator",
    },
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["Xvfb"]),
        apt: "xvfb",
        dnf: "xorg-x11-server-Xvfb",
        pacman: "xorg-server-xvfb",
    },
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["WebKitWebDriver"]),
        apt: "webkit2gtk-driver",
        dnf: "webkit2gtk-driver",
        pacman: "",
    },
    // A private database server for the endpoint's tests. Where it lies outside of the path, the package
    // database says that it is there.
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["postgres"]),
        apt: "postgresql",
        dnf: "postgresql-server",
        pacman: "postgresql",
    },
    // A private session bus for each test of the window.
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["dbus-run-session"]),
        apt: "dbus",
        dnf: "dbus-daemon",
        pacman: "dbus",
    },
    // A keyring on such a bus.
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["gnome-keyring-daemon"]),
        apt: "gnome-keyring",
        dnf: "gnome-keyring",
        pacman: "gnome-keyring",
    },
    // Kills a program at a chosen call of the kernel.
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["strace"]),
        apt: "strace",
        dnf: "strace",
        pacman: "strace",
    },
    // A private sound server for each test that listens.
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["pulseaudio"]),
        apt: "pulseaudio",
        dnf: "pulseaudio",
        pacman: "pulseaudio",
    },
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["paplay"]),
        apt: "pulseaudio-utils",
        dnf: "pulseaudio-utils",
        pacman: "libpulse",
    },
    // Text in screenshots.
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&["fc-list"]),
        apt: "fontconfig fonts-dejavu-core",
        dnf: "fontconfig dejavu-sans-fonts",
        pacman: "fontconfig ttf-dejavu",
    },
    Need {
        from: Purpose::Test,
        seen: Seen::Program(&[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ]),
        apt: "chromium",
        dnf: "chromium",
        pacman: "chromium",
    },
];

/// Makes sure that the system has what `purpose` needs.
///
/// # Errors
/// When packages are missing and cannot be installed without a person; the message is the line to type.
pub(crate) fn ensure(purpose: Purpose) -> Result<()> {
    check_node()?;
    let Some(packages) = packages_here() else {
        bail!(
            "no known package manager; see NEEDS in crates/xtask/src/setup/system.rs for what to install"
        );
    };
    let missing = match packages {
        Packages::Apt => missing_apt(purpose),
        Packages::Dnf | Packages::Pacman => missing_seen(purpose, packages),
        Packages::Brew => missing_apple(),
        // The compiler's absence stops cargo before xtask exists; WebView2 is part of Windows.
        Packages::Windows => Vec::new(),
    };
    if missing.is_empty() {
        return Ok(());
    }
    let line = line(packages, &missing);
    match installer(packages) {
        Some(prefix) => install_apt(prefix, &missing),
        None => bail!("system packages are missing. Type:\n\n  {line}\n\nand call xtask again"),
    }
}

fn check_node() -> Result<()> {
    let found = shell::output(node_version()).unwrap_or_default();
    let major = found
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if NODE_MIN <= major => Ok(()),
        Some(_) => bail!("Node {NODE_MIN} or newer is needed, this is {}", found.trim()),
        None => bail!(
            "Node {NODE_MIN} or newer is needed and no `node` is on the path (https://nodejs.org)"
        ),
    }
}

/// The oldest Node that the interface's tools accept.
const NODE_MIN: u32 = 20;

fn node_version() -> Command {
    let mut command = shell::program("node");
    command.arg("--version");
    command
}

fn packages_here() -> Option<Packages> {
    if cfg!(windows) {
        return Some(Packages::Windows);
    }
    if cfg!(target_os = "macos") {
        return Some(Packages::Brew);
    }
    [("apt-get", Packages::Apt), ("dnf", Packages::Dnf), ("pacman", Packages::Pacman)]
        .into_iter()
        .find_map(|(program, packages)| on_path(program).then_some(packages))
}

fn needs(purpose: Purpose) -> impl Iterator<Item = &'static Need> {
    NEEDS.iter().filter(move |need| need.from <= purpose)
}

/// The Debian packages that are neither installed nor replaced by a program that does the same.
fn missing_apt(purpose: Purpose) -> Vec<&'static str> {
    needs(purpose)
        .filter(|need| !(need.from == Purpose::Test && seen(need.seen)))
        .flat_map(|need| need.apt.split(' '))
        .filter(|package| !installed_apt(package))
        .collect()
}

fn installed_apt(package: &str) -> bool {
    let mut query = shell::program("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    shell::output(query)
        .is_ok_and(|status| status.contains("installed") && !status.contains("not-installed"))
}

fn missing_seen(purpose: Purpose, packages: Packages) -> Vec<&'static str> {
    needs(purpose)
        .filter(|need| !seen(need.seen))
        .flat_map(|need| match packages {
            Packages::Pacman => need.pacman.split(' '),
            Packages::Apt | Packages::Dnf | Packages::Brew | Packages::Windows => {
                need.dnf.split(' ')
            }
        })
        .filter(|package| !package.is_empty())
        .collect()
}

fn seen(what: Seen) -> bool {
    match what {
        Seen::Program(names) => names.iter().any(|name| on_path(name)),
        Seen::Library(name) => {
            let mut query = shell::program("pkg-config");
            query.args(["--exists", name]);
            shell::succeeds(query)
        }
        Seen::Shared(name) => {
            let mut query = shell::program("ldconfig");
            query.arg("-p");
            shell::output(query).is_ok_and(|list| list.contains(name))
        }
    }
}

/// Apple's own compiler and libraries are all that is needed there.
fn missing_apple() -> Vec<&'static str> {
    let mut query = shell::program("xcode-select");
    query.arg("-p");
    if shell::succeeds(query) { Vec::new() } else { vec!["xcode-select"] }
}

/// The line that a person types.
fn line(packages: Packages, missing: &[&str]) -> String {
    let list = missing.join(" ");
    match packages {
        Packages::Apt => format!("sudo apt-get install --no-install-recommends {list}"),
        Packages::Dnf => format!("sudo dnf install {list}"),
        Packages::Pacman => format!("sudo pacman -S --needed {list}"),
        Packages::Brew => "xcode-select --install".to_owned(),
        Packages::Windows => "winget install Microsoft.VisualStudio.2022.BuildTools".to_owned(),
    }
}

/// What stands before `apt-get` so that it needs no password; `None` when a person is needed.
fn installer(packages: Packages) -> Option<&'static [&'static str]> {
    if packages != Packages::Apt {
        return None;
    }
    let mut id = shell::program("id");
    id.arg("-u");
    if shell::output(id).is_ok_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    let mut sudo = shell::program("sudo");
    sudo.args(["-n", "true"]);
    shell::succeeds(sudo).then_some(&["sudo", "-n"])
}

fn install_apt(prefix: &[&str], missing: &[&str]) -> Result<()> {
    eprintln!("system packages that are missing: {}", missing.join(" "));
    let apt = |args: &[&str]| {
        let mut words =
            prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).chain(args);
        let mut command = shell::program(words.next().expect("the list holds apt-get at least"));
        command.args(words);
        command
    };
    // An old list of packages is the usual reason for a download that is not found.
    shell::run(apt(&["update", "-qq"]))?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(missing);
    shell::run(apt(&install))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_needs_no_window() {
        let names: Vec<_> = needs(Purpose::Serve).map(|need| need.apt).collect();
        let wanted =
            ["build-essential", "pkg-config", "libssl-dev", "libasound2-dev", "clang libclang-dev"];
        assert_eq!(names, wanted);
    }

    #[test]
    fn every_line_can_be_typed_as_it_stands() {
        assert_eq!(
            line(Packages::Apt, &["xvfb", "dbus"]),
            "sudo apt-get install --no-install-recommends xvfb dbus"
        );
        assert_eq!(line(Packages::Dnf, &["dbus-daemon"]), "sudo dnf install dbus-daemon");
        assert_eq!(line(Packages::Pacman, &["dbus"]), "sudo pacman -S --needed dbus");
    }

    #[test]
    fn only_apt_installs_by_itself() {
        for packages in [Packages::Dnf, Packages::Pacman, Packages::Brew, Packages::Windows] {
            assert!(installer(packages).is_none(), "{packages:?} may ask a person");
        }
    }
}
