import type {
  MessageView,
  PersonView,
  SlackSnapshot,
} from '../../../src/sandbox/control/view/slack-snapshot.ts';
import type { NodeView, PodView, WorldView } from '../../../src/sandbox/control/view/world-view.ts';

export function aPodView(more: Partial<PodView> = {}): PodView {
  return {
    id: 'pod-1',
    name: 'web-1',
    namespace: 'shop',
    workload: 'shop/web',
    kind: 'Deployment',
    node: 'node-1',
    phase: 'Running',
    ready: true,
    terminating: false,
    evicted: false,
    restarts: 0,
    ...more,
  };
}

export function aNodeView(more: Partial<NodeView> = {}): NodeView {
  return {
    id: 'node-1',
    stage: 'ready',
    name: 'ip-10-0-1-4.eu-west-1.compute.internal',
    zone: 'eu-west-1a',
    cordoned: false,
    retiring: false,
    taints: [],
    since: 0,
    pods: 1,
    ...more,
  };
}

export function aWorldView(more: Partial<WorldView> = {}): WorldView {
  return {
    clock: { now: Date.parse('2026-11-21T10:00:00Z'), speed: 20 },
    scenario: { name: 'healthy', title: 'Healthy', about: 'All is well.' },
    seed: 1,
    story: null,
    drover: { state: 'running', mode: 'socket', redis: 'embedded' },
    images: [],
    zones: ['eu-west-1a'],
    nodes: [aNodeView()],
    pods: [aPodView()],
    podCount: 1,
    budgets: [],
    services: [],
    effects: [],
    notes: 0,
    ...more,
  };
}

const person = (id: string, realName: string, note: PersonView['note'] = 'member'): PersonView => ({
  id,
  name: id.toLowerCase(),
  realName,
  note,
});

/** Ann asks, Bob may approve, Dan may not; the app is UAPP. */
export function aSlackSnapshot(more: Partial<SlackSnapshot> = {}): SlackSnapshot {
  return {
    team: 'Sandbox',
    bot: { id: 'UAPP', name: 'drover', realName: 'Drover' },
    commands: [{ command: '/patch', description: '', usageHint: '', examples: ['/patch prod workers'] }],
    hasHome: true,
    people: [
      person('UANN', 'Ann Archer'),
      person('UBOB', 'Bob Baker'),
      person('UDAN', 'Dan Dyer'),
      person('UAPP', 'Drover', 'app'),
    ],
    channels: [
      {
        id: 'C1',
        name: 'ops-prod',
        kind: 'channel',
        isPrivate: false,
        isExtShared: false,
        isArchived: false,
        members: ['UANN', 'UBOB', 'UDAN', 'UAPP'],
      },
    ],
    groups: [{ id: 'S1', handle: 'sre-approvers', members: ['UBOB'] }],
    messages: [],
    ephemerals: [],
    views: {},
    ...more,
  };
}

export function aMessageView(more: Partial<MessageView> = {}): MessageView {
  return {
    ts: '100.000001',
    channel: 'C1',
    user: 'UAPP',
    text: '',
    blocks: [],
    attachments: [],
    edited: false,
    broadcast: false,
    deleted: false,
    reactions: [],
    files: [],
    ...more,
  };
}
