/** A real Chromium that speaks to nothing but the server under test. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Snapshot } from "@klupko/state/hooks";
import { type Browser, chromium, type Page } from "playwright-core";
import { PASSWORD, USER } from "./server";

const ARTIFACTS =
  process.env.KLUPKO_ARTIFACTS ?? fileURLToPath(new URL("../../build/page", import.meta.url));

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];

export interface Visit {
  readonly browser: Browser;
  readonly page: Page;
  /** Addresses asked for that are not the server's. */
  readonly strangers: string[];
  /** What the page complained of: errors, and breaches of its own policy. */
  readonly complaints: string[];
}

export async function visit(url: string): Promise<Visit> {
  const browser = await chromium.launch({
    executablePath: process.env.KLUPKO_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  const strangers: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    const address = request.url();
    const own = address.startsWith(`${url}/`) || /^(data|blob):/.test(address);
    if (!own) strangers.push(address);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { browser, page, strangers, complaints };
}

/** Sign in, and open the one case that there is. */
export async function openCase(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.fill("[name=user]", USER);
  await page.fill("[name=password]", PASSWORD);
  await page.click("[type=submit]");
  await page.click(".case");
}

/** What the page says it shows, once it has come to rest. */
export async function snapshot(page: Page): Promise<Snapshot> {
  await page.waitForFunction(() => window.klupko?.snapshot().ready);
  return page.evaluate(() => {
    if (!window.klupko) throw new Error("the page has no drawing");
    return window.klupko.snapshot();
  });
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}

/** How many pixels are painted on a layer of the drawing. */
export async function painted(page: Page, layer: string): Promise<number> {
  return page.evaluate((name) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`canvas.sigma-${name}`);
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    return data ? data.filter((value, at) => at % 4 === 3 && value > 0).length : 0;
  }, layer);
}
