/** The layer under the drawing: outlines around groups of nodes. */

import type Graph from "graphology";
import type Sigma from "sigma";
import { hullOf, type Point } from "../model/hull";
import type { EdgeLook, NodeLook } from "./drawing";

/** Okabe and Ito's palette, as in the list of groups (panels.css). */
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"];
const ROOM = 18;

export class Hulls {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly sigma: Sigma<NodeLook, EdgeLook>;
  private readonly graph: Graph<NodeLook, EdgeLook>;
  private groups: readonly (readonly string[])[] = [];

  constructor(sigma: Sigma<NodeLook, EdgeLook>, graph: Graph<NodeLook, EdgeLook>) {
    this.sigma = sigma;
    this.graph = graph;
    this.canvas = sigma.createCanvas("hulls", {
      beforeLayer: "edges",
      style: { position: "absolute", inset: "0", pointerEvents: "none", opacity: "0.18" },
    });
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("no canvas for groups");
    this.context = context;
    sigma.on("afterRender", () => this.paint());
  }

  show(groups: readonly (readonly string[])[]): void {
    this.groups = groups;
  }

  private paint(): void {
    const { context: c, canvas } = this;
    const { width, height } = this.sigma.getDimensions();
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    c.scale(ratio, ratio);
    c.lineJoin = "round";
    c.lineCap = "round";
    this.groups.forEach((group, at) => {
      const corners = hullOf(this.places(group));
      if (corners.length < 2) return;
      const colour = COLOURS[at % COLOURS.length] ?? "#888888";
      c.beginPath();
      for (const [x, y] of corners) c.lineTo(x, y);
      c.closePath();
      c.fillStyle = colour;
      c.strokeStyle = colour;
      c.lineWidth = 2 * ROOM;
      c.stroke();
      c.fill();
    });
  }

  private places(group: readonly string[]): Point[] {
    return group.flatMap((id) => {
      if (!this.graph.hasNode(id)) return [];
      const { x, y } = this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
      return [[x, y] as const];
    });
  }
}
