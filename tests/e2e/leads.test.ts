/** Leads in a real browser: a question, its answers, and everybody in one on the table. */

import { expect, test } from "vitest";
import { shoot, snapshot } from "./browser";
import { setStage } from "./stage";

const ANA = "+381641111111";
const BOJAN = "+381642222222";
/** Two numbers at one cell within minutes, on two days; each calls somebody else. */
const CALLS = [
  "Caller;Called;Date;Time;Duration;Cell",
  `${ANA};+381643333333;02.03.2026;12:00:00;61;BG1`,
  `${BOJAN};+381644444444;02.03.2026;12:05:00;10;BG1`,
  `${BOJAN};+381643333333;03.03.2026;09:00:00;10;NI7`,
  `${ANA};+381644444444;03.03.2026;09:10:00;10;NI7`,
  "",
].join("\n");

const here = setStage("calls.csv", CALLS);

test("a question is asked of the case, and its answer opens on the evidence", async () => {
  const { page } = here;
  await page.getByLabel("Ask the case…").selectOption("CO_LOCATION");
  await page.getByText("1 lead, the strongest first").waitFor();
  const answer = page.locator(".lead-list summary");
  expect(await answer.textContent()).toContain("2 occurrences");
  await answer.click();
  await page.locator(".lead-list .statement").first().waitFor();
  expect(await page.locator(".lead-list .statement").count()).toBe(4);
  await shoot(page, "leads");
});

test("everybody in a lead comes to the table, and who was chosen is selected", async () => {
  const { page } = here;
  await page.locator(".lead-list .link-row").first().click();
  await page.locator(".side h2").first().waitFor();
  const now = await snapshot(page);
  const shown = now.nodes.map((node) => node.id);
  for (const number of [ANA, BOJAN]) expect(shown).toContain(`konac:phone-${number.slice(1)}`);
  expect(page.url()).toContain("node=");
});

test("a question without an answer says so", async () => {
  const { page } = here;
  await page.keyboard.press("Escape");
  await page.getByLabel("Ask the case…").selectOption("CIRCULAR_PAYMENTS");
  await page.getByText("Nothing of that kind").waitFor();
});
