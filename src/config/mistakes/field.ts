import { plainJsonSchema, type JsonSchema } from '../json-schema.ts';
import { childOf, type Written } from '../yaml/written.ts';
import type { Path } from './finding.ts';

type Schema = JsonSchema | boolean | undefined;

/** What the schema says about one key: what it is for, and what may stand there. */
export interface Field {
  readonly description: string;
  readonly keys: readonly string[];
  /** The regular expression that a text must fit, `''` where any may stand. */
  readonly pattern: string;
}

/** Looks up what the schema says about a path, or `null` where it knows no such path. */
export const createFields = (): ((root: Written, path: Path) => Field | null) => {
  let whole: JsonSchema | undefined;
  return (root, path) => {
    // A file without mistakes never needs it, and the bridge is to listen at once.
    whole ??= plainJsonSchema();
    let schema: Schema = variantOf(whole, root);
    let written: Written | undefined = root;
    for (const step of path) {
      written = written && childOf(written, step);
      schema = variantOf(inside(schema, step), written);
    }
    if (typeof schema !== 'object') return null;
    return {
      description: schema.description ?? '',
      keys: Object.keys(schema.properties ?? {}),
      pattern: schema.pattern ?? '',
    };
  };
};

const inside = (schema: Schema, step: string | number): Schema => {
  if (typeof schema !== 'object') return undefined;
  if (typeof step === 'number') {
    const lists = [schema, ...(schema.anyOf ?? [])];
    return lists.map((each) => asSchema(asSchema(each)?.items)).find((items) => items !== undefined);
  }
  const { properties = {}, additionalProperties } = schema;
  return Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
};

/** Of several shapes, told apart by one key with a fixed value, the one that is written. */
const variantOf = (schema: Schema, written: Written | undefined): Schema => {
  if (typeof schema !== 'object' || schema.oneOf === undefined || schema.properties !== undefined)
    return schema;
  const variants = schema.oneOf.filter((variant) => typeof variant === 'object');
  return variants.find(({ properties = {} }) =>
    Object.entries(properties).some(([key, property]) => {
      const value = written && childOf(written, key);
      return (
        value?.kind === 'scalar' && asSchema(property)?.const === value.value && value.value !== undefined
      );
    }),
  );
};

const asSchema = (schema: unknown): JsonSchema | undefined =>
  typeof schema === 'object' && schema !== null ? (schema as JsonSchema) : undefined;
