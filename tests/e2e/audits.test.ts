/** The audits of graphql-http, the reference of GraphQL over HTTP, on the real server. */

import { auditServer } from "graphql-http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, type Server, startServer, USER } from "./server";

const AUDITS = 61;
let server: Server;
let cookie: string;

beforeAll(async () => {
  server = await startServer([]);
  const answer = await fetch(`${server.url}/api/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: USER, password: PASSWORD }),
  });
  cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
});

afterAll(() => server?.stop());

/** Ask as who is signed in, whatever else the audit sends. */
const signedIn: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set("Cookie", cookie);
  return fetch(url, { ...init, headers });
};

test("every audit is passed", async () => {
  const results = await auditServer({ url: `${server.url}/graphql`, fetchFn: signedIn });
  const failed = results.filter((result) => result.status !== "ok");
  console.log(`graphql-http audits: ${results.length - failed.length} of ${results.length} ok`);
  const told = failed.map((result) => `${result.id} ${result.name}`);
  expect(told).toEqual([]);
  expect(results).toHaveLength(AUDITS);
});
