/** What is on the table now: an immutable network, apart from its drawing. */

export interface NodeData {
  readonly id: string;
  readonly schema: string;
  readonly caption: string;
  readonly countries: readonly string[];
}

export interface EdgeData {
  readonly id: string;
  readonly schema: string;
  readonly source: string;
  readonly target: string;
  readonly count: number;
  readonly crossBorder: boolean;
  readonly start?: string;
  readonly end?: string;
}

export interface NetworkPart {
  readonly nodes: readonly NodeData[];
  readonly edges: readonly EdgeData[];
}

/** A moment, and whether its hour is known. */
export interface Passing {
  readonly at: string;
  readonly exact: boolean;
}

export interface FoundPath {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  /** When each edge can have been passed, where that was asked; null where unknown. */
  readonly times?: readonly (Passing | null)[];
}

export interface Network {
  readonly nodes: ReadonlyMap<string, NodeData>;
  readonly edges: ReadonlyMap<string, EdgeData>;
  readonly hidden: ReadonlySet<string>;
  readonly paths: readonly FoundPath[];
  readonly chosen: number;
}

export const EMPTY: Network = {
  nodes: new Map(),
  edges: new Map(),
  hidden: new Set(),
  paths: [],
  chosen: 0,
};

/** Add a part: what is new is added, what is known takes the newer data; hidden
 * nodes that are named again show again. An edge without both its ends is left out. */
export function merge(network: Network, part: NetworkPart): Network {
  const nodes = new Map(network.nodes);
  const hidden = new Set(network.hidden);
  for (const node of part.nodes) {
    nodes.set(node.id, node);
    hidden.delete(node.id);
  }
  const edges = new Map(network.edges);
  for (const edge of part.edges) {
    if (nodes.has(edge.source) && nodes.has(edge.target)) {
      edges.set(edge.id, { ...edges.get(edge.id), ...edge });
    }
  }
  return { ...network, nodes, edges, hidden };
}

/** Replace everything by `part`, keeping hidden what is still there. */
export function replace(network: Network, part: NetworkPart): Network {
  const fresh = merge(EMPTY, part);
  const hidden = new Set([...network.hidden].filter((id) => fresh.nodes.has(id)));
  return { ...fresh, hidden };
}

/** Take nodes off the table, with their edges and every path through them. */
export function remove(network: Network, ids: Iterable<string>): Network {
  const gone = new Set(ids);
  const nodes = new Map([...network.nodes].filter(([id]) => !gone.has(id)));
  const edges = new Map(
    [...network.edges].filter(([, e]) => !gone.has(e.source) && !gone.has(e.target)),
  );
  const hidden = new Set([...network.hidden].filter((id) => !gone.has(id)));
  const paths = network.paths.filter((path) => !path.nodes.some((id) => gone.has(id)));
  return { nodes, edges, hidden, paths, chosen: 0 };
}

/** Keep nodes on the table but out of the drawing. */
export function hide(network: Network, ids: Iterable<string>): Network {
  const known = [...ids].filter((id) => network.nodes.has(id));
  return { ...network, hidden: new Set([...network.hidden, ...known]) };
}

export function showAll(network: Network): Network {
  return { ...network, hidden: new Set() };
}

export function withPaths(network: Network, paths: readonly FoundPath[]): Network {
  return { ...network, paths, chosen: 0 };
}

/** The nodes at the other end of a node's edges. */
export function neighbours(network: Network, id: string): Set<string> {
  const found = new Set<string>();
  for (const edge of network.edges.values()) {
    if (edge.source === id) found.add(edge.target);
    if (edge.target === id) found.add(edge.source);
  }
  found.delete(id);
  return found;
}

/** Edges at each node, as drawn. */
export function degrees(network: Network): Map<string, number> {
  const count = new Map<string, number>();
  for (const edge of network.edges.values()) {
    count.set(edge.source, (count.get(edge.source) ?? 0) + 1);
    if (edge.target !== edge.source) count.set(edge.target, (count.get(edge.target) ?? 0) + 1);
  }
  return count;
}
