import type { Finding } from '../mistakes/finding.ts';
import { conditionsCover, takesEveryEvent } from '../routes/cover.ts';
import type { Rule } from '../routes/rule.ts';
import { childOf, find, positionOf, type Written } from '../yaml/written.ts';

/** What is wrong between and within routes although each is written as a route is. `null`: one that cannot be read. */
export const lintRoutes = (root: Written, rules: readonly (Rule | null)[]): readonly Finding[] => [
  ...lintEnds(root),
  ...lintNames(root, rules),
  ...lintUnreachable(rules),
  ...lintUntaken(root, rules),
];

/** Each route goes somewhere, or says that it does not: never both, never neither. */
const lintEnds = (root: Written): readonly Finding[] => {
  const routes = childOf(root, 'routes');
  if (routes?.kind !== 'list') return [];
  return routes.items.flatMap((item, index) => {
    if (item.kind !== 'group') return [];
    const to = item.entries.get('to');
    const drop = item.entries.get('drop');
    const goesOn = item.entries.get('continue');
    const path = ['routes', index];
    const findings: Finding[] = [];
    if (to === undefined && drop === undefined)
      findings.push({
        at: item.at,
        path,
        message: 'says not where to. Add "to: [NAME]" or, if that is meant, "drop: true".',
      });
    if (to !== undefined && drop !== undefined)
      findings.push({
        at: drop.keyAt,
        path: [...path, 'drop'],
        message: 'stands beside "to". Keep one of the two.',
      });
    if (drop !== undefined && goesOn?.kind === 'scalar' && String(goesOn.value) === 'true')
      findings.push({
        at: goesOn.keyAt,
        path: [...path, 'continue'],
        message: 'goes with "to" only: what is dropped goes nowhere. Remove it, or remove the whole route.',
      });
    return findings;
  });
};

const lintNames = (root: Written, rules: readonly (Rule | null)[]): readonly Finding[] => {
  const lines = new Map<string, number>();
  return rules.flatMap((rule) => {
    if (rule === null) return [];
    const { name, line } = rule.route;
    const first = lines.get(name);
    lines.set(name, first ?? line);
    if (first === undefined) return [];
    const path = [...rule.path, 'name'];
    const message = `the route on line ${first} has this name already. Give each its own: logs and "explain" say it.`;
    return [{ at: positionOf(root, path), path, message }];
  });
};

const lintUnreachable = (rules: readonly (Rule | null)[]): readonly Finding[] =>
  rules.flatMap((rule, index) => {
    if (rule === null) return [];
    const earlier = rules
      .slice(0, index)
      .find((other) => other !== null && !other.route.continues && conditionsCover(other.when, rule.when));
    if (!earlier) return [];
    const { line, column, to } = rule.route;
    const goOn = earlier.route.to.length > 0 && to.length > 0 ? ', or write "continue: true" there' : '';
    const message = `can never match: the route on line ${earlier.route.line} takes all that this one would. Put this one before it${goOn}.`;
    return [{ at: { line, column }, path: rule.path, message }];
  });

const lintUntaken = (root: Written, rules: readonly (Rule | null)[]): readonly Finding[] => {
  // A route that cannot be read may be the one that takes the rest.
  if (rules.length === 0 || rules.some((rule) => rule === null || takesEveryEvent(rule.when))) return [];
  const nameless = rules.some((rule) => rule?.when.size === 1 && rule.when.has('contact'))
    ? ' A route with "contact" is none: a webhook may name no sender.'
    : '';
  const at = find(root, ['routes'])?.keyAt ?? { line: 1, column: 1 };
  const message = `there are events that no route takes. End with a route without "when": "- to: [NAME]", or "- drop: true" if that is meant.${nameless}`;
  return [{ at, path: ['routes'], message }];
};
