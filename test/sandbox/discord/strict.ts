import * as z from 'zod/mini';
import { clone, type $ZodType, type $ZodTypes } from 'zod/v4/core';

/**
 * The same schema, refusing fields that it does not name, at every depth.
 *
 * The package's own `setStrictObject` comes too late: its schemas are made while it is being imported.
 * `memo` holds what is made already, as the schemas refer to each other in circles.
 */
export const strict = (schema: $ZodType, memo = new Map<$ZodType, $ZodType>()): $ZodType => {
  const made = memo.get(schema);
  if (made !== undefined) return made;
  const result = rebuild(schema, (inner) => strict(inner, memo));
  memo.set(schema, result);
  return result;
};

const rebuild = (schema: $ZodType, inside: (schema: $ZodType) => $ZodType): $ZodType => {
  const { def } = (schema as $ZodTypes)._zod;
  const rebuilt = (changes: object): $ZodType => clone(schema, { ...def, ...changes });
  if (def.type === 'object') {
    const shape = Object.entries(def.shape).map(([key, field]) => [key, inside(field)] as const);
    return rebuilt({ shape: Object.fromEntries(shape), catchall: z.never() });
  }
  if (def.type === 'array') return rebuilt({ element: inside(def.element) });
  if (def.type === 'union') return rebuilt({ options: def.options.map(inside) });
  if (def.type === 'optional' || def.type === 'nullable')
    return rebuilt({ innerType: inside(def.innerType) });
  if (def.type === 'record') return rebuilt({ valueType: inside(def.valueType) });
  // Not yet: what it refers to may be under construction.
  if (def.type === 'lazy') return z.lazy(() => inside(def.getter()) as z.ZodMiniType);
  return schema;
};
