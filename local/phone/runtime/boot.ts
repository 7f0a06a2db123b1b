import { registerBuiltins, shareTags } from './builtins/register';
import { provideServices } from './builtins/services';
import { setClockOffset, shiftDate } from './clock';
import { followCloud } from './cloudEvents';
import { createHost, type MadeHost } from './createHost';
import { requireChild } from './dom/elements';
import { showProblems } from './errors';
import type { Provided } from './host';
import { createAnimation } from './instance/animation';
import { extendInstances } from './instance/extend';
import type { QueryScreen } from './instance/selectorQuery';
import { launch } from './launch';
import type { CompiledTemplate, PackageModule, PackageView, PhoneConfig } from './manifest';
import { Phone } from './phone';
import { createWx } from './wx';
import { installWxs } from './wxs';

/** A clock that runs through a day is told many times; the pages look once, at the end. */
const CLOCK_SETTLES_MS = 400;

const config = JSON.parse(requireChild(document, '#phone-config').textContent ?? '') as PhoneConfig;
setClockOffset(config.clockOffset);
shiftDate();
installWxs();

if (config.problems.length > 0) {
  showProblems(config.problems);
  followCloud(() => undefined);
} else {
  boot(config);
}

function boot(config: PhoneConfig): void {
  const provided = (): Partial<Provided> => made.provided;
  const ui = {
    onPageChange: () => provided().closeSheets?.(),
    askLeaving: async (message: string) => (await provided().askLeaving?.(message)) ?? true,
  };
  const phone = new Phone(config, ui, shareTags);
  const screen: QueryScreen = {
    pageRect: () => phone.pageRect(),
    scroller: () => phone.stack.top()?.scroller ?? null,
    topComponent: () => phone.stack.top()?.component ?? null,
  };
  const made = createHost(phone, screen);
  extendInstances(screen);
  phone.install();
  serveTags(made);
  const wx = createWx(made.host);
  Object.assign(wx, { createAnimation });
  Object.assign(globalThis, { wx });
  listen(phone, made);

  // The scripts of the packages talk to us through this.
  Object.assign(globalThis, {
    __phone: {
      view: (view: Omit<PackageView, 'templates'>, templates: Record<string, CompiledTemplate>) => {
        if (view.name === 'main') registerBuiltins(templates);
        phone.packages.addView({ ...view, templates });
      },
      start: (main: PackageModule) => {
        launch(phone, made, main).catch((error: unknown) => phone.report(error, 'launch'));
      },
    },
  });
}

function serveTags({ host, provided }: MadeHost): void {
  provideServices({
    host,
    openType: (request) => {
      if (!provided.openType) throw new Error(`open-type ${request.openType} is not provided`);
      provided.openType(request);
    },
    cloudFileUrl: (fileId) => {
      if (!provided.cloudFileUrl) throw new Error('cloud files are not provided');
      return provided.cloudFileUrl(fileId);
    },
    nickname: () => provided.nickname?.() ?? '',
  });
}

/** Everything that comes from outside the app: the capsule, the cloud, the browser. */
function listen(phone: Phone, { host, provided }: MadeHost): void {
  const capsule = (selector: string) => requireChild(phone.frame.capsule, selector);
  capsule('.wxphone-more').addEventListener('click', () => provided.openMenu?.());
  capsule('.wxphone-close').addEventListener('click', () => provided.close?.());
  // A clock that was moved is as if the phone had lain in a pocket: its pages look again.
  let moved: ReturnType<typeof setTimeout> | undefined;
  followCloud((event) => {
    phone.events.emit('cloudEvent', event);
    if (event.type !== 'clock') return;
    clearTimeout(moved);
    moved = setTimeout(() => {
      host.setForeground(false);
      host.setForeground(!document.hidden);
    }, CLOCK_SETTLES_MS);
  });
  document.addEventListener('visibilitychange', () => host.setForeground(!document.hidden));
  window.addEventListener('error', ({ error, message }) => phone.report(error ?? message, ''));
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    phone.app.unhandledRejection(reason, promise);
    phone.events.emit('unhandledRejection', { reason, promise });
    phone.report(reason, 'unhandled rejection');
  });
}
