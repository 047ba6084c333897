//! LegacyKeyValueFormat: `ENV key value` and `LABEL key value`.

use super::report::Report;
use super::{Place, Subject};
use crate::syntax::Payload;

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    let (Payload::Env(pairs) | Payload::Label(pairs)) = &place.instruction.payload else { return };
    if pairs.legacy {
        let keyword = place.instruction.keyword_span.of(subject.text);
        let preferred = format!("\"{keyword} key=value\" should be used instead of");
        place.report(report, "LegacyKeyValueFormat", format!("{preferred} legacy \"{keyword} key value\" format"));
    }
}
