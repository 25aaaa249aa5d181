/** Who is signed in, and the message that the page last gave. */

import { signal } from "@preact/signals";
import { ApiError, closeSession, openSession, readSession, watchSignedOut } from "../api/client";
import type { User } from "../api/types";
import { t } from "../i18n";
import type { Key } from "../i18n/en";

export type Who = { state: "unknown" } | { state: "nobody" } | { state: "user"; user: User };

export const who = signal<Who>({ state: "unknown" });

export interface Note {
  readonly text: string;
  /** `step` offers to undo what it tells of; `bad` stays until the next word. */
  readonly kind: "plain" | "step" | "bad";
}

export const note = signal<Note | null>(null);
let timer = 0;

/** Say something in the status line. */
export function say(text: string, kind: Note["kind"] = "plain"): void {
  note.value = { text, kind };
  clearTimeout(timer);
  if (kind !== "bad") timer = window.setTimeout(() => (note.value = null), 6000);
}

/** An error in the words of the user's language. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.INTERNAL");
  const key = `error.${error.code}` as Key;
  const text = t(key in KNOWN ? key : "error.INTERNAL", { text: error.message });
  return text.replace(/: $/, ".");
}

const KNOWN: Partial<Record<Key, true>> = {
  "error.INVALID_INPUT": true,
  "error.NOT_FOUND": true,
  "error.FORBIDDEN": true,
  "error.CONFLICT": true,
  "error.UNAVAILABLE": true,
  "error.UNAUTHENTICATED": true,
  "error.LIMIT_EXCEEDED": true,
};

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Whether the question itself cannot be answered, as by countries where none is known. */
export function isInvalid(error: unknown): boolean {
  return error instanceof ApiError && error.code === "INVALID_INPUT";
}

/** Tell of an error unless it is only a question no longer asked. */
export function tell(error: unknown): void {
  if (!isAbort(error)) say(wordsOf(error), "bad");
}

export async function loadUser(): Promise<void> {
  try {
    const user = await readSession();
    who.value = user ? { state: "user", user } : { state: "nobody" };
  } catch (error) {
    who.value = { state: "nobody" };
    tell(error);
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  await openSession(user, password);
  note.value = null;
  await loadUser();
}

const leaving: (() => void)[] = [];

/** Run `forget` when someone signs out, so that nothing of a case stays behind. */
export function onLeave(forget: () => void): void {
  leaving.push(forget);
}

export async function signOut(): Promise<void> {
  await closeSession();
  for (const forget of leaving) forget();
  who.value = { state: "nobody" };
}

watchSignedOut(() => {
  if (who.value.state === "user") say(t("error.UNAUTHENTICATED"), "bad");
  who.value = { state: "nobody" };
});
