/** Countries as the page shows them: order, colour-blind-safe colour, label. */

/** Okabe and Ito's palette, which stays distinct under the common colour deficiencies. */
const COLOURS: Record<string, string> = {
  rs: "#0072B2",
  ba: "#E69F00",
  me: "#009E73",
  mk: "#D55E00",
  al: "#CC79A7",
  xk: "#56B4E9",
};

/** The colour of a group among groups, by its place; from the seventh on they come again. */
export function groupColour(at: number): string {
  return Object.values(COLOURS)[at % 6] ?? UNKNOWN_COLOUR;
}

export const REGION = ["rs", "ba", "me", "mk", "al", "xk"] as const;
export const OTHER = "other";
export const UNKNOWN = "unknown";
const OTHER_COLOUR = "#7B68B5";
const UNKNOWN_COLOUR = "#8A94A3";

/** The key that colours and filters an entity: its first country of the region, else
 * `other`, else `unknown`. */
export function countryKey(countries: readonly string[]): string {
  const regional = REGION.find((code) => countries[0] === code);
  if (regional) return regional;
  const any = REGION.find((code) => countries.includes(code));
  return any ?? (countries.length > 0 ? OTHER : UNKNOWN);
}

export function countryColour(key: string): string {
  return COLOURS[key] ?? (key === UNKNOWN ? UNKNOWN_COLOUR : OTHER_COLOUR);
}

/** Order of legend entries: the region, others, unknown. */
export function countryOrder(key: string): number {
  const at = (REGION as readonly string[]).indexOf(key);
  return at >= 0 ? at : key === OTHER ? REGION.length : REGION.length + 1;
}

/** Black or white, whichever reads better on `hex` (WCAG relative luminance). */
export function inkOn(hex: string): "#ffffff" | "#10161d" {
  const l = luminance(hex);
  const onWhite = 1.05 / (l + 0.05);
  const onBlack = (l + 0.05) / (luminance("#10161d") + 0.05);
  return onWhite >= 3 || onWhite >= onBlack ? "#ffffff" : "#10161d";
}

/** WCAG relative luminance of #rrggbb, 0 to 1. */
export function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** The contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((hi ?? 0) + 0.05) / ((lo ?? 0) + 0.05);
}
