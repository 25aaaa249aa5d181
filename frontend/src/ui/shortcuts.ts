/** Keys that work anywhere on the page, unless someone is writing. */

import { isWaiting } from "../model/review";
import { redo, undo } from "../state/changes";
import { picked } from "../state/exploration";
import { hideNode, removeNode } from "../state/growing";
import { fitDrawing, zoomDrawing } from "../state/hooks";
import { findCommon, findConnectors, gather } from "../state/joining";
import { closeDocument, closeReview, go, openReview, place, selectNode } from "../state/place";
import { anyway, decide, goOn, move, session, takeBack } from "../state/review";
import { note } from "../state/session";
import { toggleTheme } from "../state/theme";
import { timeOpen } from "../state/time";
import { dialog, expanding, legendOpen } from "../state/ui";
import { findPaths } from "../state/ways";

/** Whether keys are meant for a field, or for a dialog that covers the page. */
function writing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof Element && target.closest("dialog") !== null)
  );
}

function closeTop(): void {
  if (expanding.value) expanding.value = null;
  else if (place.value.doc) closeDocument();
  else if (place.value.node || place.value.link) selectNode(null);
  else note.value = null;
}

function onSelected(act: (id: string) => void): void {
  const id = place.value.node;
  if (id) act(id);
}

const KEYS: Record<string, () => void> = {
  "/": () => document.getElementById("search")?.focus(),
  "?": () => {
    dialog.value = { name: "help" };
  },
  Escape: closeTop,
  e: () =>
    onSelected((id) => {
      expanding.value = id;
    }),
  h: () => onSelected(hideNode),
  Delete: () => onSelected(removeNode),
  s: () =>
    onSelected((id) => {
      picked.value = { ...picked.value, start: id };
    }),
  g: () =>
    onSelected((id) => {
      picked.value = { ...picked.value, end: id };
    }),
  p: () => void findPaths(),
  a: () => onSelected((id) => gather("a", id)),
  b: () => onSelected((id) => gather("b", id)),
  c: () => void findCommon(),
  w: () => void findConnectors(),
  v: () => {
    timeOpen.value = !timeOpen.value;
  },
  t: () => go({ table: !place.value.table }),
  l: () => {
    legendOpen.value = !legendOpen.value;
  },
  d: toggleTheme,
  r: () => openReview(),
  f: fitDrawing,
  "+": () => zoomDrawing(1.4),
  "-": () => zoomDrawing(1 / 1.4),
  Enter: () => document.querySelector<HTMLElement>(".side h2")?.focus(),
};

function closeTopOfReview(): void {
  if (place.value.doc) closeDocument();
  else closeReview();
}

/** Go up or down among the properties of the pair; the first where none has the focus. */
function walkRows(way: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".review .row-toggle")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (way === 1 ? 0 : rows.length - 1) : at + way;
  rows[next]?.focus();
}

function onward(): void {
  const { at } = session.value;
  if (at && !isWaiting(session.value) && anyway.value !== at.id) goOn();
  else if (at) walkRows(1);
  else document.querySelector<HTMLElement>(".review-body .state .button")?.click();
}

/** The keys of the review. */
const REVIEW_KEYS: Record<string, () => void> = {
  "/": () => document.getElementById("search")?.focus(),
  "?": () => {
    dialog.value = { name: "help" };
  },
  Escape: closeTopOfReview,
  y: () => decide("POSITIVE"),
  n: () => decide("NEGATIVE"),
  u: () => decide("UNSURE"),
  s: () => decide(null),
  z: takeBack,
  r: () => document.getElementById("review-reason")?.focus(),
  d: toggleTheme,
  ArrowLeft: () => move(-1),
  ArrowRight: () => move(1),
  ArrowUp: () => walkRows(-1),
  ArrowDown: () => walkRows(1),
  Enter: onward,
};

function onKey(event: KeyboardEvent): void {
  if (dialog.value || writing(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (place.value.review) {
      if (key === "z" && !event.shiftKey) takeBack();
      return;
    }
    void (key === "y" || event.shiftKey ? redo() : undo());
    return;
  }
  const onButton = event.target instanceof HTMLElement && event.target.closest("button, a, tr");
  if (event.altKey || (event.key === "Enter" && onButton)) return;
  if (event.repeat && place.value.review && /^[ynusz]$/i.test(event.key)) return;
  const act = (place.value.review ? REVIEW_KEYS : KEYS)[
    event.key.length === 1 ? event.key.toLowerCase() : event.key
  ];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Listen until the answer is called. */
export function listenKeys(): () => void {
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
