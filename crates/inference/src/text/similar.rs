//! Which of many embeddings are nearest to one: plain cosine over one block of memory.
//!
//! What is deliberately not here: an index. Ten years of days are some ten thousand embeddings, and
//! those are compared in milliseconds.

use super::minilm::EMBEDDING;

/// One of the embeddings, and how near it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Its place in the block.
    pub index: usize,
    /// The cosine, -1 to 1.
    pub cosine: f32,
}

/// The `count` embeddings that are nearest to `to`, the nearest first. `block` holds embeddings of length
/// 1 one after another, 384 numbers each; what is left over at its end is not looked at. One that holds a
/// number that is none is near to nothing.
pub fn nearest(to: &[f32; EMBEDDING], block: &[f32], count: usize) -> Vec<Near> {
    if count == 0 {
        return Vec::new();
    }
    let mut near: Vec<Near> = block
        .chunks_exact(EMBEDDING)
        .enumerate()
        .map(|(index, one)| Near { index, cosine: dot(to, one) })
        .filter(|near| near.cosine.is_finite())
        .collect();
    let nearer = |a: &Near, b: &Near| b.cosine.total_cmp(&a.cosine).then(a.index.cmp(&b.index));
    if count < near.len() {
        near.select_nth_unstable_by(count - 1, nearer);
        near.truncate(count);
    }
    near.sort_unstable_by(nearer);
    near
}

/// The scalar product. Several sums side by side let the compiler use wide registers: additions of
/// floating-point numbers may not be put in another order by itself.
fn dot(a: &[f32; EMBEDDING], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(index: usize) -> [f32; EMBEDDING] {
        std::array::from_fn(|at| if at == index { 1.0 } else { 0.0 })
    }

    #[test]
    fn the_nearest_come_first() {
        let block = [axis(3), axis(1), axis(2).map(|value| 0.5 * value), axis(1)].concat();
        let mut to = axis(1);
        to[2] = 0.5;
        let near = nearest(&to, &block, 3);
        assert_eq!(near.iter().map(|near| near.index).collect::<Vec<_>>(), [1, 3, 2]);
        assert_eq!(near[2].cosine, 0.25);
        assert_eq!(nearest(&to, &block, 99).len(), 4);
        assert!(nearest(&to, &block, 0).is_empty());
        assert!(nearest(&to, &[], 3).is_empty());
        assert_eq!(nearest(&to, &block[..EMBEDDING + 7], 3).len(), 1);
    }

    #[test]
    fn what_is_no_number_is_near_to_nothing() {
        let mut block = [axis(0), axis(1)].concat();
        block[5] = f32::NAN;
        let near = nearest(&axis(1), &block, 2);
        assert_eq!(near, [Near { index: 1, cosine: 1.0 }]);
    }
}
