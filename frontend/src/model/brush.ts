/** A stretch of time chosen on bars: which bars, from when until when. */

export interface BarData {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** The first and the last bar that are chosen. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

export interface TimeSpan {
  readonly after: string;
  readonly before: string;
}

/** The bar under a place from 0 (left) to 1 (right). */
export function barAt(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

/** From one bar to another, in whichever order; bounds are held to the bars there are. */
export function stretchOf(one: number, other: number, count: number): Stretch {
  const inside = (at: number) => Math.min(count - 1, Math.max(0, at));
  return { first: inside(Math.min(one, other)), last: inside(Math.max(one, other)) };
}

/** Move a stretch by so many bars without changing its length; it stops at the ends. */
export function moveStretch(stretch: Stretch, by: number, count: number): Stretch {
  const step = Math.min(count - 1 - stretch.last, Math.max(-stretch.first, by));
  return { first: stretch.first + step, last: stretch.last + step };
}

/** The half-open time of a stretch; null for all bars or none. */
export function timeOf(bars: readonly BarData[], stretch: Stretch | null): TimeSpan | null {
  if (!stretch || (stretch.first === 0 && stretch.last === bars.length - 1)) return null;
  const [first, last] = [bars[stretch.first], bars[stretch.last]];
  return first && last ? { after: first.from, before: last.to } : null;
}

/** How many events a stretch holds. */
export function countOf(bars: readonly BarData[], stretch: Stretch | null): number {
  const chosen = stretch ? bars.slice(stretch.first, stretch.last + 1) : bars;
  return chosen.reduce((sum, bar) => sum + bar.count, 0);
}

/** Points of a line through values; null breaks it. `low` is drawn at the bottom. */
export function linesOf(
  values: readonly (number | null)[],
  box: { width: number; height: number },
  [low, high]: readonly [number, number],
): string[] {
  const x = (i: number) => (box.width * i) / Math.max(1, values.length - 1);
  const y = (value: number) => box.height - (box.height * (value - low)) / (high - low || 1);
  const lines: string[] = [];
  let points: string[] = [];
  values.forEach((value, i) => {
    if (value === null) {
      if (points.length > 0) lines.push(points.join(" "));
      points = [];
    } else points.push(`${x(i).toFixed(1)},${y(value).toFixed(1)}`);
  });
  if (points.length > 0) lines.push(points.join(" "));
  return lines;
}
