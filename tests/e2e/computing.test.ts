/** A long computation in a real browser: how far it is, cancelled, asked for again. */

import { expect, test } from "vitest";
import { Records, setStage } from "./stage";

const PEOPLE = 1500;
const STEPS = [1, 7, 31, 211];

/** A ring of many, each tied to four further on. */
function ring(): string {
  const records = new Records();
  for (let i = 0; i < PEOPLE; i++) {
    records.say(`p${i}`, "Person", { name: `Osoba ${i}` });
    for (const step of STEPS) {
      const associate = `p${(i + step) % PEOPLE}`;
      records.say(`t${i}-${step}`, "Associate", { person: `p${i}`, associate });
    }
  }
  return records.text;
}

const here = setStage("ring.ftm.json", ring());

test("it says how far it is, and ends when it is cancelled", async () => {
  const { page } = here;
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
});

test("a case of which no country is known says so", async () => {
  const { page } = here;
  await page.getByText("Who stands between countries?").click();
  await page.getByText("Do countries keep to themselves?").click();
  const said = page.getByText("No country is known of anybody.");
  await expect.poll(() => said.count()).toBe(2);
});
