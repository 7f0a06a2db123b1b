export { type OpenMeteo, type OpenMeteoFault, startOpenMeteo } from './server';
