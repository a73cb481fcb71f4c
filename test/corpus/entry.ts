import type { Scene } from '../../src/core/render/scene.ts';

/** A body as WaConnect sends it: an object stands for its JSON, a string for its very characters. */
export type Webhook = object | string;

/** What one customer did, in one webhook or in several that belong together. */
export interface Entry {
  /** Unique in its group. */
  readonly name: string;
  /** One sentence for whoever reads the golden file. */
  readonly about: string;
  readonly webhooks: readonly Webhook[];
  /** Where the usual scene is not the one: everything is received a second after it was sent, and files are there. */
  readonly scene: Setting;
}

export type Setting = Partial<Pick<Scene, 'receivedAt' | 'asOf' | 'file' | 'joined' | 'style'>>;

/** One golden file's worth. */
export interface Group {
  readonly name: string;
  readonly entries: readonly Entry[];
}

export const entry = (
  name: string,
  about: string,
  webhooks: Webhook | readonly Webhook[],
  scene: Setting = {},
): Entry => ({ name, about, webhooks: isList(webhooks) ? webhooks : [webhooks], scene });

const isList = (webhooks: Webhook | readonly Webhook[]): webhooks is readonly Webhook[] =>
  Array.isArray(webhooks);
