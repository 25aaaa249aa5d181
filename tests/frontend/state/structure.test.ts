import {
  closeLens,
  directed,
  forgetStructure,
  gone,
  hoveredPair,
  lens,
  opened,
  personsAlone,
  placing,
  setOpen,
} from "@klupko/state/structure";
import { beforeEach, expect, test } from "vitest";

beforeEach(forgetStructure);

test("a lens goes with the part that set it, and with no other", () => {
  for (const name of ["bridges", "brokers"]) setOpen(name, true);
  lens.value = { name: "bridges", spans: [["a", "b"]] };
  setOpen("brokers", false);
  expect(lens.value?.name).toBe("bridges");
  setOpen("bridges", false);
  expect(lens.value).toBeNull();
});

test("of the parts that set a lens only one is open", () => {
  for (const name of ["layers", "triads", "alike"]) setOpen(name, true);
  expect([...opened.value]).toEqual(["triads", "alike"]);
});

test("closing a lens closes its part, and leaves the others open", () => {
  for (const name of ["layers", "triads"]) setOpen(name, true);
  lens.value = { name: "layers", tints: new Map([["a", "#fde725"]]) };
  hoveredPair.value = ["a", "b"];
  closeLens();
  expect([lens.value, hoveredPair.value, [...opened.value]]).toEqual([null, null, ["triads"]]);
});

test("another case begins with nothing of it", () => {
  setOpen("layers", true);
  lens.value = { name: "layers" };
  gone.value = new Set(["a"]);
  forgetStructure();
  expect([lens.value, gone.value.size, opened.value.size]).toEqual([null, 0, 0]);
});

test("questions are about all that is in the case, or about persons alone", () => {
  expect(placing("konac")).toEqual({ case: "konac", part: {}, directed: false });
  [personsAlone.value, directed.value] = [true, true];
  expect(placing("konac")).toEqual({
    case: "konac",
    part: { persons: "Person" },
    directed: true,
  });
  [personsAlone.value, directed.value] = [false, false];
});
