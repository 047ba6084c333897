//! The picture of a build graph stays where it is while its Dockerfile is edited, and can be walked through.

use drydock::scenario::Scenario;
use drydock::sight::{Core, Flow, Giver, Look, Picture, Way};
use drydock::size::Catalog;

use crate::random::Random;

/// A stage's name, what it stands on, and what else stands in it.
type Stage = (String, String, Vec<String>);

fn pictures(stages: &[Stage]) -> [Picture; 2] {
    let mut dockerfile = String::new();
    for (name, base, steps) in stages {
        dockerfile += &format!("FROM {base} AS {name}\n");
        for step in steps {
            dockerfile += &format!("{step}\n");
        }
    }
    let look = Look { scenario: Scenario { dockerfile, ..Scenario::default() } };
    let sight = Core::new(Catalog::shipped()).look(&look);
    [sight.rightwards, sight.downwards].map(|picture| (*picture.expect("a picture")).clone())
}

/// Any graph of so many stages, some on images, some with images that they copy from.
fn any_stages(random: &mut Random, count: usize) -> Vec<Stage> {
    let mut stages = Vec::new();
    for at in 0..count {
        stages.push(any_stage(random, at));
    }
    stages
}

fn any_stage(random: &mut Random, at: usize) -> Stage {
    let base = if at == 0 || random.below(3) == 0 { "alpine:3.22".into() } else { format!("s{}", random.below(at)) };
    let mut steps = vec!["RUN a".to_string()];
    for _ in 0..random.below(3) {
        steps.push(match random.below(4) {
            0 => format!("COPY --from=image{} /a /a", random.below(3)),
            _ if at > 0 => format!("COPY --from=s{} /a /a", random.below(at)),
            _ => "RUN b".into(),
        });
    }
    (format!("s{at}"), base, steps)
}

/// The stages of each rank, in the order in which they stand beside each other. `but` is left out.
fn ranks(picture: &Picture, flow: Flow, but: usize) -> Vec<Vec<usize>> {
    let mut places: Vec<(i32, i32, usize)> = Vec::new();
    for placed in &picture.boxes {
        if let Giver::Stage(stage) = placed.what
            && stage != but
        {
            let (along, across) = if flow == Flow::Rightwards { (placed.x, placed.y) } else { (placed.y, placed.x) };
            places.push((along, across, stage));
        }
    }
    places.sort_unstable();
    places.chunk_by(|one, other| one.0 == other.0).map(|rank| rank.iter().map(|place| place.2).collect()).collect()
}

const FLOWS: [Flow; 2] = [Flow::Rightwards, Flow::Downwards];

#[test]
fn what_changes_no_edge_moves_nothing() {
    let mut random = Random::new(31);
    for _ in 0..60 {
        let count = 1 + random.below(12);
        let mut stages = any_stages(&mut random, count);
        let before = pictures(&stages).map(|picture| picture.boxes);
        let changed = random.below(count);
        stages[changed].2.push("RUN one more".into());
        let (old, new) = (format!("s{changed}"), "renamed".to_string());
        for (name, base, steps) in &mut stages {
            for word in [name, base] {
                if *word == old {
                    word.clone_from(&new);
                }
            }
            for step in steps {
                *step = step.replace(&format!("--from={old} "), &format!("--from={new} "));
            }
        }
        assert_eq!(pictures(&stages).map(|picture| picture.boxes), before, "{stages:?}");
    }
}

#[test]
fn a_stage_at_the_end_and_what_it_takes_shuffle_no_other() {
    let mut random = Random::new(32);
    for _ in 0..120 {
        let count = 1 + random.below(14);
        let mut stages = any_stages(&mut random, count);
        let before = pictures(&stages);
        stages.push(any_stage(&mut random, count));
        let after = pictures(&stages);
        stages[count].2.push(format!("COPY --from=s{} /b /b", random.below(count)));
        let with_copy = pictures(&stages);
        for (at, flow) in FLOWS.into_iter().enumerate() {
            let own = ranks(&before[at], flow, count);
            assert_eq!(ranks(&after[at], flow, count), own, "{stages:?}");
            assert_eq!(ranks(&with_copy[at], flow, count), own, "{stages:?}");
        }
    }
}

#[test]
fn no_box_stands_on_another() {
    let mut random = Random::new(33);
    for _ in 0..60 {
        let count = 1 + random.below(40);
        for picture in pictures(&any_stages(&mut random, count)) {
            for (at, one) in picture.boxes.iter().enumerate() {
                assert!(one.x >= 0 && one.y >= 0);
                assert!(one.x + one.width <= picture.width && one.y + one.height <= picture.height);
                for other in &picture.boxes[at + 1..] {
                    let apart = one.x + one.width <= other.x
                        || other.x + other.width <= one.x
                        || one.y + one.height <= other.y
                        || other.y + other.height <= one.y;
                    assert!(apart, "{one:?} {other:?}");
                }
            }
        }
    }
}

#[test]
fn keys_lead_along_the_wires_and_to_the_neighbours() {
    let mut random = Random::new(34);
    for _ in 0..100 {
        let count = 1 + random.below(14);
        let stages = any_stages(&mut random, count);
        for (picture, flow) in pictures(&stages).iter().zip(FLOWS) {
            let wired = |giver: usize, taker: usize| {
                picture.wires.iter().any(|wire| wire.giver == Giver::Stage(giver) && wire.taker == taker)
            };
            for stage in 0..count {
                let next = |way| picture.next(stage, way, flow);
                assert_eq!(next(Way::On).is_some(), (0..count).any(|other| wired(stage, other)), "{stages:?}");
                assert_eq!(next(Way::Back).is_some(), (0..count).any(|other| wired(other, stage)), "{stages:?}");
                assert!(next(Way::On).is_none_or(|other| wired(stage, other)), "{stages:?}");
                assert!(next(Way::Back).is_none_or(|other| wired(other, stage)), "{stages:?}");
            }
            for rank in ranks(picture, flow, count) {
                for pair in rank.windows(2) {
                    assert_eq!(picture.next(pair[0], Way::Latter, flow), Some(pair[1]), "{stages:?}");
                    assert_eq!(picture.next(pair[1], Way::Former, flow), Some(pair[0]), "{stages:?}");
                }
                assert_eq!(picture.next(rank[0], Way::Former, flow), None, "{stages:?}");
            }
        }
    }
}

#[test]
fn the_origins_of_a_stage_are_all_it_is_made_of() {
    let of = |name: &str, base: &str, steps: &[&str]| -> Stage {
        (name.into(), base.into(), steps.iter().map(|step| (*step).to_string()).collect())
    };
    let [picture, _] = pictures(&[
        of("base", "alpine", &[]),
        of("tools", "alpine", &["RUN x"]),
        of("build", "base", &["COPY --from=golang:1.26 /go /go"]),
        of("other", "tools", &["RUN y"]),
        of("last", "scratch", &["COPY --from=build /a /a"]),
    ]);
    let (boxes, wires) = picture.origins(4);
    let lit: Vec<_> = picture.boxes.iter().zip(boxes).filter(|(_, lit)| *lit).map(|(placed, _)| &placed.what).collect();
    let image = Giver::Image("docker.io/library/golang:1.26".into());
    assert_eq!(lit, [&Giver::Stage(0), &Giver::Stage(2), &Giver::Stage(4), &image]);
    let lit: Vec<_> = picture.wires.iter().zip(wires).filter(|(_, lit)| *lit).map(|(wire, _)| wire.taker).collect();
    assert_eq!(lit, [2, 2, 4]);
}
