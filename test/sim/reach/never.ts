import { PAIRS } from './what-can-be.ts';

/** What cannot be reached here, by name, with the reason. */
export const NEVER: Readonly<Record<string, string>> = {
  'problem metrics-unavailable': 'no source of metrics is configured for the simulated group',
  'problem no-launch-template': 'the simulated group always has a launch template',
  'problem not-deregistered': 'no load balancer holds on to a simulated instance',
  'problem promise-broken': 'drover refused an effect of its own: whatever leads there breaks an invariant',
  ...every(
    'slow-boot',
    'nothing strikes it: how long a machine boots is drawn once a seed; without the name all seeds would be others',
  ),
};

/** A fault in every state. */
function every(fault: string, why: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PAIRS.filter((name) => name.startsWith(`${fault} @ `)).map((name) => [name, why]),
  );
}
