//! Bytes to a fragment and back: a check sum, deflate after the dictionary, base64url without padding, the version in
//! front. Knows nothing of what the bytes mean.

use base64::DecodeError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::{PermalinkError, dictionary};

const VERSION: &str = "v1";

/// About the longest address that a browser still takes.
const LONGEST_PAYLOAD: usize = 2_000_000;

/// Room for two Dockerfiles of a million bytes each, and for what belongs to them.
const LARGEST_CONTENT: usize = 2_200_000;

// How hard deflate may look for repetitions, by the length of the content, so that the worst text (two letters in
// random order) does not hold up typing.
const THOROUGH_BELOW: usize = 1 << 15;
const ORDINARY_BELOW: usize = 1 << 18;

const CHECK_BYTES: usize = 2;

pub(super) fn wrap(content: &[u8]) -> Result<String, PermalinkError> {
    if content.len() > LARGEST_CONTENT {
        return Err(PermalinkError::TooLarge);
    }
    let mut packed = check(content).to_vec();
    deflate(content, &mut packed);
    let payload = URL_SAFE_NO_PAD.encode(packed);
    if payload.len() > LONGEST_PAYLOAD { Err(PermalinkError::TooLong) } else { Ok(format!("{VERSION}.{payload}")) }
}

pub(super) fn unwrap(fragment: &str) -> Result<Vec<u8>, PermalinkError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (version, payload) = fragment.split_once('.').ok_or(PermalinkError::NotALink)?;
    // What an embed is to look like may stand behind the payload, and what WordPress adds.
    let payload = payload.split(['&', '#', '?']).next().unwrap_or(payload);
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
    // Chats and mail programs take the full stop or the bracket after a link for a part of it.
    let payload = payload.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let packed = URL_SAFE_NO_PAD.decode(payload).map_err(|error| match error {
        DecodeError::InvalidByte(..) => PermalinkError::Altered,
        _ => PermalinkError::Damaged,
    })?;
    let (expected, packed) = packed.split_at_checked(CHECK_BYTES).ok_or(PermalinkError::Damaged)?;
    let content = inflate(packed)?;
    if check(&content) == expected { Ok(content) } else { Err(PermalinkError::Damaged) }
}

/// Deflated after the dictionary: the dictionary is compressed first and its own output dropped, which leaves the
/// compressor with the window it needs, and the stream at the start of a byte.
fn deflate(content: &[u8], packed: &mut Vec<u8>) {
    let level = match content.len() {
        ..THOROUGH_BELOW => 10,
        ..ORDINARY_BELOW => 6,
        _ => 1,
    };
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(level, 0, 0));
    compress_to_output(&mut compressor, &dictionary::version_1(), TDEFLFlush::Sync, |_| true);
    compress_to_output(&mut compressor, content, TDEFLFlush::Finish, |output| {
        packed.extend_from_slice(output);
        true
    });
}

/// The reverse: the dictionary stands before the content in the same buffer, which grows only as far as the bound.
fn inflate(mut packed: &[u8]) -> Result<Vec<u8>, PermalinkError> {
    let mut buffer = dictionary::version_1();
    let start = buffer.len();
    let mut filled = start;
    let mut decompressor = Box::<DecompressorOxide>::default();
    buffer.resize(start + packed.len().saturating_mul(4).clamp(1024, LARGEST_CONTENT), 0);
    loop {
        let (status, read, written) =
            decompress(&mut decompressor, packed, &mut buffer, filled, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
        packed = packed.get(read..).unwrap_or_default();
        filled += written;
        match status {
            TINFLStatus::Done => {
                buffer.truncate(filled);
                return Ok(buffer.split_off(start));
            }
            TINFLStatus::HasMoreOutput if buffer.len() < start + LARGEST_CONTENT => {
                buffer.resize((buffer.len() * 2).min(start + LARGEST_CONTENT), 0);
            }
            TINFLStatus::HasMoreOutput => return Err(PermalinkError::TooLarge),
            _ => return Err(PermalinkError::Damaged),
        }
    }
}

/// Deflate alone takes many a wrong character for a right one; Fletcher's sums notice.
fn check(content: &[u8]) -> [u8; CHECK_BYTES] {
    let (first, second) = content.iter().fold((0u32, 0u32), |(first, second), byte| {
        let first = (first + u32::from(*byte)) % 255;
        (first, (second + first) % 255)
    });
    [first as u8, second as u8]
}
