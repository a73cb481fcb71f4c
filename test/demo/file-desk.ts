import { discordChannel } from './configuration.ts';
import type { KeptFile } from './media-host.ts';
import type { Stage } from './stage.ts';

/** The files that the page shows, and those that it brings. */
export interface FileDesk {
  /** By the path of its address; `null` where there is none. */
  find(path: string): KeptFile | null;
  /** Answers the id by which a message may name it. */
  keep(file: KeptFile): string;
}

export const createFileDesk = ({ media, slack, discord }: Stage): FileDesk => {
  const inSlack = (id: string): KeptFile | null => {
    const file = slack.file(id);
    if (!file?.bytes) return null;
    return { bytes: Buffer.from(file.bytes), name: file.name, mimeType: file.mimetype };
  };
  const inDiscord = (id: string): KeptFile | null => {
    const messages = discord.threads(discordChannel).flatMap((thread) => thread.messages);
    const file = messages.flatMap(({ attachments }) => attachments).find((one) => one.id === id);
    if (file === undefined) return null;
    return { bytes: Buffer.from(file.bytes), name: file.filename, mimeType: file.content_type };
  };
  return {
    find: (path) => {
      const [, place, id = ''] = /^\/files\/(phone|slack|discord)\/([\w.-]+)$/.exec(path) ?? [];
      if (place === 'phone') return media.find(id) ?? null;
      if (place === 'slack') return inSlack(id);
      return place === 'discord' ? inDiscord(id) : null;
    },
    keep: media.keep,
  };
};
