import { expect, test } from "vitest";
import { hullOf, type Point } from "../../../frontend/src/model/hull";

test("inner points and those on an edge are left out, corners go round", () => {
  const square: Point[] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
  ];
  const hull = hullOf([...square, [2, 2], [2, 0], [1, 3]]);
  expect(new Set(hull.map(String))).toEqual(new Set(square.map(String)));
  const turns = hull.map((a, i) => {
    const [b, c] = [hull[(i + 1) % 4] ?? a, hull[(i + 2) % 4] ?? a];
    return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  });
  expect(new Set(turns).size).toBe(1);
});

test("one point, two, and points in a row", () => {
  expect(hullOf([])).toEqual([]);
  expect(hullOf([[1, 2]])).toEqual([[1, 2]]);
  expect(
    hullOf([
      [2, 0],
      [0, 0],
      [1, 0],
    ]),
  ).toEqual([
    [0, 0],
    [2, 0],
  ]);
});
