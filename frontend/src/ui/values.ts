/** Values in words of the page. */

import type { PropertyValue } from "../api/types";
import { countryKey, OTHER } from "../model/countries";
import { countryName } from "./parts";

const COUNTRIES = new Set(["country", "nationality", "jurisdiction", "citizenship", "mainCountry"]);

/** Countries are named by the page, so that all read alike and Kosovo* has its star. */
export function wordsOf(property: string, value: PropertyValue): string {
  if (!COUNTRIES.has(property)) return value.caption || value.value;
  const key = countryKey([value.value]);
  return key === OTHER ? value.caption || value.value : countryName(key);
}
