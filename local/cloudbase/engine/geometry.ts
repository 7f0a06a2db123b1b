/**
 * Geometry on the sphere, as far as the platform's operators need it. Edges are great circles:
 * seen from the middle of a shape (gnomonic projection) they are straight lines, so inside and
 * crossing are decided in the plane. Shapes are smaller than a hemisphere.
 */
import { angle, cross, dot, type Shape, unit, type Vector, verticesOf } from './shape';

type Planar = readonly [x: number, y: number];

const EARTH_METRES = 6_378_100;
const TOLERANCE = 1e-12;

/** Metres from a point to the nearest point of a shape. */
export function metresTo(shape: Shape, from: Vector): number {
  if (
    shape.polygons.length > 0 &&
    contains(shape, { ...shape, points: [from], lines: [], polygons: [] })
  ) {
    return 0;
  }
  const paths = [...shape.lines, ...shape.polygons.flat()];
  const radians = [
    ...shape.points.map((point) => angle(from, point)),
    ...paths.flatMap((path) =>
      path.slice(1).map((end, at) => angleToArc(from, path[at] ?? end, end)),
    ),
  ];
  return Math.min(...radians) * EARTH_METRES;
}

/** Radians from a point to the great-circle arc between two others. */
function angleToArc(from: Vector, a: Vector, b: Vector): number {
  const normal = unit(cross(a, b));
  const beside = dot(cross(normal, a), from) > 0 && dot(cross(b, normal), from) > 0;
  if (beside) return Math.abs(Math.asin(Math.min(1, Math.max(-1, dot(from, normal)))));
  return Math.min(angle(from, a), angle(from, b));
}

/** Projects onto the plane that touches the sphere at `centre`; null for the far side. */
function projector(centre: Vector): (point: Vector) => Planar | null {
  const pole: Vector = Math.abs(centre[2]) > 0.9 ? [1, 0, 0] : [0, 0, 1];
  const east = unit(cross(pole, centre));
  const north = cross(centre, east);
  return (point) => {
    const depth = dot(point, centre);
    return depth <= TOLERANCE ? null : [dot(point, east) / depth, dot(point, north) / depth];
  };
}

const middle = (points: readonly Vector[]): Vector =>
  unit(points.reduce<Vector>((sum, p) => [sum[0] + p[0], sum[1] + p[1], sum[2] + p[2]], [0, 0, 0]));

interface Flat {
  readonly points: readonly Planar[];
  readonly lines: readonly (readonly Planar[])[];
  readonly polygons: readonly (readonly (readonly Planar[])[])[];
}

/** Null when part of the shape is on the far side. */
function flatten(shape: Shape, project: (point: Vector) => Planar | null): Flat | null {
  const all = verticesOf(shape).map(project);
  if (all.includes(null)) return null;
  const flat = (point: Vector): Planar => project(point) ?? [0, 0];
  return {
    points: shape.points.map(flat),
    lines: shape.lines.map((each) => each.map(flat)),
    polygons: shape.polygons.map((polygon) => polygon.map((ring) => ring.map(flat))),
  };
}

/** Whether all of `inner` is inside the polygons of `outer`, edges included. */
export function contains(outer: Shape, inner: Shape): boolean {
  const project = projector(middle(verticesOf(outer)));
  const area = flatten(outer, project);
  const shape = flatten(inner, project);
  if (area === null || shape === null) return false;
  return area.polygons.some(
    (polygon) =>
      pointsOf(shape).every((point) => isInside(point, polygon)) &&
      !edgesOf(shape).some((edge) =>
        polygon.some((ring) => edges(ring).some((e) => edgesCross(e, edge))),
      ),
  );
}

/** Whether two shapes have a point in common. */
export function intersects(a: Shape, b: Shape): boolean {
  const project = projector(middle(verticesOf(a)));
  const first = flatten(a, project);
  const second = flatten(b, project);
  if (first === null || second === null) return false;
  if (covers(first, second) || covers(second, first)) return true;
  return edgesOf(first).some((edge) => edgesOf(second).some((other) => touch(edge, other)));
}

/** Whether a point of `second` is in, or on, something of `first`. */
const covers = (first: Flat, second: Flat): boolean =>
  pointsOf(second).some(
    (point) =>
      first.polygons.some((polygon) => isInside(point, polygon)) ||
      edgesOf(first).some((edge) => isOn(point, edge)) ||
      first.points.some((other) => near(point, other)),
  );

type Edge = readonly [Planar, Planar];

const pointsOf = ({ points, lines, polygons }: Flat): Planar[] => [
  ...points,
  ...lines.flat(),
  ...polygons.flat(2),
];

const edgesOf = ({ lines, polygons }: Flat): Edge[] =>
  [...lines, ...polygons.flat()].flatMap(edges);

const edges = (path: readonly Planar[]): Edge[] =>
  path.slice(1).map((end, at) => [path[at] ?? end, end] as const);

const near = (a: Planar, b: Planar): boolean =>
  Math.abs(a[0] - b[0]) < TOLERANCE && Math.abs(a[1] - b[1]) < TOLERANCE;

/** Twice the signed area of a triangle: the side of the line a–b on which c lies. */
const side = (a: Planar, b: Planar, c: Planar): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function isOn(point: Planar, [a, b]: Edge): boolean {
  if (Math.abs(side(a, b, point)) > TOLERANCE) return false;
  return [0, 1].every((axis) => {
    const at = axis as 0 | 1;
    return (
      point[at] >= Math.min(a[at], b[at]) - TOLERANCE &&
      point[at] <= Math.max(a[at], b[at]) + TOLERANCE
    );
  });
}

/** Whether two edges cross in their inner parts. */
function edgesCross([a, b]: Edge, [c, d]: Edge): boolean {
  const one = side(a, b, c) * side(a, b, d);
  const two = side(c, d, a) * side(c, d, b);
  return one < -TOLERANCE * TOLERANCE && two < -TOLERANCE * TOLERANCE;
}

const touch = (one: Edge, two: Edge): boolean =>
  edgesCross(one, two) || one.some((end) => isOn(end, two)) || two.some((end) => isOn(end, one));

function isInside(point: Planar, polygon: readonly (readonly Planar[])[]): boolean {
  const [outer, ...holes] = polygon;
  if (outer === undefined || !isInsideRing(point, outer)) return false;
  return !holes.some(
    (hole) => isInsideRing(point, hole) && !edges(hole).some((e) => isOn(point, e)),
  );
}

/** Counts the edges a ray crosses; a point on an edge is inside. */
function isInsideRing(point: Planar, ring: readonly Planar[]): boolean {
  let inside = false;
  for (const edge of edges(ring)) {
    if (isOn(point, edge)) return true;
    const [a, b] = edge;
    const spans = a[1] > point[1] !== b[1] > point[1];
    if (spans && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0]) {
      inside = !inside;
    }
  }
  return inside;
}
