/** Light or dark: the system's choice until the user makes one. */

import { computed, signal } from "@preact/signals";

export type Choice = "auto" | "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(system.matches);
system.addEventListener("change", (event) => (systemDark.value = event.matches));

function stored(): Choice {
  const kept = localStorage.getItem("klupko.theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export const choice = signal<Choice>(stored());
export const dark = computed(() =>
  choice.value === "auto" ? systemDark.value : choice.value === "dark",
);

export function toggleTheme(): void {
  choice.value = dark.value ? "light" : "dark";
  localStorage.setItem("klupko.theme", choice.value);
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
