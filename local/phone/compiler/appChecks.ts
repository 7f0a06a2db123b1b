import type { AppConfig } from './config';
import type { Problem } from './problems';

type Fields = AppConfig & {
  readonly plugins?: object;
  readonly workers?: unknown;
  readonly renderer?: string;
};

/** Fields of app.json that the phone does not have: better said at once than missed later. */
export function unsupportedFields(app: AppConfig, file: string): readonly Problem[] {
  const { tabBar, plugins, workers, renderer, ...rest } = app as Fields;
  const found: string[] = [];
  if (tabBar?.custom) found.push('tabBar.custom');
  if (plugins && Object.keys(plugins).length > 0) found.push('plugins');
  if (workers !== undefined) found.push('workers');
  if (renderer === 'skyline') found.push('renderer "skyline"');
  const packages = rest.subPackages ?? rest.subpackages ?? [];
  if (packages.some(({ independent }) => independent)) found.push('independent subpackages');
  return found.map((name) => ({
    level: 'error',
    file,
    text: `${name}: not available on this phone`,
  }));
}

/**
 * `"style": "v2"` makes every button 184px wide, against any class: TDesign's documents ask to
 * leave it out.
 */
export function styleConflicts(
  app: AppConfig,
  components: Iterable<string>,
  file: string,
): readonly Problem[] {
  const usesTDesign = [...components].some((path) => path.includes('tdesign-miniprogram/button/'));
  if (app.style !== 'v2' || !usesTDesign) return [];
  const text = '"style": "v2" spoils the buttons of TDesign on phones: leave it out';
  return [{ level: 'warning', file, text }];
}
