/** Places by which a map without outlines is read: capitals, and towns of the region.
 *
 * Degrees to a hundredth, from GeoNames (geonames.org, CC BY 4.0), written down by hand.
 */

export interface Town {
  /** ISO 3166 alpha-2; `xk` is Kosovo*. */
  readonly country: string;
  readonly capital: boolean;
  readonly latitude: number;
  readonly longitude: number;
  readonly english: string;
  readonly serbian: string;
}

function town(
  country: string,
  latitude: number,
  longitude: number,
  english: string,
  serbian = english,
  capital = false,
): Town {
  return { country, capital, latitude, longitude, english, serbian };
}

const CAPITALS: readonly Town[] = (
  [
    ["rs", 44.8, 20.47, "Belgrade", "Beograd"],
    ["ba", 43.85, 18.36, "Sarajevo"],
    ["me", 42.44, 19.26, "Podgorica"],
    ["mk", 42.0, 21.43, "Skopje", "Skoplje"],
    ["al", 41.33, 19.82, "Tirana"],
    ["xk", 42.67, 21.17, "Pristina*", "Priština*"],
    ["hr", 45.81, 15.98, "Zagreb"],
    ["si", 46.05, 14.51, "Ljubljana"],
    ["hu", 47.5, 19.04, "Budapest", "Budimpešta"],
    ["ro", 44.43, 26.11, "Bucharest", "Bukurešt"],
    ["bg", 42.7, 23.32, "Sofia", "Sofija"],
    ["gr", 37.98, 23.73, "Athens", "Atina"],
    ["it", 41.89, 12.51, "Rome", "Rim"],
    ["at", 48.21, 16.37, "Vienna", "Beč"],
    ["de", 52.52, 13.41, "Berlin"],
    ["ch", 46.95, 7.45, "Bern"],
    ["fr", 48.85, 2.35, "Paris", "Pariz"],
    ["nl", 52.37, 4.89, "Amsterdam"],
    ["be", 50.85, 4.35, "Brussels", "Brisel"],
    ["es", 40.42, -3.7, "Madrid"],
    ["gb", 51.51, -0.13, "London"],
    ["se", 59.33, 18.07, "Stockholm", "Stokholm"],
    ["pl", 52.23, 21.01, "Warsaw", "Varšava"],
    ["cz", 50.09, 14.42, "Prague", "Prag"],
    ["sk", 48.15, 17.11, "Bratislava"],
    ["tr", 39.92, 32.85, "Ankara"],
    ["cy", 35.18, 33.36, "Nicosia", "Nikozija"],
    ["ua", 50.45, 30.52, "Kyiv", "Kijev"],
    ["ru", 55.75, 37.62, "Moscow", "Moskva"],
  ] as const
).map(([country, latitude, longitude, english, serbian]) =>
  town(country, latitude, longitude, english, serbian, true),
);

const TOWNS: readonly Town[] = [
  town("rs", 45.25, 19.84, "Novi Sad"),
  town("rs", 43.32, 21.9, "Niš"),
  town("ba", 44.78, 17.19, "Banja Luka", "Banjaluka"),
  town("ba", 43.34, 17.81, "Mostar"),
  town("hr", 43.51, 16.44, "Split"),
  town("gr", 40.64, 22.93, "Thessaloniki", "Solun"),
  town("it", 45.64, 13.79, "Trieste", "Trst"),
  town("tr", 41.01, 28.95, "Istanbul"),
];

export const ORIENTATION: readonly Town[] = [...CAPITALS, ...TOWNS];

/** Where flows from and to a country are drawn; null where its capital is not known here. */
export function capitalOf(country: string): Town | null {
  return CAPITALS.find((one) => one.country === country) ?? null;
}
