import { accessSync, constants } from 'node:fs';
import type { Finding } from '../mistakes/finding.ts';
import { childOf, find, positionOf, type Scalar, type Written } from '../yaml/written.ts';

/** What is wrong with how webhooks are received: whose they are, and how they are encrypted. */
export const lintReceiver = (root: Written): readonly Finding[] => [...lintSignature(root), ...lintTls(root)];

/** Whether webhooks are signed is decided by a person, in words: never by a list that happens to be empty. */
const lintSignature = (root: Written): readonly Finding[] => {
  const waconnect = childOf(root, 'waconnect');
  if (waconnect?.kind !== 'group') return [];
  const secrets = waconnect.entries.get('secrets');
  const unsigned = waconnect.entries.get('unsigned');
  const withoutSignature = unsigned?.kind === 'scalar' && String(unsigned.value) === 'true';
  const path = ['waconnect', 'secrets'];
  const given = secrets !== undefined && !(secrets.kind === 'list' && secrets.items.length === 0);
  if (given && withoutSignature)
    return [
      {
        at: unsigned.keyAt,
        path: ['waconnect', 'unsigned'],
        message: 'stands beside "secrets". Keep one of the two.',
      },
    ];
  if (given)
    return secrets.kind === 'list'
      ? secrets.items.flatMap((_, index) => lintSecret(root, secrets.items, index))
      : [];
  if (withoutSignature) return [];
  const message =
    'no secret is given, so anybody could send messages. Write secrets: ["${WACONNECT_SECRET}"], the secret that WaConnect shows beside the webhook, or "unsigned: true" to run without.';
  return [{ at: secrets?.keyAt ?? waconnect.keyAt, path, message }];
};

const lintSecret = (root: Written, items: readonly Written[], index: number): readonly Finding[] => {
  const secret = textOf(items[index]);
  if (secret === null) return [];
  const path = ['waconnect', 'secrets', index];
  const at = positionOf(root, path);
  const findings: Finding[] = [];
  if (items.slice(0, index).some((other) => textOf(other) === secret))
    findings.push({ at, path, message: 'is the same as one above. Keep one of the two.' });
  if (secret !== secret.trim())
    findings.push({
      at,
      path,
      message: 'begins or ends with white space, as a secret does by accident only. Remove it.',
    });
  return findings;
};

const lintTls = (root: Written): readonly Finding[] =>
  ['cert', 'key'].flatMap((key) => {
    const path = ['server', 'tls', key];
    const file = textOf(find(root, path));
    if (file === null || file === '' || isReadable(file)) return [];
    const message =
      'this file cannot be read. Correct the path (it starts from the folder that the bridge is started in), or let the bridge read the file.';
    return [{ at: positionOf(root, path), path, message }];
  });

const isReadable = (file: string): boolean => {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

const textOf = (written: Written | undefined): string | null =>
  isFilledIn(written) && typeof written.value === 'string' ? written.value : null;

const isFilledIn = (written: Written | undefined): written is Scalar =>
  written?.kind === 'scalar' && written.expansion !== 'failed';
