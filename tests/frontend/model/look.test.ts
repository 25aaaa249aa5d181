import {
  contrast,
  countryColour,
  countryKey,
  inkOn,
  OTHER,
  REGION,
  UNKNOWN,
} from "@klupko/model/countries";
import { LARGEST, SMALLEST, sizeScale, widthOf } from "@klupko/model/scale";
import { humanize, isDirected, pictureOf } from "@klupko/model/schema";
import { describe, expect, test } from "vitest";

describe("countries", () => {
  test("each key has a colour of its own", () => {
    const keys = [...REGION, OTHER, UNKNOWN];
    expect(new Set(keys.map(countryColour)).size).toBe(keys.length);
  });

  test("an entity is coloured by its first country, by one of the region where there is one", () => {
    expect(countryKey(["me", "rs"])).toBe("me");
    expect(countryKey(["de", "al"])).toBe("al");
    expect(countryKey(["de"])).toBe(OTHER);
    expect(countryKey([])).toBe(UNKNOWN);
  });

  test("pictures stand out from their disc", () => {
    for (const key of [...REGION, OTHER, UNKNOWN]) {
      const colour = countryColour(key);
      expect(contrast(colour, inkOn(colour))).toBeGreaterThanOrEqual(3);
    }
  });
});

describe("sizes", () => {
  test("grow with the score between the smallest and the largest", () => {
    const size = sizeScale([0, 1, 4]);
    expect(size(0)).toBe(SMALLEST);
    expect(size(4)).toBe(LARGEST);
    expect(size(1)).toBe((SMALLEST + LARGEST) / 2);
  });

  test("a missing or undefined score is the smallest", () => {
    const size = sizeScale([1, 2]);
    expect(size(null)).toBe(SMALLEST);
    expect(size(Number.NaN)).toBe(SMALLEST);
  });

  test("equal scores give one middling size, and no scores do too", () => {
    expect(sizeScale([3, 3])(3)).toBe(sizeScale([])(1));
  });

  test("links across a border are wider than others said as often", () => {
    for (const count of [1, 10, 5000])
      expect(widthOf(count, true)).toBeGreaterThan(widthOf(count, false));
  });
});

test("schemata have pictures, directions and names in words", () => {
  expect(pictureOf("Person")).toBe("person");
  expect(pictureOf("NeverHeardOf")).toBe("thing");
  expect(isDirected("Ownership")).toBe(true);
  expect(isDirected("Family")).toBe(false);
  expect(humanize("licencePlate")).toBe("Licence plate");
});
