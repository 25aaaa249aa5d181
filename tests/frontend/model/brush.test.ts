import { barAt, countOf, linesOf, moveStretch, stretchOf, timeOf } from "@klupko/model/brush";
import { EMPTY, merge } from "@klupko/model/network";
import { NO_FILTERS, shownOf } from "@klupko/state/filters";
import { expect, test } from "vitest";

const bars = [3, 0, 4, 1].map((count, i) => ({
  from: `2025-0${i + 1}-01T00:00:00Z`,
  to: `2025-0${i + 2}-01T00:00:00Z`,
  count,
}));

test("a pointer is over a bar, also at the very ends", () => {
  expect([-1, 0, 0.49, 0.5, 1, 7].map((share) => barAt(share, 4))).toEqual([0, 0, 1, 2, 3, 3]);
});

test("a stretch may be drawn from either end, and stays inside", () => {
  expect(stretchOf(3, 1, 4)).toEqual({ first: 1, last: 3 });
  expect(stretchOf(-2, 9, 4)).toEqual({ first: 0, last: 3 });
});

test("a stretch moves without changing its length, and stops at the ends", () => {
  const stretch = { first: 1, last: 2 };
  expect(moveStretch(stretch, 2, 6)).toEqual({ first: 3, last: 4 });
  expect(moveStretch(stretch, -5, 6)).toEqual({ first: 0, last: 1 });
  expect(moveStretch(stretch, 9, 6)).toEqual({ first: 4, last: 5 });
});

test("a time is half-open; all of it is none", () => {
  expect(timeOf(bars, { first: 1, last: 2 })).toEqual({
    after: "2025-02-01T00:00:00Z",
    before: "2025-04-01T00:00:00Z",
  });
  expect(timeOf(bars, { first: 0, last: 3 })).toBeNull();
  expect(timeOf(bars, null)).toBeNull();
  expect(countOf(bars, { first: 1, last: 2 })).toBe(4);
  expect(countOf(bars, null)).toBe(8);
});

test("a line breaks where nothing is known", () => {
  const box = { width: 30, height: 10 };
  expect(linesOf([0, 5, null, 10], box, [0, 10])).toEqual(["0.0,10.0 10.0,5.0", "30.0,0.0"]);
  expect(linesOf([1, 1], box, [10, 1])).toEqual(["0.0,0.0 30.0,0.0"]);
  expect(linesOf([null], box, [0, 1])).toEqual([]);
});

test("in a time only what was there is drawn", () => {
  const node = (id: string) => ({ id, schema: "Person", caption: id, countries: [] });
  const edge = (id: string, source: string, target: string) => ({
    id,
    source,
    target,
    schema: "Call",
    count: 1,
    crossBorder: false,
  });
  const network = merge(EMPTY, {
    nodes: ["a", "b", "c"].map(node),
    edges: [edge("ab", "a", "b"), edge("bc", "b", "c")],
  });
  const ids = (shown: ReturnType<typeof shownOf>) => [
    shown.nodes.map((one) => one.id),
    shown.edges.map((one) => one.id),
  ];
  expect(ids(shownOf(network, NO_FILTERS))).toEqual([
    ["a", "b", "c"],
    ["ab", "bc"],
  ]);
  expect(ids(shownOf(network, NO_FILTERS, new Map([["bc", 2]])))).toEqual([["b", "c"], ["bc"]]);
  expect(ids(shownOf(network, NO_FILTERS, new Map()))).toEqual([[], []]);
});
