/** A canvas of its own among sigma's, painted anew whenever sigma is. */

import type Sigma from "sigma";
import type { EdgeLook, NodeLook } from "./looks";

interface Options {
  readonly name: string;
  /** The layer of sigma's that it lies under. */
  readonly before: string;
  readonly opacity?: number;
}

/** `paint` gets the empty canvas, in pixels of the page. Throws where there is none. */
export function addLayer(
  sigma: Sigma<NodeLook, EdgeLook>,
  { name, before, opacity = 1 }: Options,
  paint: (context: CanvasRenderingContext2D, width: number, height: number) => void,
): { readonly context: CanvasRenderingContext2D; repaint(): void } {
  const canvas = sigma.createCanvas(name, {
    beforeLayer: before,
    style: { position: "absolute", inset: "0", pointerEvents: "none", opacity: `${opacity}` },
  });
  const context = canvas.getContext("2d");
  if (!context) throw new Error(`no canvas for ${name}`);
  const repaint = () => {
    const { width, height } = sigma.getDimensions();
    const ratio = devicePixelRatio || 1;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down) {
      [canvas.width, canvas.height] = [across, down];
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context, width, height);
  };
  sigma.on("afterRender", repaint);
  return { context, repaint };
}
