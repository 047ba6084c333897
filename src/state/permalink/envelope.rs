//! Bytes to a fragment and back: raw deflate, then base64url without padding, after the version. Knows nothing of
//! what the bytes mean.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::PermalinkError;

const VERSION: &str = "v1";

/// About the longest address that a browser still takes.
const LONGEST_PAYLOAD: usize = 2_000_000;

/// Room for two Dockerfiles and manifests of a million bytes each.
const LARGEST_INFLATED: usize = 4 << 20;

/// Above this a higher level would be felt while typing.
const THOROUGH_BELOW: usize = 1 << 17;

pub(super) fn wrap(bytes: &[u8]) -> String {
    let level = if bytes.len() < THOROUGH_BELOW { 10 } else { 1 };
    let packed = miniz_oxide::deflate::compress_to_vec(bytes, level);
    format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(packed))
}

pub(super) fn unwrap(fragment: &str) -> Result<Vec<u8>, PermalinkError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (version, payload) = fragment.split_once('.').ok_or(PermalinkError::NotALink)?;
    if version != VERSION {
        let short = version.chars().take(8).collect();
        return Err(if super::is_link(fragment) {
            PermalinkError::UnknownVersion(short)
        } else {
            PermalinkError::NotALink
        });
    }
    if payload.len() > LONGEST_PAYLOAD {
        return Err(PermalinkError::TooLong);
    }
    let packed = URL_SAFE_NO_PAD.decode(payload).map_err(|_| PermalinkError::Altered)?;
    miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, LARGEST_INFLATED).map_err(|error| match error.status {
        miniz_oxide::inflate::TINFLStatus::HasMoreOutput => PermalinkError::TooLarge,
        _ => PermalinkError::Damaged,
    })
}
