import {
  degrees,
  EMPTY,
  hide,
  merge,
  type Network,
  neighbours,
  remove,
  replace,
  showAll,
  withPaths,
} from "@klupko/model/network";
import { describe, expect, test } from "vitest";

const node = (id: string, caption = id) => ({ id, schema: "Person", caption, countries: [] });
const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  schema: "Family",
  source,
  target,
  count: 1,
  crossBorder: false,
});
const start: Network = merge(EMPTY, {
  nodes: [node("a"), node("b"), node("c")],
  edges: [edge("a", "b"), edge("b", "c")],
});

describe("merge", () => {
  test("leaves the network it was given as it was", () => {
    merge(start, { nodes: [node("d")], edges: [edge("c", "d")] });
    expect([...start.nodes.keys()]).toEqual(["a", "b", "c"]);
  });

  test("twice is once", () => {
    const part = { nodes: [node("c"), node("d")], edges: [edge("c", "d")] };
    const once = merge(start, part);
    expect(merge(once, part)).toEqual(once);
  });

  test("takes the newer data of a known node", () => {
    const next = merge(start, { nodes: [node("a", "Ana")], edges: [] });
    expect(next.nodes.get("a")?.caption).toBe("Ana");
  });

  test("leaves out an edge without both its ends", () => {
    expect(merge(start, { nodes: [], edges: [edge("a", "z")] }).edges.has("a-z")).toBe(false);
  });

  test("shows a hidden node again when it is named", () => {
    const hidden = hide(start, ["a"]);
    expect(merge(hidden, { nodes: [node("a")], edges: [] }).hidden.size).toBe(0);
  });

  test("keeps the dates that a compact graph does not carry", () => {
    const dated = merge(start, { nodes: [], edges: [{ ...edge("a", "b"), start: "2021" }] });
    expect(merge(dated, { nodes: [], edges: [edge("a", "b")] }).edges.get("a-b")?.start).toBe(
      "2021",
    );
  });
});

test("removing a node takes its edges and the paths through it", () => {
  const pathed = withPaths(start, [
    { nodes: ["a", "b", "c"], edges: ["a-b", "b-c"] },
    { nodes: ["b", "c"], edges: ["b-c"] },
  ]);
  const next = remove(pathed, ["a"]);
  expect([...next.edges.keys()]).toEqual(["b-c"]);
  expect(next.paths.map((path) => path.nodes)).toEqual([["b", "c"]]);
});

test("hiding keeps a node on the table, and only known nodes can be hidden", () => {
  const next = hide(start, ["a", "nobody"]);
  expect([...next.hidden]).toEqual(["a"]);
  expect(next.nodes.has("a")).toBe(true);
  expect(showAll(next).hidden.size).toBe(0);
});

test("replacing forgets what is gone and keeps hidden what is still there", () => {
  const next = replace(hide(start, ["a", "c"]), { nodes: [node("a"), node("b")], edges: [] });
  expect([...next.nodes.keys()]).toEqual(["a", "b"]);
  expect([...next.hidden]).toEqual(["a"]);
});

test("neighbours and degrees count both directions, a loop once", () => {
  const looped = merge(start, { nodes: [], edges: [edge("b", "b")] });
  expect([...neighbours(looped, "b")].sort()).toEqual(["a", "c"]);
  expect(Object.fromEntries(degrees(looped))).toEqual({ a: 1, b: 3, c: 1 });
});
