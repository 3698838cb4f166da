import assert from "node:assert/strict";
import { test } from "node:test";
import type { Decision, Offer, RouteDecision, RouteName, Verdict } from "#law";
import { type Standing, whatIsOffered, worstOf } from "./what-is-offered.ts";

test("goods on their way can no longer be cancelled, and goods not sent cannot come back", () => {
  const open = decision("promise", route("promise", "ALLOW", "refund-only"));
  assert.equal(
    whatIsOffered("cancel-before-shipment", "too-slow", "delivered", open).because[0]?.code,
    "already-shipped",
  );
  assert.equal(whatIsOffered("cancel-before-shipment", "too-slow", "not-sent", open).standing, "offered");
  for (const kind of ["refund-only", "return-and-refund"] as const)
    assert.equal(whatIsOffered(kind, "quality-fault", "not-sent", open).because[0]?.code, "not-shipped-yet");
});

test("a route that refuses closes no other: one that allows is enough", () => {
  const told = whatIsOffered(
    "return-and-refund",
    "quality-fault",
    "delivered",
    decision("non-conformity", route("no-reason", "DENY"), route("non-conformity", "ALLOW", "return")),
  );
  assert.deepEqual([told.standing, told.verdict, told.route], ["offered", "ALLOW", "non-conformity"]);
});

test("where several routes allow it, the best of the decision is taken; with its own day and payer", () => {
  const told = whatIsOffered(
    "return-and-refund",
    "no-longer-wanted",
    "delivered",
    decision(
      "no-reason",
      route("promise", "ALLOW", "return", "2026-12-31"),
      route("no-reason", "ALLOW", "return", "2026-11-25"),
    ),
  );
  assert.deepEqual([told.route, told.lastDay, told.freightPayer], ["no-reason", "2026-11-25", "shopper"]);
});

test("what one route would have looked at is offered when another allows it", () => {
  const routes = [route("promise", "REVIEW", "return"), route("no-reason", "ALLOW", "return")];
  const told = whatIsOffered("return-and-refund", "no-longer-wanted", "delivered", decision("promise", ...routes));
  assert.deepEqual([told.standing, told.route], ["offered", "no-reason"]);
});

test("a route that may open once a person has looked is a review, with or without an offer of its own", () => {
  for (const undecided of [route("three-guarantees", "REVIEW", "return"), route("three-guarantees", "REVIEW")]) {
    const told = whatIsOffered(
      "return-and-refund",
      "quality-fault",
      "delivered",
      decision("three-guarantees", undecided),
    );
    assert.deepEqual([told.standing, told.verdict, told.route], ["review", "REVIEW", "three-guarantees"]);
  }
});

test("money without goods back is the merchant's own decision once a fault is plausible, and only then", () => {
  const fault = decision("non-conformity", route("non-conformity", "ALLOW", "return"));
  const told = whatIsOffered("refund-only", "quality-fault", "delivered", fault);
  assert.deepEqual([told.standing, told.because[0]?.code], ["review", "merchant-decides-refund-only"]);
  const none = decision(null, route("non-conformity", "DENY"));
  assert.equal(whatIsOffered("refund-only", "quality-fault", "delivered", none).standing, "refused");
});

test("a refusal gives the reasons of the route that the shopper's reason speaks of", () => {
  const closed = decision(
    null,
    route("promise", "DENY"),
    route("no-reason", "DENY"),
    route("non-conformity", "DENY"),
    route("three-guarantees", "DENY"),
  );
  const ruleOf = (told: Standing) => told.because[0]?.rule;
  assert.equal(ruleOf(whatIsOffered("return-and-refund", "no-longer-wanted", "delivered", closed)), "no-reason");
  assert.equal(ruleOf(whatIsOffered("return-and-refund", "quality-fault", "delivered", closed)), "non-conformity");
});

test("several lines together stand as the worst of them, until the first day that ends", () => {
  const [offered, review, refused] = (["offered", "review", "refused"] as const).map((standing) =>
    standingOf(standing, standing === "review" ? "2026-11-22" : "2026-11-30"),
  ) as [Standing, Standing, Standing];
  assert.equal(worstOf([offered, review, refused]).standing, "refused");
  assert.equal(worstOf([offered, review]).standing, "review");
  assert.equal(worstOf([offered, review]).lastDay, "2026-11-22");
  assert.equal(worstOf([offered, standingOf("offered", null)]).lastDay, "2026-11-30");
  assert.equal(worstOf([standingOf("offered", null)]).lastDay, null);
});

function decision(best: RouteName | null, ...routes: RouteDecision[]): Decision {
  return {
    decision: routes[0]?.decision ?? "DENY",
    best,
    routes,
    compensation: [],
    policy: { id: "built-in", version: "1" },
    law: null,
  };
}

function route(
  name: RouteName,
  verdict: Verdict,
  remedy?: Offer["remedy"],
  lastDay: Offer["lastDay"] | string = null,
): RouteDecision {
  const day = lastDay as Offer["lastDay"];
  return {
    route: name,
    decision: verdict,
    remedy: remedy ?? "none",
    lastDay: day,
    freightPayer: "shopper",
    amount: null,
    burdenOfProof: "shopper",
    remedies:
      remedy === undefined || verdict === "DENY"
        ? []
        : [{ remedy, decision: verdict, lastDay: day, freightPayer: "shopper", amount: null }],
    because: [{ code: "window-closed" as RouteDecision["because"][number]["code"], params: {}, rule: name }],
    citations: [],
    obligations: [],
    warnings: [],
  };
}

function standingOf(standing: Standing["standing"], lastDay: string | null): Standing {
  const verdict = ({ offered: "ALLOW", review: "REVIEW", refused: "DENY" } as const)[standing];
  return { standing, verdict, route: null, lastDay, freightPayer: null, amount: null, because: [], citations: [] };
}
