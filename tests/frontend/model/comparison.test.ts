import type { Agreement, Comparison, Judgement, PropertyValue, Statement } from "@klupko/api/types";
import { asWritten, inReviewOrder, isCommon } from "@klupko/model/comparison";
import { membersOf, nameOfMember, sortWords } from "@klupko/model/members";
import { expect, test } from "vitest";

function said(entity: string, property: string, value: string, original?: string): Statement {
  const source = { document: { id: "d", name: `${entity}.pdf` } };
  return { entity, property, value, originalValue: original ?? null, source } as Statement;
}

function value(text: string, ...statements: Statement[]): PropertyValue {
  return { value: text, caption: text, statements };
}

test("who it is comes first, what one side alone has last", () => {
  const row = (property: string, agreement: Agreement): Comparison => ({
    property,
    agreement,
    left: [],
    right: [],
  });
  const rows = [
    row("address", "SAME"),
    row("alias", "ONE_SIDED"),
    row("birthDate", "DIFFERENT"),
    row("name", "SIMILAR"),
    row("phone", "ONE_SIDED"),
  ];
  expect(inReviewOrder(rows).map((one) => one.property)).toEqual([
    "name",
    "birthDate",
    "address",
    "alias",
    "phone",
  ]);
});

test("a value is told as its sources write it, each way once", () => {
  const name = "Agron Hodžaj";
  const one = value(
    name,
    said("a", "name", name, "Агрон Хоџај"),
    said("a", "name", name, "Агрон Хоџај"),
    said("a", "name", name, name),
    said("a", "name", name),
  );
  expect(asWritten(one)).toEqual(["Агрон Хоџај"]);
});

test.each([
  ["Agron Hodžaj", ["Агрон Хоџај"], true],
  ["+38167555021", ["+381645550142", "+38167555021"], true],
  ["1969-01-18", ["1969"], false],
  ["Ana", [], false],
])("%s among %j: %s", (text, others, common) => {
  expect(
    isCommon(
      value(text),
      others.map((one) => value(one)),
    ),
  ).toBe(common);
});

test("each record of an entity is told from its own statements", () => {
  const properties = [
    {
      name: "name",
      values: [
        value("Ana", said("k:1", "name", "Ana", "Ану"), said("k:2", "name", "Ana")),
        value("Anja", said("k:2", "name", "Anja")),
      ],
    },
    { name: "phone", values: [value("1", said("k:1", "phone", "1"))] },
  ];
  const [one, two, three] = membersOf(["k:1", "k:2", "k:3"], properties);
  expect([one?.names, one?.documents, one?.statements.length]).toEqual([
    ["Ana", "Ану"],
    ["k:1.pdf"],
    2,
  ]);
  expect(two?.names).toEqual(["Ana", "Anja"]);
  expect(three && nameOfMember(three)).toBe("3");
});

test("words that join are told apart from the others, each in the order said", () => {
  const words = (["NEGATIVE", "POSITIVE", "UNSURE", "POSITIVE"] as const).map(
    (verdict, i) => ({ id: String(i), verdict }) as Judgement,
  );
  const { joining, others } = sortWords(words);
  expect(joining.map((one) => one.id)).toEqual(["1", "3"]);
  expect(others.map((one) => one.id)).toEqual(["0", "2"]);
});
