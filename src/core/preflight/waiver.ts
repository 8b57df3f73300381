/** A person answers for one finding about one object, in one request. The next request knows nothing of it. */
export interface Waiver {
  /** The check's id. */
  readonly check: string;
  /** The finding's main object: `Deployment/shop/pricing`. */
  readonly object: string;
  readonly reason: string;
  readonly by: { readonly id: string; readonly name: string };
}
