/** How nodes and edges are painted: a ring, a disc, a picture; straight or bent. */

import { createEdgeCurveProgram } from "@sigma/edge-curve";
import { createNodeBorderProgram } from "@sigma/node-border";
import { createNodeImageProgram } from "@sigma/node-image";
import {
  createEdgeArrowProgram,
  createNodeCompoundProgram,
  type EdgeProgramType,
  EdgeRectangleProgram,
  type NodeProgramType,
} from "sigma/rendering";
import type { EdgeLook, NodeLook } from "./looks";

const ARROW = { lengthToThicknessRatio: 3.2, widenessToThicknessRatio: 2.6 };

/** Paints nothing: what is hovered already stands out, and needs no second painting. */
class Nothing {
  drawLabel = undefined;
  drawHover = undefined;
  kill(): void {}
  reallocate(): void {}
  process(): void {}
  render(): void {}
}

export function hoverPrograms(): Record<string, NodeProgramType<NodeLook, EdgeLook>> {
  return { entity: Nothing as unknown as NodeProgramType<NodeLook, EdgeLook> };
}

/** Built for each drawing, so that its textures go with it. */
export function nodePrograms(): Record<string, NodeProgramType<NodeLook, EdgeLook>> {
  const disc = createNodeBorderProgram<NodeLook, EdgeLook>({
    borders: [
      {
        size: { attribute: "borderSize", defaultValue: 1.5, mode: "pixels" },
        color: { attribute: "borderColor" },
      },
      { size: { fill: true }, color: { attribute: "color" } },
    ],
  });
  const picture = createNodeImageProgram<NodeLook, EdgeLook>({
    drawingMode: "color",
    colorAttribute: "iconColor",
    padding: 0.24,
    size: { mode: "force", value: 96 },
    keepWithinCircle: true,
  });
  return { entity: createNodeCompoundProgram<NodeLook, EdgeLook>([disc, picture]) };
}

export function edgePrograms(): Record<string, EdgeProgramType<NodeLook, EdgeLook>> {
  const curve = createEdgeCurveProgram<NodeLook, EdgeLook>({ curvatureAttribute: "curvature" });
  return {
    line: EdgeRectangleProgram as unknown as EdgeProgramType<NodeLook, EdgeLook>,
    lineArrow: createEdgeArrowProgram<NodeLook, EdgeLook>(ARROW),
    curve,
    curveArrow: createEdgeCurveProgram<NodeLook, EdgeLook>({
      curvatureAttribute: "curvature",
      arrowHead: { extremity: "target", ...ARROW },
    }),
  };
}
