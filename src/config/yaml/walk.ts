import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node, type YAMLMap } from 'yaml';
import type { Finding, Path, Position } from '../mistakes/finding.ts';
import { expand, type Environment } from './environment.ts';
import type { Scalar, Written } from './written.ts';

/** Far above any file that a person writes, far below what aliases of aliases can unfold to. */
const mostNodes = 20_000;

/** Turns a parsed document into what was written. Answers all that is wrong with aliases, keys and variables. */
export const walk = (
  document: Document,
  environment: Environment,
  position: (offset: number) => Position,
): { readonly root: Written; readonly findings: readonly Finding[] } => {
  const findings: Finding[] = [];
  const within = new Set<unknown>();
  let nodes = 0;

  const placeOf = (node: unknown, otherwise: Position): Position =>
    isNode(node) && node.range ? position(node.range[0]) : otherwise;

  const refuse = (at: Position, keyAt: Position, path: Path, message: string): Scalar => {
    findings.push({ at, path, message });
    return { kind: 'scalar', at, keyAt, value: null, source: '', expansion: 'failed' };
  };

  const read = (node: unknown, path: Path, keyAt: Position): Written => {
    const at = placeOf(node, keyAt);
    nodes += 1;
    if (nodes > mostNodes)
      return refuse(keyAt, keyAt, [], 'aliases ("*…") unfold to more than the bridge reads.');
    if (within.has(node)) return refuse(at, keyAt, path, 'an alias ("*…") stands inside of what it repeats.');
    if (!isNode(node)) return { kind: 'scalar', at, keyAt, value: null, source: '', expansion: 'none' };
    within.add(node);
    const written = readNode(node, path, at, keyAt);
    within.delete(node);
    return written;
  };

  const readNode = (node: Node, path: Path, at: Position, keyAt: Position): Written => {
    if (isMap(node)) return { kind: 'group', at, keyAt, entries: readGroup(node, path) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) => read(item, [...path, index], placeOf(item, at)));
      return { kind: 'list', at, keyAt, items };
    }
    if (isScalar(node)) return readScalar(node.value, node.source ?? '', path, at, keyAt);
    const target = isAlias(node) ? node.resolve(document) : undefined;
    if (target !== undefined) return read(target, path, keyAt);
    return refuse(
      at,
      keyAt,
      path,
      'YAML takes what begins with "*" for an alias, and none has this name. Use quotes.',
    );
  };

  const readScalar = (value: unknown, source: string, path: Path, at: Position, keyAt: Position): Scalar => {
    if (typeof value !== 'string') return { kind: 'scalar', at, keyAt, value, source, expansion: 'none' };
    const { text, expansion, messages } = expand(value, environment);
    findings.push(...messages.map((message) => ({ at, path, message })));
    return { kind: 'scalar', at, keyAt, value: text, source, expansion };
  };

  const readGroup = (map: YAMLMap, path: Path): ReadonlyMap<string, Written> => {
    const own = new Map<string, Written>();
    const merged = new Map<string, Written>();
    for (const { key, value } of map.items) {
      const keyAt = placeOf(key, placeOf(map, { line: 1, column: 1 }));
      if (!isScalar(key)) {
        findings.push({ at: keyAt, path, message: 'a key must be a word, not a list, a group or an alias.' });
        continue;
      }
      // As it is written: `112:` is a number to YAML, and a name to us.
      const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
      if (name === '<<' && key.type === 'PLAIN') {
        for (const [inner, entry] of mergedFrom(read(value, path, keyAt), path)) {
          if (!merged.has(inner)) merged.set(inner, entry);
        }
        continue;
      }
      if (name === '__proto__') {
        findings.push({ at: keyAt, path, message: 'unknown key "__proto__".' });
        continue;
      }
      const first = own.get(name);
      if (first === undefined) own.set(name, read(value, [...path, name], keyAt));
      else findings.push({ at: keyAt, path: [...path, name], message: duplicate(first.keyAt) });
    }
    return new Map([...merged, ...own]);
  };

  const mergedFrom = (source: Written, path: Path): readonly (readonly [string, Written])[] => {
    if (source.kind === 'group') return [...source.entries];
    if (source.kind === 'list') return source.items.flatMap((item) => mergedFrom(item, path));
    if (source.expansion !== 'failed')
      findings.push({
        at: source.at,
        path,
        message: '"<<" takes an alias of a group of keys, or a list of them.',
      });
    return [];
  };

  return { root: read(document.contents, [], { line: 1, column: 1 }), findings };
};

const duplicate = ({ line }: Position): string => `this key is on line ${line} already. Keep one of the two.`;
