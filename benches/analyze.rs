//! How long `analyze` takes, natively or in a browser's WebAssembly: `cargo xtask bench` runs both and prints a table.
//! A measured input is one line, so that both can be put side by side: `measured`, name, lines, milliseconds.

mod inputs;

use drydock::analysis::analyze;
use drydock::size::Catalog;

/// Runs of one input: so many, or fewer where they take long, but three.
const RUNS: usize = 15;
const LONG_MILLISECONDS: f64 = 1500.0;
/// Browsers tell the time to a tenth of a millisecond: a run repeats what is measured until it takes this long.
const RUN_MILLISECONDS: f64 = 20.0;
/// A browser starts with code that was compiled in a hurry and puts better code in its place while that runs. What is
/// measured is an analysis in the course of typing, after that.
const WARM_MILLISECONDS: f64 = 1000.0;

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    measure(&native_clock(), &|line| println!("{line}"));
}

#[cfg(target_arch = "wasm32")]
mod in_the_browser {
    use wasm_bindgen_test::{console_log, wasm_bindgen_test};

    wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn measure() {
        let clock = web_sys::window().expect("a window").performance().expect("a clock");
        super::measure(&|| clock.now(), &|line| console_log!("{line}"));
    }
}

fn measure(now: &dyn Fn() -> f64, print: &dyn Fn(&str)) {
    let (shipped, complete) = (Catalog::shipped(), Catalog::complete());
    for input in inputs::all() {
        let catalog = if input.with_packages { &complete } else { &shipped };
        let once =
            || input.scenarios.iter().map(|scenario| analyze(scenario, catalog).graph.stages.len()).sum::<usize>();
        let warming = now();
        while now() - warming < WARM_MILLISECONDS {
            std::hint::black_box(once());
        }
        let mut runs: Vec<f64> = Vec::new();
        let started = now();
        while runs.len() < 3 || runs.len() < RUNS && now() - started < LONG_MILLISECONDS {
            runs.push(time(now, &once));
        }
        runs.sort_by(f64::total_cmp);
        print(&format!("measured\t{}\t{}\t{:.3}", input.name, input.lines, runs[runs.len() / 2]));
    }
}

/// Milliseconds for one go, on average over one run.
fn time(now: &dyn Fn() -> f64, once: &dyn Fn() -> usize) -> f64 {
    let started = now();
    let mut repeats = 0.0;
    loop {
        std::hint::black_box(once());
        repeats += 1.0;
        let elapsed = now() - started;
        if elapsed >= RUN_MILLISECONDS {
            return elapsed / repeats;
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn native_clock() -> impl Fn() -> f64 {
    let started = std::time::Instant::now();
    move || started.elapsed().as_secs_f64() * 1000.0
}
