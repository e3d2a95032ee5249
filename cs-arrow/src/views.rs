//! Texts that Arrow keeps as views, found to be sound in one pass where they are ASCII, as names of accounts, months and
//! choices mostly are. All others are for Arrow's own check, which says what is wrong.

use arrow_data::ArrayData;

/// Most bytes of a text that its view holds.
const INLINE: u32 = 12;
/// Most bytes of buffers for each view: a slice of a long column does not read all of that.
const BYTES: usize = 64;
/// The highest bit of each of the bytes that a view holds.
const HIGH: u128 = 0x8080_8080_8080_8080_8080_8080 << 32;

/// Whether all views are sound and their texts ASCII; where not, they may be sound nevertheless.
pub(crate) fn are_plain(data: &ArrayData) -> bool {
    let Some((views, buffers)) = data.buffers().split_first() else { return false };
    let (views, _) = views.as_slice().as_chunks::<16>();
    let views = data.offset().checked_add(data.len()).and_then(|end| views.get(data.offset()..end));
    let buffers: Vec<&[u8]> = buffers.iter().map(|buffer| buffer.as_slice()).collect();
    views.is_some_and(|views| all(views, &buffers))
}

fn all(views: &[[u8; 16]], buffers: &[&[u8]]) -> bool {
    let bytes = buffers.iter().fold(0_usize, |sum, buffer| sum.saturating_add(buffer.len()));
    bytes <= views.len().saturating_mul(BYTES)
        && buffers.iter().all(|buffer| buffer.is_ascii())
        && views.iter().all(|view| is_plain(u128::from_le_bytes(*view), buffers))
}

/// Whether a view is sound, where the buffers are ASCII: its length, then the text and zeros behind it; of a long text
/// the first four bytes, the buffer and where it begins in it.
#[inline]
fn is_plain(view: u128, buffers: &[&[u8]]) -> bool {
    let [length, start, buffer, at] = parts(view);
    if length <= INLINE {
        let behind = length.saturating_mul(8).saturating_add(32);
        return view & HIGH == 0 && view.checked_shr(behind).unwrap_or_default() == 0;
    }
    let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let text = buffers
        .get(place(buffer))
        .and_then(|bytes| bytes.get(place(at)..place(at).checked_add(place(length))?));
    text.and_then(|text| text.first_chunk()).is_some_and(|first| u32::from_le_bytes(*first) == start)
}

/// The four numbers of a view.
#[expect(clippy::cast_possible_truncation, reason = "each quarter is asked for")]
fn parts(view: u128) -> [u32; 4] {
    [0, 32, 64, 96].map(|shift: u32| (view >> shift) as u32)
}

#[cfg(test)]
mod tests {
    use arrow_array::{Array, StringViewArray};

    use super::*;

    #[test]
    fn ascii_of_every_length_is_plain_also_in_slices() {
        let texts: Vec<String> = (0..40).map(|length| "x".repeat(length)).collect();
        let array = StringViewArray::from_iter_values(&texts);
        assert!(are_plain(&array.to_data()));
        assert!(are_plain(&array.slice(11, 29).to_data()));
        for other in ["é", "a text that is long and é"] {
            assert!(!are_plain(&StringViewArray::from_iter_values(["short", other]).to_data()), "{other}");
        }
        // Three rows of a long column are not worth a look at all of it.
        assert!(!are_plain(&array.slice(11, 3).to_data()));
    }

    #[test]
    fn what_is_not_sound_is_not_plain() {
        let view = |parts: [u32; 4]| {
            let number = parts.iter().rev().fold(0_u128, |number, part| number << 32 | u128::from(*part));
            number.to_le_bytes()
        };
        let buffers: [&[u8]; 1] = [b"..a longer text"];
        let start = u32::from_le_bytes(*b"a lo");
        assert!(all(&[view([13, start, 0, 2]), view([2, u32::from_le_bytes(*b"ab\0\0"), 0, 0])], &buffers));
        for wrong in [
            [13, start + 1, 0, 2],
            [13, start, 1, 2],
            [13, start, 0, 3],
            [14, start, 0, 2],
            [u32::MAX, start, 0, 2],
            [13, start, 0, u32::MAX],
            [2, u32::from_le_bytes(*b"abc\0"), 0, 0],
            [2, u32::from_le_bytes(*b"ab\0\0"), 0, 1],
            [12, start, 0, 0x80],
        ] {
            assert!(!all(&[view(wrong)], &buffers), "{wrong:?}");
        }
    }
}
