/** `window.klupko`: the drawing's state for tests and for scripts in the console. */

import type { Drawing } from "../view/drawing";
import { busy } from "./asking";
import { hovered, network, pick, picked, shown, steps } from "./exploration";
import { loading } from "./opening";
import { place, selectLink, selectNode } from "./place";
import { lens } from "./structure";

export interface Snapshot {
  readonly ready: boolean;
  readonly nodes: {
    id: string;
    schema: string;
    caption: string;
    countries: readonly string[];
    x: number;
    y: number;
    size: number;
    color: string;
    /** The colour that it has in place of its country's. */
    tint: string | null;
  }[];
  readonly edges: {
    id: string;
    source: string;
    target: string;
    schema: string;
    crossBorder: boolean;
    size: number;
    color: string;
  }[];
  readonly hidden: string[];
  readonly selected: string | null;
  readonly link: string | null;
  readonly path: { nodes: readonly string[]; edges: readonly string[] } | null;
  readonly picked: { start: string | null; end: string | null };
  readonly undo: string[];
  readonly redo: string[];
}

export interface KlupkoHooks {
  snapshot(): Snapshot;
  select(id: string | null): void;
  selectLink(id: string): void;
  pick(id: string): void;
  hover(id: string | null): void;
  screen(id: string): { x: number; y: number } | null;
}

declare global {
  interface Window {
    klupko?: KlupkoHooks;
  }
}

let drawing: Drawing | null = null;

function snapshot(): Snapshot {
  const { paths, chosen, hidden } = network.value;
  const graph = drawing?.graph;
  return {
    ready: loading.value.state === "ready" && busy.value === 0 && (drawing?.settled ?? false),
    nodes: shown.value.nodes.map((node) => {
      const look = graph?.hasNode(node.id) ? graph.getNodeAttributes(node.id) : null;
      const { id, schema, caption, countries } = node;
      const { x = 0, y = 0, size = 0, color = "" } = look ?? {};
      const tint = lens.value?.tints?.get(id) ?? null;
      return { id, schema, caption, countries, x, y, size, color, tint };
    }),
    edges: shown.value.edges.map((edge) => {
      const look = graph?.hasEdge(edge.id) ? graph.getEdgeAttributes(edge.id) : null;
      const { id, source, target, schema, crossBorder } = edge;
      return {
        id,
        source,
        target,
        schema,
        crossBorder,
        size: look?.size ?? 0,
        color: look?.color ?? "",
      };
    }),
    hidden: [...hidden],
    selected: place.value.node,
    link: place.value.link,
    path: paths[chosen] ?? null,
    picked: picked.value,
    undo: steps.value.past.map((step) => step.label),
    redo: steps.value.future.map((step) => step.label),
  };
}

/** Put the hooks on the window; the answer takes them away again. */
export function expose(now: Drawing): () => void {
  drawing = now;
  window.klupko = {
    snapshot,
    select: selectNode,
    selectLink,
    pick,
    hover: (id) => {
      hovered.value = id;
    },
    screen: (id) => drawing?.camera.screen(id) ?? null,
  };
  return () => {
    drawing = null;
    delete window.klupko;
  };
}

export function fitDrawing(): void {
  drawing?.camera.fit();
}

export function zoomDrawing(factor: number): void {
  drawing?.camera.zoom(factor);
}

export function focusDrawing(id: string): void {
  drawing?.camera.focus(id);
}
