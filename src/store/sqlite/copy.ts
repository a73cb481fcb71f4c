import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';

/** All of a store in one step, so that it is copied as it is at one moment, whoever writes meanwhile. */
const everyPage = 0x7fff_ffff;
/** It holds what customers wrote. */
const onlyOwner = 0o600;

/** Copies a store into a new file that only its owner may read; under its name only when it is whole. */
export const copyTo = async (db: DatabaseSync, file: string): Promise<void> => {
  if (existsSync(file)) throw exists(file);
  const unfinished = `${file}.unfinished`;
  make(unfinished);
  try {
    await backup(db, unfinished, { rate: everyPage });
    doubtOwed(unfinished);
    putInPlace(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
};

/** A second name takes nobody's place, as another one would the place of a file that has come meanwhile. */
const putInPlace = (unfinished: string, file: string): void => {
  try {
    linkSync(unfinished, file);
  } catch {
    // There are disks on which a file has one name only.
    if (existsSync(file)) throw exists(file);
    renameSync(unfinished, file);
  }
};

const exists = (file: string): Error =>
  new Error(`${file} exists already: a backup never replaces a file. Name another one.`);

const make = (file: string): void => {
  try {
    closeSync(openSync(file, 'wx', onlyOwner));
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    throw new Error(
      `${file} exists already: another backup is being made, or was broken off. Remove it in that case.`,
      { cause: error },
    );
  }
};

/** What is owed now will have been shown by the time when the copy is needed: it is looked for, and marked where it is not found. */
const doubtOwed = (file: string): void => {
  const copy = new DatabaseSync(file);
  try {
    copy
      .prepare(
        `update deliveries set uncertain_since = coalesce(uncertain_since, ?), doubted = 1
         where state in ('owed', 'posting')`,
      )
      .run(Date.now());
  } finally {
    copy.close();
  }
};
