import { openArena } from './arena';
import { atLeast, exactly, inParallel, type Measurement, type Share } from './figure';

const members = 200;
const width = 32;

/** 200 members check in at one venue, 32 at a time, over the real SDK and wire. */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const arena = await openArena();
  try {
    const crowd = await arena.members(Math.max(width, members * share));
    // At rush hour the platform's instances have served for a while, so these have, too.
    const warmers = await arena.members(crowd.length);
    const elsewhere = await arena.venue(crowd.length);
    const warm = await arena.club.doorCode(elsewhere);
    await inParallel(warmers, width, (one) => one.call('visit', 'checkIn', { code: warm }));

    const venueId = await arena.venue(crowd.length);
    const code = await arena.club.doorCode(venueId);
    const started = performance.now();
    const replies = await inParallel(crowd, width, (member) =>
      member.call('visit', 'checkIn', { code }).catch((error: Error) => error),
    );
    const seconds = (performance.now() - started) / 1000;
    const failed = replies.filter((reply) => reply instanceof Error || !reply.ok).length;
    const field = `${crowd.length} members, one venue, ${width} at a time`;
    return [
      atLeast(80, 'check-ins/s')(`check-ins a second, ${field}`, crowd.length / seconds),
      exactly(0, 'check-ins')(`check-ins that failed, ${field}`, failed),
    ];
  } finally {
    await arena.close();
  }
}
