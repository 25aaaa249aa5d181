/** Draws the shown network with sigma; knows nothing of the server or the page. */

import Graph from "graphology";
import Sigma from "sigma";
import { animateNodes } from "sigma/utils";
import { countryColour, countryKey, inkOn } from "../model/countries";
import type { EdgeData, NodeData } from "../model/network";
import { widthOf } from "../model/scale";
import { isDirected, pictureOf } from "../model/schema";
import { Arranger } from "./arrange";
import { Camera } from "./camera";
import { type Colours, readColours } from "./colours";
import { Hulls } from "./hulls";
import type { Positions } from "./layout";
import {
  type EdgeLook,
  type Emphasis,
  edgeNow,
  type Lit,
  NO_EMPHASIS,
  type NodeLook,
  nodeNow,
  type Standing,
} from "./looks";
import { Overlay } from "./overlay";
import { pictureUrl } from "./pictures";
import { edgePrograms, hoverPrograms, nodePrograms } from "./programs";
import { Spans } from "./spans";

export interface Scene {
  readonly nodes: readonly NodeData[];
  readonly edges: readonly EdgeData[];
  readonly sizes: ReadonlyMap<string, number>;
  /** What widths of links are multiplied by: less than 1 where it is crowded. */
  readonly thinness: number;
}

export interface Handlers {
  readonly node: (id: string, event: MouseEvent | TouchEvent) => void;
  readonly expand: (id: string) => void;
  readonly menu: (id: string, x: number, y: number) => void;
  readonly link: (id: string) => void;
  readonly stage: () => void;
  readonly hover: (id: string | null) => void;
  readonly settled: (positions: Positions) => void;
}

const PADDING = 44;

export class Drawing {
  readonly graph = new Graph<NodeLook, EdgeLook>({ multi: true, type: "directed" });
  readonly sigma: Sigma<NodeLook, EdgeLook>;
  readonly camera: Camera;
  private readonly arranger = new Arranger();
  private readonly hulls: Hulls;
  private readonly spans: Spans;
  private readonly overlay: Overlay;
  private readonly kept = new Map<string, [number, number]>();
  private readonly handlers: Handlers;
  private readonly still: () => boolean;
  private colours: Colours = readColours();
  private emphasis = NO_EMPHASIS;
  private framed: Emphasis["path"] = null;
  private lit: Lit | null = null;
  private stopMoving: (() => void) | null = null;
  private dragged: string | null = null;
  private scale = 1;

  /** `still` tells whether to jump instead of moving. Throws where there is no WebGL. */
  constructor(container: HTMLElement, handlers: Handlers, still: () => boolean) {
    this.handlers = handlers;
    this.still = still;
    this.sigma = new Sigma<NodeLook, EdgeLook>(this.graph, container, {
      allowInvalidContainer: true,
      renderLabels: false,
      enableEdgeEvents: true,
      zIndex: true,
      stagePadding: PADDING,
      minCameraRatio: 0.05,
      maxCameraRatio: 3,
      minEdgeThickness: 1,
      doubleClickZoomingRatio: 1,
      defaultNodeType: "entity",
      defaultEdgeType: "line",
      defaultDrawNodeHover: () => {},
      nodeProgramClasses: nodePrograms(),
      nodeHoverProgramClasses: hoverPrograms(),
      edgeProgramClasses: edgePrograms(),
      nodeReducer: (id, look) => nodeNow(id, look, this.standing()),
      edgeReducer: (id, look) => edgeNow(id, look, this.graph.extremities(id), this.standing()),
    });
    this.camera = new Camera(this.sigma, this.graph, still);
    this.hulls = new Hulls(this.sigma, this.graph);
    this.spans = new Spans(this.sigma, this.graph);
    this.overlay = new Overlay(this.sigma, this.graph, () => this.scale);
    this.sigma.on("resize", () => this.rescale());
    this.listen(container);
  }

  private listen(container: HTMLElement): void {
    const { sigma, handlers } = this;
    sigma.on("clickNode", ({ node, event }) => handlers.node(node, event.original));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      handlers.expand(node);
    });
    sigma.on("rightClickNode", ({ node, event }) => handlers.menu(node, event.x, event.y));
    sigma.on("clickEdge", ({ edge }) => handlers.link(edge));
    sigma.on("clickStage", () => handlers.stage());
    sigma.on("enterNode", ({ node }) => handlers.hover(node));
    sigma.on("leaveNode", () => handlers.hover(null));
    sigma.on("enterEdge", () => container.classList.add("pointing"));
    sigma.on("leaveEdge", () => container.classList.remove("pointing"));
    sigma.on("downNode", ({ node }) => (this.dragged = node));
    sigma.on("moveBody", ({ event, preventSigmaDefault }) => {
      if (!this.dragged) return;
      const { x, y } = sigma.viewportToGraph(event);
      if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
      this.graph.mergeNodeAttributes(this.dragged, { x, y });
      this.kept.set(this.dragged, [x, y]);
      preventSigmaDefault();
    });
    const drop = () => {
      if (this.dragged) this.settle();
      this.dragged = null;
    };
    sigma.on("upNode", drop);
    sigma.on("upStage", drop);
    container.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** Places known from before, as after a reload. */
  seed(positions: Positions): void {
    for (const [id, at] of Object.entries(positions)) this.kept.set(id, at);
  }

  /** Draw `scene`: what is gone goes at once, what is new finds its place. */
  draw(scene: Scene): void {
    const { graph } = this;
    const wanted = new Set(scene.nodes.map((node) => node.id));
    graph.forEachNode((id) => {
      if (!wanted.has(id)) graph.dropNode(id);
    });
    for (const node of scene.nodes) this.putNode(node, scene.sizes.get(node.id) ?? 8);
    this.putEdges(scene);
    this.light();
    const fresh = scene.nodes.some((node) => !this.kept.has(node.id));
    if (fresh) this.arrange(scene.nodes.every((node) => !this.kept.has(node.id)));
    else if (!this.arranger.working) this.settle();
    this.sigma.refresh();
  }

  private putNode(node: NodeData, size: number): void {
    const color = countryColour(countryKey(node.countries));
    const at = this.kept.get(node.id);
    const look = {
      size,
      color,
      label: node.caption,
      image: pictureUrl(pictureOf(node.schema)),
      iconColor: inkOn(color),
      borderColor: this.colours.background,
      borderSize: 1.5,
      type: "entity",
    };
    if (this.graph.hasNode(node.id)) {
      const now = this.graph.getNodeAttributes(node.id);
      this.graph.replaceNodeAttributes(node.id, {
        ...look,
        x: at?.[0] ?? now.x,
        y: at?.[1] ?? now.y,
      });
    } else {
      this.graph.addNode(node.id, { ...look, x: at?.[0] ?? 0, y: at?.[1] ?? 0 });
    }
  }

  private putEdges({ edges, thinness }: Scene): void {
    this.graph.clearEdges();
    const parallel = new Map<string, EdgeData[]>();
    for (const edge of edges) {
      const pair = [edge.source, edge.target].sort().join("\n");
      parallel.set(pair, [...(parallel.get(pair) ?? []), edge]);
    }
    for (const group of parallel.values()) {
      const first = group[0];
      group.forEach((edge, i) => {
        const bend = group.length === 1 ? 0 : (i - (group.length - 1) / 2) * 0.28;
        const curvature = edge.source === first?.source ? bend : -bend;
        const directed = isDirected(edge.schema);
        this.graph.addEdgeWithKey(edge.id, edge.source, edge.target, {
          size: widthOf(edge.count, edge.crossBorder) * thinness,
          color: edge.crossBorder ? this.colours.edgeCross : this.colours.edge,
          type: `${curvature === 0 ? "line" : "curve"}${directed ? "Arrow" : ""}`,
          curvature,
          schema: edge.schema,
          cross: edge.crossBorder,
        });
      });
    }
  }

  /** Find places for all; `afresh` forgets those there are. */
  arrange(afresh: boolean): void {
    const { width, height } = this.sigma.getDimensions();
    const task = {
      nodes: this.graph.mapNodes((id, look) => {
        const at = afresh ? undefined : this.kept.get(id);
        return { id, size: look.size, x: at?.[0] ?? null, y: at?.[1] ?? null };
      }),
      edges: this.graph.mapEdges((_, look, source, target) => ({
        source,
        target,
        weight: look.cross ? 1.2 : 1,
      })),
      iterations: afresh ? (this.graph.order > 800 ? 200 : 500) : 120,
      width: Math.max(300, width - 2 * PADDING),
      height: Math.max(240, height - 2 * PADDING),
    };
    this.arranger.arrange(task, (positions) => this.moveTo(positions, afresh));
  }

  private moveTo(positions: Positions, jump: boolean): void {
    this.sigma.setCustomBBox(null);
    this.stopMoving?.();
    const targets: Record<string, { x: number; y: number }> = {};
    for (const [id, [x, y]] of Object.entries(positions)) {
      this.kept.set(id, [x, y]);
      if (this.graph.hasNode(id)) targets[id] = { x, y };
    }
    if (jump || this.still()) {
      for (const [id, at] of Object.entries(targets)) this.graph.mergeNodeAttributes(id, at);
      this.settle();
    } else {
      this.stopMoving = animateNodes(this.graph, targets, { duration: 450 }, () => this.settle());
    }
  }

  /** Places are pixels of the window they were made for: in a smaller one all shrinks. */
  private rescale(): void {
    const { width, height } = this.sigma.getDimensions();
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    this.graph.forEachNode((_, { x, y }) => {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    });
    const byX = (width - 2 * PADDING) / Math.max(1, right - left);
    const byY = (height - 2 * PADDING) / Math.max(1, bottom - top);
    this.scale = Math.min(1, Math.max(0.5, Math.min(byX, byY) ** 0.75));
  }

  private settle(): void {
    this.rescale();
    this.sigma.refresh();
    const places: Positions = {};
    this.graph.forEachNode((id) => {
      const at = this.kept.get(id);
      if (at) places[id] = at;
    });
    this.handlers.settled(places);
    this.framePath();
  }

  /** Say what stands out now. */
  emphasize(emphasis: Emphasis): void {
    const moved = emphasis.selectedNode !== this.emphasis.selectedNode;
    this.emphasis = emphasis;
    if (moved && emphasis.selectedNode) this.camera.reveal(emphasis.selectedNode);
    this.light();
    this.sigma.refresh({ skipIndexation: true });
    this.framePath();
  }

  /** Go to a path when it is new and all of it has its place. */
  private framePath(): void {
    const { path } = this.emphasis;
    if (path === this.framed || this.arranger.working) return;
    this.framed = path;
    if (path) this.camera.frame(path.nodes);
  }

  private standing(): Standing {
    const { emphasis, colours, lit, scale } = this;
    return { emphasis, colours, lit, scale };
  }

  private light(): void {
    const { hovered, path, selectedNode, selectedLink } = this.emphasis;
    this.lit = null;
    if (hovered && this.graph.hasNode(hovered)) {
      this.lit = {
        nodes: new Set([hovered, ...this.graph.neighbors(hovered)]),
        edges: new Set(this.graph.edges(hovered)),
      };
    } else if (path) {
      this.lit = { nodes: new Set(path.nodes), edges: new Set(path.edges) };
    }
    if (this.lit && selectedNode) this.lit.nodes.add(selectedNode);
    if (this.lit && selectedLink) this.lit.edges.add(selectedLink);
    this.hulls.show(this.emphasis.groups);
    this.spans.show(this.emphasis.spans, this.colours.path);
    this.overlay.show({
      emphasis: this.emphasis,
      colours: this.colours,
      lit: this.lit,
      named: this.namedEdges(),
    });
  }

  /** Links whose kind is written beside them: the path's, or those of one node. */
  private namedEdges(): string[] {
    const { hovered, selectedNode, selectedLink, path } = this.emphasis;
    const ofNode = hovered ?? selectedNode;
    const around =
      ofNode && this.graph.hasNode(ofNode) && this.graph.degree(ofNode) <= 12
        ? this.graph.edges(ofNode)
        : [];
    const named = new Set([
      ...(path?.edges ?? []),
      ...around,
      ...(selectedLink ? [selectedLink] : []),
    ]);
    const { lit } = this;
    return [...named].filter((id) => this.graph.hasEdge(id) && (!lit || lit.edges.has(id)));
  }

  /** Read the colours anew after the theme changed. */
  recolour(scene: Scene): void {
    this.colours = readColours();
    this.draw(scene);
  }

  get settled(): boolean {
    return !this.arranger.working;
  }

  kill(): void {
    this.stopMoving?.();
    this.arranger.stop();
    this.sigma.kill();
  }
}
