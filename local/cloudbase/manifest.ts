import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseCron } from './cron';
import { limits } from './engine/limits';
import type { Manifest } from './manifestTypes';
import { parseExpression } from './rules/expression';

/** Whether `work` throws, for checks whose parser explains itself. */
function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

const rule = z.union([
  z.boolean(),
  z
    .string()
    .max(limits.ruleCharacters, `a rule has at most ${limits.ruleCharacters} characters`)
    .refine((source) => succeeds(() => parseExpression(source)), 'not a rule expression'),
]);

const rules = z.strictObject({
  read: rule.optional(),
  write: rule.optional(),
  create: rule.optional(),
  update: rule.optional(),
  delete: rule.optional(),
});

const tag = z.enum(['PRIVATE', 'READONLY', 'ADMINWRITE', 'ADMINONLY']);

const index = z.strictObject({
  name: z.string().min(1),
  fields: z
    .array(z.tuple([z.string().min(1), z.union([z.literal(1), z.literal(-1)])]))
    .min(1)
    .max(limits.fieldsPerIndex, `an index has at most ${limits.fieldsPerIndex} fields`),
  unique: z.boolean().default(false),
});

const collection = z.strictObject({
  rules: z.union([rules, tag]),
  indexes: z
    .array(index)
    .max(limits.indexesPerCollection, `at most ${limits.indexesPerCollection} indexes`)
    .default([])
    .refine(
      (indexes) => new Set(indexes.map(({ name }) => name)).size === indexes.length,
      'two indexes have the same name',
    ),
});

const timer = z.strictObject({
  name: z.string().min(1),
  cron: z.string().refine((fields) => succeeds(() => parseCron(fields)), 'not a 7-field cron'),
});

const functionSpec = z.strictObject({
  timeoutSeconds: z.number().positive().max(900).default(3),
  memoryMb: z.number().int().min(64).max(3072).default(256),
  clients: z.boolean().default(true),
  openapi: z.array(z.string()).default([]),
  timers: z.array(timer).max(1, 'the platform allows one trigger a function').default([]),
  env: z.record(z.string(), z.string()).optional(),
  settings: z.array(z.string().regex(/^[A-Z][A-Z0-9]*$/, 'no prefix of variables')).optional(),
});

const manifest = z.strictObject({
  functions: z.record(z.string(), functionSpec).default({}),
  routes: z
    .array(z.strictObject({ path: z.string().startsWith('/'), function: z.string() }))
    .default([]),
  collections: z.record(z.string(), collection).default({}),
  storage: z.strictObject({ rules }).default({ rules: {} }),
});

/**
 * Reads and checks a manifest: a path or its content. Throws an Error that names each fault and
 * where it is.
 */
export function loadManifest(source: unknown): Manifest {
  const content: unknown =
    typeof source === 'string' ? JSON.parse(readFileSync(source, 'utf8')) : source;
  const result = manifest.safeParse(content);
  if (!result.success) {
    const where = typeof source === 'string' ? source : 'manifest';
    throw new Error(`${where}: ${z.prettifyError(result.error)}`);
  }
  const { functions, routes } = result.data;
  for (const route of routes) {
    if (!Object.hasOwn(functions, route.function)) {
      throw new Error(`route ${route.path} names the unknown function ${route.function}`);
    }
  }
  return result.data as Manifest;
}
