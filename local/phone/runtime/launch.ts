import type { MadeHost } from './createHost';
import type { PackageModule } from './manifest';
import type { Phone } from './phone';
import { formatUrl, parseUrl, type Route } from './url';

/** Opened from the list of mini-programs (WeChat's scene values). */
const SCENE_MAIN_ENTRY = 1001;

/** Runs the app's own file, then opens the page the address names, or the first one. */
export async function launch(
  phone: Phone,
  { foreground }: MadeHost,
  main: PackageModule,
): Promise<void> {
  phone.packages.addModule('main', main);
  main.app?.();
  const route = routeOf(phone);
  foreground.launch({ ...route, scene: SCENE_MAIN_ENTRY, referrerInfo: {} });
  await phone.stack.reLaunch(`/${formatUrl(route)}`);
  document.documentElement.dataset.ready = 'true';
}

function routeOf(phone: Phone): Route {
  const first = { path: phone.firstPage, query: {} };
  if (phone.config.path === '') return first;
  const wanted = parseUrl(phone.config.path);
  if (phone.packages.hasPage(wanted.path)) return wanted;
  phone.app.pageNotFound({ ...wanted, isEntryPage: true });
  phone.report(new Error(`page "${wanted.path}" is not found`), 'launch');
  return first;
}
