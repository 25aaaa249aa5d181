import { readFileSync } from "node:fs";
import * as queries from "@klupko/api/queries";
import { METRICS } from "@klupko/api/types";
import { buildSchema, type GraphQLEnumType, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";

const file = new URL("../../../backend/api/schema.graphql", import.meta.url);
const schema = buildSchema(readFileSync(file, "utf8"));

describe("every question of the page", () => {
  test.each(Object.entries(queries))("%s is valid in the server's schema", (_, text) => {
    expect(validate(schema, parse(text)).map((error) => error.message)).toEqual([]);
  });
});

test("the page offers every metric that the server knows", () => {
  const known = (schema.getType("Metric") as GraphQLEnumType)
    .getValues()
    .map((value) => value.name);
  expect([...METRICS].sort()).toEqual(known.sort());
});
