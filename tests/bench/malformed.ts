import { attackMalformed, attackOdd } from '../functions/malformed/attack';
import { openMoneyClub } from '../functions/money';
import { plantPeople } from '../functions/permissions/people';
import { makeThings } from '../functions/permissions/things';
import { storedIn, writtenSince } from '../functions/written';
import { atLeast, exactly, type Measurement } from './figure';

/** Of each procedure; there are more, these are spread over all of them. */
const MALFORMED = 400;
const ODD = 1_000;

/**
 * Malformed inputs of every procedure: wrong types, sizes, characters, keys of prototypes, database
 * operators, whole events; then what a schema takes although no page would send it.
 */
export async function measure(): Promise<Measurement[]> {
  const money = await openMoneyClub();
  try {
    const { club } = money;
    await plantPeople(club);
    const things = await makeThings(club);
    const before = await storedIn(club);
    const malformed = await attackMalformed(club, things, MALFORMED);
    const written = await writtenSince(before, club);
    const odd = await attackOdd(club, things, ODD);
    const wrong = [...malformed, ...odd].flatMap((one) => one.wrong);
    for (const line of wrong) console.error(line);
    const each = Math.min(...malformed.map(({ tried }) => tried));
    return [
      atLeast(200, 'inputs')('malformed inputs of each procedure tried, at least', each),
      exactly(0, 'faults')(`malformed inputs of ${malformed.length} procedures`, wrong.length),
      exactly(0, 'collections')('malformed inputs: something written in', written.length),
    ];
  } finally {
    await money.close();
  }
}
