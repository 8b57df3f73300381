import type { AuditHead } from '../adapters/system/audit-line.ts';
import { verifyAuditFile } from '../adapters/system/verify-audit-file.ts';
import type { AuditVerdict } from '../adapters/system/verify-audit-file.ts';

/** What the command line needs of the audit log. It names no adapter itself. */
export async function verifyAudit(file: string, anchor: AuditHead | undefined): Promise<AuditVerdict> {
  return verifyAuditFile(file, anchor ? { anchor } : {});
}
