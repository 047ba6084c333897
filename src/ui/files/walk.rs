//! Where an arrow key leads from one tile of a treemap.

use crate::sight::Tile;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

impl Direction {
    pub fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            _ => return None,
        })
    }
}

/// The nearest tile that way: one straight ahead rather than one aside.
pub fn neighbour(tiles: &[Tile], from: Tile, direction: Direction) -> Option<Tile> {
    let (x, y) = point(&from);
    let distance = |tile: &Tile| {
        let (to_x, to_y) = point(tile);
        let (along, across) = match direction {
            Direction::Left => (x - to_x, y - to_y),
            Direction::Right => (to_x - x, y - to_y),
            Direction::Up => (y - to_y, x - to_x),
            Direction::Down => (to_y - y, x - to_x),
        };
        (along > 0).then(|| along + 2 * across.abs())
    };
    let ahead = tiles.iter().filter_map(|tile| Some((distance(tile)?, *tile)));
    ahead.min_by_key(|(distance, _)| *distance).map(|(_, tile)| tile)
}

/// What a tile is met at: its upper left, where its name stands, so that a folder lies above what is in it.
fn point(tile: &Tile) -> (i32, i32) {
    (tile.x + tile.width.min(80) / 2, tile.y + tile.height.min(20) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lies_above_what_is_in_it_and_rows_are_walked_along() {
        let tile = |node, x, y, width, height| Tile { node, x, y, width, height, named: true };
        let tiles = [
            tile(1, 0, 0, 300, 200),
            tile(2, 3, 20, 150, 177),
            tile(3, 153, 20, 144, 177),
            tile(4, 300, 0, 300, 200),
            tile(5, 0, 200, 600, 200),
        ];
        let next = |from: usize, direction| neighbour(&tiles, tiles[from - 1], direction).map(|tile| tile.node);
        assert_eq!(next(1, Direction::Down), Some(2));
        assert_eq!(next(2, Direction::Right), Some(3));
        assert_eq!(next(2, Direction::Up), Some(1));
        assert_eq!(next(3, Direction::Right), Some(4));
        assert_eq!(next(2, Direction::Down), Some(5));
        assert_eq!(next(5, Direction::Left), None);
    }
}
