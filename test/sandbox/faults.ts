/** What a stand-in server does to a request instead of answering it well. */
export type Fault =
  /** A 429; without `retryAfterSeconds` the header is missing too. `scope` is Discord's. */
  | { kind: 'rateLimited'; retryAfterSeconds?: number; scope?: 'user' | 'global' | 'shared' }
  /** Refused by the platform: Slack says `ok:false` in a 200, Discord `{code,message}` with a status. */
  | { kind: 'error'; code: string | number; status?: number }
  /** A status with an HTML body, as a proxy in front would answer; nothing is stored. */
  | { kind: 'status'; status: number }
  /** The connection is reset; nothing is stored. */
  | { kind: 'reset' }
  /** Carried out, then the connection is reset. */
  | { kind: 'acceptThenReset' }
  /** Carried out, then answered as `status`. */
  | { kind: 'acceptThenStatus'; status: number }
  /** Never answered, not carried out. */
  | { kind: 'hang' }
  /** Carried out, never answered. */
  | { kind: 'acceptThenHang' }
  /** Carried out at once, answered after `ms`. */
  | { kind: 'slow'; ms: number };

/** One request that reached a stand-in server. */
export interface Call {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `chat.postMessage`, or `POST /channels/:id/messages`. */
  readonly method: string;
  /** Channel or thread; empty if the method has none. */
  readonly target: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Which of several bridges asks, by its header `x-bridge`; absent: it does not say. */
  readonly from?: string;
  /** `ok`, the platform's error code, or the kind of the fault; `pending` until then. */
  outcome: string;
}

export interface FaultRule {
  readonly fault: Fault;
  /** How many requests it meets: 1 unless told, `Infinity` until `clear()`. */
  readonly times?: number;
  readonly when?: (call: Call) => boolean;
}

export interface Faults {
  /** Rules apply in the order of injection: the first that matches and has times left. */
  readonly inject: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** Uses up one time of the rule that applies to `call`. */
  readonly take: (call: Call) => Fault | undefined;
}

/** An empty list of rules: every request is answered well. */
export const createFaults = (): Faults => {
  let rules: { rule: FaultRule; left: number }[] = [];
  return {
    inject: (rule) => {
      rules.push({ rule, left: rule.times ?? 1 });
    },
    clear: () => {
      rules = [];
    },
    take: (call) => {
      const entry = rules.find(({ rule, left }) => left > 0 && (rule.when?.(call) ?? true));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      return entry.rule.fault;
    },
  };
};
