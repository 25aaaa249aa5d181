/** The network as a whole in a real browser: intervals, groups outlined, members taken out. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openCase, shoot, type Visit, visit } from "./browser";
import { type Server, startServer } from "./server";

const HUBS = ["Ana Anić", "Bojan Bojić"];
const EACH = 5;
let server: Server;
let here: Visit;
let folder: string;

/** Two circles of five, each around one, and the two know each other. */
function circles(): string {
  const lines: object[] = [];
  const knows = (a: string, b: string) =>
    lines.push({
      id: `${a}-${b}`,
      schema: "Associate",
      properties: { person: [a], associate: [b] },
    });
  HUBS.forEach((name, hub) => {
    lines.push({ id: `h${hub}`, schema: "Person", properties: { name: [name], country: ["rs"] } });
    for (let i = 0; i < EACH; i++) {
      const id = `m${hub}${i}`;
      lines.push({ id, schema: "Person", properties: { name: [`Član ${hub}${i}`] } });
      knows(`h${hub}`, id);
      if (i > 0) knows(`m${hub}${i - 1}`, id);
    }
  });
  knows("h0", "h1");
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "klupko-circles-"));
  writeFileSync(join(folder, "circles.ftm.json"), circles());
  server = await startServer([join(folder, "circles.ftm.json")]);
  here = await visit(server.url);
});

afterAll(async () => {
  await here?.browser.close();
  server?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

afterEach(() => {
  expect(here.strangers).toEqual([]);
  expect(here.complaints).toEqual([]);
});

test("a ranking comes with the ranks that hold in nine of ten networks", async () => {
  const { page } = here;
  await openCase(page, server.url);
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
  const painted = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.sigma-hulls");
      const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      return data?.some((value) => value > 0) ?? false;
    });
  await expect.poll(painted).toBe(true);
  expect(await page.locator(".group-swatch + .grow").first().textContent()).toMatch(
    /100% of its pairs stay together/,
  );
  await page.getByText("Leiden agrees with itself by 1,").waitFor();
  await shoot(page, "groups");
  await page.getByText("Which groups are there?").click();
  await expect.poll(painted).toBe(false);
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
