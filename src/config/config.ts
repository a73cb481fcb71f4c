import type { StorePlace } from '../core/store-place.ts';
import type { FileType } from '../core/content.ts';
import type { Style } from '../core/render/scene.ts';
import type { Route } from '../core/route.ts';

/** All that a person decided, checked as a whole: nothing behind it needs to doubt it. */
export interface Config {
  /** The file it was read from, as it was named. */
  readonly file: string;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly path: string;
    /** Paths of PEM files; `null`: plain HTTP, behind a proxy. */
    readonly tls: { readonly cert: string; readonly key: string } | null;
  };
  /** `secrets` is empty only where `unsigned` was written out. */
  readonly waconnect: {
    readonly secrets: readonly string[];
    readonly unsigned: boolean;
    /** WaConnect's API, `null`: no key was given. */
    readonly api: ApiConfig | null;
    readonly media: MediaConfig;
  };
  readonly store: StorePlace;
  /** How many threads are kept in memory beside the store. */
  readonly cache: { readonly threads: number };
  readonly outbox: { readonly giveUpAfterMs: number };
  readonly alerts: AlertsConfig;
  readonly posts: Style;
  readonly log: { readonly level: LogLevel };
  /** Credentials by the platform's name; only that platform's folder knows their shape. */
  readonly platforms: ReadonlyMap<string, unknown>;
  readonly destinations: readonly Destination[];
  /** The destination that is told what no agent needs to read, `null`: none. */
  readonly operators: string | null;
  readonly routes: readonly Route[];
}

export interface ApiConfig {
  readonly key: string;
  /** Ends without a slash. */
  readonly url: string;
  /** Whose key it is, as webhooks name it (`accountId`); `null`: as it is found in webhooks. */
  readonly account: string | null;
  /** How often the provider's inbox is asked for what no webhook brought. */
  readonly everyMs: number;
  /** How far before the last time it looks again, since clocks and pages move. */
  readonly overlapMs: number;
}

/** When operators are told that something is odd. */
export interface AlertsConfig {
  /** No signed webhook for so long, within the hours; `null`: never. */
  readonly silenceMs: number | null;
  /** When webhooks are to be expected; `null`: always. */
  readonly hours: OpeningHours | null;
  /** So many webhooks with a wrong signature within so long. */
  readonly wrongSignatures: { readonly count: number; readonly withinMs: number };
}

export interface OpeningHours {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight there; `until` is not within, may be 1440, and is on the day after where it is before `from`. */
  readonly from: number;
  readonly until: number;
  /** IANA name. */
  readonly zone: string;
}

/** Sizes in bytes, times in ms. */
export interface MediaConfig {
  readonly url: string | null;
  readonly graph: { readonly url: string; readonly token: string } | null;
  readonly hosts: readonly string[];
  readonly insecure: boolean;
  readonly waitMs: number;
  readonly giveUpAfterMs: number;
  readonly timeoutMs: number;
  readonly largest: Readonly<Record<FileType, number>>;
  readonly perDay: number;
  readonly folder: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface Destination {
  readonly name: string;
  readonly platform: string;
  /** Where on the platform; only its folder knows the shape. */
  readonly place: unknown;
  /** Where posts go while this one takes none for so long; `null`: they wait. */
  readonly fallback: { readonly destination: string; readonly afterMs: number } | null;
  readonly line: number;
  readonly column: number;
}
