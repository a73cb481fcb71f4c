import type { Identifier } from '../core/event.ts';
import type { Said } from './claimed.ts';

export interface ThreadStore {
  /** The thread at this destination of the conversation, else of the one that it was joined to; `null` before its first post. */
  find(destination: string, conversation: number): Promise<Thread | null>;
  /** Remembers an opened thread. */
  open(destination: string, conversation: number, opened: Opened): Promise<void>;
  /** Since when (at the earliest) a thread of this generation may be open that is not remembered, whichever delivery of the conversation tried; `null`: there is none. */
  uncertainSince(destination: string, conversation: number, generation: number): Promise<number | null>;
  /** Another name heads the conversation's thread from now on. */
  rename(destination: string, conversation: number, name: string): Promise<void>;
  /** The thread of this generation is gone, or cannot be opened: the next post opens another one. Nothing where there is a newer one. */
  lose(destination: string, conversation: number, generation: number): Promise<void>;
  /** What the head of the conversation's thread says besides the name; also before it is open. */
  history(destination: string, conversation: number): Promise<History>;
}

export interface Thread {
  /** 1 for the first thread, one more for each that had to be opened after a loss. */
  readonly generation: number;
  /** The platform's id, `null` where the former thread is lost and no new one is open yet. */
  readonly id: string | null;
  /** The name that heads it, `''` where none is known. */
  readonly name: string;
  /** Its head is marked as a possible double, since nobody could look. */
  readonly doubtful: boolean;
}

export interface Opened {
  /** The platform's id. */
  readonly id: string;
  /** The name that heads it. */
  readonly name: string;
  /** As in `Thread`. */
  readonly doubtful: boolean;
  /** ms since 1970. */
  readonly at: number;
}

export interface History {
  /** All that the contact is known by, the strongest first; empty for a group, and for unknown senders. */
  readonly identifiers: readonly Identifier[];
  /** Messages of the conversation so far. */
  readonly messages: number;
  /** Which of the contact's (or group's) threads at this destination the present one is, from 1: also those of other numbers count. */
  readonly ordinal: number;
  /** When the present one was opened, `null` before. */
  readonly openedAt: number | null;
  /** The one before it: opened when, and how it is found; `null` for the first. */
  readonly previous: { readonly thread: string; readonly at: number } | null;
  /**
   * Where the one before it was lost: the last five messages that stand there, oldest first, whether the present one is
   * open yet or not. Empty for every other thread.
   */
  readonly before: readonly Said[];
}
