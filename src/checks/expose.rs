//! ExposeProtoCasing and ExposeInvalidFormat.

use super::report::Report;
use super::{Place, Subject};
use crate::stages::exposed_ports;

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    for port in exposed_ports(place.instruction, &place.step.state.variables, &subject.expander) {
        if port.protocol.contains(char::is_uppercase) {
            let message = format!("Defined protocol '{}' in EXPOSE instruction should be lowercase", port.written);
            place.report(report, "ExposeProtoCasing", message);
        }
        if port.has_host {
            let problem = "EXPOSE instruction should not define an IP address or host-port mapping";
            place.report(report, "ExposeInvalidFormat", format!("{problem}, found '{}'", port.written));
        }
    }
}
