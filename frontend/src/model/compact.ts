/** Turns the server's column-wise graph and its relationships into a network's parts. */

import type { Compact, EntityRef, PathResult, RelationshipRef } from "../api/types";
import type { EdgeData, NetworkPart, NodeData } from "./network";

function countriesOf(value: string | string[] | null | undefined): string[] {
  if (!value) return [];
  const list = Array.isArray(value) ? value : value.split(/[\s,;]+/);
  return list.filter(Boolean).map((code) => code.toLowerCase());
}

/** Two ends cross a border when both countries are known and none is shared. */
export function crosses(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && b.length > 0 && !a.some((code) => b.includes(code));
}

/** Decode `Graph.compact`; columns that do not fit together raise RangeError. */
export function decodeCompact(compact: Compact): NetworkPart {
  const { nodes: n, edges: e } = compact;
  const nodes: NodeData[] = n.id.map((id, i) => ({
    id,
    schema: n.schema[i] ?? "Thing",
    caption: n.caption[i] || id,
    countries: countriesOf(n.country[i]),
  }));
  const edges: EdgeData[] = e.id.map((id, i) => {
    const source = nodes[e.source[i] ?? -1];
    const target = nodes[e.target[i] ?? -1];
    if (!source || !target) throw new RangeError("an edge names a node that is not there");
    return {
      id,
      schema: e.schema[i] ?? "",
      source: source.id,
      target: target.id,
      count: e.count[i] ?? 1,
      crossBorder: crosses(source.countries, target.countries),
    };
  });
  return { nodes, edges };
}

export function nodeOf(entity: EntityRef): NodeData {
  return {
    id: entity.id,
    schema: entity.schema,
    caption: entity.caption || entity.id,
    countries: entity.countries.map((code) => code.toLowerCase()),
  };
}

type AnyLink = Omit<RelationshipRef, "source" | "target"> & {
  source: { id: string };
  target: { id: string };
};

export function edgeOf(link: AnyLink): EdgeData {
  return {
    id: link.id,
    schema: link.schema,
    source: link.source.id,
    target: link.target.id,
    count: link.count,
    crossBorder: link.crossBorder,
    ...(link.start ? { start: link.start } : {}),
    ...(link.end ? { end: link.end } : {}),
  };
}

export function partOfLinks(links: readonly RelationshipRef[]): NetworkPart {
  return {
    nodes: links.flatMap((link) => [nodeOf(link.source), nodeOf(link.target)]),
    edges: links.map(edgeOf),
  };
}

export function partOfPaths(paths: readonly PathResult[]): NetworkPart {
  return {
    nodes: paths.flatMap((path) => path.nodes.map(nodeOf)),
    edges: paths.flatMap((path) => path.edges.map(edgeOf)),
  };
}
