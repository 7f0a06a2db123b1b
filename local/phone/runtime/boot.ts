import { defineBuiltins } from './builtins';
import { provideServices } from './builtins/services';
import { builtinTags } from './builtins/tag';
import { setClockOffset, shiftDate } from './clock';
import { followCloud } from './cloudEvents';
import { createHost } from './createHost';
import { withPhoneAttributes } from './dom/accessibility';
import { requireChild } from './dom/elements';
import { builtinSpace, type Engine } from './engine';
import { showProblems } from './errors';
import type { Provided } from './host';
import { createAnimation } from './instance/animation';
import { extendInstances } from './instance/extend';
import type { QueryScreen } from './instance/selectorQuery';
import type { CompiledTemplate, PackageModule, PackageView, PhoneConfig } from './manifest';
import { Phone } from './phone';
import { parseUrl } from './url';
import { createWx } from './wx';
import { installWxs } from './wxs';

const SCENE_MAIN_ENTRY = 1001;

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
  const phone = new Phone(config, () => provided().closeSheets?.(), failOnTags);
  const screen: QueryScreen = {
    pageRect: () => phone.pageRect(),
    scroller: () => phone.stack.top()?.scroller ?? null,
    topComponent: () => phone.stack.top()?.component ?? null,
  };
  const made = createHost(phone, screen);
  const { host } = made;
  extendInstances(screen);
  phone.install();
  serveTags(phone, made);
  listenToFailures(phone);
  const wx = createWx(host);
  Object.assign(wx, { createAnimation });
  Object.assign(globalThis, { wx });
  followCloud((event) => phone.events.emit('cloudEvent', event));
  for (const [selector, action] of [
    ['.phone-more', 'openMenu'],
    ['.phone-close', 'close'],
  ] as const) {
    requireChild(phone.frame.root, selector).addEventListener('click', () =>
      provided()[action]?.(),
    );
  }
  document.addEventListener('visibilitychange', () => host.setForeground(!document.hidden));

  Object.assign(globalThis, {
    __phone: {
      view: (view: Omit<PackageView, 'templates'>, templates: Record<string, CompiledTemplate>) => {
        if (view.name === 'main') registerBuiltins(templates);
        phone.packages.addView({ ...view, templates });
      },
      start: (main: PackageModule) => {
        phone.addMain(main);
        main.app?.();
        const wanted = parseUrl(config.path);
        const route = phone.packages.hasPage(wanted.path)
          ? wanted
          : { path: phone.firstPage, query: {} };
        if (config.path !== '' && route !== wanted) {
          phone.report(new Error(`page "${wanted.path}" is not found`), 'launch');
        }
        made.launch({ ...route, scene: SCENE_MAIN_ENTRY, referrerInfo: {} });
        phone.stack
          .reLaunch(`/${config.path !== '' && route === wanted ? config.path : route.path}`)
          .then(
            () => {
              document.documentElement.dataset.ready = 'true';
            },
            (error: unknown) => phone.report(error, 'launch'),
          );
      },
    },
  });
}

/** Templates of the built-in tags come with the main package; a tag is defined once they are here. */
function registerBuiltins(templates: Readonly<Record<string, CompiledTemplate>>): void {
  for (const tag of builtinTags()) {
    const content = templates[`__builtin/${tag}`];
    if (!content) throw new Error(`the built-in tag <${tag}> has no template`);
    builtinSpace.addCompiledTemplate(`__builtin/${tag}`, {
      groupList: templates,
      content: withPhoneAttributes(content),
    } as never);
  }
  defineBuiltins();
}

function failOnTags(tags: readonly string[], { codeSpace }: Engine): void {
  const space = codeSpace.getComponentSpace();
  for (const tag of builtinTags()) {
    const found = builtinSpace
      .getComponentSpace()
      .getComponentByUrlWithoutDefault(`/__builtin/${tag}`, '');
    if (found) space.setGlobalUsingComponent(tag, found);
  }
  for (const tag of tags) {
    const missing = space.defineComponent({
      is: `__missing/${tag}`,
      lifetimes: {
        created() {
          throw new Error(`<${tag}> is not available on this phone`);
        },
      },
    });
    space.setGlobalUsingComponent(tag, missing.general());
  }
}

function serveTags(phone: Phone, { host, provided }: ReturnType<typeof createHost>): void {
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
    page: () => {
      const element = phone.stack.top()?.element;
      if (!element) return null;
      return {
        content: requireChild(element, 'wx-page'),
        portals: requireChild(element, '.phone-portals'),
      };
    },
  });
}

function listenToFailures(phone: Phone): void {
  window.addEventListener('error', ({ error, message }) => phone.report(error ?? message, ''));
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    phone.app.unhandledRejection(reason, promise);
    phone.events.emit('unhandledRejection', { reason, promise });
    phone.report(reason, 'unhandled rejection');
  });
}
