import { expect, test } from 'vitest';
import type { AuditEntry, AuditLog } from '../../src/ports/audit-log.ts';
import { SmallCompany } from '../fakes/a-small-company.ts';

/** An audit log that is so slow at the first line about an effect that the lease is gone when it is written. */
class SlowAudit implements AuditLog {
  readonly entries: AuditEntry[] = [];
  leading = true;

  async append(entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
    if (entry.stage === 'intent') this.leading = false;
  }
}

test('a lease that runs out while the intent is written down stops the effect', async () => {
  const company = new SmallCompany();
  company.world.openGroup({ name: 'workers', nodes: 2 });
  await company.world.clock.advance(240_000);
  company.world.releaseNext('workers');
  await company.approve();
  const audit = new SlowAudit();
  const ports = { ...company.ports, audit };
  const leader = { ...company.self.leader, mayAct: () => audit.leading };
  const before = company.world.effects.length;

  await company.runner.run(ports, company.settings, { ...company.self, leader });

  expect(audit.entries.map(({ stage, detail }) => [stage, detail?.['outcome']])).toEqual([
    ['intent', undefined],
    ['result', 'not sent: the lease ran out'],
  ]);
  expect(company.world.effects.slice(before)).toEqual([]);
});
