import { toCsv } from "@klupko/model/csv";
import { entityRows, linkRows, sortRows } from "@klupko/model/rows";
import { expect, test } from "vitest";

const words = {
  schema: (name: string) => name,
  countries: (codes: readonly string[]) => codes.join(" "),
  yes: "yes",
  no: "no",
};
const node = (id: string, caption: string) => ({
  id,
  schema: "Person",
  caption,
  countries: ["rs"],
});
const rows = entityRows(
  [node("1", "Živko"), node("2", "ana"), node("3", "Šaban 10"), node("4", "Šaban 9")],
  {
    degree: new Map([["1", 3]]),
    score: new Map([
      ["1", 0.5],
      ["2", 1],
      ["3", null],
    ]),
    hidden: new Set(["4"]),
  },
  words,
);

test("names sort as the region sorts them, numbers in them by value", () => {
  expect(sortRows(rows, 0, "ascending").map((row) => row.id)).toEqual(["2", "4", "3", "1"]);
});

test("what has no score comes last in either order", () => {
  expect(sortRows(rows, 4, "ascending").map((row) => row.id)).toEqual(["1", "2", "3", "4"]);
  expect(sortRows(rows, 4, "descending").map((row) => row.id)).toEqual(["2", "1", "3", "4"]);
});

test("a row says how many links are shown and whether it is hidden", () => {
  expect(rows[0]?.cells[3]).toBe(3);
  expect(rows.map((row) => row.hidden)).toEqual([false, false, false, true]);
});

test("a link's row names both ends", () => {
  const edge = { id: "e", schema: "Family", source: "1", target: "2", count: 4, crossBorder: true };
  expect(linkRows([edge], (id) => `n${id}`, words)[0]?.cells).toEqual([
    "n1",
    "Family",
    "n2",
    4,
    "yes",
  ]);
});

test("CSV quotes what it must and is never a formula", () => {
  const text = toCsv([
    ["a,b", 'say "x"', "two\nlines"],
    ["=1+1", "+381641", null],
    [-2, 0.5, "ok"],
  ]);
  expect(text).toBe('"a,b","say ""x""","two\nlines"\r\n\'=1+1,\'+381641,\r\n-2,0.5,ok');
});
