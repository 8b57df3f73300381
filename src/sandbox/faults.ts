export type FaultTarget = 'kubernetes' | 'aws' | 'slack';

/** What a faulty server answers. All fields may be combined; `delayMs` is real time. */
export interface FaultAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it stands, anything else as JSON. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** `request`: the socket is cut before anything is done. `answer`: the request is carried out, its answer is lost. */
  readonly drop?: 'request' | 'answer' | boolean;
}

export interface Fault {
  readonly target: FaultTarget;
  /** `method`: an HTTP method. `path`: a regular expression on the path and query, the AWS action, or the Slack method. */
  readonly match: { readonly method?: string; readonly path?: string };
  readonly answer: FaultAnswer;
  /** How often it strikes; left out: until removed. */
  readonly times?: number;
  /** Only requests of this actor (user name or principal). */
  readonly actor?: string;
}

interface Armed {
  readonly fault: Fault;
  readonly path: RegExp | undefined;
  left: number;
}

/** The faults that are switched on. Servers ask it once a request, after they know who is asking. */
export class FaultBook {
  #armed: Armed[] = [];

  add(fault: Fault): () => void {
    const armed: Armed = {
      fault,
      path: fault.match.path === undefined ? undefined : new RegExp(fault.match.path),
      left: fault.times ?? Number.POSITIVE_INFINITY,
    };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
    };
  }

  /** The answer of the first fault that matches, used up by one; undefined: behave. */
  strike(target: FaultTarget, method: string, path: string, actor: string): FaultAnswer | undefined {
    const hit = this.#armed.find(
      ({ fault, path: pattern, left }) =>
        left > 0 &&
        fault.target === target &&
        (fault.match.method === undefined || fault.match.method === method) &&
        (pattern === undefined || pattern.test(path)) &&
        (fault.actor === undefined || fault.actor === actor),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    return hit.fault.answer;
  }

  clear(): void {
    this.#armed = [];
  }
}
