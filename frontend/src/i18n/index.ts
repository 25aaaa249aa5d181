/** The page's texts in the language chosen. */

import { computed, signal } from "@preact/signals";
import { toCyrillic } from "../model/fold";
import { humanize } from "../model/schema";
import { en, type Key } from "./en";
import { names } from "./names";
import { offences } from "./offences";
import { reasons } from "./reasons";
import { srLatn } from "./sr-Latn";

export const LANGUAGES = { en: "English", "sr-Latn": "Srpski", "sr-Cyrl": "Српски" } as const;
export type Language = keyof typeof LANGUAGES;
type Params = Record<string, string | number>;

/** Words that stay in Latin letters where a Serbian text turns Cyrillic. */
const KEEP =
  /\{\w+\}|\b(?:CSV|Shift|Ctrl|WebGL|UNSCR|IBAN|IMEI|PageRank|H[0-3]|[ABCX](?=:)|JavaScript|GeoNames)\b/g;

/** Turn a Latin text to Cyrillic, its placeholders and technical words left alone. */
export function inCyrillic(text: string): string {
  let result = "";
  let at = 0;
  for (const kept of text.matchAll(KEEP)) {
    result += toCyrillic(text.slice(at, kept.index)) + kept[0];
    at = kept.index + kept[0].length;
  }
  return result + toCyrillic(text.slice(at));
}

function stored(): Language {
  const kept = globalThis.localStorage?.getItem("klupko.language");
  return kept && kept in LANGUAGES ? (kept as Language) : "en";
}

export const language = signal<Language>(stored());
const plural = computed(() => new Intl.PluralRules(language.value === "en" ? "en" : "sr"));
const numbers = computed(() => new Intl.NumberFormat(language.value === "en" ? "en" : "sr-Latn"));
const dates = computed(
  () =>
    new Intl.DateTimeFormat(language.value === "en" ? "en-GB" : language.value, {
      dateStyle: "medium",
      timeStyle: "short",
    }),
);

export function setLanguage(next: Language): void {
  language.value = next;
  localStorage.setItem("klupko.language", next);
  document.documentElement.lang = next;
}

function textOf(key: Key): string {
  if (language.value === "en") return en[key];
  const text = srLatn[key];
  return language.value === "sr-Cyrl" ? inCyrillic(text) : text;
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

/** The text of `key`, `{name}` filled from `params`. */
export function t(key: Key, params: Params = {}): string {
  return fill(textOf(key), params);
}

type PluralKey = { [K in Key]: K extends `${infer Base}.one` ? Base : never }[Key];

/** The text of `key` in the plural form that `n` takes. */
export function tn(key: PluralKey, n: number): string {
  const category = plural.value.select(n);
  const form = category === "one" || category === "few" ? category : "other";
  return fill(textOf(`${key}.${form}` as Key), { n });
}

export function formatNumber(value: number): string {
  return numbers.value.format(value);
}

export function formatWhen(iso: string): string {
  const when = new Date(iso);
  return Number.isNaN(when.getTime()) ? iso : dates.value.format(when);
}

const days = computed(
  () =>
    new Intl.DateTimeFormat(language.value === "en" ? "en-GB" : language.value, {
      dateStyle: "medium",
    }),
);
const weekdays = computed(
  () =>
    new Intl.DateTimeFormat(language.value === "en" ? "en-GB" : language.value, {
      weekday: "short",
      timeZone: "UTC",
    }),
);
const regions = computed(
  () =>
    new Intl.DisplayNames([language.value === "en" ? "en" : language.value], { type: "region" }),
);

/** The day of a moment, in the zone of whoever looks. */
export function formatDay(iso: string): string {
  const when = new Date(iso);
  return Number.isNaN(when.getTime()) ? iso : days.value.format(when);
}

/** The last day before the end of a half-open time. */
export function formatLastDay(iso: string): string {
  const when = new Date(iso).getTime();
  return Number.isNaN(when) ? iso : days.value.format(new Date(when - 1));
}

/** A day of the week, 0 for Monday. */
export function weekday(day: number): string {
  return weekdays.value.format(new Date(Date.UTC(2024, 0, 1 + day)));
}

/** A territory or an area of a border view; what neither page nor browser knows as is. */
export function areaName(code: string, known: string): string {
  const key = `country.${code}` as Key;
  if (key in en) return textOf(key);
  const area = `area.${code}` as Key;
  if (area in en) return textOf(area);
  try {
    if (/^[a-z]{2}$/.test(code)) return regions.value.of(code.toUpperCase()) ?? known;
  } catch {
    return known;
  }
  return known;
}

/** A border view's title. */
export function viewName(id: string, known: string): string {
  const key = `borders.${id}` as Key;
  return key in en ? textOf(key) : known;
}

/** A Serbian word in the script chosen. */
export function inOwnScript(text: string): string {
  return language.value === "sr-Cyrl" ? inCyrillic(text) : text;
}

/** A schema's or property's name in words. */
export function nameOf(name: string): string {
  const known = names[name];
  if (!known || language.value === "en") return known?.[0] ?? humanize(name);
  return language.value === "sr-Cyrl" ? inCyrillic(known[1]) : known[1];
}

/** An offence of Annex II in words, by its code. */
export function offenceOf(code: string): string {
  const known = offences[code];
  if (!known || language.value === "en") return known?.[0] ?? code;
  return language.value === "sr-Cyrl" ? inCyrillic(known[1]) : known[1];
}

/** The resolver's reasons in the user's language: one, or several joined by semicolons. */
export function reasonOf(text: string): string {
  if (language.value === "en") return text;
  const words = text.split("; ").map((one) => {
    const known = reasons[one];
    if (!known) return one;
    return language.value === "sr-Cyrl" ? inCyrillic(known) : known;
  });
  return words.join("; ");
}
