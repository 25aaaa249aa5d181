/** A long computation in a real browser: how far it is, cancelled, asked for again. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCase, type Visit, visit } from "./browser";
import { type Server, startServer } from "./server";

const PEOPLE = 1500;
const STEPS = [1, 7, 31, 211];
let server: Server;
let here: Visit;
let folder: string;

/** A ring of many, each tied to four further on. */
function ring(): string {
  const lines: object[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    lines.push({ id: `p${i}`, schema: "Person", properties: { name: [`Osoba ${i}`] } });
    for (const step of STEPS) {
      const other = (i + step) % PEOPLE;
      const ends = { person: [`p${i}`], associate: [`p${other}`] };
      lines.push({ id: `t${i}-${step}`, schema: "Associate", properties: ends });
    }
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "klupko-ring-"));
  writeFileSync(join(folder, "ring.ftm.json"), ring());
  server = await startServer([join(folder, "ring.ftm.json")]);
  here = await visit(server.url);
});

afterAll(async () => {
  await here?.browser.close();
  server?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

test("it says how far it is, and ends when it is cancelled", async () => {
  const { page } = here;
  await openCase(page, server.url);
  await page.getByText("What if members are taken out?").click();
  await page.getByLabel("How many are taken out").waitFor();
  await page.getByLabel("Who is taken out first").selectOption("BETWEENNESS");
  await page.getByText(/\d+ of 60 steps/).waitFor();
  const bar = page.locator(".computing progress");
  expect(Number(await bar.getAttribute("max"))).toBe(60);
  await page.locator(".computing").getByRole("button", { name: "Cancel" }).click();
  await page.getByText("The computation was cancelled.").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/\d+ of 60 steps/).waitFor();
  await page.getByLabel("Who is taken out first").selectOption("DEGREE");
  await page.getByText(/0 taken out: the largest part is 1[ ,]?500/).waitFor();
  expect(here.strangers).toEqual([]);
  expect(here.complaints).toEqual([]);
});
