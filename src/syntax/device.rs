//! `RUN --device=…`: only what is wrong with it; no simulation uses devices.

use super::csv::fields;
use super::directive::boolean;
use super::suggest::nearest;
use crate::text::lowercase;

/// What BuildKit says is wrong with a flag's value.
pub(super) fn device_error(value: &str) -> Option<String> {
    let fields = match fields(value) {
        Ok(fields) => fields,
        Err(reason) => return Some(format!("failed to parse csv devices: {reason}")),
    };
    let mut name = String::new();
    for field in fields {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (lowercase(key), Some(value)),
            None => (lowercase(&field), None),
        };
        match (key.as_str(), value) {
            ("required", None) => {}
            ("required", Some(value)) if boolean(value).is_some() => {}
            ("required", Some(value)) => return Some(format!("invalid value for required: {value}")),
            ("name", Some(value)) if name.is_empty() => name = value.to_owned(),
            ("name", Some(_)) => return Some(format!("device name already set to {name}")),
            // The first field that is nothing else is the name.
            _ if name.is_empty() => name = field.clone(),
            (_, None) => return Some(format!("invalid field '{field}' must be a key=value pair")),
            (key, Some(_)) => {
                let meant = nearest(key, ["name", "required"]).map(|meant| format!(" (did you mean {meant}?)"));
                return Some(format!("unexpected key '{key}' in '{field}'{}", meant.unwrap_or_default()));
            }
        }
    }
    None
}
