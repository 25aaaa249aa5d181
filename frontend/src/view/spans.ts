/** The layer under the links: bands that mark pairs of nodes, as a bridge's two ends. */

import type Graph from "graphology";
import type Sigma from "sigma";
import { addLayer } from "./layer";
import type { EdgeLook, NodeLook } from "./looks";

const WIDTH = 9;
const CHOSEN_WIDTH = 15;

export interface Span {
  readonly ends: readonly [string, string];
  /** Whether it stands out among the others. */
  readonly chosen: boolean;
}

/** A band lies under a link, or alone where what joins the two is not drawn. */
export class Spans {
  private readonly sigma: Sigma<NodeLook, EdgeLook>;
  private readonly graph: Graph<NodeLook, EdgeLook>;
  private spans: readonly Span[] = [];
  private colour = "";

  constructor(sigma: Sigma<NodeLook, EdgeLook>, graph: Graph<NodeLook, EdgeLook>) {
    this.sigma = sigma;
    this.graph = graph;
    addLayer(sigma, { name: "spans", before: "edges", opacity: 0.5 }, (c) => this.paint(c));
  }

  show(spans: readonly Span[], colour: string): void {
    this.spans = spans;
    this.colour = colour;
  }

  private paint(c: CanvasRenderingContext2D): void {
    c.lineCap = "round";
    c.strokeStyle = this.colour;
    for (const { ends, chosen } of this.spans) {
      if (!ends.every((end) => this.graph.hasNode(end))) continue;
      const [a, b] = ends.map((end) =>
        this.sigma.graphToViewport(this.graph.getNodeAttributes(end)),
      );
      if (!a || !b) continue;
      c.lineWidth = chosen ? CHOSEN_WIDTH : WIDTH;
      c.beginPath();
      c.moveTo(a.x, a.y);
      c.lineTo(b.x, b.y);
      c.stroke();
    }
  }
}
