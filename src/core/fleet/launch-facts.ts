/** A subnet that the group launches into. */
export interface Subnet {
  readonly id: string;
  readonly zone: string;
  readonly freeAddresses: number;
}

/** The image that a release boots. */
export interface MachineImage {
  readonly imageId: string;
  /** available, pending, failed, deregistered … */
  readonly state: string;
  /** x86_64, arm64. */
  readonly architecture: string;
  /** Epoch ms. */
  readonly deprecatedAt?: number;
}

/** What the launch template says beside the image. */
export interface TemplateFacts {
  readonly httpTokens?: string;
  readonly hopLimit?: number;
}
