import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../tools/builder/project';
import { atMost, type Measurement } from './figure';
import { startStage } from './stage';

/** How long a newcomer waits for the stage: the very first time, and every time after. */
export async function measure(): Promise<Measurement[]> {
  await rm(join(projectRoot, 'dist'), { recursive: true, force: true });
  const fresh = await startStage();
  await fresh.stop();
  const again = await startStage();
  await again.stop();
  return [
    atMost(5, 's')('stage ready after npm start, built before', again.seconds),
    atMost(20, 's')('stage ready after npm start, fresh', fresh.seconds),
  ];
}
