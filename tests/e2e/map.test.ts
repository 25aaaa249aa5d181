/** Places on a map in a real browser: stays of two, all places of a case, flows. */

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { Records, setStage } from "./stage";

const PLACES: [string, string, string, string][] = [
  ["beograd", "Beograd, pijaca", "44.81", "20.46"],
  ["stanica", "Beograd, stanica", "44.80", "20.45"],
  ["gostun", "Gostun", "43.18", "19.72"],
  ["bar", "Luka Bar", "42.09", "19.09"],
  ["prizren", "Prizren", "42.21", "20.74"],
];

/** Two who meet in Bar, one over a border, one also where no coordinates are known. */
function journeys(): string {
  const records = new Records();
  const people = [
    ["ana", "Ana Anić", "rs"],
    ["bojan", "Bojan Bojić", "xk"],
  ];
  for (const [id = "", name = "", country = ""] of people) {
    records.say(id, "Person", { name, country });
  }
  for (const [id, full, latitude, longitude] of PLACES) {
    records.say(id, "Address", { full, latitude, longitude });
  }
  records.say("kafana", "Address", { full: "Kafana" });
  const seen = (subject: string, place: string, hour: string) =>
    records.say(`${subject}-${place}`, "Sighting", { subject, place, date: `2026-03-0${hour}` });
  seen("ana", "beograd", "1T08:00:00");
  seen("ana", "stanica", "1T20:00:00");
  records.say("prelaz", "Trip", {
    name: "exit Gostun",
    involved: "ana",
    endLocation: "gostun",
    startDate: "2026-03-02T10:00:00",
    summary: "exit",
  });
  seen("ana", "kafana", "2T12:00:00");
  seen("ana", "bar", "2T20:00:00");
  seen("bojan", "bar", "2T20:10:00");
  seen("bojan", "prizren", "4T09:00:00");
  records.say("poziv", "Call", { caller: "ana", receiver: "bojan", date: "2026-03-01T09:00:00" });
  return records.text;
}

const here = setStage("journeys.ftm.json", journeys());

/** Where a spot is drawn, in pixels of the map. */
async function spotAt(page: Page, name: string): Promise<{ x: number; y: number }> {
  const spot = page.getByRole("button", { name, exact: true });
  const box = await spot.locator("circle").boundingBox();
  if (!box) throw new Error(`${name} is not on the map`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("all places of a case, and who was there", async () => {
  const { page } = here;
  await page.getByText("Where was something recorded?").click();
  const map = page.locator(".map svg[role=application]");
  await map.waitFor();
  await page.getByText("1 position is at a place without coordinates.").waitFor();
  const spots = map.locator(".spot");
  expect(await spots.count()).toBe(4);
  const near = page.getByRole("button", { name: /Beograd.* · 2 places/ });
  await near.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Beograd, pijaca", exact: true }).waitFor();
  await page.locator(".map").getByRole("button", { name: "Show all of it" }).click();
  await near.waitFor();
  const [bar, prizren] = [await spotAt(page, "Luka Bar"), await spotAt(page, "Prizren")];
  expect(prizren.x).toBeGreaterThan(bar.x);
  expect(prizren.y).toBeLessThan(bar.y);
  const row = page.getByRole("button", { name: /^Luka Bar ?2 positions/ });
  await row.hover();
  expect(await map.locator(".spot.lit .name").textContent()).toBe("Luka Bar");
  await page.getByRole("button", { name: "Luka Bar", exact: true }).click();
  await page.getByRole("heading", { name: "Luka Bar" }).waitFor();
  await map.scrollIntoViewIfNeeded();
  await shoot(page, "map-places");
  await page.locator(".structure .link-row", { hasText: "Ana Anić" }).click();
  await page.waitForFunction(() => window.klupko?.snapshot().selected === "konac:ana");
});

test("stays of two beside each other, in order, with what is not on the map", async () => {
  const { page } = here;
  await page.getByText("Where, and when?").click();
  const map = page.locator(".map svg[role=application]");
  await map.waitFor();
  await page.getByText("1 stay is at a place without coordinates").waitFor();
  expect(await map.locator(".arrow.next").count()).toBeGreaterThanOrEqual(2);
  expect(await map.locator(".spot > path").count()).toBe(1);
  await page.getByLabel("Compare with another").selectOption({ label: "Bojan Bojić" });
  await map.locator(".spot.tone-1").waitFor();
  expect(await map.locator(".spot.tone-both").count()).toBe(1);
  await map.locator(".spot.tone-both").click();
  await page.getByRole("heading", { name: "Luka Bar" }).waitFor();
  expect(await page.locator(".structure .plain li").allTextContents()).toEqual([
    expect.stringMatching(/^Ana Anić: .*1 position/),
    expect.stringMatching(/^Bojan Bojić: .*1 position/),
  ]);
  await map.scrollIntoViewIfNeeded();
  await shoot(page, "map-two");
  await page.locator("summary", { hasText: "Gostun ·" }).hover();
  expect(await map.locator(".spot.lit").getAttribute("aria-label")).toBe("Gostun");
});

test("the map moves and zooms by keys, wheel and pointer", async () => {
  const { page } = here;
  const map = page.locator(".map svg[role=application]");
  await map.scrollIntoViewIfNeeded();
  await map.focus();
  const before = await spotAt(page, "Prizren");
  await page.keyboard.press("ArrowRight");
  const moved = await spotAt(page, "Prizren");
  expect([moved.x - before.x, moved.y - before.y]).toEqual([-48, 0]);
  await page.keyboard.press("0");
  expect(await spotAt(page, "Prizren")).toEqual(before);
  const scale = map.locator(".scale text");
  const words = await scale.textContent();
  for (let i = 0; i < 4; i++) await page.keyboard.press("+");
  await expect.poll(() => scale.textContent()).not.toBe(words);
  await page.keyboard.press("0");
  await page.mouse.move(before.x, before.y);
  await page.mouse.wheel(0, -600);
  await expect.poll(() => scale.textContent()).not.toBe(words);
  const held = await spotAt(page, "Prizren");
  expect(Math.hypot(held.x - before.x, held.y - before.y)).toBeLessThan(1);
  await page.locator(".map").getByRole("button", { name: "Show all of it" }).click();
  const box = await map.boundingBox();
  if (!box) throw new Error("there is no map");
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 50, { steps: 3 });
  await page.mouse.up();
  const dragged = await spotAt(page, "Prizren");
  expect([dragged.x - before.x, dragged.y - before.y]).toEqual([
    expect.closeTo(30, 0),
    expect.closeTo(20, 0),
  ]);
});

test("a large map covers the page and takes its keys", async () => {
  const { page } = here;
  await page.getByRole("button", { name: "Large map" }).click();
  const large = page.locator("dialog .map svg[role=application]");
  await large.waitFor();
  await large.focus();
  await page.keyboard.press("d");
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
  expect((await large.boundingBox())?.width).toBeGreaterThan(900);
  await shoot(page, "map-large");
  await page.keyboard.press("Escape");
  await large.waitFor({ state: "detached" });
});

test("flows go from capital to capital and open the pair, in the dark and in Serbian", async () => {
  const { page } = here;
  await page.evaluate(() => window.klupko?.select(null));
  await page.getByText("Where was something recorded?").click();
  await page.locator("#canvas").focus();
  await page.keyboard.press("d");
  await page.getByText("Which countries are joined?").click();
  await page.getByText("On a map").click();
  const flow = page.locator(".map").getByRole("button", { name: "Serbia → Kosovo*: 1 link" });
  await flow.waitFor();
  expect(await page.locator(".map .town.capital").allTextContents()).toContain("Pristina*");
  await flow.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Serbia → Kosovo*" }).waitFor();
  expect(await page.locator(".matrix [aria-pressed=true]").count()).toBe(1);
  await page.locator(".bar select").last().selectOption("sr-Cyrl");
  await expect
    .poll(() => page.locator(".map .town.capital").allTextContents())
    .toContain("Приштина*");
  await page.locator(".map").scrollIntoViewIfNeeded();
  await shoot(page, "map-flows-dark");
});
