export { type BuildReport, formatProblem, type Problem } from './compiler/problems';
export { createPhoneBuilder, type PhoneBuilder, type PhoneBuilderOptions } from './phoneBuilder';
export { type PhoneRouteOptions, phoneRoutes } from './routes';
