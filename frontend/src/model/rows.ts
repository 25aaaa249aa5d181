/** Rows of the table: the same data as the drawing, sorted as asked. */

import type { EdgeData, NodeData } from "./network";

export type Order = "ascending" | "descending";

export interface Row {
  readonly id: string;
  readonly cells: readonly (string | number | null)[];
  readonly schema: string;
  readonly countries: readonly string[];
  readonly crossBorder: boolean;
  readonly hidden: boolean;
}

export interface Words {
  readonly schema: (name: string) => string;
  readonly countries: (codes: readonly string[]) => string;
  readonly yes: string;
  readonly no: string;
}

export function entityRows(
  nodes: Iterable<NodeData>,
  facts: {
    degree: ReadonlyMap<string, number>;
    score: ReadonlyMap<string, number | null>;
    hidden: ReadonlySet<string>;
  },
  words: Words,
): Row[] {
  return [...nodes].map((node) => ({
    id: node.id,
    cells: [
      node.caption,
      words.schema(node.schema),
      words.countries(node.countries),
      facts.degree.get(node.id) ?? 0,
      facts.score.get(node.id) ?? null,
    ],
    schema: node.schema,
    countries: node.countries,
    crossBorder: false,
    hidden: facts.hidden.has(node.id),
  }));
}

export function linkRows(
  edges: Iterable<EdgeData>,
  caption: (id: string) => string,
  words: Words,
): Row[] {
  return [...edges].map((edge) => ({
    id: edge.id,
    cells: [
      caption(edge.source),
      words.schema(edge.schema),
      caption(edge.target),
      edge.count,
      edge.crossBorder ? words.yes : words.no,
    ],
    schema: edge.schema,
    countries: [],
    crossBorder: edge.crossBorder,
    hidden: false,
  }));
}

const collator = new Intl.Collator(["sr", "en"], { numeric: true, sensitivity: "base" });

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a ?? ""), String(b ?? ""));
}

/** Sort by one column, ties by id; what is missing comes last either way. */
export function sortRows(rows: readonly Row[], column: number, order: Order): Row[] {
  const sign = order === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a.cells[column] ?? null, b.cells[column] ?? null];
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1;
    } else {
      const by = compare(x, y) * sign;
      if (by !== 0) return by;
    }
    return a.id < b.id ? -1 : 1;
  });
}
