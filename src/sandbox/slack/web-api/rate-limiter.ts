/** Calls a minute by Slack's tiers. */
const TIER_1 = 1;
const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;
/** “Hundreds a minute” and “several hundred a minute” in the documentation. */
const HUNDREDS = 300;
/** Slack tolerates “a small amount of burst” in tier 1; ten sockets is what an app may have. */
const TIER_1_BURST = 10;
/** One message a second and channel, “short bursts” allowed. */
const POSTS_A_MINUTE_A_CHANNEL = 60;
const POST_BURST = 3;
const MINUTE_MS = 60_000;

const TIERS: Readonly<Record<string, number>> = {
  'apps.connections.open': TIER_1,
  'auth.test': HUNDREDS,
  'chat.getPermalink': HUNDREDS,
  'chat.postMessage': HUNDREDS,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'conversations.info': TIER_3,
  'conversations.open': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.history': TIER_3,
  'conversations.join': TIER_3,
  'conversations.members': TIER_4,
  'conversations.list': TIER_2,
  'users.conversations': TIER_2,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'users.lookupByEmail': TIER_3,
  'usergroups.list': TIER_2,
  'usergroups.users.list': TIER_2,
  'reactions.add': TIER_3,
  'reactions.remove': TIER_2,
  'pins.add': TIER_2,
  'team.info': TIER_3,
  'bots.info': TIER_3,
  'views.open': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
  'views.publish': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
};

/** `off`: no limits. Otherwise Slack's numbers times `factor`: 1 is the real thing, 0.1 is ten times as strict. */
export type RateLimits = 'off' | { readonly factor: number };

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Token buckets a method, and a channel for posts, in real time. */
export class RateLimiter {
  #limits: RateLimits;
  #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(limits: RateLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** From now on, with full buckets. */
  set(limits: RateLimits): void {
    this.#limits = limits;
    this.#buckets.clear();
  }

  /** Undefined: go ahead. Else the seconds of `Retry-After`; nothing is used up then. */
  retryAfter(method: string, channel: string): number | undefined {
    if (this.#limits === 'off') return undefined;
    const perMinute = (TIERS[method] ?? TIER_3) * this.#limits.factor;
    const burst = method === 'apps.connections.open' ? TIER_1_BURST : Math.max(1, perMinute);
    const buckets = [this.#fill(method, perMinute, burst)];
    if (method === 'chat.postMessage' && channel !== '') {
      const perChannel = POSTS_A_MINUTE_A_CHANNEL * this.#limits.factor;
      buckets.push(
        this.#fill(`${method} ${channel}`, perChannel, Math.max(1, POST_BURST * this.#limits.factor)),
      );
    }
    const waits = buckets.map(({ bucket, rate }) =>
      bucket.tokens >= 1 ? 0 : ((1 - bucket.tokens) / rate) * MINUTE_MS,
    );
    const wait = Math.max(...waits);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    for (const { bucket } of buckets) bucket.tokens -= 1;
    return undefined;
  }

  #fill(key: string, rate: number, burst: number): { bucket: Bucket; rate: number } {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledAt: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / MINUTE_MS) * rate);
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    return { bucket, rate };
  }
}
