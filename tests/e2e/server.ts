/** A real server over a store of its own, with the sample case read in by `ingest`. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = process.env.KLUPKO_PROGRAM ?? join(ROOT, ".venv/bin/klupko");
export const USER = "admin";
export const PASSWORD = "klupko-browser-test";
export const CASE = "konac";

export interface Server {
  readonly url: string;
  stop(): void;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(),
      );
    });
  });
}

function run(environment: NodeJS.ProcessEnv, ...args: string[]): void {
  const done = spawnSync(PROGRAM, args, { cwd: ROOT, env: environment, encoding: "utf8" });
  if (done.status !== 0 && done.status !== 1) {
    throw new Error(`klupko ${args[0]} ended with ${done.status}: ${done.stderr.slice(-2000)}`);
  }
}

async function ready(url: string, process: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (process.exitCode !== null) throw new Error(`the server ended with ${process.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the server did not become ready");
}

/** A case that the resolver has not looked at yet. */
export interface Fresh {
  readonly id: string;
  readonly files: readonly string[];
}

/** Start it; `files` are read into the case first, relative to the repository. */
export async function startServer(files: readonly string[], fresh?: Fresh): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), "klupko-page-"));
  const environment = {
    ...process.env,
    KLUPKO_STORE: `embedded:${home}`,
    KLUPKO_HOME: home,
    KLUPKO_ADMIN_PASSWORD: PASSWORD,
  };
  if (files.length > 0) {
    run(environment, "ingest", ...files, "--case", CASE, "--title", "Operation Konac", "--json");
    run(environment, "resolve", "--case", CASE);
  }
  if (fresh) run(environment, "ingest", ...fresh.files, "--case", fresh.id, "--json");
  const port = await freePort();
  const server = spawn(PROGRAM, ["serve", "--port", String(port)], {
    cwd: ROOT,
    env: environment,
    stdio: process.env.KLUPKO_SHOW_SERVER ? "inherit" : "ignore",
  });
  const stop = () => {
    server.kill("SIGTERM");
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(url, server);
    return { url, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
