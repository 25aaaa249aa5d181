/** Keys that work anywhere on the page, unless someone is writing. */

import { findPaths, hideNode, redo, removeNode, undo } from "../state/actions";
import { picked } from "../state/exploration";
import { fitDrawing, zoomDrawing } from "../state/hooks";
import { closeDocument, go, place, selectNode } from "../state/place";
import { note } from "../state/session";
import { toggleTheme } from "../state/theme";
import { dialog, expanding, legendOpen } from "../state/ui";

function writing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
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
  t: () => go({ table: !place.value.table }),
  l: () => {
    legendOpen.value = !legendOpen.value;
  },
  d: toggleTheme,
  f: fitDrawing,
  "+": () => zoomDrawing(1.4),
  "-": () => zoomDrawing(1 / 1.4),
  Enter: () => document.querySelector<HTMLElement>(".side h2")?.focus(),
};

function onKey(event: KeyboardEvent): void {
  if (dialog.value || writing(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    void (key === "y" || event.shiftKey ? redo() : undo());
    return;
  }
  const onButton = event.target instanceof HTMLElement && event.target.closest("button, a, tr");
  if (event.altKey || (event.key === "Enter" && onButton)) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Listen until the answer is called. */
export function listenKeys(): () => void {
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
