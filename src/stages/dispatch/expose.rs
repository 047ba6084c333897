//! The ports of EXPOSE: `[ip:][host:]port[-port][/protocol]`.

use crate::order;
use crate::stages::Scope;
use crate::stages::words::Expander;
use crate::syntax::{Instruction, Payload, quoted};
use crate::text::lowercase;

/// A port as an EXPOSE writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExposedPort {
    pub(crate) written: String,
    /// In its own case; empty when it is not written.
    pub(crate) protocol: String,
    /// It also says an address or a host's port.
    pub(crate) has_host: bool,
}

/// The ports of an EXPOSE up to the first that is in error, in the order in which BuildKit reads them.
pub(crate) fn exposed_ports(instruction: &Instruction, variables: &Scope, expander: &Expander) -> Vec<ExposedPort> {
    let written = expand(instruction, variables, expander).unwrap_or_default();
    let port = |written: String| {
        let parts = split(&written).ok()?;
        let has_host = !parts.address.is_empty() || !parts.host.is_empty();
        Some(ExposedPort { protocol: parts.protocol.to_string(), has_host, written })
    };
    written.into_iter().map_while(port).collect()
}

/// The ports as BuildKit reads them: sorted as written, then expanded and split into words.
pub(super) fn expand(instruction: &Instruction, variables: &Scope, expander: &Expander) -> Result<Vec<String>, String> {
    let Payload::Expose(words) = &instruction.payload else { return Ok(Vec::new()) };
    let mut written: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    order::sort(&mut written);
    let mut ports = Vec::new();
    for word in written {
        ports.extend(expander.words(word, variables)?);
    }
    Ok(ports)
}

/// The parts of a port: address and host port, container ports, protocol as written.
struct Port<'a> {
    address: &'a str,
    host: &'a str,
    container: &'a str,
    protocol: &'a str,
}

/// Splits a port into its parts; the error is BuildKit's.
fn split(port: &str) -> Result<Port<'_>, String> {
    let (rest, last) = port.rsplit_once(':').unwrap_or(("", port));
    let (address, host) = rest.rsplit_once(':').unwrap_or(("", rest));
    let (container, protocol) = last.split_once('/').unwrap_or((last, ""));
    let problem = if container.is_empty() {
        "no port specified".to_string()
    } else if !matches!(lowercase(protocol).as_str(), "" | "tcp" | "udp" | "sctp") {
        format!("invalid proto: {protocol}")
    } else {
        return Ok(Port { address, host, container, protocol });
    };
    Err(format!("invalid port: {}: {problem}", quoted(port)))
}

/// The highest port, and so the longest list one word can make.
const HIGHEST: u32 = 65_535;

/// Reads one port or range and appends what it exposes.
pub(super) fn read(port: &str, exposed: &mut Vec<String>) -> Result<(), String> {
    let parts = split(port)?;
    let address = parts.address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(parts.address);
    if !address.is_empty() && address.parse::<std::net::IpAddr>().is_err() {
        return Err(format!("invalid IP address: {address}"));
    }
    let (first, last) = range(parts.container).ok_or_else(|| format!("invalid containerPort: {}", parts.container))?;
    if !parts.host.is_empty() {
        let (start, end) = range(parts.host).ok_or_else(|| format!("invalid hostPort: {}", parts.host))?;
        if last != first && last - first != end - start {
            let (container, host) = (parts.container, parts.host);
            return Err(format!("invalid ranges specified for container and host Ports: {container} and {host}"));
        }
    }
    let protocol = if parts.protocol.is_empty() { "tcp".to_string() } else { lowercase(parts.protocol) };
    exposed.extend((first..=last).map(|number| format!("{number}/{protocol}")));
    Ok(())
}

fn range(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number <= HIGHEST);
    let (start, end) = text.split_once('-').unwrap_or((text, text));
    let (start, end) = (number(start)?, number(end)?);
    (start <= end).then_some((start, end))
}
