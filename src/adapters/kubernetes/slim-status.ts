import type { ContainerState, ContainerStatus, Pod } from '../../core/fleet/pod.ts';
import { StringBook } from './string-book.ts';

export type PodStatus = NonNullable<Pod['status']>;

/** Words, images and instants that many pods of a list have. */
const STRINGS_MAX = 4_096;

const strings = new StringBook(STRINGS_MAX);

/** Of a pod's status, what decisions rest on. Its times and addresses are its own: each that is kept is kept for every pod. */
export function slimStatus(status: PodStatus): PodStatus {
  const { phase, reason, nominatedNodeName } = status;
  const { conditions, containerStatuses, initContainerStatuses } = status;
  const isUsual = !reason && !nominatedNodeName && !initContainerStatuses;
  // Written out for what nearly all pods look like: an object that is made in one go takes half the room.
  if (isUsual && phase && conditions && containerStatuses)
    return {
      phase: strings.once(phase),
      conditions: conditions.filter(isTelling).map(slimCondition),
      containerStatuses: containerStatuses.map(slimContainer),
    };
  return {
    ...(phase === undefined ? {} : { phase: strings.once(phase) }),
    ...(reason === undefined ? {} : { reason }),
    ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
    ...(conditions ? { conditions: conditions.filter(isTelling).map(slimCondition) } : {}),
    ...(containerStatuses ? { containerStatuses: containerStatuses.map(slimContainer) } : {}),
    ...(initContainerStatuses ? { initContainerStatuses: initContainerStatuses.map(slimContainer) } : {}),
  };
}

type PodCondition = NonNullable<PodStatus['conditions']>[number];

/** Conditions of every pod that runs; that it is Ready says as much. */
const EVERYDAY = new Set(['Initialized', 'ContainersReady', 'PodReadyToStartContainers']);

function isTelling({ type, status }: PodCondition): boolean {
  return status !== 'True' || !EVERYDAY.has(type);
}

function slimCondition({ type, status, reason, message, lastTransitionTime }: PodCondition): PodCondition {
  if (lastTransitionTime && reason === undefined && message === undefined)
    return {
      type: strings.once(type),
      status: strings.once(status),
      lastTransitionTime: strings.once(lastTransitionTime),
    };
  return {
    type: strings.once(type),
    status: strings.once(status),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime: strings.once(lastTransitionTime) }),
  };
}

function slimContainer(container: ContainerStatus): ContainerStatus {
  const { name, ready, restartCount, imageID, state, lastState, resources, allocatedResources } = container;
  const hadOthers = lastState !== undefined && Object.keys(lastState).length > 0;
  const isSized = resources !== undefined || allocatedResources !== undefined;
  if (
    !hadOthers &&
    !isSized &&
    ready !== undefined &&
    restartCount !== undefined &&
    imageID !== undefined &&
    state
  )
    return {
      name: strings.once(name),
      ready,
      restartCount,
      imageID: strings.once(imageID),
      state: slimState(state),
    };
  return {
    name: strings.once(name),
    ...(ready === undefined ? {} : { ready }),
    ...(restartCount === undefined ? {} : { restartCount }),
    ...(imageID === undefined ? {} : { imageID: strings.once(imageID) }),
    ...(state ? { state: slimState(state) } : {}),
    ...(hadOthers ? { lastState } : {}),
    ...(resources === undefined ? {} : { resources: { requests: resources.requests ?? {} } }),
    ...(allocatedResources === undefined ? {} : { allocatedResources }),
  };
}

const RUNNING: ContainerState = { running: {} };

function slimState(state: ContainerState): ContainerState {
  return state.running ? RUNNING : state;
}
