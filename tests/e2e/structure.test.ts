/** The network as a whole in a real browser: intervals, groups outlined, members taken out. */

import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { painted, shoot } from "./browser";
import { Records, setStage } from "./stage";

const HUBS = ["Ana Anić", "Bojan Bojić"];
const LANDS = ["rs", "xk"];
const EACH = 5;

/** Two circles of five, each around one, and the two know each other. */
function circles(): string {
  const records = new Records();
  const knows = (a: string, b: string) =>
    records.say(`${a}-${b}`, "Associate", { person: a, associate: b });
  HUBS.forEach((name, hub) => {
    records.say(`h${hub}`, "Person", { name, country: LANDS[hub] ?? "" });
    for (let i = 0; i < EACH; i++) {
      const id = `m${hub}${i}`;
      records.say(id, "Person", { name: `Član ${hub}${i}`, country: LANDS[hub] ?? "" });
      knows(`h${hub}`, id);
      if (i > 0) knows(`m${hub}${i - 1}`, id);
    }
  });
  knows("h0", "h1");
  return records.text;
}

const here = setStage("circles.ftm.json", circles());

/** The part of the panel under a heading. */
function card(page: Page, title: string): Locator {
  return page.locator("details", { has: page.getByText(title) });
}

test("a ranking comes with the ranks that hold in nine of ten networks", async () => {
  const { page } = here;
  await page.getByText("How far does the ranking hold?").click();
  const rows = page.locator(".ranking .link-row");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(2 * EACH + 2);
  const top = [await rows.nth(0).textContent(), await rows.nth(1).textContent()].join();
  for (const name of HUBS) expect(top).toContain(name);
  expect(await rows.nth(0).textContent()).toMatch(/rank 1 to \d+ in nine of ten/);
});

test("groups are listed and outlined", async () => {
  const { page } = here;
  await page.getByText("Which groups are there?").click();
  await page.locator(".group-swatch").first().waitFor();
  expect(await page.locator(".group-swatch").count()).toBe(2);
  await expect.poll(() => painted(page, "hulls")).toBeGreaterThan(0);
  await page.locator(".group-swatch + .grow", { hasText: "100% of its pairs" }).first().waitFor();
  await page.getByText("Leiden agrees with itself by 1,").waitFor();
  await shoot(page, "groups");
  await page.getByText("Which groups are there?").click();
  await expect.poll(() => painted(page, "hulls")).toBe(0);
});

test("members are taken out by a slider, the most important first", async () => {
  const { page } = here;
  await page.getByText("What if members are taken out?").click();
  const slider = page.getByLabel("How many are taken out");
  await slider.waitFor();
  await page.getByText("0 taken out: the largest part is 12, before 12").waitFor();
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("1 taken out: the largest part is 6, before 12").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("2 taken out: the largest part is 5, before 12").waitFor();
  await shoot(page, "removals");
  await page.getByLabel("Who is taken out first").selectOption("BETWEENNESS");
  await page.getByText("0 taken out").waitFor();
});

test("a network that mends is drawn beside, in runs that are told", async () => {
  const { page } = here;
  await page.getByLabel("Who is taken out first").selectOption("DEGREE");
  await page.getByLabel("How the network mends itself").selectOption("DISTANCE");
  await page.locator(".curve .mended").waitFor();
  await page.getByLabel("How many are taken out").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText(/Where it mends: [\d.]+ on average, \d+ to \d+ in nine of ten/).waitFor();
});

test("a case that tells of nobody's role says so", async () => {
  const { page } = here;
  await page.getByLabel("Who is taken out first").selectOption("ROLE");
  await page.getByText("The case tells of nobody's role.").waitFor();
});

test("a bridge is marked on the drawing, and opens what it rests on", async () => {
  const { page } = here;
  await page.getByText("What if members are taken out?").click();
  await page.getByText("Which single ties hold it together?").click();
  const row = page.getByRole("button", { name: /6 on one side, 6 on the other/ });
  await row.waitFor();
  await expect.poll(() => painted(page, "spans")).toBeGreaterThan(0);
  const before = await painted(page, "spans");
  await row.focus();
  await expect.poll(() => painted(page, "spans")).toBeGreaterThan(before);
  await shoot(page, "bridges");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.klupko?.snapshot().link !== null);
  await page.locator(".statement").first().waitFor();
  expect(await painted(page, "spans")).toBeGreaterThan(0);
  await page.evaluate(() => window.klupko?.select(null));
  await row.waitFor();
  await page.getByRole("button", { name: "As before" }).click();
  await expect.poll(() => painted(page, "spans")).toBe(0);
  expect(await row.count()).toBe(0);
});

test("brokers are listed by position and by pair of countries", async () => {
  const { page } = here;
  await page.getByText("Who stands between countries?").click();
  const rows = card(page, "Who stands between countries?").locator(".link-row");
  await page.getByLabel("Position").selectOption("liaison");
  await page.getByText("Nobody stands so.").waitFor();
  await page.getByLabel("Position").selectOption("gatekeeper");
  await rows.first().waitFor();
  const names = await rows.allTextContents();
  expect(names).toHaveLength(2);
  for (const name of HUBS) expect(names.join()).toContain(name);
  await page.getByLabel("Position").selectOption("");
  const pair = page.getByLabel("Between which countries");
  expect((await pair.locator("option").allTextContents()).join()).toContain(
    "Serbia – Kosovo* (20)",
  );
  await pair.selectOption({ label: "Serbia – Kosovo* (20)" });
  expect(await rows.count()).toBe(2);
  expect(await page.locator(".structure .footnote").textContent()).toContain("1244");
  await shoot(page, "brokers");
  await page.getByText("Who stands between countries?").click();
});

test("how much countries keep to themselves, with the matrix", async () => {
  const { page } = here;
  await page.getByText("Do countries keep to themselves?").click();
  await page.getByText("Countries mostly keep to themselves.").waitFor();
  expect(await page.locator(".matrix th").allTextContents()).toContain("XK*");
  expect(await page.locator(".matrix .cell").allTextContents()).toEqual(["18", "1", "1", "18"]);
  await page.getByText("Do countries keep to themselves?").click();
});

test("who is placed alike, and onion layers, stand in colours of their own", async () => {
  const { page } = here;
  const colours = async () =>
    page.evaluate(() => [...new Set(window.klupko?.snapshot().nodes.map((node) => node.tint))]);
  expect(await colours()).toEqual([null]);
  await page.getByText("Who is deep inside?").click();
  await page.getByText("Colours: onion layers").waitFor();
  const layers = card(page, "Who is deep inside?").locator(".link-row[aria-expanded]");
  const count = await layers.count();
  expect(count).toBeGreaterThan(1);
  expect((await colours()).length).toBe(count);
  await layers.first().click();
  await expect.poll(async () => (await colours()).length).toBe(2);
  await page.locator(".within .link-row").first().click();
  await page.waitForFunction(() => window.klupko?.snapshot().selected !== null);
  await page.evaluate(() => window.klupko?.select(null));
  await page.getByText("Who is placed alike?").click();
  await page.getByLabel("How much in common").selectOption("0");
  await page.getByText("No two are placed so.").waitFor();
  await page.getByLabel("How much in common").selectOption("0.5");
  await page.getByText("Colours: who is placed alike").waitFor();
  await shoot(page, "alike");
  await page.getByRole("button", { name: "As before" }).click();
  expect(await colours()).toEqual([null]);
});

test("triples are drawn with their counts, sixteen where links have a direction", async () => {
  const { page } = here;
  await page.getByText("What do triples look like?").click();
  const drawn = page.locator(".triads li");
  await drawn.first().waitFor();
  expect(await drawn.count()).toBe(4);
  const sum = async () =>
    (await page.locator(".triads b").allTextContents())
      .map((text) => Number(text.replace(/\D/g, "")))
      .reduce((a, b) => a + b, 0);
  expect(await sum()).toBe(220);
  await page.getByLabel("As calls, money and orders go").check();
  await expect.poll(() => drawn.count()).toBe(16);
  await expect.poll(sum).toBe(220);
  await page.locator(".triads").scrollIntoViewIfNeeded();
  await shoot(page, "triads");
});
