import { createAct, type Act } from './act.ts';
import { createLive } from './live.ts';
import { createFileDesk } from './file-desk.ts';
import { startPageServer } from './page-server.ts';
import { createPeople } from './people.ts';
import { createPhones } from './phone.ts';
import type { Readiness } from './readiness.ts';
import { setStage, type Stage, type StageOptions } from './stage.ts';
import { createSwitches } from './switches.ts';
import { createView } from './view.ts';

/** How often the bridge is asked what it owes. */
const askEveryMs = 250;

/** The demo with its page. */
export interface Show {
  readonly url: string;
  readonly stage: Stage;
  readonly act: Act;
  close(): Promise<void>;
}

export const startShow = async (port = 0, options: StageOptions = {}): Promise<Show> => {
  const stage = await setStage(options);
  let readiness: Readiness | null = null;
  const switches = createSwitches(stage);
  const people = createPeople();
  const phones = createPhones(stage.bridge.webhookUrl, () => live.tell());
  const live = createLive(() => createView({ stage, people, phones, switches, readiness }));
  stage.onChange(live.tell);

  const ask = async (): Promise<void> => {
    readiness = await stage.bridge.readiness();
    live.tell();
  };
  // Never rejects.
  const asking = setInterval(() => void ask(), askEveryMs);

  const deeds = createAct(stage, people, phones, switches);
  const act: Act = async (wish) => {
    await deeds(wish);
    live.tell();
  };
  const closeStage = async (): Promise<void> => {
    clearInterval(asking);
    await stage.close();
  };
  try {
    const server = await startPageServer(port, { live, act, files: createFileDesk(stage) });
    const close = async (): Promise<void> => {
      await server.close();
      await closeStage();
    };
    return { url: server.url, stage, act, close };
  } catch (error) {
    await closeStage();
    throw error;
  }
};
