/** Stays as a map has them: places with what was recorded there, and what followed what. */

import type { Degrees } from "./map";

export interface MaybeDegrees {
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export interface StayData extends MaybeDegrees {
  readonly name: string;
  readonly from: string;
  readonly kinds: readonly string[];
  readonly count: number;
}

export interface StayPlace<T extends StayData> extends Degrees {
  readonly key: string;
  readonly name: string;
  /** Whether all that was recorded there are crossings of a border. */
  readonly crossing: boolean;
  readonly count: number;
  readonly stays: readonly T[];
}

/** What two at one place have in common; null where a place has no coordinates. */
export function placeKey({ latitude, longitude }: MaybeDegrees): string | null {
  if (latitude === null || longitude === null) return null;
  return `${latitude.toFixed(5)} ${longitude.toFixed(5)}`;
}

/** The places of some stays in order of time, each once. */
export function placesOf<T extends StayData>(stays: readonly T[]): StayPlace<T>[] {
  const found = new Map<string, T[]>();
  for (const stay of stays) {
    const key = placeKey(stay);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), stay]);
  }
  return [...found].map(([key, here]) => ({
    key,
    name: here[0]?.name ?? "",
    latitude: here[0]?.latitude ?? 0,
    longitude: here[0]?.longitude ?? 0,
    crossing: here.every((stay) => stay.kinds.every((kind) => kind === "crossing")),
    count: here.reduce((sum, stay) => sum + stay.count, 0),
    stays: here,
  }));
}

export interface Leg<T> {
  readonly from: T;
  readonly to: T;
}

/** What followed what: from each stay with coordinates to the next one elsewhere. A stay
 * between that has none is passed over. */
export function legsOf<T extends StayData>(stays: readonly T[]): Leg<T>[] {
  const order = [...stays]
    .filter((stay) => placeKey(stay) !== null)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return order.slice(1).flatMap((to, at) => {
    const from = order[at];
    return from && placeKey(from) !== placeKey(to) ? [{ from, to }] : [];
  });
}
