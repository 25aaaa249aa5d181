/** From a score to a radius on the screen, by area, so that twice as much looks it. */

export const SMALLEST = 7;
export const LARGEST = 20;

/** Return a function from score to radius in pixels over the scores on the table; a
 * score that is missing, negative or not a number has the smallest radius. */
export function sizeScale(
  scores: Iterable<number | null>,
  factor = 1,
): (score: number | null) => number {
  const size = bareScale(scores);
  return (score) => size(score) * factor;
}

/** Many nodes are drawn smaller, so that they still have room. */
export function crowding(count: number): number {
  return Math.min(1, Math.max(0.45, Math.sqrt(120 / Math.max(count, 1))));
}

function bareScale(scores: Iterable<number | null>): (score: number | null) => number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    if (score === null || !Number.isFinite(score)) continue;
    low = Math.min(low, score);
    high = Math.max(high, score);
  }
  const span = high - low;
  return (score) => {
    if (score === null || !Number.isFinite(score)) return SMALLEST;
    if (!(span > 0)) return (SMALLEST + LARGEST) / 2 - 3;
    const share = Math.min(1, Math.max(0, (score - low) / span));
    return SMALLEST + Math.sqrt(share) * (LARGEST - SMALLEST);
  };
}

/** Width of a link in pixels by how often it was said. */
export function widthOf(count: number, crossBorder: boolean): number {
  const base = 1.8 + Math.min(2, Math.log10(Math.max(1, count)) * 0.9);
  return crossBorder ? base + 1 : base;
}
