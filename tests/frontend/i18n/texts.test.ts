import { inCyrillic } from "@klupko/i18n";
import { en } from "@klupko/i18n/en";
import { srLatn } from "@klupko/i18n/sr-Latn";
import { expect, test } from "vitest";

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((hole) => hole[0]).sort();

test("every Serbian text has the holes of the English one", () => {
  for (const [key, text] of Object.entries(en)) {
    expect([key, holes(srLatn[key as keyof typeof en])]).toEqual([key, holes(text)]);
  }
});

test("no text is empty", () => {
  for (const text of [...Object.values(en), ...Object.values(srLatn)])
    expect(text.trim()).not.toBe("");
});

test("Cyrillic keeps holes and technical words", () => {
  expect(inCyrillic("Kopiraj kao CSV: {n}")).toBe("Копирај као CSV: {n}");
  expect(inCyrillic("Izaberite čvor (Shift+klik)")).toBe("Изаберите чвор (Shift+клик)");
  expect(inCyrillic("H2: ne sme dalje")).toBe("H2: не сме даље");
});

test("no Latin letter is left in a Cyrillic text outside the words kept", () => {
  for (const text of Object.values(srLatn)) {
    const bare = inCyrillic(text).replace(
      /\{\w+\}|\b(CSV|Shift|WebGL|PageRank|H[0-3]|[ABCX])\b/g,
      "",
    );
    expect(bare).not.toMatch(/[A-Za-z]/);
  }
});
