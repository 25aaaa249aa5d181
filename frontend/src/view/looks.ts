/** How a node and a link look, by what stands out now. */

import { inkOn } from "../model/countries";
import type { Colours } from "./colours";
import type { Span } from "./spans";

export interface Emphasis {
  readonly selectedNode: string | null;
  readonly selectedLink: string | null;
  readonly hovered: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly path: { readonly nodes: readonly string[]; readonly edges: readonly string[] } | null;
  /** Groups that are outlined. */
  readonly groups: readonly (readonly string[])[];
  /** Who is shown as taken out. */
  readonly gone: ReadonlySet<string>;
  /** Pairs that are marked, as a bridge's two ends. */
  readonly spans: readonly Span[];
  /** Colours in place of the countries'; null: as ever. Who has none of them is faded. */
  readonly tints: ReadonlyMap<string, string> | null;
}

export interface NodeLook {
  x: number;
  y: number;
  size: number;
  color: string;
  label: string;
  image: string;
  iconColor: string;
  borderColor: string;
  borderSize: number;
  type: string;
}

export interface EdgeLook {
  size: number;
  color: string;
  type: string;
  curvature: number;
  schema: string;
  cross: boolean;
}

export interface Lit {
  readonly nodes: Set<string>;
  readonly edges: Set<string>;
}

/** All that a look depends on besides the node or the link itself. */
export interface Standing {
  readonly emphasis: Emphasis;
  readonly colours: Colours;
  /** What is lit while the rest is faded; null where nothing is faded. */
  readonly lit: Lit | null;
  /** What sizes are multiplied by. */
  readonly scale: number;
}

export const NO_EMPHASIS: Emphasis = {
  selectedNode: null,
  selectedLink: null,
  hovered: null,
  start: null,
  end: null,
  path: null,
  groups: [],
  gone: new Set(),
  spans: [],
  tints: null,
};

const CLEAR = "#00000000";

type Ranked<T> = Partial<T> & { zIndex: number };

function ringOf(id: string, { emphasis, colours }: Standing): string | null {
  if (id === emphasis.start) return colours.start;
  if (id === emphasis.end) return colours.end;
  return id === emphasis.selectedNode ? colours.selected : null;
}

export function nodeNow(id: string, look: NodeLook, now: Standing): Ranked<NodeLook> {
  const { emphasis, colours, lit } = now;
  const size = look.size * now.scale;
  const tint = emphasis.tints?.get(id);
  const faded =
    (lit && !lit.nodes.has(id)) ||
    emphasis.gone.has(id) ||
    (emphasis.tints !== null && tint === undefined);
  const ring = ringOf(id, now);
  const base = faded
    ? { ...look, size, color: colours.faded, iconColor: CLEAR }
    : { ...look, size, ...(tint && { color: tint, iconColor: inkOn(tint) }) };
  if (ring) return { ...base, size: size + 3, borderColor: ring, borderSize: 4, zIndex: 3 };
  return { ...base, zIndex: faded ? 0 : id === emphasis.hovered ? 3 : 1 };
}

export function edgeNow(
  id: string,
  look: EdgeLook,
  ends: readonly string[],
  { emphasis, colours, lit }: Standing,
): Ranked<EdgeLook> {
  if (id === emphasis.selectedLink) {
    return { ...look, color: colours.selected, size: look.size + 2, zIndex: 4 };
  }
  if (emphasis.path?.edges.includes(id)) {
    return { ...look, color: colours.path, size: look.size + 2.5, zIndex: 3 };
  }
  const cut = ends.some((end) => emphasis.gone.has(end));
  if (cut || (lit && !lit.edges.has(id))) {
    return { ...look, color: colours.faded, size: 1, zIndex: 0 };
  }
  const own = emphasis.selectedNode !== null && ends.includes(emphasis.selectedNode);
  return { ...look, size: own ? look.size + 1 : look.size, zIndex: look.cross ? 2 : 1 };
}
