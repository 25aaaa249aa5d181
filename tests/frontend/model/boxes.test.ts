import { rectsOf, type WordBox } from "@klupko/model/boxes";
import { describe, expect, test } from "vitest";

const LINE: WordBox[] = [
  [0, 3, 1000, 500, 1300, 600],
  [4, 8, 1400, 490, 1800, 610],
  [9, 13, 500, 700, 900, 800],
];

describe("rectsOf", () => {
  test("one rectangle for the words of a line, from the first to the last", () => {
    expect(rectsOf(LINE, 0, 8)).toEqual([{ x: 1000, y: 490, width: 800, height: 120 }]);
  });

  test("another for each further line", () => {
    expect(rectsOf(LINE, 4, 13).map((r) => r.y)).toEqual([490, 700]);
  });

  test("a part of a word is its share of the letters", () => {
    expect(rectsOf(LINE, 5, 7)).toEqual([{ x: 1500, y: 490, width: 200, height: 120 }]);
  });

  test("a word broken at a line's end has a rectangle on each line", () => {
    const broken: WordBox[] = [
      [0, 4, 8000, 100, 9000, 200],
      [4, 7, 500, 300, 900, 400],
    ];
    expect(rectsOf(broken, 0, 7)).toHaveLength(2);
  });

  test("nothing where no word stands", () => {
    expect(rectsOf(LINE, 13, 20)).toEqual([]);
    expect(rectsOf([], 0, 9)).toEqual([]);
  });
});
