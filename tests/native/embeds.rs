//! What an address asks of an embed, and what the embed says of its height.

use drydock::state::{Embed, Side, Theme, View, embed, height_messages, start_embed};
use serde_json::Value;

const PLAIN: Embed = Embed { view: None, theme: Theme::Auto, step: None, readonly: true };

#[test]
fn only_an_address_that_asks_for_it_is_an_embed() {
    for query in ["", "?", "?again", "?theme=dark&view=layers", "?embed=0", "?embed=false", "?embedded", "?notembed=1"]
    {
        assert_eq!(embed(query, "#v1.abc"), None, "{query}");
    }
    for query in ["?embed", "embed=1", "?EMBED=true", "?x&embed&y", "?embed&embed"] {
        assert_eq!(embed(query, ""), Some(PLAIN), "{query}");
    }
}

#[test]
fn options_are_read_in_any_case_and_unknown_ones_passed_over() {
    let asked = embed("?Embed&VIEW=Layers&theme=DARK&Step=After:12&ReadOnly=No&utm_source=x&=&&%", "").unwrap();
    let step = Some((Side::After, 12));
    assert_eq!(asked, Embed { view: Some(View::Layers), theme: Theme::Dark, step, readonly: false });
    for unknown in
        ["?embed&view=castle&theme=pink&step=last&readonly", "?embed&step=after:-1&step=99999999999999999999"]
    {
        assert_eq!(embed(unknown, ""), Some(PLAIN), "{unknown}");
    }
    assert_eq!(embed("?embed&view=graph", "").unwrap().view, Some(View::Stages));
    assert_eq!(embed("?embed&view=code", "").unwrap().view, Some(View::Dockerfile));
    assert_eq!(embed("?embed&step=7", "").unwrap().step, Some((Side::Before, 7)));
    assert_eq!(embed("?embed&step=before%3A7", "").unwrap().step, Some((Side::Before, 7)));
    for view in View::ALL {
        assert_eq!(View::of_name(&view.name().to_uppercase()), Some(view));
    }
}

#[test]
fn options_may_stand_behind_the_link() {
    let asked = embed("?embed&theme=light", "#v1.abc&theme=dark&view=rebuild").unwrap();
    assert_eq!((asked.theme, asked.view), (Theme::Dark, Some(View::Rebuild)));
    assert_eq!(embed("", "#v1.abc&embed"), Some(PLAIN));
}

#[test]
fn a_height_is_told_in_every_dialect() {
    let told = |fragment| -> Vec<Value> {
        height_messages(480, fragment).iter().map(|message| serde_json::from_str(message).unwrap()).collect()
    };
    let messages = told("#v1.abc");
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[0]["datawrapper-height"]["drydock"], 480);
    assert_eq!((&messages[1]["type"], &messages[1]["height"]), (&"embed-size".into(), &480.into()));
    assert_eq!((&messages[2]["type"], &messages[2]["height"]), (&"resize".into(), &480.into()));
    let wordpress = told("#v1.abc#?secret=aB3\"},{");
    assert_eq!((&wordpress[3]["secret"], &wordpress[3]["value"]), (&"aB3".into(), &480.into()));
    assert_eq!(told("#v1.abc#?secret=\"").len(), 3);
}

#[test]
fn an_embed_begins_with_its_link_and_what_its_address_says() {
    let link = "#v1.CHoBSAC3_wcdRlJPTSBhbHBpbmU6My4yMgpDT1BZIC4gL2FwcAokAWwYDGZzcmMvbWFpbi5ycxwBYxQKMjAyNi0xMS0yMyAHlzjANOswAA";
    let state = start_embed(link, embed("?embed&theme=dark", link).unwrap());
    assert_eq!((state.view, state.theme, state.is_readonly()), (View::Layers, Theme::Dark, true));
    assert!(state.notice.is_none() && state.comparison.before.dockerfile.starts_with("FROM alpine"));
    let other = start_embed(link, embed("?embed&view=rebuild&readonly=0", link).unwrap());
    assert_eq!((other.view, other.is_readonly()), (View::Rebuild, false));
}
