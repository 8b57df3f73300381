import { compareNames, compareText } from '../fleet/compare-names.ts';
import type { FleetSnapshot } from '../fleet/fleet-snapshot.ts';
import { finish, type InSteps } from '../in-steps.ts';
import { sortInSteps } from '../sort-in-steps.ts';
import type { PatchPolicy } from '../plan/patch-policy.ts';
import { podsByLabels } from './facts/budgets.ts';
import { drainsAhead, predictionOf } from './facts/prediction.ts';
import { NEEDS_REHEARSAL, rehearsalInSteps } from './facts/rehearsal.ts';
import { readyPods } from './facts/roots.ts';
import { servedRoots } from './facts/exposure.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Finding, SkippedCheck, UnknownFinding } from './finding.ts';
import { openFleet, type Fleet } from './fleet.ts';
import type { PreflightCheck } from './preflight-check.ts';
import type { PreflightReport, PreflightVerdict } from './preflight-report.ts';

/** Every check against a fleet, with the prediction of the run. Pure: the same snapshot gives the same report, in whatever order it was listed. */
export function runPreflight(
  snapshot: FleetSnapshot,
  policy: PatchPolicy,
  checks: readonly PreflightCheck[] = CATALOGUE,
): PreflightReport {
  return finish(preflightInSteps(snapshot, policy, checks));
}

/** The same in steps, for whoever has other things to do meanwhile: of a large cluster it takes seconds. */
export function* preflightInSteps(
  snapshot: FleetSnapshot,
  policy: PatchPolicy,
  checks: readonly PreflightCheck[] = CATALOGUE,
): InSteps<PreflightReport> {
  return yield* reportInSteps(yield* fleetInSteps(snapshot), policy, checks);
}

/** The fleet that the checks before a rollout look at. */
export function* fleetInSteps(snapshot: FleetSnapshot): InSteps<Fleet> {
  return openFleet(yield* withSortedLists(snapshot), 'plan');
}

/** The cheap checks again, for one node that is about to be drained. */
export function runGate(
  snapshot: FleetSnapshot,
  policy: PatchPolicy,
  nodeName: string,
  checks: readonly PreflightCheck[] = CATALOGUE,
): PreflightReport {
  return finish(gateInSteps(snapshot, policy, nodeName, checks));
}

export function* gateInSteps(
  snapshot: FleetSnapshot,
  policy: PatchPolicy,
  nodeName: string,
  checks: readonly PreflightCheck[] = CATALOGUE,
): InSteps<PreflightReport> {
  const fleet = openFleet({ ...snapshot, targets: [nodeName] }, 'gate');
  return yield* reportInSteps(
    fleet,
    policy,
    checks.filter(({ gate }) => gate),
  );
}

type Outcome =
  | {
      readonly kind: 'ran';
      readonly findings: readonly Finding[];
      readonly unknown: readonly UnknownFinding[];
      readonly skipped: readonly SkippedCheck[];
    }
  | { readonly kind: 'skipped'; readonly reason: string };

export function* reportInSteps(
  fleet: Fleet,
  policy: PatchPolicy,
  checks: readonly PreflightCheck[] = CATALOGUE,
): InSteps<PreflightReport> {
  yield* rehearseAhead(fleet, policy, checks);
  const findings: Finding[] = [];
  const unknown: UnknownFinding[] = [];
  const skipped: SkippedCheck[] = [];
  const passed: string[] = [];
  for (const check of checks) {
    yield;
    const outcome = run(check, fleet, policy);
    if (outcome.kind === 'skipped') {
      skipped.push({ id: check.id, reason: outcome.reason });
      continue;
    }
    findings.push(...outcome.findings);
    unknown.push(...outcome.unknown);
    skipped.push(...outcome.skipped);
    if (outcome.findings.length + outcome.unknown.length + outcome.skipped.length === 0)
      passed.push(check.id);
  }
  yield;
  return {
    verdict: verdictOf(findings, unknown),
    findings,
    unknown,
    skipped,
    passed,
    prediction: predict(fleet, policy),
  };
}

/** The longest parts of it in steps, so that the checks that ask for them find them done. If it breaks down, they will say so. */
function* rehearseAhead(
  fleet: Fleet,
  policy: PatchPolicy,
  checks: readonly PreflightCheck[],
): InSteps<undefined> {
  const asked = checks.some(({ needs }) => NEEDS_REHEARSAL.every((name) => needs.includes(name)));
  const canBe = NEEDS_REHEARSAL.every((name) => fleet.find(name) !== undefined);
  if (!asked || !canBe) return;
  try {
    yield* rehearsalInSteps(fleet, policy);
    yield* podsByLabels.ahead(fleet);
    yield* readyPods.ahead(fleet);
    if (fleet.find('services')) yield* servedRoots.ahead(fleet);
    if (fleet.moment === 'plan') yield* drainsAhead(fleet, policy);
  } catch {
    // Whoever needs it meets the same error.
  }
}

function run(check: PreflightCheck, fleet: Fleet, policy: PatchPolicy): Outcome {
  const missing = missingReading(check, fleet);
  if (missing?.kind === 'skipped') return missing;
  if (missing)
    return { kind: 'ran', findings: [], unknown: [{ id: check.id, ...missing.doubt }], skipped: [] };
  const observations = inspect(check, fleet, policy);
  return {
    kind: 'ran',
    findings: observations.flatMap((each) =>
      each.severity === undefined ? [] : [{ id: check.id, ...each }],
    ),
    unknown: observations.flatMap((each) =>
      each.severity === undefined && 'reason' in each
        ? [{ id: check.id, reason: each.reason, objects: each.objects }]
        : [],
    ),
    skipped: observations.flatMap((each) =>
      'skipped' in each ? [{ id: check.id, reason: each.skipped }] : [],
    ),
  };
}

/** A prediction is a service: if it cannot be made, the checks have said why. */
function predict(fleet: Fleet, policy: PatchPolicy): PreflightReport['prediction'] {
  try {
    return predictionOf(fleet, policy);
  } catch {
    return null;
  }
}

type Missing =
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'unread';
      readonly doubt: { readonly reason: string; readonly objects: readonly string[] };
    };

/** What could not be read beats what was not asked for: somebody wanted to know. */
function missingReading({ needs, uses = [] }: PreflightCheck, { snapshot }: Fleet): Missing | undefined {
  for (const name of [...needs, ...uses]) {
    const reading = snapshot.readings[name];
    if (reading?.kind !== 'unread') continue;
    return { kind: 'unread', doubt: { reason: `${name} could not be read: ${reading.reason}`, objects: [] } };
  }
  for (const name of needs) {
    const reading = snapshot.readings[name];
    if (reading === undefined) return { kind: 'skipped', reason: `${name} is not read` };
    if (reading.kind === 'skipped') return { kind: 'skipped', reason: reading.reason };
  }
  return undefined;
}

/** A check that breaks down on an object it did not expect has not passed; the others still count. */
function inspect(
  check: PreflightCheck,
  fleet: Fleet,
  policy: PatchPolicy,
): ReturnType<PreflightCheck['inspect']> {
  try {
    return check.inspect(fleet, policy).toSorted(byFirstObject);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ reason: `the check could not be answered: ${message}`, objects: [] }];
  }
}

function byFirstObject(
  a: { readonly objects: readonly string[] },
  b: { readonly objects: readonly string[] },
): number {
  const [first, second] = [a.objects.join(' '), b.objects.join(' ')];
  return compareText(first ?? '', second ?? '');
}

/** Blockers beat unknown, unknown beats warnings. */
export function verdictOf(
  findings: readonly Finding[],
  unknown: readonly UnknownFinding[],
): PreflightVerdict {
  if (findings.some(({ severity }) => severity === 'blocker')) return 'blockers';
  if (unknown.length > 0) return 'unknown';
  return findings.some(({ severity }) => severity === 'warning') ? 'warnings' : 'clean';
}

/** Lists of objects have no order that means anything, so that the report must not depend on one. */
function* withSortedLists(snapshot: FleetSnapshot): InSteps<FleetSnapshot> {
  const readings: Record<string, unknown> = {};
  for (const [name, reading] of Object.entries(snapshot.readings)) {
    const isList = reading?.kind === 'read' && Array.isArray(reading.value);
    readings[name] = isList ? { ...reading, value: yield* sortedByName(reading.value) } : reading;
    yield;
  }
  return {
    ...snapshot,
    targets: snapshot.targets.toSorted(),
    // The same names with the same values in another order.
    readings: readings as unknown as FleetSnapshot['readings'],
  };
}

/** A list is of objects with names, or of none. */
function* sortedByName(list: readonly unknown[]): InSteps<readonly unknown[]> {
  if (list.every(hasName)) return yield* sortInSteps(list, (a, b) => compareNames(a.metadata, b.metadata));
  const keyed = list.map((item) => ({ item, key: sortKey(item) }));
  return (yield* sortInSteps(keyed, (a, b) => compareText(a.key, b.key))).map(({ item }) => item);
}

function hasName(item: unknown): item is { readonly metadata: { namespace?: string; name?: string } } {
  return (
    typeof item === 'object' &&
    item !== null &&
    'metadata' in item &&
    typeof item.metadata === 'object' &&
    item.metadata !== null
  );
}

function sortKey(item: unknown): string {
  if (hasName(item)) return `${item.metadata.namespace ?? ''}/${item.metadata.name ?? ''}`;
  return typeof item === 'object' && item !== null ? JSON.stringify(item) : String(item);
}
