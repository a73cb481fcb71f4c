/** Where everything is kept. */
export type StorePlace =
  | { readonly engine: 'sqlite'; readonly file: string }
  | {
      readonly engine: 'postgres';
      /** As libpq reads it, without what is ours. */
      readonly url: string;
      readonly schema: string;
      /** Connections at the most. */
      readonly poolSize: number;
      /** A process that says nothing for so long posts no more, and another one does. */
      readonly leaseMs: number;
    };
