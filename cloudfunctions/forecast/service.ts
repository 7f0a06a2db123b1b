export { forecastNow, glanceOf, outlookFor } from './serving';
export type { Forecast } from './store';
export { forecastOutbox } from './telling';
export { eraseQuietWaitsOf, isWaiting, tellQuiet } from './waiting';
