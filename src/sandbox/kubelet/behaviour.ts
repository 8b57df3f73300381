import type { ImageTraits } from '../machines.ts';
import type { Random } from '../random.ts';
import { matchesLabelSet } from '../controllers/kinds/label-selector.ts';
import { controllerOf, type Container, type Pod } from '../controllers/kinds/pod.ts';

/** A pod says by this annotation, in JSON, how its programs behave. */
const BEHAVIOUR = 'world.sandbox/behaviour';

/** How a container's program behaves. Seconds of world time, counted from the start of the container. */
export interface Behaviour {
  /** Until it listens. */
  readonly startSeconds: number;
  /** From then until it says that it is ready. */
  readonly readySeconds: number;
  /** `drain`: closes its connections and exits; `exit`: dies at once; `ignore`: waits for SIGKILL. */
  readonly onSigterm: 'drain' | 'exit' | 'ignore';
  /** After SIGTERM it goes on serving for so long before it begins to close, as CoreDNS does. */
  readonly lameDuckSeconds: number;
  /** How long it needs to close what it has. */
  readonly drainSeconds: number;
  /** It ends by itself after this time, with `exitCode`. */
  readonly runSeconds?: number;
  readonly exitCode: number;
  /** It dies with an error. */
  readonly crashAfterSeconds?: number;
  /** It takes more memory than it may, and is killed. */
  readonly oomAfterSeconds?: number;
  /** It takes requests and answers no more. */
  readonly hangAfterSeconds?: number;
  /** The share of requests it answers with an error. */
  readonly errorShare: number;
}

type Written = Partial<Behaviour> & { readonly containers?: Readonly<Record<string, Partial<Behaviour>>> };

/** What the pod says of a container, on top of an ordinary program with a little spread, and what the image does to it. */
export function behaviourOf(
  pod: Pod,
  container: Container,
  isInit: boolean,
  traits: ImageTraits | undefined,
  random: Random,
): Behaviour {
  const { containers, ...forAll } = readAnnotation(pod);
  const ordinary = isInit ? ordinaryInit(random) : ordinaryProgram(pod, random);
  // What is said of all containers is meant for the program, not for what prepares it.
  const said = { ...ordinary, ...(isInit ? {} : forAll), ...containers?.[container.name] };
  return isInit ? said : { ...said, ...imageEffects(pod, traits) };
}

function readAnnotation({ metadata }: Pod): Written {
  const text = metadata.annotations?.[BEHAVIOUR];
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    // A client may write anything into an annotation; the program then is an ordinary one.
    return {};
  }
}

function ordinaryProgram(pod: Pod, random: Random): Behaviour {
  const isJob = controllerOf(pod)?.kind === 'Job';
  return {
    startSeconds: random.between(1, 3),
    readySeconds: random.between(0, 2),
    onSigterm: 'drain',
    lameDuckSeconds: 0,
    drainSeconds: random.between(0.5, 2),
    exitCode: 0,
    errorShare: 0,
    ...(isJob && { runSeconds: random.between(5, 20) }),
  };
}

function ordinaryInit(random: Random): Behaviour {
  return {
    startSeconds: 0,
    readySeconds: 0,
    onSigterm: 'exit',
    lameDuckSeconds: 0,
    drainSeconds: 0,
    exitCode: 0,
    errorShare: 0,
    runSeconds: random.between(0.5, 2),
  };
}

function imageEffects({ metadata }: Pod, traits: ImageTraits | undefined): Partial<Behaviour> {
  const { crashes, fails } = traits ?? {};
  return {
    ...(crashes &&
      matchesLabelSet(crashes.matchLabels, metadata.labels) && { crashAfterSeconds: crashes.afterMs / 1000 }),
    ...(fails && matchesLabelSet(fails.matchLabels, metadata.labels) && { errorShare: fails.share }),
  };
}
