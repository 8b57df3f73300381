import type { PolicyDocument } from './policy.ts';

/** Somebody with an access key. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials: every request must carry this token too. */
  readonly sessionToken?: string;
  /** Real time, epoch ms, after which the session token is refused. */
  readonly expiresAt?: number;
  /** `arn:aws:iam::111122223333:user/drover` or `arn:aws:sts::111122223333:assumed-role/drover/session`. */
  readonly arn: string;
  readonly userName: string;
  /** As GetCallerIdentity tells it; made from the access key if left out. */
  readonly userId?: string;
  readonly policies: readonly PolicyDocument[];
}

/** The principals of the world by access key; a test may add, replace and remove them while the servers run. */
export class PrincipalBook {
  #byKey = new Map<string, Principal>();

  constructor(principals: readonly Principal[] = []) {
    for (const principal of principals) this.put(principal);
  }

  put(principal: Principal): void {
    this.#byKey.set(principal.accessKeyId, principal);
  }

  remove(accessKeyId: string): void {
    this.#byKey.delete(accessKeyId);
  }

  find(accessKeyId: string): Principal | undefined {
    return this.#byKey.get(accessKeyId);
  }

  all(): readonly Principal[] {
    return [...this.#byKey.values()];
  }
}
