/** Names beside nodes: the important first, none over another or over a node. */

export interface LabelNode {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Higher comes first; Infinity is drawn whatever it covers. */
  readonly weight: number;
  readonly faded: boolean;
}

export interface PlacedLabel {
  readonly node: LabelNode;
  readonly x: number;
  readonly y: number;
}

export type Rect = readonly [number, number, number, number];

/** Rectangles by cells, to find overlaps without looking at all of them. */
class Grid {
  private readonly cells = new Map<string, Rect[]>();
  private static readonly SIZE = 80;

  private keys([x0, y0, x1, y1]: Rect): string[] {
    const keys: string[] = [];
    for (let i = Math.floor(x0 / Grid.SIZE); i <= Math.floor(x1 / Grid.SIZE); i++)
      for (let j = Math.floor(y0 / Grid.SIZE); j <= Math.floor(y1 / Grid.SIZE); j++)
        keys.push(`${i},${j}`);
    return keys;
  }

  add(rect: Rect): void {
    for (const key of this.keys(rect)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(rect);
      else this.cells.set(key, [rect]);
    }
  }

  hits(rect: Rect): boolean {
    const [x0, y0, x1, y1] = rect;
    return this.keys(rect).some((key) =>
      this.cells.get(key)?.some((r) => r[0] < x1 && r[2] > x0 && r[1] < y1 && r[3] > y0),
    );
  }
}

const LINE = 15;
const GAP = 3;
/** So many of the most important may cover lesser nodes, though never another name. */
const LEADERS = 15;

function spots(node: LabelNode, width: number): { x: number; y: number; rect: Rect }[] {
  const { x, y, radius: r } = node;
  const half = width / 2;
  const at = (cx: number, cy: number) => ({
    x: cx,
    y: cy,
    rect: [cx - half - 1, cy - LINE / 2, cx + half + 1, cy + LINE / 2] as const,
  });
  return [
    at(x, y + r + GAP + LINE / 2),
    at(x + r + GAP + 1 + half, y),
    at(x, y - r - GAP - LINE / 2),
    at(x - r - GAP - 1 - half, y),
  ];
}

/** Choose a spot for each label that has a free one: beneath, right, above, left, within
 * `width` and clear of what is `taken`. The
 * result gives the middle of each text; most important first. */
export function placeLabels(
  nodes: readonly LabelNode[],
  measure: (text: string) => number,
  width = Number.POSITIVE_INFINITY,
  taken: readonly Rect[] = [],
): PlacedLabel[] {
  const grid = new Grid();
  for (const { x, y, radius: r, faded } of nodes) {
    if (!faded) grid.add([x - r, y - r, x + r, y + r]);
  }
  const order = [...nodes].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  const names = new Grid();
  for (const rect of taken) {
    grid.add(rect);
    names.add(rect);
  }
  for (const { x, y, radius: r } of order.slice(0, LEADERS)) {
    names.add([x - r, y - r, x + r, y + r]);
  }
  const placed: PlacedLabel[] = [];
  for (const [rank, node] of order.entries()) {
    if (node.text === "") continue;
    const options = spots(node, measure(node.text));
    const inside = options.filter((spot) => spot.rect[0] >= 2 && spot.rect[2] <= width - 2);
    const free = inside.find((spot) => !grid.hits(spot.rect));
    const over = rank < LEADERS ? inside.find((spot) => !names.hits(spot.rect)) : undefined;
    const must = node.weight === Number.POSITIVE_INFINITY;
    const spot = free ?? over ?? (must ? (inside[0] ?? options[0]) : undefined);
    if (!spot) continue;
    grid.add(spot.rect);
    names.add(spot.rect);
    placed.push({ node, x: spot.x, y: spot.y });
  }
  return placed;
}

/** A name cut to about `longest` characters, at a word where there is one. */
export function shorten(text: string, longest = 26): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  const blank = cut.lastIndexOf(" ");
  return `${blank > longest * 0.6 ? cut.slice(0, blank) : cut}…`;
}
