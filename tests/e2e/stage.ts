/** A case made from records of its own, opened in a real browser for the tests of one file. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openCase, type Visit, visit } from "./browser";
import { type Server, startServer } from "./server";

export interface Stage {
  /** The page, open on the case. */
  readonly page: Page;
}

/** Read a file of this name and text in before the tests, and look after each that the page
 * asked nobody else and complained of nothing. */
export function setStage(name: string, text: string): Stage {
  let server: Server | null = null;
  let here: Visit | null = null;
  const folder = mkdtempSync(join(tmpdir(), "klupko-stage-"));

  beforeAll(async () => {
    writeFileSync(join(folder, name), text);
    server = await startServer([join(folder, name)]);
    here = await visit(server.url);
    await openCase(here.page, server.url);
  });

  afterAll(async () => {
    await here?.browser.close();
    server?.stop();
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    expect(here?.strangers).toEqual([]);
    expect(here?.complaints).toEqual([]);
  });

  return {
    get page() {
      if (!here) throw new Error("the page is not open yet");
      return here.page;
    },
  };
}

/** Records in FollowTheMoney's lines of JSON, said one by one. */
export class Records {
  private readonly lines: string[] = [];

  say(id: string, schema: string, said: Record<string, string>): void {
    const properties = Object.fromEntries(
      Object.entries(said).map(([name, value]) => [name, [value]]),
    );
    this.lines.push(`${JSON.stringify({ id, schema, properties })}\n`);
  }

  get text(): string {
    return this.lines.join("");
  }
}
