import { placeLabels, shorten } from "@klupko/view/labels";
import { chance, layOut } from "@klupko/view/layout";
import { describe, expect, test } from "vitest";

function task(count: number) {
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    size: 8 + (i % 5),
    x: null,
    y: null,
  }));
  const edges = nodes
    .slice(1)
    .map((node, i) => ({ source: node.id, target: `n${Math.floor(i / 3)}`, weight: 1 }));
  return { nodes, edges, iterations: 120, width: 1000, height: 620 };
}

describe("layOut", () => {
  test("gives the same places each time", () => {
    expect(layOut(task(40))).toEqual(layOut(task(40)));
  });

  test("leaves no node on top of another", () => {
    const places = Object.values(layOut(task(60)));
    for (const [i, [x, y]] of places.entries())
      for (const [a, b] of places.slice(i + 1))
        expect(Math.hypot(x - a, y - b)).toBeGreaterThan(14);
  });

  test("places nodes without links near the rest", () => {
    const { nodes, ...rest } = task(30);
    const lonely = ["x", "y", "z"].map((id) => ({ id, size: 8, x: null, y: null }));
    const places = layOut({ nodes: [...nodes, ...lonely], ...rest });
    const all = Object.values(places);
    const width = Math.max(...all.map(([x]) => x)) - Math.min(...all.map(([x]) => x));
    const height = Math.max(...all.map(([, y]) => y)) - Math.min(...all.map(([, y]) => y));
    expect(width / height).toBeGreaterThan(0.6);
    expect(width / height).toBeLessThan(3.5);
  });

  test("copes with nothing, loops, doubles and strangers", () => {
    expect(layOut({ nodes: [], edges: [], iterations: 10, width: 800, height: 500 })).toEqual({});
    const nodes = ["a", "b"].map((id) => ({ id, size: 8, x: null, y: null }));
    const edge = (source: string, target: string) => ({ source, target, weight: 1 });
    const edges = [edge("a", "a"), edge("a", "b"), edge("b", "a"), edge("a", "zzz")];
    const places = layOut({ nodes, edges, iterations: 10, width: 800, height: 500 });
    for (const at of Object.values(places)) expect(at.every(Number.isFinite)).toBe(true);
  });
});

test("chance depends on the text and spreads evenly", () => {
  const values = Array.from({ length: 400 }, (_, i) => chance(`case:${i}`));
  expect(chance("case:1")).toBe(values[1]);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean).toBeGreaterThan(0.42);
  expect(mean).toBeLessThan(0.58);
});

describe("labels", () => {
  const node = (id: string, x: number, y: number, weight: number) => ({
    id,
    text: "Some name",
    x,
    y,
    radius: 8,
    weight,
    faded: false,
  });
  const measure = (text: string) => text.length * 7;

  test("no two names overlap, and the more important is there", () => {
    const nodes = Array.from({ length: 50 }, (_, i) =>
      node(`n${i}`, (i % 10) * 30, Math.floor(i / 10) * 24, i),
    );
    const placed = placeLabels(nodes, measure);
    for (const [i, a] of placed.entries())
      for (const b of placed.slice(i + 1)) {
        const apart = Math.abs(a.x - b.x) >= 63 || Math.abs(a.y - b.y) >= 15;
        expect(apart).toBe(true);
      }
    expect(placed[0]?.node.id).toBe("n49");
  });

  test("a name that must be shown is shown whatever it covers", () => {
    const crowd = Array.from({ length: 9 }, (_, i) =>
      node(`n${i}`, (i % 3) * 12, Math.floor(i / 3) * 12, 1),
    );
    crowd[4] = { ...node("must", 12, 12, 1), weight: Number.POSITIVE_INFINITY };
    expect(placeLabels(crowd, measure).map((label) => label.node.id)).toContain("must");
  });

  test("long names are cut at a word", () => {
    expect(shorten("Privredno društvo za promet i usluge")).toBe("Privredno društvo za…");
    expect(shorten("Kratko ime")).toBe("Kratko ime");
  });
});
