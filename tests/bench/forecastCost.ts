import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { DAY_HOURS } from '@shared/domain/forecast/history';
import { nightOf } from '@shared/domain/forecast/night';
import { saidFrom } from '@shared/domain/forecast/now';
import { emptyRecord } from '@shared/domain/forecast/record';
import { seriesOf } from '@shared/domain/forecast/series';
import { middlesOf, openedModel } from '@shared/domain/forecast/table';
import { trainerOf } from '@shared/domain/forecast/training';
import { atMost, type Measurement } from './figure';
import { generatedClub } from './forecastClub';
import { lastOf } from './forecastServed';

/** The same in a process of its own: what was measured before takes none of its memory. */
export function costAlone(): Measurement[] {
  const file = fileURLToPath(new URL('./forecastCostAlone.ts', import.meta.url));
  const said = execFileSync(process.execPath, [...process.execArgv, file], { encoding: 'utf8' });
  return JSON.parse(said) as Measurement[];
}

/** 13 venues × 17 months: time, memory and size of a training; a venue's week for a request. */
export function costFigures(): Measurement[] {
  const { venues, testTo } = generatedClub({ venues: 13, days: 517, booked: 0 });
  const histories = venues.map(({ history }) => history);
  let most = 0;
  // Processor time: what else the machine does is not the training's.
  const start = process.cpuUsage();
  const { begin, step } = trainerOf(histories, testTo);
  let made = step(begin());
  while (!made.done) {
    most = Math.max(most, process.memoryUsage.rss());
    made = step(JSON.parse(JSON.stringify(made.state)));
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const opened = openedModel(made.model);
  const [history] = histories;
  if (!history) return [];
  const series = seriesOf(lastOf(history, testTo), testTo, made.model.scales[history.venueId]);
  const record = emptyRecord(history.venueId, testTo);
  const middle = middlesOf(opened, series);
  const [night] = nightOf([{ series, record, middle, basis: 'OWN', issued: () => undefined }]);
  const stored = JSON.stringify(night?.table);
  const began = performance.now();
  const rounds = 100;
  for (let round = 0; round < rounds; round++) {
    const table = JSON.parse(stored);
    for (let hour = 0; hour < 7 * DAY_HOURS; hour++) saidFrom(table, [], testTo + hour);
  }
  const served = (performance.now() - began) / rounds;
  const size = JSON.stringify(made.model).length / 1024;
  return [
    atMost(15, 's')('forecast, training 13 venues × 17 months', seconds),
    atMost(200, 'MB')('forecast, memory of the process that trains', most / 2 ** 20),
    atMost(150, 'KB')('forecast, the model as JSON', size),
    atMost(5, 'ms')('forecast, one venue’s week served', served),
  ];
}
