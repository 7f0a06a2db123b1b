import { listenToCloudEvents } from '../../phone/runtime/cloud/events';
import { element } from '../../phone/runtime/wx/dom';
import { createLink, type Link } from '../../phone/runtime/wx/link';
import type { StageOptions } from '../options';
import { createClock } from './clock';
import { createDoor } from './door';
import { type Device, fitDevices } from './fit';
import { createPayApp } from './payApp';
import { createPhone } from './phone';
import { createTools } from './tools';

/** One stage is one browser tab: the phones on it see each other and no others. */
const stage = `stage-${Math.random().toString(36).slice(2)}`;

const config = JSON.parse(
  document.getElementById('stage-config')?.textContent ?? '',
) as StageOptions;

function start(): void {
  const link: Link = createLink({ stage, frame: 'stage', label: config.title, screen: true });
  const context = { stage, options: config };
  const phones = config.phones.map((name, index) => createPhone(context, index, name));
  const doors = config.doors.length > 0 ? [createDoor(context)] : [];
  const devices: readonly Device[] = [...phones, ...doors];
  const clock = createClock();
  const payApps = (config.payApps ?? []).flatMap((app) => createPayApp(link, app));
  const tools = createTools(link, {
    reload: () => devices.forEach((device) => void device.reload()),
    forget: () => phones.forEach((phone) => void phone.forget()),
  });

  document.body.append(
    element('header', { class: 'bar' }, [
      element('div', { class: 'brand' }, [
        element('h1', { text: config.title }),
        element('p', { text: config.hint ?? '在一台手机上操作，看另一台跟着动' }),
      ]),
      clock.node,
      element('div', { class: 'tools' }, [...payApps, ...tools]),
    ]),
    element(
      'main',
      { class: 'floor' },
      devices.map(({ node }) => node),
    ),
  );
  fitDevices(devices);
  listenToCloudEvents((event) => {
    if (event.type === 'clock' && typeof event.offset === 'number') clock.shift(event.offset);
    if (event.type === 'reset') {
      forgetPhones();
      for (const phone of phones) phone.forget();
    }
  });
}

/** What people's phones remember goes too, also of those that nobody holds at the moment. */
function forgetPhones(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('phone:')) localStorage.removeItem(key);
  }
}

start();
