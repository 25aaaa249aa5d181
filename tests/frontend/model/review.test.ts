import {
  arrived,
  barOf,
  decide,
  differing,
  isWaiting,
  look,
  move,
  NOTHING,
  recorded,
  refused,
  revisit,
  type Session,
  said,
  skipped,
  takeBack,
  twinOf,
  unanswered,
  upcoming,
  type Waiting,
} from "@klupko/model/review";
import { describe, expect, test } from "vitest";

function pair(left: string, right: string, score: number): Waiting {
  return { id: `${left} ${right}`, left, right, score, names: [left, right] };
}

const ab = pair("a", "b", 0.9);
const ac = pair("a", "c", 0.8);
const bd = pair("b", "d", 0.8);
const ef = pair("e", "f", 0.5);
const begun = arrived(NOTHING, [ab, ac, bd, ef]);
const ids = (pairs: readonly Waiting[]) => pairs.map((one) => one.id);

/** Say words one after the other, each recorded at once. */
function saying(start: Session, ...verdicts: ("POSITIVE" | "NEGATIVE" | null)[]): Session {
  return verdicts.reduce<Session>((now, verdict, i) => {
    const at = now.at;
    const next = decide(now, verdict);
    return verdict && at ? recorded(next, at, `e-${i}`) : next;
  }, start);
}

describe("going through what waits", () => {
  test("begins with the likeliest and goes on in the server's order", () => {
    expect(begun.at).toBe(ab);
    expect(ids(upcoming(begun))).toEqual(["a c", "b d", "e f"]);
    expect(saying(begun, "POSITIVE", "NEGATIVE").at).toBe(bd);
  });

  test("ends with nothing to look at, every word counted", () => {
    const done = saying(begun, "POSITIVE", "NEGATIVE", "POSITIVE", "NEGATIVE");
    expect([done.at, done.waiting, said(done)]).toEqual([null, [], 4]);
    expect(decide(done, "POSITIVE")).toBe(done);
  });

  test("a pair put off still waits, is passed over, and comes again when asked for", () => {
    const done = saying(begun, null, "POSITIVE", "POSITIVE", "NEGATIVE");
    expect([done.at, ids(done.waiting), [...skipped(done)]]).toEqual([null, ["a b"], ["a b"]]);
    expect(revisit(done).at).toBe(ab);
    expect(said(revisit(done))).toBe(3);
  });

  test("a word on a pair that was put off counts once", () => {
    const again = decide(look(saying(begun, null), ab), "POSITIVE");
    expect(again.steps.map((step) => step.verdict)).toEqual(["POSITIVE"]);
    expect(ids(again.waiting)).toEqual(["a c", "b d", "e f"]);
  });

  test("arrows go round without a word", () => {
    expect(move(begun, 1).at).toBe(ac);
    expect(move(begun, -1).at).toBe(ef);
    expect(move(move(begun, -1), 1).at).toBe(ab);
    const alone = arrived(NOTHING, [ab]);
    expect(move(alone, 1).at).toBe(ab);
  });

  test("after the last comes what was left before it", () => {
    expect(saying(look(begun, ef), "POSITIVE").at).toBe(ab);
  });
});

describe("taking back", () => {
  test("returns to the pair, which waits in its old place", () => {
    const back = takeBack(saying(begun, "POSITIVE", "NEGATIVE"));
    expect(back.at).toBe(ac);
    expect(ids(back.waiting)).toEqual(["a c", "b d", "e f"]);
    expect(takeBack(back)).toEqual({ ...begun, at: ab });
  });

  test("a pair put off is no longer put off", () => {
    expect(skipped(takeBack(saying(begun, null)))).toEqual(new Set());
  });

  test("with nothing done it is nothing", () => {
    expect(takeBack(begun)).toBe(begun);
  });
});

describe("what the server says", () => {
  test("a word counts as unanswered until it is recorded", () => {
    const onTheWay = decide(begun, "POSITIVE");
    expect([unanswered(onTheWay), unanswered(recorded(onTheWay, ab, "e-1"))]).toEqual([1, 0]);
  });

  test("a word that was not recorded waits again, and nobody is moved from where they are", () => {
    const next = refused(decide(begun, "POSITIVE"), ab);
    expect([next.at, ids(next.waiting), said(next)]).toEqual([ac, ["a b", "a c", "b d", "e f"], 0]);
    const alone = decide(arrived(NOTHING, [ab]), "POSITIVE");
    expect(refused(alone, ab).at).toBe(ab);
  });

  test("of two words on one pair the one still on its way is refused", () => {
    const first = recorded(decide(begun, "POSITIVE"), ab, "e-1");
    const second = decide(look(first, ab), "NEGATIVE");
    expect(refused(second, ab).steps.map((step) => step.event)).toEqual(["e-1"]);
  });

  test("a pair that the address named is known by its score once the queue is there", () => {
    const named = { ...ac, score: null };
    expect(arrived(look(NOTHING, named), [ab, ac, ef]).at).toBe(ac);
    expect(arrived(look(NOTHING, named), [ab, ef]).at).toBe(named);
  });

  test("the same question by other ids is looked at in place of a pair that is not asked", () => {
    const now = look(arrived(NOTHING, [ac, ef]), pair("b", "c", 0.8));
    const [one, other] = [new Set(["a", "b"]), new Set(["c"])];
    expect(twinOf(now, one, other)).toBe(ac);
    expect(twinOf(now, other, one)).toBe(ac);
    expect(twinOf(now, new Set(["b"]), other)).toBeNull();
    expect(twinOf(look(now, ac), one, other)).toBeNull();
  });

  test("a pair settled meanwhile stays in sight, but does not wait", () => {
    const next = arrived(begun, [ac, ef]);
    expect([next.at, isWaiting(next), isWaiting(begun)]).toEqual([ab, false, true]);
    expect(ids(upcoming(next))).toEqual(["a c", "e f"]);
  });
});

describe("marks", () => {
  test.each([
    ["Agron Hoxhaj", "Agron Hodžaj", "xh", "dž"],
    ["Ђорђе", "Ђорђо", "е", "о"],
    ["Ana", "Ana Anić", "", " Anić"],
    ["1969-01-18", "1995-05-02", "69-01-18", "95-05-02"],
    ["aa", "aaa", "", "a"],
    ["", "x", "", "x"],
    ["😀a", "😁a", "😀", "😁"],
  ])("%s and %s differ in „%s” and „%s”", (left, right, inLeft, inRight) => {
    const [one, other] = differing(left, right);
    const cut = (text: string, [from, to]: [number, number]) => [...text].slice(from, to).join("");
    expect([cut(left, one), cut(right, other)]).toEqual([inLeft, inRight]);
  });

  test("a bar is as long as its weight among the others, whatever its sign", () => {
    expect([4, -2, 0].map((one) => barOf(one, [4, -2, 0]))).toEqual([1, 0.5, 0]);
    expect(barOf(0.2, [0.2])).toBe(0.2);
  });
});
