import { capitalOf, ORIENTATION } from "@klupko/model/capitals";
import {
  arrowOf,
  clustersOf,
  degreesText,
  labelsIn,
  netOf,
  nextAt,
  type Point,
  pan,
  project,
  scaleBar,
  toScreen,
  toWorld,
  unproject,
  viewOf,
  zoom,
} from "@klupko/model/map";
import { legsOf, placesOf } from "@klupko/model/stays";
import { describe, expect, test } from "vitest";

const SIZE = { width: 400, height: 300 };
const BELGRADE = { latitude: 44.8, longitude: 20.47 };
const PODGORICA = { latitude: 42.44, longitude: 19.26 };

/** Kilometres between two on a sphere of the projection's size. */
function distance(a: typeof BELGRADE, b: typeof BELGRADE): number {
  const radians = (value: number) => (value * Math.PI) / 180;
  const [p, q] = [radians(a.latitude), radians(b.latitude)];
  const cosine =
    Math.sin(p) * Math.sin(q) +
    Math.cos(p) * Math.cos(q) * Math.cos(radians(a.longitude - b.longitude));
  return 6378.137 * Math.acos(cosine);
}

describe("Web Mercator", () => {
  test("has known points where they are", () => {
    expect(project({ latitude: 0, longitude: 0 })).toEqual([0.5, 0.5]);
    const [x, y] = project({ latitude: 45, longitude: 90 });
    expect([x, y]).toEqual([0.75, expect.closeTo(0.359725, 6)]);
    expect(project({ latitude: 85.05112878, longitude: 180 })[1]).toBeCloseTo(0, 8);
    expect(project({ latitude: 90, longitude: 0 })[1]).toBeCloseTo(0, 8);
  });

  test.each([BELGRADE, PODGORICA, { latitude: -33.9, longitude: 151.2 }])("comes back", (place) => {
    const back = unproject(project(place));
    expect(back.latitude).toBeCloseTo(place.latitude, 9);
    expect(back.longitude).toBeCloseTo(place.longitude, 9);
  });
});

describe("a view", () => {
  const points = [BELGRADE, PODGORICA].map(project);

  test("has all in sight, north up, and is not closer than it may be", () => {
    const view = viewOf(points, SIZE, 36);
    const [a, b] = points.map((point) => toScreen(view, SIZE, point)) as [Point, Point];
    expect(a[1]).toBeCloseTo(36, 3);
    expect(b[1]).toBeCloseTo(300 - 36, 3);
    expect(a[0]).toBeGreaterThan(b[0]);
    const alone = viewOf([project(BELGRADE)], SIZE, 36, 20);
    expect(scaleBar(alone, 228).km).toBe(20);
    expect(viewOf([], SIZE).middle).toEqual([0.5, 0.5]);
  });

  test("zooms around a point that stays, and back", () => {
    const view = viewOf(points, SIZE);
    const at: Point = [100, 80];
    const before = toWorld(view, SIZE, at);
    const nearer = zoom(view, SIZE, 4, at);
    expect(nearer.scale).toBeCloseTo(4 * view.scale, 6);
    const after = toWorld(nearer, SIZE, at);
    expect(after[0]).toBeCloseTo(before[0], 12);
    expect(after[1]).toBeCloseTo(before[1], 12);
    const back = zoom(nearer, SIZE, 1 / 4, at);
    expect(back.middle[0]).toBeCloseTo(view.middle[0], 12);
    expect(zoom(view, SIZE, 1e12).scale).toBe(2 ** 26);
  });

  test("moves as far as the pointer does, and not off the world", () => {
    const view = viewOf(points, SIZE);
    const world = toWorld(view, SIZE, [150, 150]);
    const moved = toScreen(pan(view, 30, -20), SIZE, world);
    expect(moved[0]).toBeCloseTo(180, 6);
    expect(moved[1]).toBeCloseTo(130, 6);
    expect(pan(view, 1e9, 1e9).middle).toEqual([0, 0]);
  });
});

describe("the scale", () => {
  test("is as long as the ground is, at its latitude", () => {
    for (const latitude of [0, 42.44, 60]) {
      const middle = project({ latitude, longitude: 19.26 });
      const view = { middle, scale: 256 * 2 ** 12 };
      const { km, pixels } = scaleBar(view);
      const ends = [-pixels / 2, pixels / 2].map((dx) =>
        unproject(toWorld(view, SIZE, [200 + dx, 150])),
      ) as [typeof BELGRADE, typeof BELGRADE];
      expect(distance(...ends)).toBeCloseTo(km, 2);
      expect(pixels).toBeLessThanOrEqual(110);
      expect(["1", "2", "5"]).toContain(km.toString()[0]);
    }
  });
});

describe("the net", () => {
  test("has round degrees, apart enough, in sight", () => {
    const view = viewOf([BELGRADE, PODGORICA].map(project), SIZE);
    const net = netOf(view, SIZE);
    expect(net.latitudes.length).toBeGreaterThan(0);
    expect(net.latitudes.every((one) => Number.isInteger(one / net.step))).toBe(true);
    const xs = net.longitudes.map(
      (longitude) => toScreen(view, SIZE, project({ latitude: 0, longitude }))[0],
    );
    for (const [i, x] of xs.entries()) {
      expect(x).toBeGreaterThanOrEqual(-0.001);
      if (i > 0) expect(x - (xs[i - 1] ?? 0)).toBeGreaterThanOrEqual(80);
    }
  });

  test("names its lines", () => {
    const told = [degreesText(42.5, "latitude"), degreesText(-3.7, "longitude")];
    expect([...told, degreesText(0, "latitude")]).toEqual(["42.5° N", "3.7° W", "0°"]);
  });
});

describe("what is drawn", () => {
  const mark = (key: string, x: number, weight: number) => ({ key, weight, at: [x, 0] as Point });

  test("clusters have what lies close, the heaviest where they stand", () => {
    const marks = [mark("a", 0, 1), mark("b", 10, 5), mark("c", 60, 2), mark("d", 19, 1)];
    const told = clustersOf(marks, 15).map(({ at, members }) => [
      at[0],
      members.map((one) => one.key).join(""),
    ]);
    expect(told).toEqual([
      [10, "bad"],
      [60, "c"],
    ]);
    expect(clustersOf(marks, 1)).toHaveLength(4);
  });

  test("those at one spot are chosen one after the other", () => {
    const marks = [
      { key: "1", name: "Bar" },
      { key: "2", name: "Bar" },
      { key: "3", name: "Luka" },
    ];
    expect([null, "1", "2", "3", "9"].map((chosen) => nextAt(marks, chosen))).toEqual([
      "1",
      "3",
      "3",
      null,
      "1",
    ]);
  });

  test("an arrow ends before its end, there and back apart", () => {
    const [there, back] = [
      arrowOf([0, 0], [100, 0], { bend: 0.2, room: 5 }),
      arrowOf([100, 0], [0, 0], { bend: 0.2, room: 5 }),
    ];
    const middle = (path: string) => Number(path.split("Q")[1]?.split(" ")[1]);
    expect(middle(there.line)).toBe(-20);
    expect(middle(back.line)).toBe(20);
    const tip = Number(there.head.slice(1).split(" ")[0]);
    expect(tip).toBeGreaterThan(94);
    expect(tip).toBeLessThan(100);
  });

  test("labels that would lie on an earlier one are left out", () => {
    const at = (x: number, y: number) => ({ of: `${x}`, at: [x, y] as Point });
    const labels = [at(50, 50), at(90, 55), at(200, 55), at(500, 50), at(60, 5)];
    const found = labelsIn(labels, SIZE, { width: 70, height: 14 });
    expect(found.map((one) => one.of)).toEqual(["50", "200"]);
  });
});

describe("stays", () => {
  const stay = (name: string, from: string, latitude: number | null, kinds = ["sighting"]) => ({
    name,
    from,
    kinds,
    count: 2,
    latitude,
    longitude: latitude === null ? null : 20,
  });
  const STAYS = [
    stay("Bar", "2026-03-02T09:00:00Z", 42),
    stay("Gostun", "2026-03-01T10:00:00Z", 43, ["crossing"]),
    stay("Kolašin", "2026-03-01T12:00:00Z", null),
    stay("Bar", "2026-03-03T09:00:00Z", 42),
  ];

  test("at one place are one mark; without coordinates there is none", () => {
    const told = placesOf(STAYS).map((one) => [one.name, one.crossing, one.count]);
    expect(told).toEqual([
      ["Bar", false, 4],
      ["Gostun", true, 2],
    ]);
  });

  test("are joined in order of time, where the place is another one", () => {
    const told = legsOf(STAYS).map(({ from, to }) => `${from.name} ${to.name}`);
    expect(told).toEqual(["Gostun Bar"]);
  });
});

test("capitals stand for their countries, Kosovo* never without its mark", () => {
  expect(capitalOf("rs")?.serbian).toBe("Beograd");
  expect(capitalOf("rs+xk")).toBeNull();
  for (const town of ORIENTATION) {
    expect(Math.abs(town.latitude)).toBeLessThan(72);
    if (town.country === "xk") expect(`${town.english} ${town.serbian}`).toMatch(/\*.*\*/);
  }
  const km = distance(capitalOf("rs") ?? BELGRADE, capitalOf("me") ?? PODGORICA);
  expect(km).toBeGreaterThan(270);
  expect(km).toBeLessThan(290);
});
