/** Spans over page text in code points, as the server counts them. */

export interface Span<T> {
  readonly start: number;
  readonly end: number;
  readonly data: T;
}

export interface Segment<T> {
  readonly text: string;
  readonly spans: readonly Span<T>[];
}

/** Cut `text` at every span's ends; each segment lists the spans that cover it. Spans
 * reaching outside the text are clipped, empty ones left out. */
export function segments<T>(text: string, spans: readonly Span<T>[]): Segment<T>[] {
  const points = [...text];
  const clipped = spans
    .map((span) => ({ span, from: Math.max(0, span.start), to: Math.min(points.length, span.end) }))
    .filter(({ from, to }) => from < to);
  const cuts = new Set([0, points.length]);
  for (const { from, to } of clipped) {
    cuts.add(from);
    cuts.add(to);
  }
  const order = [...cuts].sort((a, b) => a - b);
  return order.slice(0, -1).map((from, i) => ({
    text: points.slice(from, order[i + 1]).join(""),
    spans: clipped.filter((c) => c.from <= from && from < c.to).map((c) => c.span),
  }));
}

/** Where `needle` stands in `text`, ignoring case, as [start, end) in code units. */
export function findText(text: string, needle: string): [number, number] | null {
  if (!needle) return null;
  const at = text.toLowerCase().indexOf(needle.toLowerCase());
  return at < 0 ? null : [at, at + needle.length];
}
