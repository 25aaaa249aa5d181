import { amend, back, begin, forward, LONGEST, push } from "@klupko/model/history";
import { expect, test } from "vitest";

test("back and forward walk the same states", () => {
  const two = push(push(begin(0), "one", 1), "two", 2);
  expect(back(two).present).toBe(1);
  expect(back(back(two)).present).toBe(0);
  expect(forward(back(two))).toEqual(two);
});

test("a new step forgets what was undone", () => {
  const next = push(back(push(begin(0), "one", 1)), "other", 9);
  expect(next.future).toEqual([]);
  expect(next.past.map((step) => step.label)).toEqual(["other"]);
});

test("nothing to undo or redo leaves the history as it is", () => {
  const history = begin("x");
  expect(back(history)).toBe(history);
  expect(forward(history)).toBe(history);
});

test("a step keeps the server's event, and undoing exchanges it for the server's answer", () => {
  const judged = push(begin(0), "judge", 1, "e-7");
  expect(judged.past[0]?.event).toBe("e-7");
  const undone = back(judged, "e-8");
  expect(undone.future[0]?.event).toBe("e-8");
  expect(forward(undone, "e-9").past[0]?.event).toBe("e-9");
});

test("amending changes the present without a step", () => {
  const amended = amend(push(begin(0), "one", 1), 5);
  expect(amended.present).toBe(5);
  expect(amended.past).toHaveLength(1);
});

test("the oldest steps are forgotten beyond the longest history", () => {
  let history = begin(0);
  for (let i = 1; i <= LONGEST + 5; i++) history = push(history, String(i), i);
  expect(history.past).toHaveLength(LONGEST);
  expect(history.past[0]?.label).toBe("6");
});
