import { fold, highlight, otherScript, toCyrillic } from "@klupko/model/fold";
import { describe, expect, test } from "vitest";

describe("fold", () => {
  test.each([
    ["Ђорђе Петровић", "djordje petrovic"],
    ["Đorđe PETROVIĆ", "djordje petrovic"],
    ["  Љиљана   Њежић-Џаџић ", "ljiljana njezic dzadzic"],
    ["Ѓорѓи Ќосев", "gjorgji kjosev"],
    ["Përparim Çela", "perparim cela"],
    ["+381 64/123", "381 64 123"],
  ])("%s becomes %s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("folding twice is folding once", () => {
    for (const text of ["Ђура Шћепановић", "Žarko Đukić", "Bekim Hoxha"]) {
      expect(fold(fold(text))).toBe(fold(text));
    }
  });
});

describe("highlight", () => {
  const marked = (caption: string, query: string) =>
    highlight(caption, query)
      .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
      .join("");

  test("marks across scripts and diacritics", () => {
    expect(marked("Марко Шћепановић", "scep mar")).toBe("[Мар]ко [Шћеп]ановић");
    expect(marked("Ljubiša Đukić", "љуб ђук")).toBe("[Ljub]iša [Đuk]ić");
  });

  test("marks only beginnings of words", () => {
    expect(marked("Ivan Marković", "arko")).toBe("Ivan Marković");
  });

  test("marks a whole letter where the query ends inside a digraph", () => {
    expect(marked("Љубица", "l")).toBe("[Љ]убица");
  });

  test("gives the caption back unmarked for an empty query", () => {
    expect(highlight("Ana", " ")).toEqual([{ text: "Ana", hit: false }]);
  });

  test("the pieces together are the caption", () => {
    const caption = "ДОО „Љубовија” Šabac";
    expect(
      highlight(caption, "љ s d")
        .map((piece) => piece.text)
        .join(""),
    ).toBe(caption);
  });
});

describe("scripts", () => {
  test("the other script of a query is shown, capitals kept", () => {
    expect(otherScript("Đorđe Ljubić")).toBe("Ђорђе Љубић");
    expect(otherScript("Ђорђе Љубић")).toBe("Đorđe Ljubić");
  });

  test("digits have no other script", () => {
    expect(otherScript("064 123")).toBe("");
  });

  test("digraphs become one letter", () => {
    expect(toCyrillic("njegov džep, ljubav")).toBe("његов џеп, љубав");
  });
});
