import type { MediaOptions } from './media.ts';

/** Whom an address belongs to: it decides which key is shown, and what agents are told when nothing comes. */
export interface Owner {
  readonly name: 'WaConnect' | 'Meta' | 'its server';
  /** Asked with a key of ours: nobody else gets anything there. */
  readonly isOurs: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** What the operator corrects when the key is not accepted. */
  readonly setting: string;
}

/** Base of WaConnect's API: its page "Authentication". */
const waconnectApi = 'https://app.waconnect.me';
/** Where Meta keeps the files themselves: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
const metaFiles = 'https://lookaside.fbsbx.com';

/** A key is shown to the origin that it is for, and to nobody else, whoever names the address. */
export const ownerOf = (
  { origin }: URL,
  { url: template, apiKey, graph }: Pick<MediaOptions, 'url' | 'apiKey' | 'graph'>,
): Owner => {
  if (origin === waconnectApi || (template !== null && origin === URL.parse(template)?.origin)) {
    const headers = apiKey === null ? {} : { 'x-api-key': apiKey };
    return { name: 'WaConnect', isOurs: true, headers, setting: 'waconnect.api.key' };
  }
  if (origin === metaFiles || (graph !== null && origin === URL.parse(graph.url)?.origin)) {
    const headers = graph === null ? {} : { authorization: `Bearer ${graph.token}` };
    return { name: 'Meta', isOurs: true, headers, setting: 'waconnect.media.graph.token' };
  }
  return { name: 'its server', isOurs: false, headers: {}, setting: 'waconnect.media' };
};
