/** What the API server says to a pod made from a template, asked as a dry run. */
export interface AdmissionAnswer {
  /** `Deployment/shop/cart`. */
  readonly ref: string;
  /** `unknown`: a webhook does not take part in dry runs. */
  readonly answer: 'accepted' | 'refused' | 'unknown';
  readonly message?: string;
}
