import type { ImageBook, ImageTraits } from '../../machines.ts';

/** What EC2 knows of an image beside how its machines behave. */
export interface ImageFacts {
  /** `available`, `deregistered` (gone from Describe), `pending`, `failed`, `disabled`. */
  state: 'available' | 'deregistered' | 'pending' | 'failed' | 'disabled';
  /** The account that owns it. */
  ownerId: string;
  /** `amazon` for Amazon's own. */
  ownerAlias: string | undefined;
  /** World instant; past it the image still launches but counts as deprecated. */
  deprecatedAt: number | undefined;
  /** False: another account's image that was never shared with this one. */
  shared: boolean;
  readonly tags: Map<string, string>;
}

/** Amazon's account for EKS images in the commercial regions. */
const EKS_IMAGES_ACCOUNT = '602401143452';

/** The images of the world: the book that kubelets boot by, and EC2's own facts beside it. */
export class ImageCatalogue {
  readonly #book: ImageBook;
  readonly #facts = new Map<string, ImageFacts>();

  constructor(book: ImageBook) {
    this.#book = book;
  }

  add(
    traits: ImageTraits,
    facts: Partial<Omit<ImageFacts, 'tags'>> & { tags?: Readonly<Record<string, string>> } = {},
  ): void {
    this.#book.set(traits.imageId, traits);
    this.#facts.set(traits.imageId, {
      state: facts.state ?? 'available',
      ownerId: facts.ownerId ?? EKS_IMAGES_ACCOUNT,
      ownerAlias: facts.ownerId === undefined ? 'amazon' : facts.ownerAlias,
      deprecatedAt: facts.deprecatedAt,
      shared: facts.shared ?? true,
      tags: new Map(Object.entries(facts.tags ?? {})),
    });
  }

  traits(imageId: string): ImageTraits | undefined {
    return this.#book.get(imageId);
  }

  /** Facts of an image in the book; those of an image that somebody put there directly are the defaults. */
  facts(imageId: string): ImageFacts | undefined {
    const traits = this.#book.get(imageId);
    if (traits && !this.#facts.has(imageId)) this.add(traits);
    return this.#facts.get(imageId);
  }

  /** Those that this account may see. */
  visible(): readonly { readonly traits: ImageTraits; readonly facts: ImageFacts }[] {
    return [...this.#book.values()].flatMap((traits) => {
      const facts = this.facts(traits.imageId);
      return facts && facts.shared && facts.state !== 'deregistered' ? [{ traits, facts }] : [];
    });
  }

  /** Why an image cannot be launched, in EC2's words; undefined if it can. */
  refusal(imageId: string): { readonly code: string; readonly message: string } | undefined {
    const facts = this.facts(imageId);
    if (!facts || facts.state === 'deregistered' || !facts.shared) {
      return { code: 'InvalidAMIID.NotFound', message: `The image id '[${imageId}]' does not exist` };
    }
    if (facts.state !== 'available') {
      return {
        code: 'InvalidAMIID.Unavailable',
        message: `The image id '[${imageId}]' is no longer available`,
      };
    }
    return undefined;
  }
}
