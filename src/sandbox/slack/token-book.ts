import type { AppConfig } from './app-config.ts';

export type TokenTrouble = 'token_revoked' | 'token_expired' | 'account_inactive';

export interface TokenOwner {
  readonly kind: 'bot' | 'app';
  /** The bot user's handle, or the app's id: the actor whom faults are matched with. */
  readonly name: string;
  scopes: readonly string[];
  trouble: TokenTrouble | undefined;
}

/** Who holds which token. */
export class TokenBook {
  readonly #owners: ReadonlyMap<string, TokenOwner>;

  constructor({ id, botToken, appToken, scopes }: AppConfig, botName: string) {
    this.#owners = new Map<string, TokenOwner>([
      [botToken, { kind: 'bot', name: botName, scopes, trouble: undefined }],
      [appToken, { kind: 'app', name: id, scopes: ['connections:write'], trouble: undefined }],
    ]);
  }

  owner(token: string): TokenOwner | undefined {
    return this.#owners.get(token);
  }

  /** As if the app had been installed anew with more scopes. */
  grant(token: string, scopes: readonly string[]): void {
    const owner = this.#owners.get(token);
    if (!owner) throw new Error('no such token in this workspace');
    owner.scopes = [...new Set([...owner.scopes, ...scopes])];
  }

  /** From now on the token is answered with this error; undefined heals it. */
  spoil(token: string, trouble: TokenTrouble | undefined): void {
    const owner = this.#owners.get(token);
    if (!owner) throw new Error('no such token in this workspace');
    owner.trouble = trouble;
  }
}
