/** What a registry says of an image that a pod would have to pull on a new node. */
export interface ImagePull {
  /** As the template writes it. */
  readonly image: string;
  /** `unknown`: the registry is not one that can be asked. */
  readonly state: 'there' | 'gone' | 'unknown';
  /** The digest that its tag points to now. */
  readonly digest?: string;
}
