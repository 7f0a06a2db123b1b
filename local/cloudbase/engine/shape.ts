import { isPlainObject } from './document';
import { failures } from './failures';

/** A place on the sphere, as a unit vector from its middle. */
export type Vector = readonly [x: number, y: number, z: number];

/** Any GeoJSON geometry, taken apart; longitude and latitude already turned into unit vectors. */
export interface Shape {
  readonly points: readonly Vector[];
  readonly lines: readonly (readonly Vector[])[];
  /** Polygons as rings; the first is the outer one. */
  readonly polygons: readonly (readonly (readonly Vector[])[])[];
}

function vector(position: unknown): Vector {
  if (
    !Array.isArray(position) ||
    typeof position[0] !== 'number' ||
    typeof position[1] !== 'number'
  ) {
    throw failures.refused('[FailedOperation] a position is [longitude, latitude]');
  }
  const [longitude, latitude] = position as [number, number];
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    throw failures.refused(
      `[FailedOperation] longitude/latitude is out of bounds, lng: ${longitude} lat: ${latitude}`,
    );
  }
  const lng = (longitude * Math.PI) / 180;
  const lat = (latitude * Math.PI) / 180;
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
}

const line = (positions: unknown): Vector[] => list(positions).map(vector);
const rings = (positions: unknown): Vector[][] => list(positions).map(line);

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw failures.refused('[FailedOperation] malformed coordinates');
  return value;
}

/** Whether a stored value can be a place: GeoJSON, or a `[longitude, latitude]` pair. */
export function isLocation(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length === 2 && value.every((number) => typeof number === 'number');
  }
  return isPlainObject(value) && typeof value.type === 'string' && 'coordinates' in value;
}

/** Reads GeoJSON or a pair. Throws DATABASE_REQUEST_FAILED when it is neither. */
export function shapeOf(value: unknown): Shape {
  const empty: Shape = { points: [], lines: [], polygons: [] };
  if (Array.isArray(value)) return { ...empty, points: [vector(value)] };
  if (!isPlainObject(value)) throw failures.refused('[FailedOperation] not a GeoJSON geometry');
  const { type, coordinates } = value;
  switch (type) {
    case 'Point':
      return { ...empty, points: [vector(coordinates)] };
    case 'MultiPoint':
      return { ...empty, points: line(coordinates) };
    case 'LineString':
      return { ...empty, lines: [line(coordinates)] };
    case 'MultiLineString':
      return { ...empty, lines: rings(coordinates) };
    case 'Polygon':
      return { ...empty, polygons: [rings(coordinates)] };
    case 'MultiPolygon':
      return { ...empty, polygons: list(coordinates).map(rings) };
    default:
      throw failures.refused(`[FailedOperation] unknown GeoJSON type: ${String(type)}`);
  }
}

/** Radians between two unit vectors; stays exact for near and for opposite points. */
export function angle(a: Vector, b: Vector): number {
  const [x, y, z] = cross(a, b);
  return Math.atan2(Math.sqrt(x * x + y * y + z * z), dot(a, b));
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

export function verticesOf({ points, lines, polygons }: Shape): Vector[] {
  return [...points, ...lines.flat(), ...polygons.flat(2)];
}
