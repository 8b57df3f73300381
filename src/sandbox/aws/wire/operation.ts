import type { CloudState } from '../cloud/cloud-state.ts';
import type { Authorization } from '../iam/authorization.ts';
import type { Principal } from '../iam/principal.ts';
import { type Complaint, type Fields, type InputOf, readFields } from './fields.ts';
import type { OutputObject, Tree } from './tree.ts';

/** Who asks, and of what. */
export interface CallContext {
  readonly cloud: CloudState;
  readonly principal: Principal;
  readonly requestId: string;
}

/** A call whose parameters were read and found to be well-formed. */
interface PreparedCall {
  /** What the caller must be allowed; all of it. */
  readonly authorizations: readonly Authorization[];
  /** Undefined: the operation has no result at all, which is not the same as an empty one. */
  run(): OutputObject | undefined;
}

export interface Operation {
  readonly name: string;
  /** Writes are effects, and are recorded as such. */
  readonly access: 'read' | 'write';
  /** Complaints mean: not prepared, to be refused as malformed. */
  prepare(parameters: Tree, context: CallContext): PreparedCall | readonly Complaint[];
}

export interface OperationSpec<F extends Fields> {
  readonly name: string;
  readonly access: 'read' | 'write';
  readonly parameters: F;
  readonly authorize: (input: InputOf<F>, context: CallContext) => readonly Authorization[];
  readonly run: (input: InputOf<F>, context: CallContext) => OutputObject | undefined;
}

/** One operation of a service: its parameters, what it needs to be allowed, and what it does. */
export function operation<F extends Fields>(spec: OperationSpec<F>): Operation {
  return {
    name: spec.name,
    access: spec.access,
    prepare(parameters, context) {
      const complaints: Complaint[] = [];
      const input = readFields(spec.parameters, parameters, complaints);
      if (complaints.length > 0) return complaints;
      return { authorizations: spec.authorize(input, context), run: () => spec.run(input, context) };
    },
  };
}
