import { findText, segments, sentenceAround } from "@klupko/model/text";
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

describe("sentenceAround", () => {
  const around = (text: string, word: string) => {
    const start = [...text.slice(0, text.indexOf(word))].length;
    const [low, high] = sentenceAround(text, start, start + [...word].length);
    return [...text].slice(low, high).join("");
  };

  test("goes from the stop before to the stop after", () => {
    const text = "Prvo je ovo. Drugo je ono! Treće ne.";
    expect(around(text, "ono")).toBe("Drugo je ono!");
    expect(around(text, "Prvo")).toBe("Prvo je ovo.");
    expect(around(text, "ne.")).toBe("Treće ne.");
  });

  test("is not ended by a short form or a line's middle", () => {
    const text = "On je vlasnik firme Konzor d.o.o. Beograd, ul. Glavna 1. Kraj.";
    expect(around(text, "Konzor")).toBe("On je vlasnik firme Konzor d.o.o. Beograd, ul. Glavna 1.");
  });

  test("is ended by the end of a line, and counts code points", () => {
    expect(around("😀 Naslov\nДруги ред\n", "ред")).toBe("Други ред");
  });

  test("holds the span even where it goes over a stop", () => {
    expect(around("Jedan. Dva jeste. Tri.", "jeste. Tri")).toBe("Dva jeste. Tri.");
  });
});
