import { findText, segments } from "@klupko/model/text";
import { describe, expect, test } from "vitest";

const span = (start: number, end: number, data: string) => ({ start, end, data });

describe("segments", () => {
  test("cut where spans begin and end, and list what covers each", () => {
    const cut = segments("abcdef", [span(1, 4, "s"), span(2, 3, "m")]);
    expect(cut.map((s) => [s.text, s.spans.map((one) => one.data).join("")])).toEqual([
      ["a", ""],
      ["b", "s"],
      ["c", "sm"],
      ["d", "s"],
      ["ef", ""],
    ]);
  });

  test("count code points, as the server does", () => {
    const cut = segments("😀 Ана 😀", [span(2, 5, "m")]);
    expect(cut.find((s) => s.spans.length > 0)?.text).toBe("Ана");
  });

  test("clip what reaches outside and leave out what is empty", () => {
    const cut = segments("abc", [span(-3, 1, "x"), span(2, 2, "y"), span(2, 99, "z")]);
    expect(cut.map((s) => s.spans.map((one) => one.data).join(""))).toEqual(["x", "", "z"]);
  });

  test("together are the text", () => {
    const text = "Петар и Pavle";
    expect(
      segments(text, [span(0, 5, "a"), span(3, 9, "b")])
        .map((s) => s.text)
        .join(""),
    ).toBe(text);
  });

  test("an empty text has none", () => {
    expect(segments("", [span(0, 1, "a")])).toEqual([]);
  });
});

test("a value is found in its sentence whatever its case", () => {
  expect(findText("Ime: PETAR P.", "Petar")).toEqual([5, 10]);
  expect(findText("nothing", "x")).toBeNull();
  expect(findText("nothing", "")).toBeNull();
});
