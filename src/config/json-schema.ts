import { z } from 'zod';
import { fileSchema } from './schema.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const placeholder = { type: 'string', pattern: String.raw`\$\{[A-Za-z_][A-Za-z0-9_]*\}` } as const;

/** What an editor checks and completes a configuration with: the schema, with `${VAR}` allowed for any value. */
export const jsonSchema = (): JsonSchema => ({
  title: 'WaConnect bridge',
  ...z.toJSONSchema(fileSchema, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      if (path.at(-1) !== 'propertyNames' && refusesPlaceholder(jsonSchema)) allowPlaceholder(jsonSchema);
    },
  }),
});

/** The schema as it is once every `${VAR}` is filled in. */
export const plainJsonSchema = (): JsonSchema => z.toJSONSchema(fileSchema, { io: 'input' });

const refusesPlaceholder = ({
  type,
  pattern,
  format,
  enum: values,
  minLength,
  maxLength,
}: JsonSchema): boolean =>
  type === 'number' ||
  type === 'integer' ||
  type === 'boolean' ||
  (type === 'string' &&
    ([pattern, format, values, maxLength].some((restriction) => restriction !== undefined) ||
      (minLength ?? 0) > 1));

/** Moves what restricts the value into one of two choices; what describes it stays where editors look for it. */
const allowPlaceholder = (schema: JsonSchema): void => {
  const { description, default: otherwise, ...restrictions } = schema;
  // A fixed value tells editors which shape they see.
  if ('const' in restrictions) return;
  for (const key of Object.keys(restrictions)) delete schema[key];
  // No format of JSON Schema's, and its pattern says the same.
  if (restrictions.format === 'starts_with') delete restrictions.format;
  schema.anyOf = [restrictions, placeholder];
  if (description !== undefined) schema.description = description;
  if (otherwise !== undefined) schema.default = otherwise;
};
