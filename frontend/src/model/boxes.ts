/** Where a span of a page's text stands on its picture, from the boxes of its words. */

/** start, end (code points of the text), left, top, right, bottom (of WHOLE). */
export type WordBox = readonly [number, number, number, number, number, number];

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Parts that a picture's width and height are counted in. */
export const WHOLE = 10_000;

interface Sides {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The part of a word's box that [start, end) covers, by its share of the letters. */
function cut([first, last, left, top, right, bottom]: WordBox, start: number, end: number): Sides {
  const letter = (right - left) / Math.max(1, last - first);
  return {
    left: left + letter * Math.max(0, start - first),
    top,
    right: right - letter * Math.max(0, last - end),
    bottom,
  };
}

/** Whether `next` goes on in the line of `before`, to its right. */
function follows(before: Sides, next: Sides): boolean {
  const middle = (next.top + next.bottom) / 2;
  return next.left >= before.left && middle > before.top && middle < before.bottom;
}

/** One rectangle for each line that [start, end) stands on, in reading order. */
export function rectsOf(boxes: readonly WordBox[], start: number, end: number): Rect[] {
  const lines: Sides[] = [];
  for (const box of boxes) {
    if (box[0] >= end || box[1] <= start) continue;
    const part = cut(box, start, end);
    const line = lines.at(-1);
    if (line && follows(line, part)) {
      line.top = Math.min(line.top, part.top);
      line.right = Math.max(line.right, part.right);
      line.bottom = Math.max(line.bottom, part.bottom);
    } else {
      lines.push(part);
    }
  }
  return lines.map(({ left, top, right, bottom }) => ({
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
  }));
}
