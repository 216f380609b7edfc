//! The style sheet, the mark and `robots.txt`, all part of the program.

use std::sync::LazyLock;

/// The style sheet of every page.
pub(crate) const STYLE: &str = include_str!("../static/style.css");

/// The mark shown in tabs and beside the name.
pub(crate) const MARK: &str = include_str!("../static/mark.svg");

/// Archives may hold what nobody meant to publish: no robot is welcome.
pub(crate) const ROBOTS: &str = "User-agent: *\nDisallow: /\n";

/// File name of the style sheet, which changes with its content so that it may be cached for ever.
pub(crate) fn style_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| format!("style-{:016x}.css", fnv(STYLE)));
    &NAME
}

/// Address of the style sheet.
pub(crate) fn style_url() -> String {
    format!("/static/{}", style_name())
}

/// FNV-1a, which names content and secures nothing.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_fnv() {
        assert_eq!(fnv("a"), 0xaf63_dc4c_8601_ec8c);
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for asset in [STYLE, MARK] {
            assert!(!asset.contains("@import"));
            assert!(!asset.contains("url("));
            assert!(
                !asset
                    .replace("http://www.w3.org/2000/svg", "")
                    .contains("//")
            );
        }
    }
}
