//! Finds the browser that the tests drive, and installs it where the system's package manager can.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Outcome, step, tools};

/// ChromeDriver, installed if need be. `CHROMEDRIVER` names another one.
pub fn driver() -> Outcome<PathBuf> {
    if let Some(found) = present() {
        return Ok(found);
    }
    if cfg!(target_os = "linux") && tools::find("apt-get").is_some() {
        install_from_packages()?;
        return present().ok_or_else(|| format!("the packages brought no chromedriver. {ADVICE}"));
    }
    Err(format!("the browser tests need Chrome or Chromium with its chromedriver on PATH. {ADVICE}"))
}

const ADVICE: &str = "Set CHROMEDRIVER to one, or install it:
  Debian           apt-get install chromium chromium-driver
  Ubuntu           snap install chromium, then CHROMEDRIVER=/snap/bin/chromium.chromedriver
  Fedora           dnf install chromium chromedriver
  macOS            brew install --cask google-chrome chromedriver
ChromeDriver must be of the browser's own major version.";

fn present() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMEDRIVER") {
        return Some(named.into());
    }
    // Some build services put it in a folder of its own and name that.
    let apart = env::var_os("CHROMEWEBDRIVER").map(|folder| Path::new(&folder).join("chromedriver"));
    tools::find("chromedriver").or(apart.filter(|file| file.is_file()))
}

fn install_from_packages() -> Outcome {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if system.lines().any(|line| line == "ID=ubuntu") {
        return Err(format!("Ubuntu packages Chromium as a snap only. {ADVICE}"));
    }
    let root = step::answer(tools::command("id").arg("-u")).as_deref() == Some("0");
    if !root && step::answer(tools::command("sudo").args(["-n", "true"])).is_none() {
        return Err(format!("installing Chromium needs root. {ADVICE}"));
    }
    let apt_get = |arguments: &[&str]| {
        let mut command = tools::command(if root { "env" } else { "sudo" });
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(arguments);
        command
    };
    step::quiet("set up: the list of Debian's packages", &mut apt_get(&["update"]))?;
    // Without a font the browser draws boxes, and screenshots show nothing.
    let packages = ["install", "-y", "--no-install-recommends", "chromium", "chromium-driver", "fonts-liberation"];
    step::quiet("set up: Chromium and its driver from Debian's packages", &mut apt_get(&packages))
}
