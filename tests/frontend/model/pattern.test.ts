import { FRESH, stepsOf } from "@klupko/model/pattern";
import { describe, expect, test } from "vitest";

describe("a pattern as the server is asked", () => {
  test("the last step names an entity alone; the others lead on", () => {
    const paid = {
      ...FRESH,
      schema: "Person",
      relationship: "Payment",
      direction: "OUT" as const,
      after: "2025-03-01",
      minAmount: "10000,50",
      maxHops: 2,
    };
    expect(stepsOf([paid, { ...paid, schema: "Company" }])).toEqual([
      {
        schema: "Person",
        relationship: "Payment",
        direction: "OUT",
        after: "2025-03-01T00:00:00Z",
        before: null,
        minAmount: 10000.5,
        maxHops: 2,
      },
      {
        schema: "Company",
        relationship: null,
        direction: null,
        after: null,
        before: null,
        minAmount: null,
        maxHops: null,
      },
    ]);
  });

  test("what is no date and no sum is not asked", () => {
    const [step] = stepsOf([{ ...FRESH, after: "2025", minAmount: "much" }, FRESH]);
    expect([step?.after, step?.minAmount, step?.schema]).toEqual([null, null, null]);
  });
});
