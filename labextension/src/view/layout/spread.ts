/**
 * Moves values as little as possible (in squares) so that each is at least so far right of the one
 * before: neighbours that would meet become a block, which stands where they would on average.
 */
export function spread(wanted: Float64Array, gaps: Float64Array): void {
  const size = wanted.length;
  const [means, sizes] = [new Float64Array(size), new Float64Array(size)];
  const ends = new Uint32Array(size);
  const offsets = new Float64Array(size);
  let blocks = 0;
  for (let at = 0; at < size; at += 1) {
    offsets[at] = at === 0 ? 0 : offsets[at - 1]! + gaps[at]!;
    means[blocks] = wanted[at]! - offsets[at]!;
    sizes[blocks] = 1;
    ends[blocks] = at + 1;
    blocks += 1;
    while (blocks > 1 && means[blocks - 2]! > means[blocks - 1]!) {
      blocks -= 1;
      const joined = sizes[blocks - 1]! + sizes[blocks]!;
      means[blocks - 1] =
        (means[blocks - 1]! * sizes[blocks - 1]! + means[blocks]! * sizes[blocks]!) / joined;
      sizes[blocks - 1] = joined;
      ends[blocks - 1] = ends[blocks]!;
    }
  }
  for (let block = 0, at = 0; block < blocks; block += 1) {
    for (; at < ends[block]!; at += 1) {
      wanted[at] = means[block]! + offsets[at]!;
    }
  }
}
