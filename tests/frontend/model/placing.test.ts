import { betweenOf, countOf, pairKey, positionOf, positionsOf } from "@klupko/model/brokers";
import { contrast } from "@klupko/model/countries";
import { layerColour, layersOf } from "@klupko/model/layers";
import { arrowsOf, cornersOf, lineOf, TRIADS, UNDIRECTED } from "@klupko/model/triads";
import { describe, expect, test } from "vitest";

describe("brokers", () => {
  const MAN = {
    group: "me",
    pairs: [
      { from: "rs", to: "me", count: 4 },
      { from: "rs", to: "al", count: 2 },
      { from: "me", to: "rs", count: 1 },
    ],
  };

  test.each([
    ["rs", "rs", "rs", "coordinator"],
    ["rs", "me", "rs", "itinerant"],
    ["rs", "me", "me", "gatekeeper"],
    ["me", "me", "rs", "representative"],
    ["rs", "me", "al", "liaison"],
  ])("on a way from %s over %s to %s one is %s", (a, b, c, name) => {
    expect(positionOf(a, b, c)).toBe(name);
  });

  test("pairs are added up, there and back as one where nothing has a direction", () => {
    const told = (directed: boolean) =>
      betweenOf([MAN, { group: "al", pairs: [{ from: "al", to: "rs", count: 5 }] }], directed).map(
        (one) => `${one.from} ${one.to} ${one.count}`,
      );
    expect(told(true)).toEqual(["al rs 5", "rs me 4", "rs al 2", "me rs 1"]);
    expect(told(false)).toEqual(["al rs 7", "me rs 5"]);
  });

  test("paths are counted by position and by pair", () => {
    const count = (position: "gatekeeper" | "liaison" | null, pair: string | null, d = true) =>
      countOf(MAN, { position, pair, directed: d });
    expect(count(null, null)).toBe(7);
    expect(count("gatekeeper", null)).toBe(4);
    expect(count(null, pairKey("rs", "me", true))).toBe(4);
    expect(count(null, pairKey("rs", "me", false), false)).toBe(5);
    expect(count("liaison", pairKey("rs", "me", true))).toBe(0);
    expect(positionsOf(MAN)).toEqual([
      ["gatekeeper", 4],
      ["representative", 1],
      ["liaison", 2],
    ]);
  });
});

describe("triads", () => {
  /** Mutual, one-way and missing ties, as a class's name counts them. */
  function counts(name: string): string {
    const arrows = arrowsOf(name).map((arrow) => arrow.join(""));
    const both = ["ab", "bc", "ac"].filter(
      (pair) => arrows.includes(pair) && arrows.includes([...pair].reverse().join("")),
    ).length;
    const one = arrows.length - 2 * both;
    return `${both}${one}${3 - both - one}`;
  }

  test("there are sixteen, each drawn with the ties that its name counts", () => {
    expect(TRIADS).toHaveLength(16);
    for (const name of TRIADS) expect([name, counts(name)]).toEqual([name, name.slice(0, 3)]);
    const drawn = TRIADS.map((name) => arrowsOf(name).map(String).sort().join(" "));
    expect(new Set(drawn).size).toBe(16);
  });

  test("those without directions have none", () => {
    for (const name of UNDIRECTED) expect(name[1]).toBe("0");
    expect(TRIADS.filter((name) => name[1] === "0")).toEqual(UNDIRECTED);
  });

  test("a transitive triple has a source and a sink, a ring has neither", () => {
    const out = (name: string) => new Set(arrowsOf(name).map(([from]) => from)).size;
    expect([out("030T"), out("030C")]).toEqual([2, 3]);
  });

  test("a line ends before its corners", () => {
    const { a, c } = cornersOf(48);
    expect(lineOf(a, c, 6)).toEqual({ x1: a[0] + 6, y1: a[1], x2: c[0] - 6, y2: c[1] });
  });
});

describe("layers", () => {
  const person = (id: string) => ({ id, schema: "Person", caption: id, countries: [] });

  test("stand from the innermost, with their members", () => {
    const scores = [
      { entity: person("a"), score: 1 },
      { entity: person("b"), score: 3 },
      { entity: person("c"), score: 1 },
      { entity: person("d"), score: null },
    ];
    expect(layersOf(scores).map((one) => [one.number, one.members.map((m) => m.id)])).toEqual([
      [3, ["b"]],
      [1, ["a", "c"]],
    ]);
  });

  test("their colours go from dark to light and stand out on a dark page", () => {
    expect([layerColour(0), layerColour(1), layerColour(2)]).toEqual([
      "#414487",
      "#fde725",
      "#fde725",
    ]);
    const shares = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) =>
      contrast(layerColour(share), "#0f151b"),
    );
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeGreaterThan(2);
  });
});
