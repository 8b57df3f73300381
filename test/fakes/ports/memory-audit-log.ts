import type { AuditEntry, AuditLog } from '../../../src/ports/audit-log.ts';
import { copyPlain } from './plain-data.ts';
import { PortFaults } from './port-faults.ts';

export class MemoryAuditLog implements AuditLog {
  readonly faults: PortFaults;
  readonly entries: AuditEntry[] = [];

  constructor(faults: PortFaults = new PortFaults()) {
    this.faults = faults;
  }

  async append(entry: AuditEntry): Promise<void> {
    return this.faults.run('append audit', () => void this.entries.push(copyPlain(entry)));
  }
}
