import type { ReadingName } from '../fleet/fleet-snapshot.ts';
import { CATALOGUE } from './catalogue.ts';
import { LEFT_OUT } from './left-out.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** The page of the docs about checks, as Markdown. It is made from the catalogue, so that it cannot fall behind. */
export function renderChecks(): string {
  const checks = CATALOGUE.toSorted((a, b) => a.number - b.number);
  return [
    '# The checks of preflight',
    '',
    'Generated from the code by `npm run docs:checks`; a test compares the two. The numbers are those of the catalogue that',
    "the checks were chosen from; from 131 on they are drover's own. A check whose readings failed is UNKNOWN, which",
    'blocks like a blocker; one whose readings were not asked for is skipped, and the report says so.',
    '',
    '| # | id | severity | | what it finds, and why that matters |',
    '|---|---|---|---|---|',
    ...checks.map(rowOf),
    '',
    `${checks.length} checks. G marks the ${checks.filter(({ gate }) => gate).length} that run again before each node (the gate). W marks those whose blockers a`,
    'person may waive: the engine can do its work all the same, and only the workload pays. A waiver is typed, with a reason',
    '(`/patch waive <check> <object> --reason "…"`), counts for one request, is part of the plan whose hash is approved, and is',
    'approved by somebody else. S marks checks that are always skipped in this release, because nothing fills their reading',
    '(why, below); they are tested on snapshots alone. R marks those that ask an API of AWS which the sandbox does not serve: what reads it is',
    'tested on recorded shapes of its answers.',
    '',
    '## What each check reads',
    '',
    'Readings in brackets are looked at where they are there: without them the check still answers.',
    '',
    '| id | reads |',
    '|---|---|',
    ...checks.map(
      ({ id, needs, uses = [] }) =>
        `| ${id} | ${[...needs, ...uses.map((name) => `(${name})`)].join(', ') || 'nothing'} |`,
    ),
    '',
    ...leftOut(),
    ...neverAsked(checks),
    ...READING_PODS,
    '',
    ...PREDICTED_TIME,
    ...REHEARSAL,
    '',
  ].join('\n');
}

function leftOut(): readonly string[] {
  return [
    '## What is left out, and why',
    '',
    '| # | check | why |',
    '|---|---|---|',
    ...LEFT_OUT.toSorted((a, b) => a.number - b.number).map(
      ({ number, id, why }) => `| ${number} | ${id} | ${why} |`,
    ),
    '',
  ];
}

function neverAsked(checks: readonly PreflightCheck[]): readonly string[] {
  return [
    '## What is never asked, and why',
    '',
    'Checks that are there for whoever fills their readings. Nothing in drover does:',
    '',
    '| check | why |',
    '|---|---|',
    ...NEVER_ASKED.map(({ reading, why }) => `| ${idsNeeding(checks, reading)} | ${why} |`),
    '',
  ];
}

function rowOf(check: PreflightCheck): string {
  const { number, id, severities, title, why } = check;
  return `| ${number} | **${id}** | ${severities.join(', ')} | ${marksOf(check)} | ${title}. ${why} |`;
}

function idsNeeding(checks: readonly PreflightCheck[], reading: ReadingName): string {
  return checks
    .filter(({ needs }) => needs.includes(reading))
    .map(({ id }) => id)
    .join(', ');
}

/** Readings that no adapter fills. */
const NEVER_ASKED: readonly { readonly reading: ReadingName; readonly why: string }[] = [
  {
    reading: 'admission',
    why:
      'a dry run takes the right to create pods, and no role can grant the dry run alone: whoever may create pods may run ' +
      'anything, as any service account. A quota without room and an account that is gone are found without it, by ' +
      'quota-blocks-replacement and config-ref-missing',
  },
];

/** Readings of APIs that the sandbox does not serve: image registries. */
const RECORDED: readonly ReadingName[] = ['images'];

function marksOf({ gate, waivable, needs, uses = [] }: PreflightCheck): string {
  const isNeverAsked = NEVER_ASKED.some(({ reading }) => needs.includes(reading));
  const isRecorded = [...needs, ...uses].some((name) => RECORDED.includes(name));
  return [gate && 'G', waivable && 'W', isNeverAsked && 'S', isRecorded && 'R'].filter(Boolean).join(' ');
}

const READING_PODS = [
  '## How pods are read',
  '',
  'All pods of the cluster are listed once, in pages of 500, also for a node group of three. To ask for the pods of each',
  'target node instead (one call a node) would be less to read, but not enough to answer from. Whether a pod that moves finds',
  'a place depends on the room of every other node, on pods elsewhere that keep it away by their own anti-affinity, and on how',
  'many of its kind each zone holds; whether its workload stays up depends on where its other pods are; whether a webhook or',
  'the DNS of the cluster survives, on all pods behind it. A list of the target nodes beside the list of all would say nothing',
  'new, and two lists of two moments may contradict each other. What bounds the cost is the reading itself: of each page only',
  'what tells pods apart is parsed, what pods of one owner share is kept once, and managedFields and most of the status are',
  'cut. `npm run bench:preflight` measures it on 150,000 pods. The gate before each node lists them again, for the same reason;',
  'while a node is drained, its own pods alone are asked for.',
  '',
];

const PREDICTED_TIME = [
  '## How the time of a run is predicted',
  '',
  'From what the cluster shows of itself, before the run: how long its nodes took to boot and its pods to start, which pods',
  'wait for each other under a budget, what pods need to stop, how long load balancers hold on to a node, and the windows of',
  'the configuration. p50 takes the middle of what was seen, p90 the slow end of it.',
  '',
  'What drover takes itself is counted: the turns (look, do or note one thing, look again) that stand between two waits, and',
  'the requests of each turn that wait for each other, some sixty for a node (more with more pods, workloads and patched',
  'nodes). A request is taken to last as long as the quickest small one did when preflight read the cluster; the checks that',
  'run again before the start and before each node, as long as all of that reading. The counts stand in',
  '`src/core/simulation/engine-time.ts`, and a test plays rollouts on a slow network and holds them to the engine.',
  '',
  'Assumed where nothing shows it: five seconds from the wish for an instance to its launch, two for a program to stop after its',
  'hook, one for a kubelet to notice the end of a pod, half a one for controllers to make, place and count its replacement, and',
  'fifteen for a start, ninety for a boot and ten for the detaching of a volume that nobody has seen.',
  '',
  'Not predicted: windows that are extended because too little was seen, requests that are retried, a surplus node that is',
  'taken away at the end to leave the zones even, and a machine that gets slower during the run.',
  '',
];

const REHEARSAL = [
  '## What the rehearsal proves',
  '',
  'Checks about places rehearse the whole rollout with the filters of kube-scheduler 1.32: cordon, taints, nodeSelector and',
  'node affinity, resources (init containers, sidecars and overhead included), host ports, bound volumes with their zones,',
  'claims that wait for their first consumer, attach limits, ReadWriteOncePod, hard topology spread and required pod',
  'affinity and anti-affinity in both directions. They are held to 1,195 recorded decisions of the real scheduler: none is',
  'unsafe, one is inexact. (In that one the real scheduler had forgotten a host port, because a finished pod on the same node',
  'had held it too; drover refuses the node.)',
  '',
  'A pod whose containers are resized in place (release 1.33 on) holds the most of what it asks for, what its kubelet has',
  'allocated and what is in force, as the scheduler counts it; the recordings, of 1.32, have no such pod.',
  '',
  'What is not modelled is never called placeable. It is found by a list of known fields, and the report names it:',
  '',
  '| feature | where it is named |',
  '|---|---|',
  '| a field of a pod, node, volume, claim or class that is not on the list | its path, such as `pod.spec.resourceClaims` |',
  '| another scheduler | `pod.spec.schedulerName` |',
  '| generic ephemeral volumes, in-tree volumes other than EBS | `pod.spec.volumes.<source>` |',
  '| toleration operators and spread policies of later releases | `pod.spec.tolerations`, `pod.spec.topologySpreadConstraints` |',
  '| a `namespaceSelector` where the labels of namespaces are not known | `namespace labels` |',
  '| an amount that cannot be read, asked for, allocated or in force while a container is resized in place | `pod.spec.containers.resources` |',
  '| several unbound claims that compete for equal volumes | `claims that compete for equal volumes` |',
  '| an attachment left over from a volume that nobody knows, where the last slot depends on it | `volumeAttachment …` |',
  '| preemption, extenders, other scheduler profiles | not looked for |',
];
