/** A check of the design notes' catalogue that drover does not have, or has under another name. */
export interface LeftOutCheck {
  readonly number: number;
  readonly id: string;
  readonly why: string;
}

export const LEFT_OUT: readonly LeftOutCheck[] = [
  {
    number: 36,
    id: 'pull-storm',
    why: 'needs the sizes of images, which are cut from nodes to keep lists small',
  },
  { number: 50, id: 'instance-store', why: 'which disk a path lies on is not in any API' },
  { number: 51, id: 'ebs-attach-limit', why: 'part of unplaceable: the rehearsal counts attachments' },
  {
    number: 52,
    id: 'volume-detach-slow',
    why: 'the engine itself waits for volumes before it ends an instance',
  },
  {
    number: 59,
    id: 'zone-last-node',
    why: 'part of unplaceable and pv-zone-stranded: the rehearsal empties zones in order',
  },
  { number: 65, id: 'maxpods-shrink', why: 'part of allocatable-shrink' },
  {
    number: 68,
    id: 'unmodelled-constraint',
    why: 'part of unplaceable, as UNKNOWN with the name of the feature',
  },
  {
    number: 69,
    id: 'preemption-cascade',
    why: 'preemption is not modelled: a pod that needs it counts as unplaceable',
  },
  {
    number: 70,
    id: 'headroom',
    why: 'packing-is-fragile and moves-twice say when room is short; growth during a run is not foreseen',
  },
  { number: 89, id: 'scaling-config-kills', why: 'the engine never lowers the size of a managed node group' },
  {
    number: 93,
    id: 'asg-azrebalance',
    why: 'the engine suspends it for the rollout and gives it back afterwards',
  },
  {
    number: 106,
    id: 'launch-dry-run',
    why: 'needs ec2:RunInstances and iam:PassRole, and proves little: the group launches under its own role',
  },
  { number: 111, id: 'zonal-shift', why: 'needs an API of its own, for something that is rarely on' },
  { number: 116, id: 'baseline-slo', why: 'needs a source of metrics: the health gate has its own' },
  {
    number: 117,
    id: 'alerts-firing',
    why: 'needs a source of alerts, which drover does not read, and a list of those that matter',
  },
  {
    number: 118,
    id: 'apiserver-health',
    why: 'an API server that does not answer makes every reading UNKNOWN',
  },
  { number: 119, id: 'etcd-or-quota-pressure', why: 'needs metrics of the control plane' },
  {
    number: 120,
    id: 'events-baseline',
    why: 'events are aggregated and expire; the gate looks at pods and nodes themselves',
  },
  {
    number: 122,
    id: 'run-lock',
    why: 'the slot of the node group is the lock: a second rollout cannot start',
  },
  { number: 123, id: 'freeze-window', why: 'there is no calendar in the configuration' },
  {
    number: 124,
    id: 'approval-stale',
    why: 'approvals are bound to the hash of the plan, and checked before the start',
  },
  {
    number: 126,
    id: 'iam-self-check',
    why: 'needs iam:SimulatePrincipalPolicy; a refusal stops the rollout before any node is drained',
  },
  { number: 127, id: 'gitops-fight', why: 'drover changes no object that GitOps owns' },
  { number: 128, id: 'blast-radius', why: 'one node at a time is built in' },
  { number: 129, id: 'waivers', why: 'waivers are given in the conversation, one rollout at a time' },
  { number: 130, id: 'owner-unknown', why: 'nobody is mentioned by team, so nobody is missed' },
];
