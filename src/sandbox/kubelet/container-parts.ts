import type { WorldClock } from '../clock.ts';
import type { Container } from '../controllers/kinds/pod.ts';
import type { Behaviour } from './behaviour.ts';
import type { ProcessTable } from './process-table.ts';

export type ContainerRole = 'init' | 'sidecar' | 'main';

export interface ContainerParts {
  readonly clock: WorldClock;
  readonly processes: ProcessTable;
  readonly spec: Container;
  readonly role: ContainerRole;
  /** Drawn at every start, for the image or chance may differ. */
  readonly behaviour: () => Behaviour;
  /** World ms until the image is on the node; 0 if it is there. */
  readonly pull: () => number;
  /** Where the pod is reached; undefined before it has its sandbox. */
  readonly address: () => string | undefined;
  /** `Always`, `OnFailure` or `Never`, as it holds for this container. */
  readonly restartPolicy: string;
  readonly note: (type: 'Normal' | 'Warning', reason: string, message: string) => void;
  /** Something that shows in the pod's status has changed. */
  readonly onChange: () => void;
}
