/** `$nearSphere`, `$geoWithin`, `$geoIntersects` and the `$geoNear` stage; no index is needed. */
import { type Iterator, Lazy } from 'mingo/lazy';
import { Query } from 'mingo/query';
import type { Options } from 'mingo/types';
import { resolve, setValue } from 'mingo/util';
import { clone, type Doc, isPlainObject, valueAt } from './document';
import { failures } from './failures';
import { contains, intersects, metresTo } from './geometry';
import { angle, isLocation, type Shape, shapeOf, type Vector, verticesOf } from './shape';

type Test = (doc: Doc) => boolean;

/** Metres from a point to a stored place; null where there is none. */
const metresFrom = (from: Vector, value: unknown): number | null =>
  isLocation(value) ? metresTo(shapeOf(value), from) : null;

function pointOf(value: unknown): Vector {
  const [point] = shapeOf(value).points;
  if (point === undefined) throw failures.refused('[FailedOperation] near needs a Point');
  return point;
}

const within = (metres: number | null, least: unknown, most: unknown): boolean =>
  metres !== null &&
  metres >= (typeof least === 'number' ? least : 0) &&
  metres <= (typeof most === 'number' ? most : Number.POSITIVE_INFINITY);

const nearSphere = (selector: string, value: Doc): Test => {
  const from = pointOf(value.$geometry);
  return (doc) => {
    const metres = metresFrom(from, resolve(doc, selector));
    return within(metres, value.$minDistance, value.$maxDistance);
  };
};

const shapeTest =
  (selector: string, test: (shape: Shape) => boolean): Test =>
  (doc) => {
    const value = resolve(doc, selector);
    return isLocation(value) && test(shapeOf(value));
  };

const geoWithin = (selector: string, value: Doc): Test => {
  if (Array.isArray(value.$centerSphere)) {
    const [centre, radians] = value.$centerSphere as [unknown, number];
    const from = pointOf(centre);
    return shapeTest(selector, (shape) =>
      verticesOf(shape).every((point) => angle(from, point) <= radians),
    );
  }
  const area = shapeOf(value.$geometry);
  if (area.polygons.length === 0) {
    throw failures.refused('[FailedOperation] $geoWithin needs a Polygon or a MultiPolygon');
  }
  return shapeTest(selector, (shape) => contains(area, shape));
};

const geoIntersects = (selector: string, value: Doc): Test => {
  const wanted = shapeOf(value.$geometry);
  return shapeTest(selector, (shape) => intersects(wanted, shape));
};

export const geoQueries = {
  $nearSphere: nearSphere,
  $geoWithin: geoWithin,
  $geoIntersects: geoIntersects,
};

/** The field and point a filter wants its results sorted around; null when it has none. */
export function nearestFirst(query: Doc): ((a: Doc, b: Doc) => number) | null {
  for (const [field, condition] of Object.entries(query)) {
    if (field === '$and' && Array.isArray(condition)) {
      for (const part of condition) {
        const order = nearestFirst(part as Doc);
        if (order !== null) return order;
      }
    } else if (isPlainObject(condition) && isPlainObject(condition.$nearSphere)) {
      const from = pointOf(condition.$nearSphere.$geometry);
      const metres = (doc: Doc): number => metresFrom(from, resolve(doc, field)) ?? 0;
      return (a, b) => metres(a) - metres(b);
    }
  }
  return null;
}

interface Found {
  readonly doc: Doc;
  readonly metres: number;
  readonly location: unknown;
}

/** `$geoNear`: nearest first, distances in metres times `distanceMultiplier`. */
export function geoNear(documents: Iterator, stage: Doc, options: Options): Iterator {
  const { near, distanceField, distanceMultiplier, includeLocs, key, limit, num } = stage;
  if (typeof distanceField !== 'string') {
    throw failures.refused('[FailedOperation] $geoNear requires a distanceField');
  }
  const from = pointOf(near);
  const filter = isPlainObject(stage.query) ? new Query<Doc>(stage.query, options) : null;
  return documents.transform((docs: Doc[]) => {
    const found: Found[] = [];
    for (const doc of docs) {
      if (filter !== null && !filter.test(doc)) continue;
      const location = typeof key === 'string' ? valueAt(doc, key) : firstLocation(doc);
      const metres = metresFrom(from, location);
      if (metres !== null && within(metres, stage.minDistance, stage.maxDistance)) {
        found.push({ doc, metres, location });
      }
    }
    found.sort((a, b) => a.metres - b.metres);
    const most = Number(limit ?? num ?? found.length);
    return Lazy(
      found.slice(0, most).map(({ doc, metres, location }) => {
        const result = clone(doc);
        setValue(result, distanceField, metres * Number(distanceMultiplier ?? 1));
        if (typeof includeLocs === 'string') setValue(result, includeLocs, clone(location));
        return result;
      }),
    );
  });
}

const firstLocation = (doc: Doc): unknown =>
  Object.values(doc).find((value) => isPlainObject(value) && isLocation(value));

/** `$sample`: each document at most once, unlike mingo's. */
export function sample(documents: Iterator, stage: unknown): Iterator {
  const { size } = stage as { readonly size: number };
  return documents.transform((docs: Doc[]) => {
    const left = [...docs];
    const chosen: Doc[] = [];
    while (chosen.length < size && left.length > 0) {
      chosen.push(...left.splice(Math.floor(Math.random() * left.length), 1));
    }
    return Lazy(chosen);
  });
}
