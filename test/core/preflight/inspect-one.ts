import type { FleetSnapshot } from '../../../src/core/fleet/fleet-snapshot.ts';
import { DEFAULT_POLICY, type PatchPolicy } from '../../../src/core/plan/patch-policy.ts';
import { CATALOGUE } from '../../../src/core/preflight/catalogue.ts';
import type { PreflightReport } from '../../../src/core/preflight/preflight-report.ts';
import { runPreflight } from '../../../src/core/preflight/run-preflight.ts';

/** What a single check of the catalogue says. */
export function inspectOne(
  id: string,
  snapshot: FleetSnapshot,
  policy: Partial<PatchPolicy> = {},
): PreflightReport {
  const check = CATALOGUE.find((each) => each.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  return runPreflight(snapshot, { ...DEFAULT_POLICY, ...policy }, [check]);
}

/** `blocker PodDisruptionBudget/shop/web`: the severity and the main object of each finding. */
export function said(
  id: string,
  snapshot: FleetSnapshot,
  policy: Partial<PatchPolicy> = {},
): readonly string[] {
  const { findings, unknown } = inspectOne(id, snapshot, policy);
  return [
    ...findings.map(({ severity, objects }) => `${severity} ${objects[0]}`),
    ...unknown.map(({ objects }) => `unknown ${objects[0] ?? ''}`.trim()),
  ];
}
