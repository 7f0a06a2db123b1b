import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { bothSdks, closed, type Documents, type Row, startDocuments } from './localCloud';

const point = (lng: number, lat: number): Row => ({ type: 'Point', coordinates: [lng, lat] });

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ places: closed });
  await cloud.load('places', [
    { _id: 'square', at: point(121.475, 31.2285), kind: 'hall' },
    { _id: 'north', at: point(121.475, 31.2385), kind: 'court' },
    { _id: 'east', at: point(121.495, 31.2285), kind: 'hall' },
    { _id: 'far', at: point(116.4, 39.9), kind: 'hall' },
    {
      _id: 'road',
      at: {
        type: 'LineString',
        coordinates: [
          [121.46, 31.22],
          [121.5, 31.22],
        ],
      },
    },
    { _id: 'nowhere' },
  ]);
});
afterAll(() => cloud.stop());

describe.each(bothSdks)('geography through %s', (_name, connect) => {
  let documents: Documents;
  beforeAll(() => {
    documents = connect();
  });
  const places = () => documents.db.collection('places');
  const idsOf = async (condition: unknown): Promise<unknown[]> =>
    (await places().where({ at: condition }).get()).data.map(({ _id }) => _id);
  const make = (name: string, ...values: unknown[]): object => {
    const Shape = documents.db.Geo[name];
    if (Shape === undefined) throw new Error(`no ${name}`);
    return new Shape(...(values as never[]));
  };
  const at = (lng: number, lat: number): object => make('Point', lng, lat);
  const ring = (...positions: [number, number][]): object =>
    make(
      'LineString',
      positions.map(([lng, lat]) => at(lng, lat)),
    );
  const box = (): object =>
    make('Polygon', [
      ring(
        [121.47, 31.225],
        [121.48, 31.225],
        [121.48, 31.245],
        [121.47, 31.245],
        [121.47, 31.225],
      ),
    ]);

  test("a place comes back as the SDK's own shape", async () => {
    const row = await documents.read(places().doc('square'));
    expect(row?.at).toMatchObject({ longitude: 121.475, latitude: 31.2285 });
  });

  test('geoNear finds the nearest first', async () => {
    const near = documents.command.geoNear({ geometry: at(121.475, 31.2285), maxDistance: 5000 });
    expect(await idsOf(near)).toEqual(['square', 'road', 'north', 'east']);
  });

  test('geoNear keeps a distance from and to', async () => {
    const { command: _ } = documents;
    const geometry = at(121.475, 31.2285);
    expect(await idsOf(_.geoNear({ geometry, minDistance: 500, maxDistance: 1500 }))).toEqual([
      'road',
      'north',
    ]);
  });

  test('geoWithin a polygon', async () => {
    expect(await idsOf(documents.command.geoWithin({ geometry: box() }))).toEqual([
      'square',
      'north',
    ]);
  });

  test('geoWithin a circle given in radians', async () => {
    const { command: _ } = documents;
    const radians = 1500 / 6_378_100;
    expect(await idsOf(_.geoWithin({ centerSphere: [at(121.475, 31.2285), radians] }))).toEqual([
      'square',
      'north',
    ]);
    expect(await idsOf(_.geoWithin({ centerSphere: [[121.475, 31.2285], radians] }))).toHaveLength(
      2,
    );
  });

  test('geoIntersects a polygon and a line', async () => {
    const { command: _ } = documents;
    expect(await idsOf(_.geoIntersects({ geometry: box() }))).toEqual(['square', 'north']);
    const street = ring([121.48, 31.21], [121.48, 31.23]);
    expect(await idsOf(_.geoIntersects({ geometry: street }))).toEqual(['road']);
  });

  test('the geoNear stage gives distances in metres on a sphere of 6378100 m', async () => {
    const rows = await documents.aggregate(
      places()
        .aggregate()
        .geoNear({
          near: at(121.475, 31.2285),
          spherical: true,
          distanceField: 'metres',
          maxDistance: 3000,
          query: { kind: 'hall' },
          key: 'at',
          includeLocs: 'where',
        }),
    );
    expect(rows.map(({ _id }) => _id)).toEqual(['square', 'east']);
    expect(rows[0]?.metres).toBe(0);
    // 0.02° of longitude at 31.2285° north.
    const arc =
      2 * Math.asin(Math.cos((31.2285 * Math.PI) / 180) * Math.sin((0.01 * Math.PI) / 180));
    expect(rows[1]?.metres).toBeCloseTo(arc * 6_378_100, 6);
    expect(rows[1]?.where).toBeDefined();
  });
});

test('removing by geoWithin needs no index', async () => {
  const documents = bothSdks[0][1]();
  await cloud.load('places', [{ _id: 'gone', at: point(10, 10) }]);
  const circle = documents.command.geoWithin({ centerSphere: [[10, 10], 0.001] });
  expect(await documents.remove(documents.db.collection('places').where({ at: circle }))).toBe(1);
});
