//! The functions that other scripts call, called as they would.

use drydock::ui::javascript::{add_packages, analyze};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::{JSON, Reflect};

fn field(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| Reflect::get(&value, &JsValue::from_str(name)).unwrap())
}

const SCENARIO: &str = r#"{"dockerfile": "FROM corp/base AS one\nCOPY . /app\nFROM scratch\nCOPY --from=one /app /app\n",
    "context": {"src/": 5000000}, "images": {"corp/base": {"disk": 40000000}}}"#;

#[wasm_bindgen_test]
fn an_object_and_its_json_text_give_the_same_analysis() {
    let by_text = analyze(&JsValue::from_str(SCENARIO)).ok().unwrap();
    let by_object = analyze(&JSON::parse(SCENARIO).unwrap()).ok().unwrap();
    assert_eq!(JSON::stringify(&by_text).unwrap(), JSON::stringify(&by_object).unwrap());
    assert_eq!(field(&by_text, &["ok"]), JsValue::TRUE);
    assert_eq!(field(&by_text, &["image", "disk", "likely"]).as_f64(), Some(5_000_000.0));
    assert_eq!(field(&by_text, &["stages", "0", "base", "disk", "likely"]).as_f64(), Some(40_000_000.0));
    assert_eq!(field(&by_text, &["edges", "1", "kind"]).as_string().as_deref(), Some("copy"));
}

#[wasm_bindgen_test]
fn errors_of_the_dockerfile_are_part_of_the_analysis() {
    let analysis = analyze(&JsValue::from_str(r#"{"dockerfile": "FROM a\nRUNN b\n"}"#)).ok().unwrap();
    assert_eq!(field(&analysis, &["ok"]), JsValue::FALSE);
    assert_eq!(field(&analysis, &["errors", "0", "line"]).as_f64(), Some(2.0));
}

#[wasm_bindgen_test]
fn what_is_no_scenario_throws() {
    for wrong in [JsValue::UNDEFINED, JsValue::from_f64(3.0), JsValue::from_str("FROM a"), JsValue::from_str("[]]")] {
        assert!(analyze(&wrong).is_err(), "{wrong:?}");
    }
    assert!(add_packages(b"\xff\xfe").is_err());
}
