import { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Loaded into the bridge before its own code: does to the machine under it what `HARDSHIP` names. At SIGWINCH (which means
 * nothing to anybody else) it begins,
 * or ends, or happens once more. The bridge itself knows nothing of it.
 */
const hardship = process.env['HARDSHIP'] ?? '';
const amount = Number(process.env['HARDSHIP_AMOUNT'] ?? 0);

const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Every clock that tells the time of day; those that measure durations go on as they are. */
const jump = (): (() => void) => {
  const Real = Date;
  let shift = 0;
  const now = (): number => Real.now() + shift;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given: unknown[]) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given) as Date,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  return () => {
    shift += amount;
  };
};

/** Whatever the store is opened on. */
const onStore = (toggle: (db: DatabaseSync, isOn: boolean) => void): (() => void) => {
  const opened: DatabaseSync[] = [];
  let isOn = false;
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...given) {
    if (!opened.includes(this)) opened.push(this);
    return prepare.apply(this, given);
  };
  return () => {
    isOn = !isOn;
    for (const db of opened) if (db.isOpen) toggle(db, isOn);
  };
};

/** SQLite says SQLITE_FULL as on a full disk: https://www.sqlite.org/pragma.html#pragma_max_page_count */
const fill = (db: DatabaseSync, isOn: boolean): void =>
  db.exec(`pragma max_page_count = ${isOn ? 1 : 1_000_000_000}`);

/** And SQLITE_READONLY as on a disk that the kernel has mounted read-only after an error. */
const freeze = (db: DatabaseSync, isOn: boolean): void =>
  db.exec(`pragma query_only = ${isOn ? 'on' : 'off'}`);

/** Each fsync takes so long, and as with a real one nothing else happens meanwhile. */
const slowDown = (): (() => void) => {
  let isOn = false;
  const { run } = StatementSync.prototype;
  StatementSync.prototype.run = function (this: StatementSync, ...given: unknown[]) {
    if (isOn && this.sourceSQL === 'commit') block(amount);
    return Reflect.apply(run, this, given);
  } as typeof run;
  return () => {
    isOn = !isOn;
  };
};

const hardships: Readonly<Record<string, () => () => void>> = {
  clock: jump,
  block: () => () => block(amount),
  full: () => onStore(fill),
  readonly: () => onStore(freeze),
  slow: slowDown,
};

const happen = hardships[hardship]?.();
if (happen === undefined) throw new Error(`there is no hardship "${hardship}"`);
process.on('SIGWINCH', () => {
  happen();
  process.stderr.write(`hardship: ${hardship}\n`);
});
