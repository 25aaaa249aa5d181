import { formatPlace, NOWHERE, type Place, parsePlace } from "@klupko/model/route";
import { expect, test } from "vitest";

const somewhere: Place = {
  caseId: "Op.Šuma 1",
  node: "c:person-1&x=2",
  link: null,
  doc: "ab12",
  page: 3,
  start: 10,
  end: 42,
  metric: "BETWEENNESS",
  table: true,
  review: true,
  left: "c:a",
  right: "c:b~1",
};

test("a place is read back as it was written", () => {
  expect(parsePlace(formatPlace(somewhere))).toEqual(somewhere);
  expect(parsePlace(formatPlace(NOWHERE))).toEqual(NOWHERE);
});

test.each(["", "#", "#/", "#/other/x", "#/case/", "#/case/%E0%A4%A"])(
  "%s leads nowhere",
  (hash) => {
    expect(parsePlace(hash)).toEqual(NOWHERE);
  },
);

test("the review has an address of its own", () => {
  expect(parsePlace("#/case/a/review")).toEqual({ ...NOWHERE, caseId: "a", review: true });
  expect(parsePlace("#/case/a/else").review).toBe(false);
});

test("what is not understood is left out", () => {
  const place = parsePlace("#/case/a?metric=MAGIC&page=-1&start=1e9&color=red");
  expect(place).toEqual({ ...NOWHERE, caseId: "a" });
});
