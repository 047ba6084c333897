//! UndefinedVar: a variable that neither ENV nor ARG nor the base image defines.

use super::report::Report;
use super::{Place, Subject};

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    for name in &place.step.undefined {
        let message = format!("Usage of undefined variable '${name}'");
        let message = match subject.suggestions.of_set(name, &place.step.state.variables) {
            Some(meant) => format!("{message} (did you mean ${meant}?)"),
            None => message,
        };
        place.report(report, "UndefinedVar", message);
    }
}
