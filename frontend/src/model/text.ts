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

const STOP = /[.!?…]/;

/** A stop ends a sentence after a word of three letters or more, or a digit, and before
 * a blank and a capital; so `d.o.o. Beograd` and `ul. Stevana` go on. */
function ends(points: readonly string[], at: number): boolean {
  const here = points[at] ?? "";
  if (here === "\n") return true;
  if (!STOP.test(here)) return false;
  const before = points.slice(Math.max(0, at - 12), at).join("");
  const after = points.slice(at + 1, at + 4).join("");
  const word = /(^|[^\p{L}.])\p{L}{3,}["”“»)]*$|\d$/u.test(before);
  return word && /^["”“»)]*(\s+["„“«(]*[\p{Lu}\d]|\s*$)/u.test(after);
}

/** The sentence around [start, end), in code points; a line's end ends a sentence too. */
export function sentenceAround(text: string, start: number, end: number): [number, number] {
  const points = [...text];
  let low = Math.max(0, Math.min(start, points.length));
  let high = Math.max(low, Math.min(end, points.length));
  while (low > 0 && !ends(points, low - 1)) low -= 1;
  if (high > low && ends(points, high - 1)) high -= 1;
  while (high < points.length && !ends(points, high)) high += 1;
  if (high < points.length && points[high] !== "\n") high += 1;
  while (low < start && /\s/.test(points[low] ?? "")) low += 1;
  return [low, high];
}
