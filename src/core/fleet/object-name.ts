/** That an object exists, and no more: for kinds whose content is nobody's business. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}
