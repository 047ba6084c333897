//! UndefinedVar: a variable that neither ENV nor ARG nor the base image defines.

use super::report::Report;
use super::{Place, Subject};
use crate::stages::suggestion;

pub(super) fn check(_: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    if place.step.undefined.is_empty() {
        return;
    }
    let known = place.step.state.variables.environment();
    for name in &place.step.undefined {
        let message = format!("Usage of undefined variable '${name}'");
        let meant = suggestion(name, known.iter().map(|variable| &*variable.name));
        let message = match meant {
            Some(meant) => format!("{message} (did you mean ${meant}?)"),
            None => message,
        };
        place.report(report, "UndefinedVar", message);
    }
}
