import { type Doc, isPlainObject, keyOf } from '../engine/document';
import { failures } from '../engine/failures';
import type { Store } from '../engine/store';
import type { AclTag, CollectionRules, Rule } from '../manifestTypes';
import { alternatives } from './constraints';
import { evaluate, Guaranteed } from './evaluate';
import { type Expression, parseExpression } from './expression';

export type Operation = 'read' | 'create' | 'update' | 'delete';

export interface Access {
  readonly rules: CollectionRules | AclTag;
  readonly operation: Operation;
  readonly openid: string | null;
  readonly now: number;
  /** The filter; for `create` it is not looked at. */
  readonly query: Doc;
  /** The document to create, or the change. */
  readonly data: Doc;
}

/**
 * The filter a client may use: the same, or narrowed to the client's own documents by a simple
 * tag. Throws DATABASE_PERMISSION_DENIED unless the filter by itself proves the rule.
 */
export function allowed(store: Store, access: Access): Doc {
  if (typeof access.rules === 'string') return byTag(access.rules, access);
  const rule = ruleFor(access.rules, access.operation);
  if (rule === true) return access.query;
  if (rule === false || !isProved(store, expressionOf(rule), access)) throw failures.denied();
  return access.query;
}

/** create, update and delete fall back to write; what is not mentioned is closed. */
export function ruleFor(rules: CollectionRules, operation: Operation): Rule {
  if (operation === 'read') return rules.read ?? false;
  return rules[operation] ?? rules.write ?? false;
}

function byTag(tag: AclTag, { operation, openid, query }: Access): Doc {
  const reads = operation === 'read';
  if (reads && (tag === 'READONLY' || tag === 'ADMINWRITE')) return query;
  if (tag === 'ADMINONLY' || tag === 'ADMINWRITE' || openid === null) throw failures.denied();
  return operation === 'create' ? query : { $and: [query, { _openid: openid }] };
}

const parsed = new Map<string, Expression>();

function expressionOf(source: string): Expression {
  let expression = parsed.get(source);
  if (expression === undefined) {
    expression = parseExpression(source);
    parsed.set(source, expression);
  }
  return expression;
}

function isProved(store: Store, rule: Expression, access: Access): boolean {
  const { openid, now, operation, query, data } = access;
  const auth = openid === null ? null : { openid, uid: openid };
  const get = (path: string): Doc | null => documentAt(store, path);
  const isTrueFor = (doc: unknown): boolean =>
    evaluate(rule, { variables: { auth, now, request: { data }, doc }, get }) === true;
  if (operation === 'create') return isTrueFor(data);
  return alternatives(query).every((constraints) => isTrueFor(new Guaranteed(constraints, '')));
}

/** Evaluates a rule over plain variables (storage rules); what stays unknown is false. */
export function evaluateRule(rule: string, variables: Readonly<Record<string, unknown>>): boolean {
  return evaluate(expressionOf(rule), { variables, get: () => null }) === true;
}

function documentAt(store: Store, path: string): Doc | null {
  const found = /^database\.([^.]+)\.(.+)$/.exec(path);
  if (found === null) return null;
  const [, name = '', id = ''] = found;
  return store.collections.get(name)?.latest(keyOf(id)) ?? null;
}

/** Replaces the text `{openid}` anywhere in a client's filter. */
export function substitute(query: unknown, openid: string | null): unknown {
  if (query === '{openid}') return openid;
  if (Array.isArray(query)) return query.map((item) => substitute(item, openid));
  if (!isPlainObject(query)) return query;
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, substitute(value, openid)]),
  );
}
