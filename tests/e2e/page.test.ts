/** The main job in a real browser: from sign-in to evidence, path, undo and table. */

import type { Snapshot } from "@klupko/state/hooks";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { shoot, snapshot, type Visit, visit } from "./browser";
import { CASE, PASSWORD, type Server, startServer, USER } from "./server";

let server: Server;
let here: Visit;
const DRAGAN = "Вукчевић";

/** Links between one node and every other that it reaches, counted on what is drawn. */
function distances(now: Snapshot, from: string): Map<string, number> {
  const found = new Map([[from, 0]]);
  for (const [id, far] of found) {
    for (const { source, target } of now.edges) {
      const next = source === id ? target : target === id ? source : null;
      if (next !== null && !found.has(next)) found.set(next, far + 1);
    }
  }
  return found;
}

/** The first two people, by id, who are farthest from each other though joined. */
function farPeople(now: Snapshot): { from: string; to: string; length: number } {
  const people = now.nodes.filter((node) => node.schema === "Person").map((node) => node.id);
  let best = { from: "", to: "", length: 0 };
  for (const from of people) {
    const far = distances(now, from);
    for (const to of people) {
      const length = far.get(to) ?? 0;
      if (length > best.length && length <= 5) best = { from, to, length };
    }
  }
  return best;
}

beforeAll(async () => {
  server = await startServer(["sample/case"]);
  here = await visit(server.url);
});

afterAll(async () => {
  await here?.browser.close();
  server?.stop();
});

afterEach(() => {
  expect(here.strangers).toEqual([]);
  expect(here.complaints).toEqual([]);
});

test("a wrong password is refused in words, the right one opens the cases", async () => {
  const { page } = here;
  await page.goto(server.url);
  await page.fill("[name=user]", USER);
  await page.fill("[name=password]", "wrong");
  await page.click("[type=submit]");
  await page.getByText("The user name or the password is wrong.").waitFor();
  expect(here.complaints.splice(0)).toEqual([expect.stringContaining("status of 401")]);
  await page.fill("[name=password]", PASSWORD);
  await page.click("[type=submit]");
  await page.locator(".case").first().waitFor();
  await shoot(page, "cases");
  expect(await page.locator(".case h2").allTextContents()).toContain("Operation Konac");
});

test("a case opens on its network, drawn, coloured by country, crossings wider", async () => {
  const { page } = here;
  await page.click(".case");
  const now = await snapshot(page);
  expect(now.nodes.length).toBeGreaterThan(20);
  expect(now.edges.length).toBeGreaterThan(20);
  expect(new Set(now.nodes.map((node) => `${node.x} ${node.y}`)).size).toBe(now.nodes.length);
  const byCountry = new Map(
    now.nodes.filter((n) => n.countries[0] === "rs").map((n) => [n.color, n]),
  );
  expect([...byCountry.keys()]).toEqual(["#0072B2"]);
  const crossing = now.edges.filter((edge) => edge.crossBorder);
  const plain = now.edges.filter((edge) => !edge.crossBorder);
  expect(crossing.length).toBeGreaterThan(0);
  expect(new Set(crossing.map((e) => e.color))).not.toEqual(new Set(plain.map((e) => e.color)));
  await shoot(page, "network");
  const pixels = await page.locator("#canvas canvas").evaluateAll((all) => all.length);
  expect(pixels).toBeGreaterThan(3);
});

test("search finds the same in Latin and in Cyrillic, as one types", async () => {
  const { page } = here;
  const hits = async (text: string) => {
    await page.fill("#search", "");
    const asked = page.waitForResponse(
      (r) =>
        r.url().endsWith("/graphql") && (r.request().postData() ?? "").includes("query Search"),
    );
    await page.fill("#search", text);
    await asked;
    await page.locator(".hit").first().waitFor();
    return page.locator(".hit-name").allTextContents();
  };
  const latin = await hits("dragan vuk");
  const cyrillic = await hits("драган вук");
  expect(latin.length).toBeGreaterThan(0);
  expect(cyrillic).toEqual(latin);
  expect(await page.locator(".hit mark").count()).toBeGreaterThan(1);
  await shoot(page, "search");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  const now = await snapshot(page);
  expect(now.selected).not.toBeNull();
  await page.locator(".side h2").first().waitFor();
});

test("the panel shows each value with its sentence, and the document at that sentence", async () => {
  const { page } = here;
  const quote = page.locator("button.quote").first();
  await quote.waitFor();
  const said = ((await quote.textContent()) ?? "").replace(/[\s…]+/g, " ").trim();
  await quote.click();
  const marked = page.locator(".page-text .exact");
  await marked.first().waitFor();
  const words = (await marked.allTextContents()).join("").replace(/\s+/g, " ").trim();
  expect(said).toContain(words);
  expect(await page.locator(".statement .mark").count()).toBeGreaterThan(1);
  await shoot(page, "evidence");
});

test("a page that has a picture shows the evidence on it, by keyboard too", async () => {
  const { page } = here;
  const before = await page.evaluate(() => location.hash);
  const found = await page.evaluate(async () => {
    const query = `query PdfStatements { search(text: "a", first: 200) { edges { node {
      properties { values { statements { source {
        document { id mediaType } page start end } } } } } } } }`;
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query }),
    });
    const { data } = await answer.json();
    for (const { node } of data.search.edges)
      for (const property of node.properties)
        for (const value of property.values)
          for (const { source } of value.statements)
            if (source.document?.mediaType === "application/pdf" && source.start !== null)
              return source;
    return null;
  });
  const asked = new URLSearchParams({ doc: found.document.id });
  for (const key of ["page", "start", "end"]) asked.set(key, String(found[key]));
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/case/${CASE}?${asked}`);
  await page.locator('.document [role="tab"]').first().focus();
  await page.keyboard.press("ArrowRight");
  const marked = page.locator(".sheet rect.exact");
  await marked.first().waitFor({ state: "attached" });
  await page.waitForFunction(() => {
    const mark = document.querySelector(".sheet rect.exact")?.getBoundingClientRect();
    const seen = document.querySelector(".page-picture")?.getBoundingClientRect();
    return mark && seen && mark.width > 5 && mark.top >= seen.top && mark.bottom <= seen.bottom;
  });
  await shoot(page, "picture");
  const spot = page.locator('.sheet g[role="button"]').first();
  await spot.focus();
  await page.keyboard.press("Enter");
  await page.locator(".sheet rect.chosen").first().waitFor({ state: "attached" });
  await page.locator('.document [role="tab"]').last().focus();
  await page.keyboard.press("ArrowLeft");
  await page.locator(".page-text .exact").first().waitFor();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, before);
  await page.locator(".page-text .exact").first().waitFor();
});

test("clicking a mention in the document goes to its entity", async () => {
  const { page } = here;
  const before = (await snapshot(page)).selected;
  const others = page.locator("button.mention:not(.chosen)");
  await others.first().click();
  await page.waitForFunction((id) => window.klupko?.snapshot().selected !== id, before);
  await page.keyboard.press("Escape");
  await page.locator(".document").waitFor({ state: "detached" });
});

test("expanding shows counts first and brings neighbours back", async () => {
  const { page } = here;
  const start = await snapshot(page);
  const degree = new Map<string, number>();
  for (const { source, target } of start.edges)
    for (const id of [source, target]) degree.set(id, (degree.get(id) ?? 0) + 1);
  const hub = [...degree].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
  const around = start.edges.find((edge) => edge.source === hub || edge.target === hub);
  const gone = around?.source === hub ? around.target : (around?.source ?? "");
  await page.evaluate((id) => window.klupko?.select(id), gone);
  await page.locator(".side h2").first().waitFor();
  await page.keyboard.press("Delete");
  expect((await snapshot(page)).nodes.map((node) => node.id)).not.toContain(gone);

  await page.evaluate((id) => window.klupko?.select(id), hub);
  await page.locator(".actions-row .primary").click();
  const choice = page.locator(".choice[data-schema='*']");
  await choice.waitFor();
  expect(Number(await choice.locator("b").textContent())).toBeGreaterThan(1);
  await shoot(page, "expand");
  await choice.click();
  await page.waitForFunction(
    (id) => window.klupko?.snapshot().nodes.some((node) => node.id === id),
    gone,
  );
  expect((await snapshot(page)).undo).toHaveLength(2);
});

test("undo and redo walk the exploration, from the keyboard", async () => {
  const { page } = here;
  const full = await snapshot(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  expect((await snapshot(page)).nodes.length).toBeLessThan(full.nodes.length);
  await page.keyboard.press("Control+Shift+z");
  expect((await snapshot(page)).nodes.length).toBe(full.nodes.length);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  const start = await snapshot(page);
  expect(start.undo).toEqual([]);
  expect(start.redo).toHaveLength(2);
});

test("the shortest path between two picked nodes stands out, and undo takes it back", async () => {
  const { page } = here;
  const { from, to, length } = farPeople(await snapshot(page));
  expect(length).toBeGreaterThan(1);
  for (const id of [from, to]) await page.evaluate((one) => window.klupko?.pick(one), id);
  await page.keyboard.press("p");
  await page.locator(".trail").waitFor();
  const found = await snapshot(page);
  expect(found.path?.nodes[0]).toBe(from);
  expect(found.path?.nodes.at(-1)).toBe(to);
  expect(found.path?.edges).toHaveLength(length);
  const known = new Set(found.edges.map((edge) => edge.id));
  expect(found.path?.edges.every((id) => known.has(id))).toBe(true);
  const room = await page.locator("#canvas").boundingBox();
  for (const id of found.path?.nodes ?? []) {
    const at = await page.evaluate((one) => window.klupko?.screen(one) ?? null, id);
    expect(at?.x).toBeGreaterThan(0);
    expect(at?.y).toBeGreaterThan(0);
    expect(at?.x).toBeLessThan(room?.width ?? 0);
    expect(at?.y).toBeLessThan(room?.height ?? 0);
  }
  await shoot(page, "path");
  await page.keyboard.press("Control+z");
  expect((await snapshot(page)).path).toBeNull();
  await page.locator(".pathbar .icon-button").last().click();
});

test("the legend filters, and says what Kosovo* is", async () => {
  const { page } = here;
  const before = await snapshot(page);
  await page.getByRole("button", { name: /^Serbia/ }).click();
  const less = await snapshot(page);
  expect(less.nodes.length).toBeLessThan(before.nodes.length);
  expect(less.nodes.every((node) => node.countries[0] !== "rs")).toBe(true);
  await page.getByRole("button", { name: "Show all" }).click();
  expect((await snapshot(page)).nodes.length).toBe(before.nodes.length);
  expect(await page.locator(".footnote").textContent()).toContain("UNSCR 1244/1999");
});

test("arrow keys walk the network, ? lists the keys, Escape goes back", async () => {
  const { page } = here;
  const start = (await snapshot(page)).nodes[0]?.id ?? "";
  await page.evaluate((id) => window.klupko?.select(id), start);
  await page.locator("#canvas").focus();
  const walked = new Set([start]);
  for (const way of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
    await page.keyboard.press(way);
    walked.add((await snapshot(page)).selected ?? "");
  }
  expect(walked.size).toBeGreaterThan(1);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  expect((await snapshot(page)).selected).toBeNull();
});

test("the page speaks Serbian in both scripts", async () => {
  const { page } = here;
  const language = page.locator("select.quiet");
  await language.selectOption("sr-Cyrl");
  await page.getByText("Легенда", { exact: true }).waitFor();
  await shoot(page, "cyrillic");
  await language.selectOption("sr-Latn");
  await page.getByText("Dodaj datoteke").waitFor();
  await language.selectOption("en");
  await page.getByText("Legend", { exact: true }).waitFor();
});

test("the table holds the same data, sorts, copies and selects with the drawing", async () => {
  const { page } = here;
  await page.keyboard.press("t");
  await page.locator("#table tbody tr[data-id]").first().waitFor();
  const now = await snapshot(page);
  expect(await page.locator("#table table").getAttribute("aria-rowcount")).toBe(
    String(now.nodes.length + 1),
  );
  await page.locator("#table th button").first().click();
  const first = page.locator("#table tbody tr[data-id]").first();
  await first.click();
  const chosen = await first.getAttribute("data-id");
  expect((await snapshot(page)).selected).toBe(chosen);
  await page.keyboard.press("ArrowDown");
  const second = await page.locator("#table tbody tr[data-id]").nth(1).getAttribute("data-id");
  expect((await snapshot(page)).selected).toBe(second);
  await page.getByRole("button", { name: "Copy as CSV" }).click();
  await page.locator(".notice").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\r\n")).toHaveLength(now.nodes.length + 1);
});

test("dark mode, and a reload that keeps the place", async () => {
  const { page } = here;
  const before = await snapshot(page);
  await page.keyboard.press("d");
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  await snapshot(page);
  await shoot(page, "dark");
  await page.reload();
  const after = await snapshot(page);
  expect(after.selected).toBe(before.selected);
  expect(after.nodes.map((n) => n.id).sort()).toEqual(before.nodes.map((n) => n.id).sort());
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  await page.keyboard.press("d");
});

test("a withdrawn statement is marked, and undo brings it back on the server", async () => {
  const { page } = here;
  const person = (await snapshot(page)).nodes.find((node) => node.schema === "Person");
  await page.evaluate((id) => window.klupko?.select(id ?? null), person?.id);
  await page.locator(".small-print summary").first().click();
  await page.locator(".small-print .link").first().click();
  await page.fill("dialog [name=reason]", "read from the wrong line");
  await page.click("dialog [type=submit]");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect((await snapshot(page)).undo.at(-1)).toBe("withdrawal");
  await page.keyboard.press("Control+z");
  const now = await snapshot(page);
  expect(now.redo).toHaveLength(1);
});

test("files dropped on a new case are read and drawn", async () => {
  const { page } = here;
  await page.locator(".home").click();
  await page.getByRole("button", { name: "New case" }).click();
  await page.fill("dialog [name=title]", "Second case");
  await page.fill("dialog [name=id]", "second");
  await page.click("dialog [type=submit]");
  await page.getByText("Nothing in this case yet").waitFor();
  await shoot(page, "empty");
  await page.locator(".over .button").click();
  const entity = (id: string, name: string, country: string) =>
    JSON.stringify({ id, schema: "Person", properties: { name: [name], country: [country] } });
  const link = { id: "l", schema: "Associate", properties: { person: ["a"], associate: ["b"] } };
  const lines = [
    entity("a", "Ana Kos", "rs"),
    entity("b", "Бојан Цар", "mk"),
    JSON.stringify(link),
  ];
  await page.setInputFiles("dialog input[type=file]", [
    { name: "two.ftm.json", mimeType: "application/json", buffer: Buffer.from(lines.join("\n")) },
    { name: "empty.pdf", mimeType: "application/pdf", buffer: Buffer.from("") },
  ]);
  await shoot(page, "upload");
  await page.click("dialog [type=submit]");
  await page.getByText("1 file rejected:").waitFor();
  await shoot(page, "rejected");
  await page.getByRole("button", { name: "Show the network" }).click();
  const now = await snapshot(page);
  expect(now.nodes.map((node) => node.caption).sort()).toEqual(["Ana Kos", "Бојан Цар"]);
  expect(now.edges.map((edge) => edge.crossBorder)).toEqual([true]);
});

test("two judged the same become one, and undo makes them two again", async () => {
  const { page } = here;
  const both = (await snapshot(page)).nodes.map((node) => node.id);
  for (const id of both) await page.evaluate((one) => window.klupko?.pick(one), id);
  await page.getByRole("button", { name: "Same or different…" }).click();
  await page.getByText("Same", { exact: true }).click();
  await page.fill("dialog [name=reason]", "one person under two names");
  await page.click("dialog [type=submit]");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect((await snapshot(page)).nodes).toHaveLength(1);
  await page.keyboard.press("Control+z");
  expect((await snapshot(page)).nodes).toHaveLength(2);
  await page.reload();
  expect((await snapshot(page)).nodes).toHaveLength(2);
});

test("a case that is not there says so, and signing out leaves nothing behind", async () => {
  const { page } = here;
  await page.goto(`${server.url}/#/case/nowhere`);
  await page.getByText("Not found, or not yours to see.").waitFor();
  await page.goto(`${server.url}/#/case/${CASE}`);
  await snapshot(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.locator("[name=password]").waitFor();
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  expect(await page.content()).not.toContain(DRAGAN);
});
