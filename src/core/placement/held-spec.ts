import type { Container, ContainerStatus, Pod, PodSpec } from '../fleet/pod.ts';
import { maxQuantity, parseQuantity } from './quantity.ts';

type Amounts = Readonly<Record<string, string>>;

/**
 * The spec of a running pod with the requests that it holds of its node. While containers are resized in place (on by
 * default since release 1.33) the scheduler counts the most of what is asked, what the kubelet has allocated and what is
 * in force; of a resize that the node can never grant, not what is asked. The very spec where nothing differs.
 */
export function heldSpec({ spec, status }: Pod): PodSpec {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  if (!statuses.some(({ resources }) => resources)) return spec;
  const infeasible = isInfeasible(status);
  const holding = (container: Container): Container =>
    held(
      container,
      statuses.find(({ name }) => name === container.name),
      infeasible,
    );
  const containers = spec.containers.map(holding);
  // Of init containers only sidecars are resized.
  const init = spec.initContainers?.map((each) => (each.restartPolicy === 'Always' ? holding(each) : each));
  const differs = isOther(containers, spec.containers) || isOther(init ?? [], spec.initContainers ?? []);
  return differs ? { ...spec, containers, ...(init ? { initContainers: init } : {}) } : spec;
}

function isOther(a: readonly Container[], b: readonly Container[]): boolean {
  return a.some((each, index) => each !== b[index]);
}

function isInfeasible(status: Pod['status']): boolean {
  return (
    status?.conditions?.some(({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible') ??
    false
  );
}

function held(container: Container, status: ContainerStatus | undefined, infeasible: boolean): Container {
  if (!status?.resources) return container;
  const asked = container.resources?.requests ?? {};
  const told = [status.resources.requests ?? {}, status.allocatedResources ?? {}];
  // As nearly always: no resize is under way.
  if (told.every((amounts) => isSame(amounts, asked))) return container;
  const most = [infeasible ? {} : asked, ...told].reduce(mostOf);
  const names = Object.keys({ ...asked, ...most });
  if (names.every((name) => most[name] === asked[name])) return container;
  return { ...container, resources: { ...container.resources, requests: most } };
}

function isSame(a: Amounts, b: Amounts): boolean {
  let names = 0;
  for (const name in a) {
    if (a[name] !== b[name]) return false;
    names++;
  }
  for (const _ in b) names--;
  return names === 0;
}

/** An amount that cannot be read stays, so that whoever adds it up finds it. */
function mostOf(a: Amounts, b: Amounts): Amounts {
  const most: Record<string, string> = { ...a };
  for (const [name, text] of Object.entries(b)) {
    const before = most[name];
    if (before === undefined || isMore(text, before)) most[name] = text;
  }
  return most;
}

function isMore(text: string, than: string): boolean {
  if (text === than) return false;
  const [amount, known] = [parseQuantity(text), parseQuantity(than)];
  if (!known) return false;
  return !amount || maxQuantity(known, amount) !== known;
}
