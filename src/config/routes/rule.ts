import { conditionFields, type ConditionField, type Route } from '../../core/route.ts';
import type { Finding, Path } from '../mistakes/finding.ts';
import { showable } from '../mistakes/secrecy.ts';
import { routeSchema } from '../schema.ts';
import { validate } from '../validate.ts';
import { childOf, find, positionOf, type Written } from '../yaml/written.ts';
import { meantType } from './event-types.ts';
import { PatternError } from './pattern-error.ts';
import { readPattern, type Pattern } from './pattern.ts';

/** A route beside the patterns it was made of, which can be compared with another's. */
export interface Rule {
  readonly route: Route;
  readonly path: Path;
  readonly when: ReadonlyMap<ConditionField, readonly Pattern[]>;
}

/** Reads the routes one by one. `null` stands for one that cannot be read; the schema says why, or a finding does. */
export const readRules = (
  root: Written,
): { readonly rules: readonly (Rule | null)[]; readonly findings: readonly Finding[] } => {
  const findings: Finding[] = [];
  const routes = childOf(root, 'routes');
  const items = routes?.kind === 'list' ? routes.items : [];
  const rules = items.map((item, index) => {
    const path = ['routes', index];
    const { data } = validate(routeSchema, item);
    const when = readConditions(root, [...path, 'when'], findings);
    // One that does not say where to, or says two things, is told by `lint/routes`.
    if (data === null || when === null || (data.to === undefined) === (data.drop === undefined)) return null;
    const { name = `route ${index + 1}`, to = [], continue: continues } = data;
    const route: Route = {
      name,
      ...item.at,
      when: [...when].map(([field, patterns]) => ({
        field,
        matches: (value: string) => patterns.some(({ matches }) => matches(value)),
      })),
      to: typeof to === 'string' ? [to] : to,
      continues,
    };
    return { route, path, when };
  });
  return { rules, findings };
};

const readConditions = (root: Written, path: Path, findings: Finding[]): Rule['when'] | null => {
  const when = new Map<ConditionField, readonly Pattern[]>();
  let readable = true;
  for (const field of conditionFields) {
    const written = find(root, [...path, field]);
    if (written === undefined) continue;
    const places: Path[] =
      written.kind === 'list' ? written.items.map((_, index) => [...path, field, index]) : [[...path, field]];
    const patterns = places.map((place) => readOne(root, field, place, findings));
    readable &&= patterns.every((pattern) => pattern !== null);
    when.set(
      field,
      patterns.filter((pattern) => pattern !== null),
    );
  }
  return readable ? when : null;
};

const readOne = (root: Written, field: ConditionField, path: Path, findings: Finding[]): Pattern | null => {
  const written = find(root, path);
  if (written?.kind !== 'scalar' || typeof written.value !== 'string' || written.expansion === 'failed')
    return null;
  const tell = (message: string): void => void findings.push({ at: positionOf(root, path), path, message });
  const shown = showable(root, path);
  const meant = field === 'type' ? meantType(written.value) : null;
  if (meant !== null && shown !== null)
    tell(
      `WaConnect has no type "${shown}". Did you mean "${meant}"? If it is a new one, write "/^${shown}$/".`,
    );
  try {
    return readPattern(field, written.value);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    tell(error.quote === '' || shown === null ? error.message : `${error.message} It says: ${error.quote}.`);
    return null;
  }
};
