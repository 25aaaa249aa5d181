/** The sixteen classes of triples (Holland and Leinhardt), as they are drawn. */

type Member = "a" | "b" | "c";
export type Arrow = readonly [Member, Member];

/** The links of each class, as networkx's triad_graph has them; the order is the usual. */
const LINKS: ReadonlyMap<string, string> = new Map([
  ["003", ""],
  ["012", "ab"],
  ["102", "ab ba"],
  ["021D", "ba bc"],
  ["021U", "ab cb"],
  ["021C", "ab bc"],
  ["111D", "ac ca bc"],
  ["111U", "ac ca cb"],
  ["030T", "ab cb ac"],
  ["030C", "ba cb ac"],
  ["201", "ab ba ac ca"],
  ["120D", "bc ba ac ca"],
  ["120U", "ab cb ac ca"],
  ["120C", "ab bc ac ca"],
  ["210", "ab bc cb ac ca"],
  ["300", "ab ba bc cb ac ca"],
]);

export const TRIADS = [...LINKS.keys()];
/** Classes that there are where links have no direction. */
export const UNDIRECTED: readonly string[] = ["003", "102", "201", "300"];

export function arrowsOf(name: string): Arrow[] {
  const links = LINKS.get(name) ?? "";
  return links === "" ? [] : links.split(" ").map((two) => [two[0], two[1]] as unknown as Arrow);
}

/** Where each of the three is drawn, in a box of `size` by `size`. */
export function cornersOf(size: number): Record<Member, readonly [number, number]> {
  const edge = size / 6;
  return { a: [edge, size - edge], b: [size / 2, edge], c: [size - edge, size - edge] };
}

/** A line between two corners that ends `room` before both. */
export function lineOf(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  room: number,
): { x1: number; y1: number; x2: number; y2: number } {
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(room * (x2 - x1)) / long, (room * (y2 - y1)) / long];
  return { x1: x1 + dx, y1: y1 + dy, x2: x2 - dx, y2: y2 - dy };
}
