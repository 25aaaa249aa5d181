import { readFileSync } from "node:fs";
import { contrast } from "@klupko/model/countries";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../../frontend/src/style/base.css", import.meta.url), "utf8");

function theme(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`));
  const found = block.slice(0, block.indexOf("\n}")).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}

const TEXT: [string, string][] = [
  ["ink", "panel"],
  ["ink", "canvas"],
  ["ink-2", "panel"],
  ["ink-2", "sunken"],
  ["ink-2", "canvas"],
  ["accent", "panel"],
  ["accent", "accent-soft"],
  ["accent-ink", "accent"],
  ["danger", "panel"],
  ["danger", "danger-soft"],
  ["mark-ink", "mark"],
  ["mark-ink", "mark-soft"],
  ["ink", "mention"],
  ["ink", "accent-soft"],
  ["ink", "danger-soft"],
  ["ink-2", "mark-soft"],
  ["ink-2", "danger-soft"],
  ["ink", "mark-soft"],
  ["start", "panel"],
];
const SHAPES: [string, string][] = [
  ["edge-cross", "canvas"],
  ["path", "canvas"],
  ["accent", "canvas"],
  ["start", "canvas"],
  ["end", "canvas"],
];

describe.each([
  ["light", ":root"],
  ["dark", ':root[data-theme="dark"]'],
])("%s", (_, selector) => {
  const colours = theme(selector);

  test.each(TEXT)("%s on %s can be read (WCAG AA)", (ink, ground) => {
    expect(contrast(colours[ink] ?? "", colours[ground] ?? "")).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPES)("%s on %s can be seen", (ink, ground) => {
    expect(contrast(colours[ink] ?? "", colours[ground] ?? "")).toBeGreaterThanOrEqual(3);
  });
});
