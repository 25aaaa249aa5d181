/** The review of likely duplicates in a real browser: by keyboard alone, with undo. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { shoot, snapshot, type Visit, visit } from "./browser";
import { CASE, PASSWORD, type Server, startServer, USER } from "./server";

let server: Server;
let here: Visit;
let folder: string;
const NEW_CASE = "novi";
const FILES = [
  "03-presretnuti-razgovori.pdf",
  "07-izvestaj-banka.html",
  "09-kallezim-penal.docx",
  "10-raport-vezhgimi.pdf",
  "12-jit-minutes.pdf",
  "17-registar.ftm.json",
].map((name) => `sample/case/${name}`);
const PATIENCE = { timeout: 20_000 };

interface Progress {
  waiting: number;
  judged: number;
  automatic: number;
}

/** Ask the server from within the page, past the page's own state. */
async function asked<T>(page: Page, query: string, variables: object = {}): Promise<T> {
  const answer = await page.evaluate(async (body) => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch("/graphql", { method: "POST", headers, body });
    return response.json();
  }, JSON.stringify({ query, variables }));
  expect(answer.errors).toBeUndefined();
  return answer.data as T;
}

async function progress(page: Page, id = CASE): Promise<Progress> {
  const query = `query Seen($case: ID!) {
    reviewProgress(case: $case) { waiting judged automatic } }`;
  return (await asked<{ reviewProgress: Progress }>(page, query, { case: id })).reviewProgress;
}

/** The pair looked at, by the address. */
async function pairOf(page: Page): Promise<{ left: string; right: string }> {
  const hash = await page.evaluate(() => location.hash);
  const at = new URLSearchParams(hash.split("?")[1] ?? "");
  return { left: at.get("left") ?? "", right: at.get("right") ?? "" };
}

async function untilJudged(page: Page, n: number): Promise<void> {
  await expect.poll(async () => (await progress(page)).judged, PATIENCE).toBe(n);
}

const SHOWN = ".pair-card, .review-body .state h2";

/** Press a key and wait for another pair, or the end, to be looked at. */
async function press(page: Page, key: string): Promise<void> {
  const before = await page.evaluate(() => location.hash);
  await page.keyboard.press(key);
  await page.waitForFunction((hash) => location.hash !== hash, before);
  await page.locator(SHOWN).first().waitFor();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "klupko-review-"));
  const person = (id: string, name: string, more: object = {}) =>
    JSON.stringify({ id, schema: "Person", properties: { name: [name], ...more } });
  const file = join(folder, "novi.ftm.json");
  const twins = [person("a", "Nikola Perunović"), person("b", "Никола Перуновић")];
  writeFileSync(file, twins.join("\n"));
  server = await startServer(FILES, { id: NEW_CASE, files: [file] });
  here = await visit(server.url);
  await here.page.goto(server.url);
  await here.page.fill("[name=user]", USER);
  await here.page.fill("[name=password]", PASSWORD);
  await here.page.click("[type=submit]");
  await here.page.locator(".case").first().waitFor();
}, 300_000);

afterAll(async () => {
  await here?.browser.close();
  server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(here.strangers).toEqual([]);
  expect(here.complaints.filter((text) => !text.includes("status of 409"))).toEqual([]);
});

test("R opens the review; both records lie side by side, differences signed in words", async () => {
  const { page } = here;
  await page.goto(`${server.url}/#/case/${CASE}`);
  await snapshot(page);
  const now = await progress(page);
  expect(now.waiting).toBeGreaterThan(5);
  const button = page.getByRole("button", { name: /Review of likely duplicates/ });
  expect(await button.getAttribute("aria-label")).toContain(`${now.waiting} pairs wait`);
  await page.keyboard.press("r");
  await page.locator(".pair-card").waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H2");
  expect(await page.locator(".pair-head h3").count()).toBe(2);
  const rows = await page.locator(".compare tbody").evaluateAll((all) =>
    all.map((row) => ({
      agreement: row.className.split(" ").at(-1),
      sign: row.querySelector(".sign b")?.textContent,
      word: row.querySelector(".sign .hidden")?.textContent,
    })),
  );
  expect(rows.length).toBeGreaterThan(0);
  const signs: Record<string, [string, string]> = {
    SAME: ["=", "the same"],
    SIMILAR: ["≈", "similar"],
    DIFFERENT: ["≠", "different"],
    ONE_SIDED: ["–", "known on one side only"],
  };
  for (const { agreement, sign, word } of rows)
    expect([sign, word]).toEqual(signs[agreement ?? ""]);
  expect(await page.locator(".reasons li").count()).toBeGreaterThan(0);
  await shoot(page, "review");
});

test("the sentences behind a property are one key away, the document two", async () => {
  const { page } = here;
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const quote = page.locator(".behind button.quote").first();
  await quote.waitFor();
  await shoot(page, "review-evidence");
  await quote.focus();
  await page.keyboard.press("Enter");
  await page.locator(".document .page-text .exact").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".document").waitFor({ state: "detached" });
  await page.locator(".row-toggle").first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".behind").waitFor({ state: "detached" });
});

test("a word needs no waiting: the next pair is there before the server has answered", async () => {
  const { page } = here;
  const first = await pairOf(page);
  await page.waitForLoadState("networkidle");
  let answered = false;
  const slowly = async (route: Route) => {
    if ((route.request().postData() ?? "").includes("mutation Judge")) {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      answered = true;
    }
    await route.continue();
  };
  await page.route("**/graphql", slowly);
  await press(page, "n");
  expect(await page.locator(".pair-card").isVisible()).toBe(true);
  expect(answered).toBe(false);
  expect(await pairOf(page)).not.toEqual(first);
  expect(await page.locator("[data-here]").getAttribute("data-here")).toBe("1");
  await untilJudged(page, 1);
  await page.unroute("**/graphql", slowly);
});

test("Z takes the word back, on the server too, and returns to its pair", async () => {
  const { page } = here;
  const second = await pairOf(page);
  await press(page, "z");
  await untilJudged(page, 0);
  expect(await pairOf(page)).not.toEqual(second);
  expect(await page.locator("[data-here]").getAttribute("data-here")).toBe("0");
});

test("arrows look ahead and back without a word; a reload keeps the pair", async () => {
  const { page } = here;
  const first = await pairOf(page);
  await press(page, "ArrowRight");
  const second = await pairOf(page);
  await page.reload();
  await page.locator(".pair-card").waitFor();
  expect(await pairOf(page)).toEqual(second);
  await press(page, "ArrowLeft");
  expect(await pairOf(page)).toEqual(first);
  expect((await progress(page)).judged).toBe(0);
});

test("whoever is second is told, and can still disagree", async () => {
  const { page } = here;
  const pair = await pairOf(page);
  const judge = `mutation Other($left: ID!, $right: ID!) {
    judge(left: $left, right: $right, verdict: UNSURE, reason: "not enough") { event } }`;
  const other = await asked<{ judge: { event: string } }>(page, judge, pair);
  await press(page, "y");
  const alert = page.getByRole("alert");
  await alert.getByText("Another person has judged").waitFor();
  await shoot(page, "review-conflict");
  await alert.getByRole("button", { name: "Look at it again" }).click();
  await page.getByText(`${USER} has judged this pair: Not sure`).waitFor();
  expect(await pairOf(page)).toEqual(pair);
  await page.keyboard.press("y");
  expect((await progress(page)).judged).toBe(1);
  await page.getByRole("button", { name: "Judge it all the same" }).click();
  await press(page, "n");
  await page.waitForLoadState("networkidle");
  await press(page, "z");
  await asked(page, "mutation Back($event: ID!) { undo(event: $event) { event } }", other.judge);
  await untilJudged(page, 0);
  await page.reload();
  await page.locator(".pair-card").waitFor();
});

let joined = { left: "", right: "" };
const WHY = "one man, two spellings";

test("the whole queue, by keyboard alone", async () => {
  const { page } = here;
  const start = await progress(page);
  joined = await pairOf(page);
  await page.keyboard.press("r");
  await page.keyboard.type(WHY);
  await page.keyboard.press("Enter");
  await press(page, "y");
  await untilJudged(page, 1);
  await page.waitForLoadState("networkidle");
  const end = page.locator(".review-body .state h2");
  let words = 1;
  for (let steps = 1; steps < 3 * start.waiting && !(await end.isVisible()); steps++) {
    if (await page.locator(".pair-card .banner").isVisible()) {
      await press(page, "Enter");
      continue;
    }
    const key = steps % 4 === 1 ? "s" : steps % 4 === 2 ? "u" : "n";
    if (key !== "s") words += 1;
    await press(page, key);
  }
  await page.getByText("The rest was put off").waitFor();
  await untilJudged(page, words);
  await shoot(page, "review-off");
  await page.keyboard.press("Enter");
  await page.locator(".pair-card").waitFor();
  while (!(await end.isVisible())) await press(page, "n");
  await page.getByText("Nothing waits for review").waitFor();
  await expect.poll(async () => (await progress(page)).waiting, PATIENCE).toBe(0);
  await shoot(page, "review-done");
  await press(page, "z");
  await expect.poll(async () => (await progress(page)).waiting, PATIENCE).toBe(1);
  await press(page, "n");
});

test("back in the network the two are one, and the panel says why", async () => {
  const { page } = here;
  await page.keyboard.press("Escape");
  await snapshot(page);
  const { entity } = await asked<{ entity: { id: string; mergedFrom: string[] } }>(
    page,
    "query One($id: ID!) { entity(id: $id) { id mergedFrom } }",
    { id: joined.left },
  );
  expect(entity.mergedFrom).toEqual(expect.arrayContaining([joined.left, joined.right]));
  await page.evaluate((id) => window.klupko?.select(id), entity.id);
  await page.locator(".merged summary").click();
  const word = page.locator(".merged .words > li").filter({ hasText: WHY });
  await word.waitFor();
  expect(await word.textContent()).toContain("Same");
  expect(await word.textContent()).toContain(USER);
  expect(await page.locator(".member").count()).toBe(entity.mergedFrom.length);
  await shoot(page, "merged");
});

test("a record is taken out, and undo joins it again", async () => {
  const { page } = here;
  const members = await page.locator(".member").count();
  const before = await snapshot(page);
  const other = `.member:not([data-id="${before.selected}"]) .button`;
  await page.locator(other).first().click();
  await page.fill("dialog [name=reason]", "his cousin");
  await page.click("dialog [type=submit]");
  await page.locator("dialog").waitFor({ state: "detached" });
  const apart = await snapshot(page);
  expect(apart.nodes.length).toBeGreaterThan(before.nodes.length);
  await expect.poll(() => page.locator(".member").count(), PATIENCE).toBeLessThan(members);
  await page.locator("body").focus();
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => (await snapshot(page)).nodes.length, PATIENCE)
    .toBe(before.nodes.length);
  await expect.poll(() => page.locator(".member").count(), PATIENCE).toBe(members);
});

test("statements are given to a new entity, and undo gives them back", async () => {
  const { page } = here;
  const before = await snapshot(page);
  await page.getByRole("button", { name: "Split by statement…" }).first().click();
  const submit = page.locator("dialog [type=submit]");
  await page.locator("dialog .all").first().waitFor();
  expect(await submit.isDisabled()).toBe(true);
  for (const box of await page.locator("dialog .all input").all()) await box.check();
  await page.getByText("Something must stay").waitFor();
  expect(await submit.isDisabled()).toBe(true);
  for (const box of await page.locator("dialog .all input").all()) await box.uncheck();
  await page.locator("dialog .check:not(.all) input").first().check();
  await page.getByText("1 statement goes to the new entity.").waitFor();
  await shoot(page, "split");
  await submit.click();
  await page.locator("dialog").waitFor({ state: "detached" });
  expect((await snapshot(page)).nodes.length).toBe(before.nodes.length + 1);
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => (await snapshot(page)).nodes.length, PATIENCE)
    .toBe(before.nodes.length);
});

test("an empty queue offers the resolver, which fills it", async () => {
  const { page } = here;
  await page.goto(`${server.url}/#/case/${NEW_CASE}/review`);
  await page.getByText("Nothing waits for review").waitFor();
  await shoot(page, "review-empty");
  await page.getByRole("button", { name: "Look for likely duplicates" }).click();
  await page.locator(".pair-card").waitFor();
  expect(await page.locator(".pair-head h3").allTextContents()).toEqual([
    "Nikola Perunović",
    "Никола Перуновић",
  ]);
  expect(await page.locator(".SAME th").first().textContent()).toContain("Name");
});

test("? lists the keys of the review; Escape goes back in steps", async () => {
  const { page } = here;
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await help.getByText("Take back the last step").waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  expect(await page.locator(".pair-card").isVisible()).toBe(true);
});

test("narrow and dark, in Cyrillic: nothing is cut off at the side", async () => {
  const { page } = here;
  await page.locator("select.quiet").selectOption("sr-Cyrl");
  await page.getByText("Преглед могућих дупликата", { exact: true }).waitFor();
  await page.keyboard.press("d");
  await page.setViewportSize({ width: 400, height: 800 });
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll(".review, .review-body, .verdicts, .review-head")]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .map((one) => one.className),
  );
  expect(cut).toEqual([]);
  const wide = await page
    .locator(".verdicts button")
    .evaluateAll(
      (all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).length,
    );
  expect(wide).toBe(0);
  await shoot(page, "review-narrow");
});
