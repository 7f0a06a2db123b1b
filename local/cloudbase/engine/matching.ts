/** MongoDB's matching, with the operators in which mingo differs from the platform replaced. */
import { Context } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import * as projections from 'mingo/operators/projection';
import * as queries from 'mingo/operators/query';
import * as windows from 'mingo/operators/window';
import { Query } from 'mingo/query';
import type { Options, PipelineOperator } from 'mingo/types';
import { isObject, isOperator, resolve } from 'mingo/util';
import { CloudError } from '../types';
import type { Doc } from './document';
import { platformExpressions } from './expressions';
import { failures } from './failures';
import { geoNear, geoQueries, sample } from './geoOperators';
import { schemaPredicate } from './jsonSchema';

type QueryOperator = (selector: string, value: never, options: Options) => (doc: Doc) => boolean;

/** `$elemMatch` with field criteria looks at sub-documents only; mingo tries scalars too. */
const elementMatch: QueryOperator = (selector, criteria: Doc, options) => {
  const names = Object.keys(criteria);
  const ofValues =
    names.length > 0 && names.every((name) => isOperator(name) && !LOGICAL.has(name));
  const query = ofValues
    ? new Query<Doc>({ element: criteria }, options)
    : new Query<Doc>(criteria, options);
  const accepts = (element: unknown): boolean => {
    if (ofValues) return query.test({ element });
    return isObject(element) && query.test(element);
  };
  return (doc) => {
    const value = resolve(doc, selector, { unwrapArray: true });
    return Array.isArray(value) && value.some(accepts);
  };
};

const LOGICAL = new Set(['$and', '$or', '$nor']);

const platformQueries: Record<`$${string}`, QueryOperator> = {
  $elemMatch: elementMatch,
  ...geoQueries,
};

// mingo types its stages as the intersection of all of them, which no single one fits.
const platformStages = { $sample: sample, $geoNear: geoNear } as unknown as Record<
  `$${string}`,
  PipelineOperator
>;

/** Script operators would run a caller's code in this process; the platform has none of them. */
const base: Partial<Options> = {
  scriptEnabled: false,
  jsonSchemaValidator: schemaPredicate,
};

export const matchingOptions: Partial<Options> = {
  ...base,
  context: Context.init({
    accumulator: { ...accumulators },
    expression: { ...expressions, ...platformExpressions },
    pipeline: { ...stages, ...platformStages },
    projection: { ...projections },
    query: { ...queries, ...platformQueries },
    window: { ...windows },
  }),
};

/** A compiled filter. Throws DATABASE_REQUEST_FAILED for an operator that does not exist. */
export function compile(query: Doc): Query<Doc> {
  return explained(() => new Query<Doc>(query, matchingOptions));
}

/** Runs something of mingo's; what it throws becomes the platform's refusal. */
export function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CloudError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw failures.refused(`[FailedOperation] ${message}`);
  }
}
