import { costFigures } from './forecastCost';

/** A process that does nothing but train, as `costAlone` starts it: its memory is the training's. */
console.log(JSON.stringify(costFigures()));
