/** What is open on the page: dialogs, menus, drawers. */

import { signal } from "@preact/signals";

export type DialogName =
  | { name: "help" }
  | { name: "upload" }
  | { name: "judge"; left: string; right: string }
  | { name: "separate"; member: string; caption: string }
  | { name: "split"; entity: string }
  | { name: "withdraw"; statement: string; value: string };

export const dialog = signal<DialogName | null>(null);
export const legendOpen = signal(innerWidth >= 1100);
/** The node whose expand menu is open. */
export const expanding = signal<string | null>(null);
/** How a page that has a picture is looked at. */
export const pageView = signal<"text" | "picture">("text");
