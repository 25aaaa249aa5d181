import { existsSync, readFileSync } from "node:fs";
import { inCyrillic, language, offenceOf, reasonOf } from "@klupko/i18n";
import { en } from "@klupko/i18n/en";
import { offences } from "@klupko/i18n/offences";
import { reasons } from "@klupko/i18n/reasons";
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
      /\{\w+\}|\b(CSV|Shift|WebGL|PageRank|GeoNames|H[0-3]|[ABCX])\b/g,
      "",
    );
    expect(bare).not.toMatch(/[A-Za-z]/);
  }
});

test("the resolver's reasons are told in the language chosen, unknown ones as they are", () => {
  const said = "same name; a common name; something new";
  const told = (["en", "sr-Latn", "sr-Cyrl"] as const).map((one) => {
    language.value = one;
    return reasonOf(said);
  });
  language.value = "en";
  expect(told).toEqual([
    said,
    "isto ime; često ime; something new",
    "исто име; често име; something new",
  ]);
});

const FEATURES = new URL("../../../extraction/resolution/features.yaml", import.meta.url);

test.runIf(existsSync(FEATURES))("every reason that the resolver weighs has its Serbian", () => {
  const said = [...readFileSync(FEATURES, "utf8").matchAll(/^ {4}\w+: (.+)$/gm)];
  expect(said.length).toBeGreaterThan(50);
  expect(said.map((one) => one[1]).filter((text) => !(text && text in reasons))).toEqual([]);
});

test("no Latin letter is left in a Cyrillic reason", () => {
  for (const text of Object.values(reasons)) expect(inCyrillic(text)).not.toMatch(/[A-Za-z]/);
});

const ANNEX = new URL("../../../backend/passengers/annex2.yaml", import.meta.url);

test("every offence of the annex has its words, in each language", () => {
  const codes = [...readFileSync(ANNEX, "utf8").matchAll(/\{code: ([\w-]+),/g)].map(
    (one) => one[1],
  );
  expect(Object.keys(offences)).toEqual(codes);
  language.value = "sr-Cyrl";
  expect(offenceOf("human-trafficking")).toBe("Трговина људима");
  language.value = "en";
  expect(offenceOf("human-trafficking")).toBe("Trafficking in human beings");
});
