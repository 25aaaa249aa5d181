/** The layer of words over the drawing: names, kinds of links, start and end. */

import type Graph from "graphology";
import type Sigma from "sigma";
import { nameOf, t } from "../i18n";
import type { Colours } from "./colours";
import { type LabelNode, placeLabels, type Rect, shorten } from "./labels";
import { addLayer } from "./layer";
import type { EdgeLook, Emphasis, NodeLook } from "./looks";

interface View {
  readonly emphasis: Emphasis;
  readonly colours: Colours;
  readonly lit: { nodes: Set<string>; edges: Set<string> } | null;
  readonly named: readonly string[];
}

const FONT = '"Inter Variable", system-ui, sans-serif';
const NAME = `500 12px ${FONT}`;
const STRONG = `650 13px ${FONT}`;
const KIND = `500 10.5px ${FONT}`;
const FLAG = `700 10px ${FONT}`;
const MARGIN = 60;
/** From this camera ratio down, nodes without links are named too. */
const NEAR = 0.6;

interface Flag {
  readonly text: string;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly rect: Rect;
}

export class Overlay {
  private readonly context: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();
  private readonly sigma: Sigma<NodeLook, EdgeLook>;
  private readonly graph: Graph<NodeLook, EdgeLook>;
  private readonly scale: () => number;
  private view: View | null = null;

  constructor(
    sigma: Sigma<NodeLook, EdgeLook>,
    graph: Graph<NodeLook, EdgeLook>,
    scale: () => number,
  ) {
    this.sigma = sigma;
    this.graph = graph;
    this.scale = scale;
    const layer = addLayer(sigma, { name: "names", before: "mouse" }, (_, width, height) =>
      this.paint(width, height),
    );
    this.context = layer.context;
    document.fonts?.ready.then(() => {
      this.widths.clear();
      layer.repaint();
    });
  }

  show(view: View): void {
    this.view = view;
  }

  private paint(width: number, height: number): void {
    const { view, context: c } = this;
    if (!view) return;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.lineJoin = "round";
    for (const id of view.named) this.paintKind(id, view);
    const flags = this.flags(view);
    this.paintNames(view, width, height, flags);
    for (const flag of flags) this.paintFlag(flag, view);
  }

  private measure = (text: string): number => {
    let width = this.widths.get(text);
    if (width === undefined) {
      this.context.font = NAME;
      width = this.context.measureText(text).width;
      this.widths.set(text, width);
    }
    return width;
  };

  private labelNodes(view: View, width: number, height: number): LabelNode[] {
    const { hovered, selectedNode, selectedLink, start, end, path } = view.emphasis;
    const ends =
      selectedLink && this.graph.hasEdge(selectedLink) ? this.graph.extremities(selectedLink) : [];
    const forced = new Set([hovered, selectedNode, start, end, ...ends, ...(path?.nodes ?? [])]);
    const far = this.sigma.getCamera().ratio > NEAR;
    const found: LabelNode[] = [];
    this.graph.forEachNode((id, look) => {
      const { x, y } = this.sigma.graphToViewport(look);
      if (x < -MARGIN || y < -MARGIN || x > width + MARGIN || y > height + MARGIN) return;
      const faded = view.lit !== null && !view.lit.nodes.has(id);
      const must = forced.has(id);
      const lone = far && !must && this.graph.degree(id) === 0;
      found.push({
        id,
        text: must ? look.label : lone ? "" : shorten(look.label),
        x,
        y,
        radius: this.sigma.scaleSize(look.size * this.scale()) + (must ? 3 : 0),
        weight: must ? Number.POSITIVE_INFINITY : faded ? -1 : look.size + (view.lit ? 100 : 0),
        faded,
      });
    });
    return found;
  }

  private paintNames(view: View, width: number, height: number, flags: Flag[]): void {
    const { context: c } = this;
    const taken = flags.map((flag) => flag.rect);
    const placed = placeLabels(this.labelNodes(view, width, height), this.measure, width, taken);
    c.strokeStyle = view.colours.background;
    c.lineWidth = 3.5;
    for (const { node, x, y } of placed) {
      if (node.faded || node.text === "") continue;
      const strong = node.weight === Number.POSITIVE_INFINITY;
      c.font = strong ? STRONG : NAME;
      c.fillStyle = view.colours.ink;
      c.strokeText(node.text, x, y);
      c.fillText(node.text, x, y);
    }
  }

  /** The kind of a link, on a plate at the middle of its line. */
  private paintKind(id: string, view: View): void {
    const [from, to] = this.graph.extremities(id);
    const look = this.graph.getEdgeAttributes(id);
    if (from === undefined || to === undefined) return;
    const a = this.sigma.graphToViewport(this.graph.getNodeAttributes(from));
    const b = this.sigma.graphToViewport(this.graph.getNodeAttributes(to));
    const bend = look.curvature / 2;
    const x = (a.x + b.x) / 2 + (b.y - a.y) * bend;
    const y = (a.y + b.y) / 2 - (b.x - a.x) * bend;
    if (Math.hypot(b.x - a.x, b.y - a.y) < 70) return;
    const text = nameOf(look.schema);
    const { context: c } = this;
    c.font = KIND;
    const half = c.measureText(text).width / 2 + 4;
    c.fillStyle = view.colours.background;
    c.globalAlpha = 0.88;
    c.beginPath();
    c.roundRect(x - half, y - 8, half * 2, 16, 4);
    c.fill();
    c.globalAlpha = 1;
    c.fillStyle = view.colours.muted;
    c.fillText(text, x, y + 0.5);
  }

  private flags(view: View): Flag[] {
    const { start, end } = view.emphasis;
    const both: [string | null, string, string][] = [
      [start, t("path.start"), view.colours.start],
      [end, t("path.end"), view.colours.end],
    ];
    return both.flatMap(([id, text, colour]) => {
      if (!id || !this.graph.hasNode(id)) return [];
      const look = this.graph.getNodeAttributes(id);
      const at = this.sigma.graphToViewport(look);
      this.context.font = FLAG;
      const half = this.context.measureText(text).width / 2 + 6;
      const y = at.y - this.sigma.scaleSize(look.size * this.scale()) - 16;
      return [{ text, colour, x: at.x, y, rect: [at.x - half, y - 8, at.x + half, y + 8] }];
    });
  }

  private paintFlag({ text, colour, x, y, rect }: Flag, view: View): void {
    const { context: c } = this;
    c.font = FLAG;
    c.fillStyle = colour;
    c.beginPath();
    c.roundRect(rect[0], rect[1], rect[2] - rect[0], 16, 8);
    c.fill();
    c.fillStyle = view.colours.background;
    c.fillText(text, x, y + 0.5);
  }
}
