/** A piece of a line as it is to be shown. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'bold' | 'italic' | 'strike'; readonly inside: readonly Inline[] }
  | { readonly type: 'link'; readonly url: string; readonly inside: readonly Inline[] }
  | { readonly type: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string | undefined }
  | { readonly type: 'broadcast'; readonly range: string }
  | {
      readonly type: 'date';
      /** Seconds. */
      readonly epoch: number;
      readonly format: string;
      readonly fallback: string;
    }
  | { readonly type: 'emoji'; readonly name: string };

/** A part of a text with the lines it stands on. */
export type Block =
  | { readonly type: 'lines' | 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly type: 'pre'; readonly text: string };
