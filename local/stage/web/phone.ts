import { element, ICONS, icon } from '../../phone/runtime/wx/dom';
import type { Persona, StageOptions } from '../options';
import { createChat } from './chat';
import { choice } from './choice';
import { createScreen, type Device } from './fit';
import { currentTheme } from './theme';

export interface StageContext {
  readonly stage: string;
  readonly options: StageOptions;
}

export interface Phone extends Device {
  /** Empties the chat. */
  forget(): void;
}

/** A phone with the person who holds it and the chat with whoever holds the other one. */
export function createPhone(context: StageContext, index: number, first: string): Phone {
  const { stage, options } = context;
  const frame = `phone-${index + 1}`;
  const screen = createScreen(`手机 ${index + 1}`, 'phone');
  const chat = createChat(stage, frame, options.title);

  const hold = (name: string): void => {
    const persona = options.personas.find((one) => one.name === name);
    const label = persona?.label ?? name;
    const query = new URLSearchParams({ as: name, frame, stage, label, theme: currentTheme() });
    screen.iframe.src = `/phone?${query}`;
    chat.forget();
  };
  const select = choice({
    label: `手机 ${index + 1} 的主人`,
    // Chinese given names end the name.
    face: (text) => [...text].slice(-1).join(''),
    options: options.personas.map(optionOf),
    value: first,
    onChange: hold,
  });
  const chatButton = element(
    'button',
    { class: 'round', attributes: { 'aria-label': '聊天' }, onTap: () => chat.toggle() },
    [icon(ICONS.chat, 'glyph')],
  );
  screen.bezel.append(chat.node);
  hold(first);

  return {
    kind: 'phone',
    node: element('section', { class: 'device', attributes: { 'data-frame': frame } }, [
      element('div', { class: 'caption' }, [select, chatButton]),
      screen.bezel,
    ]),
    resize: screen.resize,
    reload: screen.reload,
    forget: () => chat.forget(),
  };
}

const optionOf = ({ name, label, role }: Persona) => ({ value: name, text: label, note: role });
