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
  /** The window to fill, in pixels. */
  readonly width: number;
  readonly height: number;
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

/** How much one axis may be drawn out beyond the other. */
const STRETCH = 1.5;
const GAP = 46;
/** From one node without links to the next. */
const LONE = 26;

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

/** Turn the whole so that its longer axis lies along the longer side of the window. */
function turn(graph: Graph, ids: readonly string[], wide: boolean): void {
  const at = ids.map((id) => graph.getNodeAttributes(id));
  const midX = at.reduce((sum, { x }) => sum + x, 0) / at.length;
  const midY = at.reduce((sum, { y }) => sum + y, 0) / at.length;
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y } of at) {
    xx += (x - midX) ** 2;
    yy += (y - midY) ** 2;
    xy += (x - midX) * (y - midY);
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2 + (wide ? 0 : Math.PI / 2);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (const id of ids) {
    const { x, y } = graph.getNodeAttributes(id);
    graph.mergeNodeAttributes(id, { x: x * c + y * s, y: y * c - x * s });
  }
}

/** Scale the whole to the pixels it will have, so that sizes and gaps agree. */
function fill(graph: Graph, ids: readonly string[], width: number, height: number): void {
  const box = boxOf(graph, ids);
  const byX = width / Math.max(box.width, 1);
  const byY = height / Math.max(box.height, 1);
  const least = Math.min(byX, byY, 6);
  const scaleX = Math.min(byX, least * STRETCH);
  const scaleY = Math.min(byY, least * STRETCH);
  for (const id of ids) {
    const { x, y } = graph.getNodeAttributes(id);
    graph.mergeNodeAttributes(id, { x: (x - box.x) * scaleX, y: (y - box.y) * scaleY });
  }
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

/** Set small components in rows beneath the largest, nodes without links as a close
 * grid, so that none drifts far away; returns how high that is. */
function pack(graph: Graph, rest: readonly string[][], width: number): number {
  let x = 0;
  let y = -GAP;
  let row = 0;
  for (const ids of rest) {
    const gap = ids.length > 1 ? GAP : LONE;
    const box = boxOf(graph, ids);
    const scale = Math.min(1, (34 * ids.length) / Math.max(box.width, box.height, 1));
    const [w, h] = [box.width * scale, box.height * scale];
    if (x > 0 && x + w > width) {
      [x, y, row] = [0, y - row - gap, 0];
    }
    for (const id of ids) {
      const at = graph.getNodeAttributes(id);
      graph.mergeNodeAttributes(id, {
        x: (at.x - box.x) * scale + x,
        y: (at.y - box.y) * scale - h + y,
      });
    }
    x += w + gap;
    row = Math.max(row, h);
  }
  return row - y;
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
  const [main = [], ...rest] = components(graph);
  if (task.nodes.every((node) => node.x === null)) turn(graph, main, task.width >= task.height);
  const below = rest.length > 0 ? pack(graph, rest, task.width) : 0;
  fill(graph, main, task.width, Math.max(task.height * 0.5, task.height - below));
  noverlap.assign(graph, {
    maxIterations: 150,
    settings: { margin: 7, ratio: 1.1, speed: 3, gridSize: 20, expansion: 1.05 },
  });
  const positions: Positions = {};
  graph.forEachNode((id, { x, y }) => {
    positions[id] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  });
  return positions;
}
