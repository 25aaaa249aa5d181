/** The layer under the drawing: outlines around groups of nodes. */

import type Graph from "graphology";
import type Sigma from "sigma";
import { groupColour } from "../model/countries";
import { hullOf, type Point } from "../model/hull";
import { addLayer } from "./layer";
import type { EdgeLook, NodeLook } from "./looks";

const ROOM = 18;

export class Hulls {
  private readonly sigma: Sigma<NodeLook, EdgeLook>;
  private readonly graph: Graph<NodeLook, EdgeLook>;
  private groups: readonly (readonly string[])[] = [];

  constructor(sigma: Sigma<NodeLook, EdgeLook>, graph: Graph<NodeLook, EdgeLook>) {
    this.sigma = sigma;
    this.graph = graph;
    addLayer(sigma, { name: "hulls", before: "edges", opacity: 0.18 }, (c) => this.paint(c));
  }

  show(groups: readonly (readonly string[])[]): void {
    this.groups = groups;
  }

  private paint(c: CanvasRenderingContext2D): void {
    c.lineJoin = "round";
    c.lineCap = "round";
    this.groups.forEach((group, at) => {
      const corners = hullOf(this.places(group));
      if (corners.length < 2) return;
      const colour = groupColour(at);
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
