import type { Property, Relationship, Statement } from "@klupko/api/types";
import { fitOf, lotsOf, tiesOf, toggled } from "@klupko/model/split";
import { expect, test } from "vitest";

function said(id: string, document: string | null): Statement {
  const source = { document: document ? { id: document, name: `${document}.pdf` } : null };
  return { id, source } as Statement;
}

const properties: Property[] = [
  {
    name: "name",
    values: [
      { value: "Ana", caption: "Ana", statements: [said("s1", "b"), said("s2", "a")] },
      { value: "Anja", caption: "", statements: [said("s3", null)] },
    ],
  },
  { name: "phone", values: [{ value: "1", caption: "1", statements: [said("s4", "a")] }] },
];
const lots = lotsOf(properties);

test("statements lie together by the document they come from", () => {
  const told = lots.map((lot) => [lot.name, lot.pieces.map((piece) => piece.statement.id)]);
  expect(told).toEqual([
    [null, ["s3"]],
    ["a.pdf", ["s2", "s4"]],
    ["b.pdf", ["s1"]],
  ]);
  expect(lots[0]?.pieces[0]?.caption).toBe("Anja");
});

test("of a link those statements go that name the entity", () => {
  const link = (id: string, ...values: string[]) =>
    ({ id, statements: values.map((value, i) => ({ id: `${id}${i}`, value })) }) as Relationship;
  const ties = tiesOf([link("x", "k:1", "k:9", "2024"), link("y", "k:8", "k:9")], ["k:1", "k:2"]);
  expect(ties.map((tie) => [tie.link.id, tie.statements])).toEqual([["x", ["x0"]]]);
});

test.each([
  [[], "nothing"],
  [["x0"], "nothing"],
  [["s1", "x0"], "fits"],
  [["s1", "s2", "s3"], "fits"],
  [["s1", "s2", "s3", "s4"], "everything"],
])("%j chosen: %s", (chosen, fit) => {
  expect(fitOf(lots, new Set(chosen))).toBe(fit);
});

test("a group is chosen as a whole, and let go where all of it is chosen", () => {
  expect(toggled(new Set(["a"]), ["a", "b"])).toEqual(new Set(["a", "b"]));
  expect(toggled(new Set(["a", "b", "c"]), ["a", "b"])).toEqual(new Set(["c"]));
});
