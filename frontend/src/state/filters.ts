/** What the legend leaves in the drawing and the table. */

import { computed, signal } from "@preact/signals";
import { countryKey } from "../model/countries";
import type { EdgeData, Network, NodeData } from "../model/network";

export interface Filters {
  readonly countries: ReadonlySet<string>;
  readonly schemata: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly crossOnly: boolean;
  /** Leave out nodes without a link. */
  readonly linkedOnly: boolean;
}

export const NO_FILTERS: Filters = {
  countries: new Set(),
  schemata: new Set(),
  links: new Set(),
  crossOnly: false,
  linkedOnly: false,
};

/** What is switched off; empty sets let everything through. */
export const filters = signal<Filters>(NO_FILTERS);
export const filtering = computed(
  () =>
    filters.value.crossOnly ||
    filters.value.linkedOnly ||
    filters.value.countries.size + filters.value.schemata.size + filters.value.links.size > 0,
);

export function toggleFilter(kind: "countries" | "schemata" | "links", key: string): void {
  const next = new Set(filters.value[kind]);
  if (!next.delete(key)) next.add(key);
  filters.value = { ...filters.value, [kind]: next };
}

export function passesNode(node: NodeData, f: Filters): boolean {
  return !f.countries.has(countryKey(node.countries)) && !f.schemata.has(node.schema);
}

export function passesEdge(edge: EdgeData, f: Filters): boolean {
  return !f.links.has(edge.schema) && (!f.crossOnly || edge.crossBorder);
}

export interface Shown {
  readonly nodes: NodeData[];
  readonly edges: EdgeData[];
}

/** The nodes and edges that are neither hidden nor filtered out. With `crossOnly`,
 * `linkedOnly` and a time nodes left without a link go too; `active` is how many events
 * an edge has in that time. */
export function shownOf(
  network: Network,
  f: Filters,
  active: ReadonlyMap<string, number> | null = null,
): Shown {
  let nodes = [...network.nodes.values()].filter(
    (node) => !network.hidden.has(node.id) && passesNode(node, f),
  );
  let on = new Set(nodes.map((node) => node.id));
  const edges = [...network.edges.values()].filter(
    (edge) =>
      on.has(edge.source) &&
      on.has(edge.target) &&
      passesEdge(edge, f) &&
      (active === null || active.has(edge.id)),
  );
  if (f.crossOnly || f.linkedOnly || active !== null) {
    on = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
    nodes = nodes.filter((node) => on.has(node.id));
  }
  return { nodes, edges };
}
