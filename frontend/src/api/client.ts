/** One way to the server: GraphQL and two REST calls, same origin, cookie only. */

import type { User } from "./types";

export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

type Listener = () => void;
let onSignedOut: Listener = () => {};

/** Call `listener` whenever the server says that no one is signed in. */
export function watchSignedOut(listener: Listener): void {
  onSignedOut = listener;
}

function fail(code: string, message: string): never {
  if (code === "UNAUTHENTICATED") onSignedOut();
  throw new ApiError(code, message);
}

const BY_STATUS: Record<number, string> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "LIMIT_EXCEEDED",
  429: "LIMIT_EXCEEDED",
  503: "UNAVAILABLE",
};

/** Read an answer in JSON; raises ApiError where it tells of an error. */
async function read(response: Response): Promise<unknown> {
  const answer = (await response.json().catch(() => ({}))) as Answer<unknown>;
  const first = answer.errors?.[0];
  if (first) fail(first.extensions?.code ?? "INTERNAL", first.message);
  if (!response.ok) fail(BY_STATUS[response.status] ?? "INTERNAL", "");
  return answer;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("UNAVAILABLE", "");
  }
}

/** Ask a GraphQL question; raises ApiError with the server's code. What is computed for it
 * can be followed and cancelled under the id `job`. */
export async function ask<T>(
  query: string,
  variables: Record<string, unknown> = {},
  signal?: AbortSignal,
  job?: string,
): Promise<T> {
  const response = await send("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query, variables, ...(job && { extensions: { job } }) }),
    signal: signal ?? null,
  });
  const answer = (await read(response)) as Answer<T>;
  if (!answer.data) fail("INTERNAL", "");
  return answer.data as T;
}

/** Who is signed in, or null. */
export async function readSession(): Promise<User | null> {
  const answer = (await read(await send("/api/session", {}))) as {
    user: string | null;
    roles: string[];
  };
  return answer.user === null ? null : { name: answer.user, roles: answer.roles };
}

/** Open a session; raises ApiError UNAUTHENTICATED where the pair is wrong. */
export async function openSession(user: string, password: string): Promise<void> {
  const response = await send("/api/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user, password }),
  });
  await read(response);
}

/** Close the session; a server that cannot be reached is no reason to stay signed in. */
export async function closeSession(): Promise<void> {
  await send("/api/session", { method: "DELETE" }).catch(() => undefined);
}

export interface Upload {
  files: File[];
  caseId: string;
  compartment: string;
  handling: string[];
  evaluation: string;
  /** Where local phone numbers are dialled, ISO 3166 alpha-2; empty where unknown. */
  country: string;
}

/** Send files for a case and return the id of the job that reads them. */
export async function sendFiles(upload: Upload): Promise<string> {
  const form = new FormData();
  for (const file of upload.files) form.append("file", file, file.name);
  form.append("case", upload.caseId);
  if (upload.compartment) form.append("compartment", upload.compartment);
  if (upload.handling.length > 0) form.append("handling", upload.handling.join(","));
  if (upload.country) form.append("country", upload.country);
  if (upload.evaluation) form.append("evaluation", upload.evaluation);
  const response = await send("/api/files", { method: "POST", body: form });
  const answer = (await read(response)) as { job?: string };
  return answer.job ?? fail("INTERNAL", "");
}
