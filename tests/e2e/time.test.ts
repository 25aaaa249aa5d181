/** Time and borders in a real browser: the brush, hours, ways in order, the matrix. */

import { expect, test } from "vitest";
import { shoot, snapshot } from "./browser";
import { Records, setStage } from "./stage";

/** Four who call each other month after month, one who crosses a border twice. */
function calls(): string {
  const records = new Records();
  const say = records.say.bind(records);
  const people: [string, string, string][] = [
    ["ana", "Ana Anić", "rs"],
    ["bojan", "Bojan Bojić", "me"],
    ["cvetko", "Cvetko Cvetić", "xk"],
    ["darko", "Darko Darić", "hr"],
  ];
  for (const [id, name, country] of people) say(id, "Person", { name, country });
  const call = (n: number, caller: string, receiver: string, date: string) =>
    say(`k${n}`, "Call", { caller, receiver, date });
  for (let month = 1; month <= 6; month++) {
    call(month, "ana", "bojan", `2025-0${month}-03T08:10:00`);
    call(month + 10, "ana", "bojan", `2025-0${month}-04T08:40:00`);
  }
  call(30, "bojan", "cvetko", "2025-01-01T09:00:00");
  call(31, "bojan", "darko", "2025-02-20T21:00:00");
  call(32, "darko", "cvetko", "2025-05-20T21:00:00");
  say("p1", "Payment", {
    payer: "ana",
    beneficiary: "darko",
    amount: "1200",
    currency: "EUR",
    date: "2025-03-01",
  });
  say("gostun", "Address", { full: "Gostun" });
  say("auto", "Vehicle", { name: "Škoda", registrationNumber: "BG123AA" });
  for (const day of [3, 9])
    say(`c${day}`, "Trip", {
      name: "exit Gostun",
      involved: "ana",
      vehicle: "auto",
      endLocation: "gostun",
      startDate: `2025-04-0${day}T07:00:00`,
      summary: "exit",
    });
  return records.text;
}

const here = setStage("calls.ftm.json", calls());

test("a stretch of time is all that is drawn, by keys as by pointer", async () => {
  const { page } = here;
  const before = await snapshot(page);
  expect(before.edges.length).toBeGreaterThan(5);
  await page.locator("#canvas").focus();
  await page.keyboard.press("v");
  const status = page.locator(".timebar strong");
  await status.waitFor();
  expect(await status.textContent()).toContain("18 events");
  await page.getByRole("slider", { name: "Until" }).focus();
  await page.keyboard.press("Home");
  await page.waitForFunction(() => (window.klupko?.snapshot().edges.length ?? 99) === 1);
  const first = await snapshot(page);
  expect(first.edges.map((edge) => edge.schema)).toEqual(["Call"]);
  expect(first.nodes.map((node) => node.caption).sort()).toEqual(["Bojan Bojić", "Cvetko Cvetić"]);
  const bars = await page.locator(".bars").boundingBox();
  if (!bars) throw new Error("there are no bars");
  await page.mouse.move(bars.x + bars.width * 0.3, bars.y + 20);
  await page.mouse.down();
  await page.mouse.move(bars.x + bars.width * 0.75, bars.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => (window.klupko?.snapshot().edges.length ?? 0) > 2);
  await shoot(page, "time-brush");
  await page.getByRole("button", { name: "All time" }).click();
  await page.waitForFunction(
    (count) => window.klupko?.snapshot().edges.length === count,
    before.edges.length,
  );
  await page.getByRole("slider", { name: "From" }).focus();
  await page.keyboard.press("End");
  await page.waitForFunction(() => (window.klupko?.snapshot().edges.length ?? 99) === 1);
  await page.locator(".timebar").getByRole("button", { name: "Close" }).click();
  await page.locator(".hint.period").getByRole("button").click();
  await page.waitForFunction(
    (count) => window.klupko?.snapshot().edges.length === count,
    before.edges.length,
  );
});

test("who was central when, and at which hours", async () => {
  const { page } = here;
  await page.getByText("Who was central when?").click();
  await page.locator(".over-time").first().waitFor();
  const rows = page.locator(".structure .lead-list .link-row");
  expect(await rows.allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining("Bojan Bojić")]),
  );
  await page.getByText("At which hours?").click();
  await page.locator(".heat tbody td[title]").first().waitFor();
  const cells = await page.locator(".heat tbody td .unseen").allTextContents();
  expect(cells).toHaveLength(7 * 24);
  expect(cells.map(Number).reduce((a, b) => a + b, 0)).toBe(17);
  await shoot(page, "time-panel");
  await page.getByText("Who was central when?").click();
  await page.getByText("At which hours?").click();
});

test("a pair of countries opens to what it rests on, under any view", async () => {
  const { page } = here;
  await page.getByText("Which countries are joined?").click();
  const cell = page.getByRole("button", { name: /^Serbia → Montenegro/ });
  await cell.click();
  await page.locator(".borders .links .link-row").first().waitFor();
  expect(await page.locator(".borders .footnote").textContent()).toContain("1244");
  expect(await page.locator(".matrix th").allTextContents()).toContain("XK*");
  await page.locator(".flows").scrollIntoViewIfNeeded();
  await shoot(page, "borders");
  await page.getByLabel("How borders are drawn").selectOption("schengen");
  await page.locator(".matrix th", { hasText: "SCH" }).first().waitFor();
  await page.getByLabel("How borders are drawn").selectOption("apart");
  await cell.click();
  await page.locator(".borders .links .link-row").first().click();
  await page.waitForFunction(() => window.klupko?.snapshot().link !== null);
  await page.locator(".statement").first().waitFor();
});

test("a way in order takes no call from before", async () => {
  const { page } = here;
  await page.evaluate(() => {
    window.klupko?.select(null);
    window.klupko?.pick("konac:ana");
    window.klupko?.pick("konac:cvetko");
  });
  await page.getByRole("checkbox", { name: "In order of time" }).check();
  await page.getByRole("button", { name: "Find path" }).click();
  await page.locator(".trail li").first().waitFor();
  const names = await page.locator(".trail button").allTextContents();
  expect(names).toEqual(["Ana Anić", "Darko Darić", "Cvetko Cvetić"]);
  expect(await page.locator(".trail .passed").count()).toBe(2);
  await shoot(page, "in-order");
  await page.getByLabel("Longest wait").selectOption("24");
  await page.getByRole("button", { name: "Find path" }).click();
  await page.getByText("keeps to the order of time").waitFor();
});

test("where somebody was, with the crossing that is not recorded, in the dark", async () => {
  const { page } = here;
  await page.locator("#canvas").focus();
  await page.keyboard.press("d");
  await page.evaluate(() => window.klupko?.select("konac:ana"));
  await page.getByText("Where, and when?").click();
  await page.getByText("A crossing before this one is not in the data.").waitFor();
  expect(await page.getByText(/· Gostun · exit/).count()).toBe(2);
  expect(await page.getByRole("button", { name: /Škoda 2 days: Gostun/ }).count()).toBe(1);
  await page.getByText("When active?").click();
  await page.locator(".heat").waitFor();
  await shoot(page, "whereabouts-dark");
});
