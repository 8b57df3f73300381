import type { App, Receiver } from '@slack/bolt';
import type { GatewayContext } from '../../../src/adapters/slack/listeners/desk.ts';

/** A receiver in which tests are Slack: no socket, no server. */
export class FakeReceiver implements Receiver {
  #app: App | undefined;
  /** What was acknowledged, with the answer. */
  readonly acks: unknown[] = [];
  /** Called when an acknowledgement is about to go out. */
  onAck: () => void | Promise<void> = () => undefined;

  init(app: App): void {
    this.#app = app;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Resolves when every listener is done. */
  async send(body: Record<string, unknown>, { fresh = true } = {}): Promise<void> {
    const context: GatewayContext = {
      raw: { transport: 'socket', payload: JSON.stringify(body), receivedAt: 0 },
      fresh,
    };
    await this.#app?.processEvent({
      body,
      ack: async (answer?: unknown) => {
        await this.onAck();
        this.acks.push(answer);
      },
      customProperties: { ...context },
    });
  }
}
