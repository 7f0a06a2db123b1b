import { element } from '../../phone/runtime/wx/dom';
import { doorUrl } from '../html';
import { choice } from './choice';
import { createScreen, type Device } from './fit';
import type { StageContext } from './phone';
import { currentTheme } from './theme';

/** The tablet at a door, and the choice of the door. */
export function createDoor({ stage, options }: StageContext): Device {
  const screen = createScreen('门口的屏幕', 'tablet');
  const stand = (venueId: string): void => {
    const door = options.doors.find((one) => one.venueId === venueId);
    if (door === undefined) return;
    const query = new URLSearchParams({ stage, theme: currentTheme() });
    screen.iframe.src = `${doorUrl(door)}&${query}`;
  };
  const [first] = options.doors;
  const select = choice({
    label: '门口的屏幕在哪里',
    face: (text) => [...text].slice(0, 1).join(''),
    options: options.doors.map(({ venueId, label }) => ({
      value: venueId,
      text: label,
      note: '门口的屏幕',
    })),
    value: first?.venueId ?? '',
    onChange: stand,
  });
  stand(first?.venueId ?? '');
  return {
    kind: 'tablet',
    node: element('section', { class: 'device', attributes: { 'data-frame': 'door' } }, [
      element('div', { class: 'caption' }, [select]),
      screen.bezel,
    ]),
    resize: screen.resize,
    reload: screen.reload,
  };
}
