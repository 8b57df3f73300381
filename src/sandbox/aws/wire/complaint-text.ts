import type { Complaint } from './fields.ts';

/** Complaints in the words that AWS's services share: "1 validation error detected: Value …". */
export function validationText(complaints: readonly Complaint[]): string {
  const broken = complaints.map(complaintText);
  const count =
    broken.length === 1 ? '1 validation error detected' : `${broken.length} validation errors detected`;
  return `${count}: ${broken.join('; ')}`;
}

function complaintText(complaint: Complaint): string {
  const at = `at '${memberPath(complaint.path)}'`;
  switch (complaint.kind) {
    case 'missing':
      return `Value null ${at} failed to satisfy constraint: Member must not be null`;
    case 'malformed':
      return `Value '${complaint.value}' ${at} failed to satisfy constraint: Member must be a valid ${complaint.expected}`;
    case 'constraint':
      return `Value '${complaint.value}' ${at} failed to satisfy constraint: ${complaint.constraint}`;
    case 'unknown':
      return `Value ${at} failed to satisfy constraint: The sandbox does not know this parameter`;
  }
}

/** `Tags.1.Key` as the services write it: `tags.1.member.key`. */
function memberPath(path: string): string {
  const parts = path
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? `${part}.member` : part.charAt(0).toLowerCase() + part.slice(1)));
  return parts.join('.');
}
