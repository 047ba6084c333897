//! What lies where in a stage: every byte once, by whom it was put there, what hides it, and what other stages take.

use drydock::scenario::Scenario;
use drydock::sight::{Core, Fate, FileKind, FileNode, FilesQuestion, FilesSight, Role, Shape};
use drydock::size::Catalog;

use crate::vectors;

fn of(dockerfile: &str) -> Scenario {
    Scenario { dockerfile: dockerfile.into(), ..Scenario::default() }
}

fn files(scenario: &Scenario, stage: Option<usize>) -> FilesSight {
    let mut core = Core::new(Catalog::shipped());
    core.files(&FilesQuestion { scenario: scenario.clone(), stage, within: "/".into(), shape: Shape::Column })
}

/// The nodes of a path that were made so.
fn at<'a>(sight: &'a FilesSight, path: &str, fate: Fate) -> Vec<&'a FileNode> {
    sight.nodes.iter().filter(|node| node.path == path && node.fate == fate).collect()
}

fn line(sight: &FilesSight, layer: Option<usize>) -> usize {
    sight.layers[layer.expect("one layer")].line
}

/// What must hold of the files of any stage: sums, bounds, and rectangles that lie in each other as their folders do.
pub fn examine(scenario: &Scenario, stage: usize, ask: &mut dyn FnMut(FilesQuestion) -> FilesSight) {
    let total = CORE.with_borrow_mut(|core| core.analysis(scenario).sizes.stages[stage].total.disk.range.likely);
    for shape in [Shape::Narrow, Shape::Wide] {
        let question = FilesQuestion { scenario: scenario.clone(), stage: Some(stage), within: "/".into(), shape };
        let sight = ask(question.clone());
        let text = &scenario.dockerfile;
        assert_eq!(sight.nodes[0].bytes.likely, total, "{text:?}");
        assert!(sight.nodes.len() <= 240 && sight.tiles.len() < sight.nodes.len().max(1), "{text:?}");
        for (at, node) in sight.nodes.iter().enumerate() {
            assert!(node.bytes.low <= node.bytes.likely && node.bytes.likely <= node.bytes.high, "{node:?}");
            assert!(node.taken.saturating_add(node.wasted) <= node.bytes.likely, "{node:?}");
            let children = sight.children(at).map(|child| sight.nodes[child].bytes.likely);
            let sum = children.fold(None, |sum: Option<u64>, bytes| Some(sum.unwrap_or(0).saturating_add(bytes)));
            assert!(sum.is_none_or(|sum| sum == node.bytes.likely), "{node:?} of {sum:?} in {text:?}");
        }
        for tile in &sight.tiles {
            let inside = tile.x >= 0
                && tile.y >= 0
                && tile.x + tile.width <= sight.width
                && tile.y + tile.height <= sight.height;
            assert!(inside && tile.width > 0 && tile.height > 0, "{tile:?}");
            let above = sight.above(tile.node).last().copied().expect("a folder");
            let folder = sight.tiles.iter().find(|folder| folder.node == above);
            let holds = folder.is_none_or(|folder| {
                folder.x <= tile.x
                    && folder.y <= tile.y
                    && tile.x + tile.width <= folder.x + folder.width
                    && tile.y + tile.height <= folder.y + folder.height
            });
            assert!(holds && (folder.is_some() || above == sight.within), "{tile:?} in {folder:?}");
        }
        let mut keys: Vec<u32> = sight.nodes.iter().map(|node| node.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), sight.nodes.len());
        assert_eq!(ask(question), sight, "the same every time");
    }
}

thread_local! {
    static CORE: std::cell::RefCell<Core> = std::cell::RefCell::new(Core::new(Catalog::complete()));
}

#[test]
fn everything_adds_up_in_every_stage_of_every_fixture_and_example() {
    let comparisons = crate::examples::pairs().into_iter().map(|pair| pair.example.comparison);
    let examples = comparisons.flat_map(|comparison| [Some(comparison.before), comparison.after]).flatten();
    let fixtures = vectors::of_kind("build").filter_map(|vector| vector["dockerfile"].as_str().map(of));
    let mut examined = 0;
    for scenario in examples.chain(fixtures) {
        let stages = CORE.with_borrow_mut(|core| core.analysis(&scenario).sizes.stages.len());
        for stage in 0..stages {
            examine(&scenario, stage, &mut |question| CORE.with_borrow_mut(|core| core.files(&question)));
            examined += 1;
        }
    }
    assert!(examined > 100, "{examined}");
}

#[test]
fn removed_in_a_later_step_is_wasted_and_in_the_same_step_it_never_was() {
    let sight =
        files(&of("FROM scratch\nRUN truncate -s 20M /srv/big && truncate -s 20M /srv/kept\nRUN rm /srv/big\n"), None);
    let [removed] = at(&sight, "/srv/big", Fate::Removed)[..] else { panic!("{:?}", sight.nodes) };
    assert_eq!((removed.bytes.likely, removed.wasted), (20 << 20, 20 << 20));
    assert_eq!((line(&sight, removed.layer), line(&sight, removed.hidden_by)), (2, 3));
    assert_eq!((sight.nodes[0].bytes.likely, sight.nodes[0].wasted), (40 << 20, 20 << 20));
    let same = files(&of("FROM scratch\nRUN truncate -s 20M /big && rm /big\n"), None);
    assert_eq!((same.nodes.len(), same.nodes[0].bytes.likely), (1, 0));
}

#[test]
fn written_again_is_changed_and_the_older_bytes_stay() {
    let sight =
        files(&of("FROM scratch\nRUN truncate -s 1M /app/x\nRUN truncate -s 5M /app/y\nRUN chmod 600 /app/x\n"), None);
    let ([new], [old]) = (&at(&sight, "/app/x", Fate::Changed)[..], &at(&sight, "/app/x", Fate::Replaced)[..]) else {
        panic!("{:?}", sight.nodes)
    };
    assert_eq!((new.bytes.likely, line(&sight, new.layer)), (1 << 20, 4));
    assert_eq!((old.wasted, line(&sight, old.layer), line(&sight, old.hidden_by)), (1 << 20, 2, 4));
    assert_eq!(at(&sight, "/app/y", Fate::Added).len(), 1);
}

#[test]
fn what_a_whole_folder_held_is_hidden_where_it_lay() {
    let dockerfile =
        "FROM scratch\nRUN truncate -s 3M /app/modules/a\nRUN truncate -s 2M /app/main\nRUN rm -rf /app/modules\n";
    let sight = files(&of(dockerfile), None);
    assert_eq!(at(&sight, "/app/modules/a", Fate::Removed).len(), 1, "{:?}", sight.nodes);
}

#[test]
fn copies_take_what_they_name_and_leave_the_rest() {
    let dockerfile = "FROM node:22 AS build\n\
                      WORKDIR /app\n\
                      RUN truncate -s 7M dist/main.js && truncate -s 6M dist/main.js.map && truncate -s 9M cache.bin\n\
                      FROM scratch AS run\n\
                      COPY --from=build --exclude=*.map /app/dist /srv\n\
                      COPY --from=build /usr/local/bin/node /node\n\
                      FROM scratch AS unused\n\
                      COPY --from=build /app/cache.bin /\n";
    let scenario = Scenario { target: Some("run".into()), ..of(dockerfile) };
    let sight = files(&scenario, Some(0));
    let one = |path: &str| at(&sight, path, Fate::Added)[0];
    assert_eq!(one("/app/dist/main.js").taken, 7 << 20);
    assert_eq!(one("/app/dist/main.js.map").taken, 0, "excluded");
    assert_eq!(one("/app/cache.bin").taken, 0, "the stage that takes it is never built");
    assert_eq!(sight.takers[2].role, Role::Never);
    let node = one("/usr/local/bin/node");
    assert!(node.taken == node.bytes.likely && node.taken > 0, "{node:?}");
    assert!(sight.ships(node.takers) && !sight.ships(one("/app/cache.bin").takers));
    assert_eq!(sight.nodes[0].taken, (7 << 20) + node.taken);
    let target = files(&scenario, None);
    let [giver] = &target.givers[..] else { panic!("{:?}", target.givers) };
    assert_eq!((giver.stage, giver.bytes, giver.taken), (0, sight.nodes[0].bytes.likely, sight.nodes[0].taken));
}

#[test]
fn what_was_never_placed_is_taken_out_of_the_folder_that_holds_it() {
    let sight = files(
        &of("FROM python:3.12 AS build\nFROM scratch\nCOPY --from=build /usr/local/lib/python3.12 /lib\n"),
        Some(0),
    );
    let taken = at(&sight, "/usr/local/lib/python3.12", Fate::Added)[0];
    assert!(taken.taken > 0 && taken.layer == Some(0), "{taken:?}");
    assert_eq!(sight.layers[0].text, "python:3.12");
}

#[test]
fn a_stage_on_a_stage_tells_the_lines_of_both() {
    let sight =
        files(&of("FROM scratch AS a\nRUN truncate -s 1M /x\nFROM a\nRUN truncate -s 2M /y\nRUN rm /x\n"), None);
    let removed = at(&sight, "/x", Fate::Removed)[0];
    assert_eq!((line(&sight, removed.layer), line(&sight, removed.hidden_by)), (2, 5));
    let below = files(&of("FROM scratch AS a\nRUN truncate -s 1M /x\nFROM a\nRUN rm /x\n"), Some(0));
    assert_eq!(at(&below, "/x", Fate::Added).len(), 1, "there it is still");
    assert_eq!(below.above, ["stage 1"]);
}

#[test]
fn given_sizes_are_kept_to_the_byte() {
    let mut scenario = of("FROM scratch\nRUN truncate -s 1M /a && truncate -s 2M /b\nRUN unheard-of\n");
    scenario.overrides.insert("0/0".into(), 1_000_001);
    scenario.overrides.insert("0/1".into(), 77);
    let sight = files(&scenario, None);
    assert_eq!(sight.nodes[0].bytes.likely, 1_000_078);
    assert_eq!(sight.layers.len(), 2, "{:?}", sight.nodes);
}

#[test]
fn folders_that_hold_one_other_are_joined_and_many_small_files_are_one() {
    let sight =
        files(&of("FROM scratch\nRUN truncate -s 5M /usr/lib/deep/x && truncate -s 5M /usr/lib/deep/y\n"), None);
    assert_eq!(sight.nodes[1].name, "usr/lib/deep");
    let context = (0..90).map(|file| (format!("f{file:02}"), 1000 + file)).collect();
    let many = "FROM scratch\nCOPY . /a\nCOPY . /b\nCOPY . /c\nRUN truncate -s 3G /large\n";
    let sight = files(&Scenario { context, ..of(many) }, None);
    assert!(
        sight.nodes.iter().any(|node| node.kind == FileKind::Others && node.name.ends_with("others")),
        "{:?}",
        sight.nodes
    );
}

#[test]
fn a_folder_is_looked_into_with_all_the_room() {
    let scenario = of("FROM node:22\nRUN truncate -s 5M /app/x && truncate -s 5M /app/y\n");
    let mut core = Core::new(Catalog::shipped());
    let mut ask = |within: &str| {
        core.files(&FilesQuestion {
            scenario: scenario.clone(),
            stage: None,
            within: within.into(),
            shape: Shape::Column,
        })
    };
    let inside = ask("/app");
    assert_eq!(inside.nodes[inside.within].path, "/app");
    let area: i32 = inside.tiles.iter().map(|tile| tile.width * tile.height).sum();
    assert_eq!(area, inside.width * inside.height);
    assert_eq!(ask("/app/gone").within, inside.within, "the nearest that is there");
    assert_eq!(ask("").within, 0);
}

#[test]
fn no_stage_has_no_files() {
    assert_eq!(files(&of("ARG A\n"), None), FilesSight::default());
    assert_eq!(files(&of("FROM scratch\n"), Some(9)).stage, Some(0), "the target instead");
}
