/** Where nodes go: forces, then no overlaps; the same network gives the same places. */

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import noverlap from "graphology-layout-noverlap";

export interface LayoutNode {
  readonly id: string;
  readonly size: number;
  readonly x: number | null;
  readonly y: number | null;
}

export interface LayoutEdge {
  readonly source: string;
  readonly target: string;
  readonly weight: number;
}

export interface LayoutTask {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
  readonly iterations: number;
  /** Width over height of the window to fill. */
  readonly aspect: number;
}

export type Positions = Record<string, [number, number]>;

/** A number in [0, 1) that depends on the text alone (FNV-1a). */
export function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) / 2 ** 32;
}

function seeded(task: LayoutTask): Graph {
  const graph = new Graph({ multi: false, type: "undirected" });
  const spread = 40 * Math.sqrt(task.nodes.length + 1);
  for (const node of task.nodes) {
    graph.addNode(node.id, {
      x: node.x ?? (chance(node.id) - 0.5) * spread,
      y: node.y ?? (chance(`${node.id}y`) - 0.5) * spread,
      size: node.size,
      placed: node.x !== null,
    });
  }
  for (const { source, target, weight } of task.edges) {
    if (source === target || !graph.hasNode(source) || !graph.hasNode(target)) continue;
    if (graph.hasEdge(source, target))
      graph.updateEdgeAttribute(source, target, "weight", (w) => w + weight);
    else graph.addEdge(source, target, { weight });
  }
  return graph;
}

/** Put new nodes beside a neighbour that has a place already. */
function nestle(graph: Graph): void {
  graph.forEachNode((id, attributes) => {
    if (attributes.placed) return;
    const host = graph.neighbors(id).find((n) => graph.getNodeAttribute(n, "placed"));
    if (!host) return;
    const angle = chance(id) * 2 * Math.PI;
    graph.mergeNodeAttributes(id, {
      x: graph.getNodeAttribute(host, "x") + 40 * Math.cos(angle),
      y: graph.getNodeAttribute(host, "y") + 40 * Math.sin(angle),
    });
  });
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function boxOf(graph: Graph, ids: readonly string[]): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const id of ids) {
    const { x, y } = graph.getNodeAttributes(id);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Scale the whole to about the pixels it will have, so that sizes and gaps agree. */
function fill(graph: Graph, aspect: number): void {
  const ids = graph.nodes();
  const box = boxOf(graph, ids);
  const area = Math.max(420_000, ids.length * 5200);
  const height = Math.sqrt(area / aspect);
  const scale = Math.min(
    (height * aspect) / Math.max(box.width, 1),
    height / Math.max(box.height, 1),
  );
  const stretchX = Math.min(1.35, (height * aspect) / Math.max(box.width * scale, 1));
  const stretchY = Math.min(1.35, height / Math.max(box.height * scale, 1));
  graph.forEachNode((id, { x, y }) => {
    graph.mergeNodeAttributes(id, { x: x * scale * stretchX, y: y * scale * stretchY });
  });
}

/** Components of nodes, largest first, each in the order of the nodes. */
function components(graph: Graph): string[][] {
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const start of graph.nodes()) {
    if (seen.has(start)) continue;
    const queue = [start];
    seen.add(start);
    for (const id of queue) {
      for (const next of graph.neighbors(id)) {
        if (!seen.has(next)) {
          seen.add(next);
          queue.push(next);
        }
      }
    }
    found.push(queue);
  }
  return found.sort((a, b) => b.length - a.length);
}

/** Set small components in rows beneath the largest, so that none drifts far away. */
function pack(graph: Graph, aspect: number): void {
  const [main, ...rest] = components(graph);
  if (!main || rest.length === 0) return;
  const gap = 70;
  const home = boxOf(graph, main);
  const least = Math.sqrt(graph.order * 5200 * aspect);
  const width = Math.max(home.width, least);
  const left = home.x - (width - home.width) / 2;
  let x = left;
  let y = home.y - gap;
  let row = 0;
  for (const ids of rest) {
    const box = boxOf(graph, ids);
    if (x > left && x + box.width > left + width) {
      x = left;
      y -= row + gap;
      row = 0;
    }
    for (const id of ids) {
      const at = graph.getNodeAttributes(id);
      graph.mergeNodeAttributes(id, { x: at.x - box.x + x, y: at.y - box.y - box.height + y });
    }
    x += box.width + gap;
    row = Math.max(row, box.height);
  }
}

/** Place every node of the task; deterministic, bounded by `iterations`. */
export function layOut(task: LayoutTask): Positions {
  const graph = seeded(task);
  if (graph.order === 0) return {};
  nestle(graph);
  forceAtlas2.assign(graph, {
    iterations: task.iterations,
    getEdgeWeight: "weight",
    settings: {
      barnesHutOptimize: graph.order > 400,
      gravity: 0.6,
      scalingRatio: 18,
      slowDown: 2 + Math.log(graph.order),
      outboundAttractionDistribution: true,
      edgeWeightInfluence: 0.5,
    },
  });
  fill(graph, task.aspect);
  pack(graph, task.aspect);
  noverlap.assign(graph, {
    maxIterations: 150,
    settings: { margin: 12, ratio: 1.15, speed: 3, gridSize: 20, expansion: 1.05 },
  });
  const positions: Positions = {};
  graph.forEachNode((id, { x, y }) => {
    positions[id] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  });
  return positions;
}
