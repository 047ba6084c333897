//! What the share menu makes without the core: texts that other programs read.

use drydock::scenario::{Comparison, Scenario};
use drydock::state::View;
use drydock::state::parcel::{Parcel, Way};
use drydock::state::permalink::Shared;

const LINK: &str = "https://host.example/a\"><b>/?x=1&y=2#v1.abc_-";

fn shared() -> Shared {
    let of = |text: &str| Scenario { dockerfile: text.into(), ..Scenario::default() };
    let comparison = Comparison { before: of("FROM before\n"), after: Some(of("FROM after\n")) };
    Shared { comparison, ..Shared::default() }
}

#[test]
fn each_entry_is_a_text_or_a_question_to_the_core() {
    for parcel in Parcel::ALL {
        let text = parcel.text(&shared(), LINK);
        let export = parcel.export(&shared().comparison, Some(LINK.into()), true);
        assert!(text.is_some() != export.is_some(), "{parcel:?}");
        if let Some(export) = export {
            assert_eq!(export.link.as_deref(), Some(LINK));
            assert!(export.after.is_some());
        }
        assert!(text.is_none() || parcel.way() == Way::Clipboard, "{parcel:?} is saved, so it is made by the core");
    }
}

#[test]
fn markup_stays_whole_whatever_the_address() {
    let frame = Parcel::Frame.text(&shared(), LINK).unwrap();
    assert!(frame.starts_with("<iframe src=\"https://host.example/a&quot;&gt;&lt;b&gt;/?embed#v1.abc_-\""), "{frame}");
    let element = Parcel::Element.text(&shared(), "https://host.example/a/index.html#v1.abc").unwrap();
    assert!(element.starts_with("<script src=\"https://host.example/a/embed.js\" defer></script>"), "{element}");
    assert!(element.contains("<a href=\"https://host.example/a/index.html#v1.abc\">"), "{element}");
}

#[test]
fn the_element_opens_at_what_is_shown() {
    for view in View::ALL {
        let element = Parcel::Element.text(&Shared { view, ..shared() }, LINK).unwrap();
        assert!(element.contains(&format!("<drydock-playground view=\"{}\">", view.name())), "{element}");
    }
}

#[test]
fn the_dockerfile_is_the_newer_one() {
    assert_eq!(Parcel::Dockerfile.text(&shared(), LINK).unwrap(), "FROM after\n");
    let mut alone = shared();
    alone.comparison.after = None;
    assert_eq!(Parcel::Dockerfile.text(&alone, LINK).unwrap(), "FROM before\n");
}

#[test]
fn a_copied_link_tells_its_length_and_what_follows_from_it() {
    assert_eq!(Parcel::Link.said(1_400), "Link copied, 1400 characters.");
    assert!(Parcel::Link.said(2_400).contains("cut links"));
    assert!(Parcel::Link.said(9_000).contains("Few programs"));
    assert_eq!(Parcel::Summary.said(9_000), "Summary for a pull request copied.");
}
