//! Pieces of text put together to lines: what stands beside one another, from the left to the right.

use super::Line;

/// Two pieces are of one line when the second lies within this share of a line's height of where the
/// first one's direction leads. Our choice: less than half, so that no line above or below comes in.
const DRIFT_MAX: f32 = 0.45;

/// Pieces may overlap by this share of a line's height: boxes are grown.
const OVERLAP_MAX: f32 = 0.8;

/// A gap of more line heights than this is wide: a column, a price.
const WIDE_GAP: f32 = 1.0;

/// A piece this many times as wide as high tells its direction well.
const LONG: f32 = 3.0;

/// Lines of pieces, from top to bottom.
pub(super) fn rows(pieces: Vec<Line>) -> Vec<Line> {
    let boxes: Vec<Box> = pieces.iter().map(Box::of).collect();
    let tilt = tilt(&boxes);
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|a, b| boxes[*a].left.total_cmp(&boxes[*b].left));
    // Each piece goes to the line whose last piece leads to it best, or begins one.
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for index in order {
        let drift = |row: &Vec<usize>| {
            let last = row.last().map(|last| &boxes[*last])?;
            last.drift(&boxes[index], tilt)
        };
        let drifts = rows.iter().enumerate().filter_map(|(at, row)| Some((at, drift(row)?)));
        match drifts.min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((at, _)) => rows[at].push(index),
            None => rows.push(vec![index]),
        }
    }
    let level = |row: &Vec<usize>| row.first().map_or(0.0, |first| boxes[*first].level(tilt));
    rows.sort_by(|a, b| level(a).total_cmp(&level(b)));
    rows.iter().map(|row| joined(row, &pieces, &boxes)).collect()
}

/// What matters of a piece's place.
struct Box {
    left: f32,
    right: f32,
    x: f32,
    y: f32,
    height: f32,
    /// How much it falls per pixel to the right; `None` when it is too short to tell.
    tilt: Option<f32>,
}

impl Box {
    fn of(piece: &Line) -> Box {
        let [a, b, c, d] = piece.corners;
        let middle = |axis: usize| (a[axis] + b[axis] + c[axis] + d[axis]) / 4.0;
        let (wide, fall) = ((b[0] + c[0] - a[0] - d[0]) / 2.0, (b[1] + c[1] - a[1] - d[1]) / 2.0);
        let height = (d[0] - a[0]).hypot(d[1] - a[1]).max(1.0);
        Box {
            left: (a[0] + d[0]) / 2.0,
            right: (b[0] + c[0]) / 2.0,
            x: middle(0),
            y: middle(1),
            height,
            tilt: (wide > LONG * height).then(|| fall / wide),
        }
    }

    /// How far `other`, to the right, lies off the line through this piece; `None` when it is too far, or
    /// not to the right.
    fn drift(&self, other: &Box, tilt: f32) -> Option<f32> {
        let height = self.height.min(other.height);
        if other.left < self.right - OVERLAP_MAX * height {
            return None;
        }
        let known: Vec<f32> = [self.tilt, other.tilt].into_iter().flatten().collect();
        let tilt = match known.len() {
            0 => tilt,
            count => known.iter().sum::<f32>() / count as f32,
        };
        let drift = (other.y - self.y - tilt * (other.x - self.x)).abs() / height;
        (drift < DRIFT_MAX).then_some(drift)
    }

    /// Its height on the page where the page's left edge is.
    fn level(&self, tilt: f32) -> f32 {
        self.y - tilt * self.x
    }
}

/// The page's own tilt: the median of what can tell it.
fn tilt(boxes: &[Box]) -> f32 {
    let mut tilts: Vec<f32> = boxes.iter().filter_map(|piece| piece.tilt).collect();
    tilts.sort_by(f32::total_cmp);
    tilts.get(tilts.len() / 2).copied().unwrap_or(0.0)
}

fn joined(row: &[usize], pieces: &[Line], boxes: &[Box]) -> Line {
    let (first, last) = (row[0], row[row.len() - 1]);
    let mut text = String::new();
    let (mut sum, mut letters) = (0.0, 0);
    let mut right = f32::MAX;
    for index in row {
        let (piece, place) = (&pieces[*index], &boxes[*index]);
        if !text.is_empty() {
            let is_wide = place.left - right > WIDE_GAP * place.height;
            text.push_str(if is_wide { "  " } else { " " });
        }
        right = place.right;
        text.push_str(piece.text.trim());
        let count = piece.text.chars().count();
        sum += piece.quality * count as f32;
        letters += count;
    }
    let (begin, end) = (pieces[first].corners, pieces[last].corners);
    Line {
        text,
        quality: sum / letters.max(1) as f32,
        corners: [begin[0], end[1], end[2], begin[3]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x: f32, y: f32, tilt: f32) -> Line {
        let width = 14.0 * text.len() as f32;
        let y = y + tilt * x;
        let fall = tilt * width;
        let corners = [[x, y], [x + width, y + fall], [x + width, y + fall + 28.0], [x, y + 28.0]];
        Line { text: text.into(), quality: 0.9, corners }
    }

    #[test]
    fn prices_stand_beside_their_words_on_a_tilted_page() {
        for tilt in [-0.15, 0.0, 0.15] {
            let pieces = vec![
                piece("4.25", 480.0, 64.0, tilt),
                piece("Whole milk 2L", 40.0, 0.0, tilt),
                piece("2.49", 480.0, 2.0, tilt),
                piece("Eggs", 40.0, 62.0, tilt),
                piece("Sourdough", 40.0, 30.0, tilt),
                piece("bread", 175.0, 31.0, tilt),
                piece("3.80", 480.0, 33.0, tilt),
            ];
            let texts: Vec<String> = rows(pieces).into_iter().map(|line| line.text).collect();
            assert_eq!(
                texts,
                ["Whole milk 2L  2.49", "Sourdough bread  3.80", "Eggs  4.25"],
                "{tilt}"
            );
        }
    }

    #[test]
    fn no_pieces_are_no_lines() {
        assert!(rows(Vec::new()).is_empty());
    }
}
