//! Several services on one base: what a node holds, and that links carry how many there are.

use drydock::scenario::Scenario;
use drydock::sight::{Core, Look};
use drydock::size::Catalog;
use drydock::state::fleet::{Load, Services};
use drydock::state::permalink::{Shared, decode, encode};
use drydock::state::{Action, Measure, State, update};

fn load(dockerfile: &str, measure: Measure) -> Load {
    let scenario = Scenario { dockerfile: dockerfile.into(), ..Scenario::default() };
    let sight = Core::new(Catalog::shipped()).look(&Look { scenario });
    let weight = &sight.image.weight;
    let whole = if measure == Measure::Disk { &weight.disk } else { &weight.pull };
    let load = Load::of(&sight.segments, measure);
    assert_eq!(load.shared(Services::new(1)), whole.range.likely, "one service is the image itself");
    load
}

#[test]
fn a_base_is_there_once_and_own_layers_for_each() {
    let text = "FROM alpine:3.22 AS build\nRUN dd if=/dev/zero of=/x bs=1M count=10\nFROM build\nRUN dd if=/dev/zero of=/y bs=1M count=5\n";
    for measure in [Measure::Disk, Measure::Pull] {
        let one = load(text, measure);
        let seven = Services::new(7);
        assert!(one.base > 0 && one.own > 0, "{one:?}");
        assert_eq!(one.shared(seven), one.base + 7 * one.own);
        assert_eq!(one.apart(seven), 7 * (one.base + one.own));
    }
    let nothing_shared = load("FROM scratch\nRUN dd if=/dev/zero of=/x bs=1M count=10\n", Measure::Disk);
    assert_eq!(nothing_shared.base, 0);
    let huge = Load { base: u64::MAX, own: u64::MAX };
    assert_eq!(huge.apart(Services::new(9)), u64::MAX);
}

#[test]
fn how_many_there_are_is_bounded_and_travels() {
    assert_eq!((Services::new(0).count(), Services::new(5_000_000).count()), (1, Services::MOST));
    let state = update(&State::default(), Action::Services(Services::new(7)));
    let shared = decode(&encode(&Shared::of(&state, None, None)).unwrap()).unwrap();
    assert_eq!(shared.services, state.services);
    let alone = Shared::of(&State::default(), None, None);
    assert_eq!(encode(&alone).unwrap(), "v1.BQpjZQAA", "a link that says nothing of services keeps its bytes");
}
