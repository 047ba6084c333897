//! Where the boxes and lanes of a layered drawing stand in their ranks: short wires, no box over another, and boxes always
//! in the order they are given, so that no edit shuffles them. Works on numbers alone and knows nothing of stages.

use crate::order;

/// Where everything stands across the flow.
pub struct Rows {
    /// How many ranks there are.
    pub ranks: usize,
    /// The extent across the flow.
    pub breadth: f64,
    /// The middle of each box.
    pub centres: Vec<f64>,
    /// For each link, the ranks it passes through on its way and where.
    pub routes: Vec<Vec<(usize, f64)>>,
}

/// One thing in a rank: a box, or the lane of a link that passes.
struct Item {
    breadth: f64,
    centre: f64,
    /// Neighbours in the rank before and in the rank after.
    before: Vec<usize>,
    after: Vec<usize>,
}

/// How often the ranks are walked, forth and back, to shorten wires. More changes nothing that an eye would see.
const SWEEPS: usize = 4;
/// Lanes beyond this many are left out (their links go straight): it bounds the work on absurd graphs.
const MOST_LANES: usize = 4000;

/// `order` has every box once; in each rank they stand in this order.
pub fn arrange(
    ranks: &[usize],
    order: &[usize],
    links: &[(usize, usize)],
    breadths: &[f64],
    lane: f64,
    gap: f64,
) -> Rows {
    let count = ranks.iter().max().map_or(0, |last| last + 1);
    let mut items: Vec<Item> = breadths.iter().map(|breadth| Item::new(*breadth)).collect();
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); count];
    for item in order {
        rows[ranks[*item]].push(*item);
    }
    let boxes = breadths.len();
    let mut lanes = 0;
    let mut routes: Vec<Vec<(usize, usize)>> = Vec::with_capacity(links.len());
    for (giver, taker) in links {
        let (mut last, mut route) = (*giver, Vec::new());
        for (rank, row) in rows.iter_mut().enumerate().take(ranks[*taker]).skip(ranks[*giver] + 1) {
            lanes += 1;
            if lanes > MOST_LANES {
                break;
            }
            items.push(Item::new(lane));
            let item = items.len() - 1;
            row.push(item);
            join(&mut items, last, item);
            route.push((rank, item));
            last = item;
        }
        join(&mut items, last, *taker);
        routes.push(route);
    }
    for row in &rows {
        stack(&mut items, row, gap);
    }
    for sweep in 0..SWEEPS {
        for step in 0..count {
            let row = &mut rows[if sweep.is_multiple_of(2) { step } else { count - 1 - step }];
            let wished: Vec<(usize, f64)> = row.iter().map(|item| (*item, wish(&items, *item, sweep))).collect();
            settle(&mut items, row, wished, boxes, gap);
        }
    }
    let edge = |sign: f64| {
        let reach = items.iter().map(move |item| sign * (item.centre + sign * item.breadth / 2.0));
        reach.fold(f64::NEG_INFINITY, f64::max)
    };
    let (top, bottom) = (-edge(-1.0), edge(1.0));
    let place = |item: usize| items[item].centre - top;
    Rows {
        ranks: count,
        breadth: (bottom - top).max(0.0),
        centres: (0..breadths.len()).map(place).collect(),
        routes: routes.iter().map(|route| route.iter().map(|(rank, item)| (*rank, place(*item))).collect()).collect(),
    }
}

impl Item {
    fn new(breadth: f64) -> Self {
        Self { breadth, centre: 0.0, before: Vec::new(), after: Vec::new() }
    }
}

fn join(items: &mut [Item], giver: usize, taker: usize) {
    items[giver].after.push(taker);
    items[taker].before.push(giver);
}

/// One below the other, in the order given, around the middle.
fn stack(items: &mut [Item], row: &[usize], gap: f64) {
    let total: f64 = row.iter().map(|item| items[*item].breadth + gap).sum();
    let mut at = -total / 2.0;
    for item in row {
        let item = &mut items[*item];
        item.centre = at + (item.breadth + gap) / 2.0;
        at += item.breadth + gap;
    }
}

/// Where an item would best stand: in the middle of what it is joined to, seen from the side the sweep comes from.
fn wish(items: &[Item], item: usize, sweep: usize) -> f64 {
    let own = &items[item];
    let (first, second) = if sweep.is_multiple_of(2) { (&own.before, &own.after) } else { (&own.after, &own.before) };
    let joined = if first.is_empty() { second } else { first };
    if joined.is_empty() {
        return own.centre;
    }
    joined.iter().map(|other| items[*other].centre).sum::<f64>() / joined.len() as f64
}

/// Orders the lanes of a row by their wishes around the boxes, which keep their order, and grants wishes as far as
/// nothing overlaps: neighbours that would collide stand together around the mean of their wishes.
fn settle(items: &mut [Item], row: &mut Vec<usize>, wished: Vec<(usize, f64)>, boxes: usize, gap: f64) {
    // By what each is put in order: boxes by what is at least that of the box before.
    let mut keyed: Vec<(f64, (usize, f64))> = Vec::with_capacity(wished.len());
    for own in wished.iter().filter(|(item, _)| *item < boxes) {
        keyed.push((keyed.last().map_or(own.1, |(before, _)| before.max(own.1)), *own));
    }
    keyed.extend(wished.iter().filter(|(item, _)| *item >= boxes).map(|own| (own.1, *own)));
    order::sort_by(&mut keyed, |one, other| one.0.total_cmp(&other.0));
    let wished: Vec<(usize, f64)> = keyed.into_iter().map(|(_, own)| own).collect();
    row.clear();
    row.extend(wished.iter().map(|(item, _)| *item));
    // Blocks of (sum of wishes less offsets, members); a block's mean is where its offset zero goes.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0.0;
    for (at, (item, wish)) in wished.iter().enumerate() {
        if at > 0 {
            offset += (items[wished[at - 1].0].breadth + items[*item].breadth) / 2.0 + gap;
        }
        offsets.push(offset);
        blocks.push((wish - offset, 1));
        while let [.., before, last] = blocks.as_slice() {
            if before.0 / before.1 as f64 <= last.0 / last.1 as f64 {
                break;
            }
            let merged = (before.0 + last.0, before.1 + last.1);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    let means = blocks.iter().flat_map(|(sum, members)| std::iter::repeat_n(sum / *members as f64, *members));
    for ((item, offset), mean) in row.iter().zip(offsets).zip(means) {
        items[*item].centre = mean + offset;
    }
}
