import type { Reply } from '../../core/request/reply.ts';
import type { KnownGroups } from '../../core/request/parse-patch-command.ts';

/** `/patch help`: examples first, with what exists here. */
export function showHelp(known: KnownGroups): Reply {
  const groups = Object.entries(known).flatMap(([cluster, names]) =>
    names.map((name) => `${cluster} ${name}`),
  );
  return {
    code: 'ok',
    what: 'drover replaces the nodes of a group one by one, with nothing going down.',
    details: [
      `/patch ${groups[0] ?? '<cluster> <node group>'}: read, show what would go wrong, ask for approval`,
      `/patch ${groups[0] ?? '<cluster> <node group>'} --dry-run: the same without asking`,
      '/patch status: what is at work, and what it waits for',
      '/patch report: the full preflight report as a file in the thread',
      '/patch pause: stop after the node in work; /patch resume: go on',
      '/patch abort: stop now, give the node in work back, restore the group',
      '/patch waive <check> <object> --reason "…": answer for one blocker of a blocked request; another person must approve',
      `Node groups: ${groups.join(', ') || 'none are configured'}`,
    ],
  };
}
