import { edgeNow, NO_EMPHASIS, nodeNow, type Standing } from "@klupko/view/looks";
import { expect, test } from "vitest";

const COLOURS = {
  background: "#ffffff",
  ink: "#000000",
  muted: "#555555",
  edge: "#888888",
  edgeCross: "#b0265c",
  path: "#6a35d9",
  selected: "#0f5c6e",
  start: "#0f7a4f",
  end: "#b3261e",
  faded: "#e8ebef",
};
const NODE = {
  x: 0,
  y: 0,
  size: 8,
  color: "#0072b2",
  label: "Ana",
  image: "",
  iconColor: "#ffffff",
  borderColor: "#ffffff",
  borderSize: 1.5,
  type: "entity",
};
const EDGE = { size: 2, color: "#888888", type: "line", curvature: 0, schema: "", cross: false };

function standing(change: Partial<typeof NO_EMPHASIS>): Standing {
  return { emphasis: { ...NO_EMPHASIS, ...change }, colours: COLOURS, lit: null, scale: 1 };
}

test("a colour in place of the country's has an ink that is read on it", () => {
  const now = standing({ tints: new Map([["a", "#fde725"]]) });
  expect(nodeNow("a", NODE, now)).toMatchObject({ color: "#fde725", iconColor: "#10161d" });
  expect(nodeNow("b", NODE, now)).toMatchObject({ color: COLOURS.faded, zIndex: 0 });
  expect(nodeNow("b", NODE, standing({}))).toMatchObject({ color: NODE.color, zIndex: 1 });
});

test("who is selected has its ring, faded or not", () => {
  for (const tints of [null, new Map([["b", "#fde725"]])]) {
    const look = nodeNow("a", NODE, standing({ selectedNode: "a", tints }));
    expect(look).toMatchObject({ borderColor: COLOURS.selected, zIndex: 3 });
  }
});

test("links of whoever is taken out are faded, a path's stand out", () => {
  const gone = standing({ gone: new Set(["a"]) });
  expect(edgeNow("e", EDGE, ["a", "b"], gone)).toMatchObject({ color: COLOURS.faded, size: 1 });
  const path = standing({ path: { nodes: ["a", "b"], edges: ["e"] } });
  expect(edgeNow("e", EDGE, ["a", "b"], path)).toMatchObject({ color: COLOURS.path, zIndex: 3 });
  const own = standing({ selectedNode: "b" });
  expect(edgeNow("e", EDGE, ["a", "b"], own).size).toBe(3);
});
