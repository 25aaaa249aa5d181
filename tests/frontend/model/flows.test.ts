import { flowPicture, matrixOf, outlineOf, shadeOf } from "@klupko/model/flows";
import { expect, test } from "vitest";

const FLOWS = [
  { from: "rs", to: "me", count: 3 },
  { from: "rs", to: "xk", count: 1 },
  { from: "hr", to: "me", count: 4 },
];
const CODES = ["hr", "me", "rs", "xk"];

test("a matrix has a cell for each pair, empty where nothing crosses", () => {
  expect(matrixOf(FLOWS, ["rs", "me", "hr"])).toEqual([
    [null, 3, null],
    [null, null, null],
    [null, 4, null],
  ]);
});

test("one link is seen beside many, and the most are darkest", () => {
  expect(shadeOf(1000, 1000)).toBe(1);
  expect(shadeOf(1, 1000)).toBeGreaterThan(0.09);
  expect(shadeOf(1, 0)).toBe(0);
});

test("heights are shares of all that flows, in the order given", () => {
  const { left, right, bands } = flowPicture(FLOWS, CODES, 86, 6);
  expect(left.map((one) => [one.code, one.top, one.height])).toEqual([
    ["hr", 0, 40],
    ["rs", 46, 40],
  ]);
  expect(right.map((one) => [one.code, Math.round(one.height)])).toEqual([
    ["me", 70],
    ["xk", 10],
  ]);
  expect(bands.map((band) => [band.from, band.to, band.left])).toEqual([
    ["hr", "me", [0, 40]],
    ["rs", "me", [46, 30]],
    ["rs", "xk", [76, 10]],
  ]);
  const all = bands.reduce((sum, band) => sum + band.right[1], 0);
  expect(all).toBeCloseTo(80);
});

test("nothing that flows is an empty picture", () => {
  expect(flowPicture([], CODES, 80)).toEqual({ left: [], right: [], bands: [] });
});

test("a band is a closed outline from side to side", () => {
  const band = { from: "a", to: "b", count: 1, left: [0, 10], right: [20, 10] } as const;
  expect(outlineOf(band, 100)).toBe(
    "M0 0.0C50.0 0.0 50.0 20.0 100.0 20.0V30.0C50.0 30.0 50.0 10.0 0 10.0Z",
  );
});
