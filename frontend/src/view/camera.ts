/** Where one looks: zooming, bringing nodes into sight, walking from one to the next. */

import type Graph from "graphology";
import type Sigma from "sigma";
import type { CameraState } from "sigma/types";
import type { EdgeLook, NodeLook } from "./looks";

export class Camera {
  private readonly sigma: Sigma<NodeLook, EdgeLook>;
  private readonly graph: Graph<NodeLook, EdgeLook>;
  private readonly still: () => boolean;

  constructor(
    sigma: Sigma<NodeLook, EdgeLook>,
    graph: Graph<NodeLook, EdgeLook>,
    still: () => boolean,
  ) {
    this.sigma = sigma;
    this.graph = graph;
    this.still = still;
  }

  /** Move the camera, at once where the user wants no motion. */
  private look(target: Partial<CameraState>, duration: number): void {
    const camera = this.sigma.getCamera();
    if (this.still()) camera.setState(target);
    else void camera.animate(target, { duration });
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    this.look({ ratio: camera.ratio / factor }, 180);
  }

  fit(): void {
    this.sigma.setCustomBBox(null);
    this.look({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, 250);
  }

  /** Bring a node to the middle where it is out of sight or small. */
  focus(id: string): void {
    const at = this.sigma.getNodeDisplayData(id);
    if (!at) return;
    const camera = this.sigma.getCamera();
    const ratio = Math.min(camera.ratio, 0.6);
    this.look({ x: at.x, y: at.y, ratio }, 300);
  }

  /** Bring a node into sight where it is not. */
  reveal(id: string): void {
    const at = this.screen(id);
    const { width, height } = this.sigma.getDimensions();
    const inside = at && at.x > 20 && at.y > 20 && at.x < width - 20 && at.y < height - 20;
    if (at && !inside) this.focus(id);
  }

  /** Show some nodes as large as they may be, all in sight. */
  frame(ids: readonly string[]): void {
    const at = ids.flatMap((id) => this.sigma.getNodeDisplayData(id) ?? []);
    if (at.length === 0) return;
    const [xs, ys] = [at.map((one) => one.x), at.map((one) => one.y)];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const ratio = Math.min(1, Math.max(0.3, Math.max(right - left, bottom - top) * 1.9));
    const target = { x: (left + right) / 2, y: (top + bottom) / 2 + ratio * 0.07, ratio };
    this.look(target, 350);
  }

  /** Where a node is on the screen, in pixels of the container. */
  screen(id: string): { x: number; y: number } | null {
    if (!this.graph.hasNode(id)) return null;
    return this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
  }

  /** The nearest node in a direction (unit vector on the screen) from another. */
  toward(from: string | null, dx: number, dy: number): string | null {
    const here = from ? this.screen(from) : null;
    if (!here) return this.graph.nodes()[0] ?? null;
    let best: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    this.graph.forEachNode((id) => {
      const there = id === from ? null : this.screen(id);
      if (!there) return;
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy - (there.y - here.y) * dx);
      if (along <= 0 || aside > along * 1.5) return;
      const cost = along + 2 * aside;
      if (cost < least) [best, least] = [id, cost];
    });
    return best;
  }
}
