import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { tagControl } from '../builtins/tag';
import { elementOf } from '../dom/elements';

/** What `fields()` asks for; `boundingClientRect()` and the others are shorthands. */
interface Fields {
  readonly id?: boolean;
  readonly dataset?: boolean;
  readonly mark?: boolean;
  readonly rect?: boolean;
  readonly size?: boolean;
  readonly scrollOffset?: boolean;
  readonly properties?: readonly string[];
  readonly computedStyle?: readonly string[];
  readonly context?: boolean;
  readonly node?: boolean;
}

type Answer = Record<string, unknown> | null;
type Callback = (answer: Answer | readonly Answer[]) => void;

interface Request {
  readonly component: glassEasel.GeneralComponent | null;
  /** Null is the viewport. */
  readonly selector: string | null;
  readonly single: boolean;
  readonly fields: Fields;
  readonly callback: Callback | undefined;
}

/** What of the phone a query measures against. */
export interface QueryScreen {
  pageRect(): DOMRect;
  scroller(): HTMLElement | null;
  /** The root component of the page on top. */
  topComponent(): glassEasel.GeneralComponent | null;
}

/** wx.createSelectorQuery and this.createSelectorQuery. */
export class SelectorQuery {
  readonly #requests: Request[] = [];

  constructor(
    private component: glassEasel.GeneralComponent | null,
    private readonly screen: QueryScreen,
  ) {}

  in(instance: { readonly _$?: glassEasel.GeneralComponent } | null | undefined): this {
    if (instance?._$) this.component = instance._$;
    return this;
  }

  select(selector: string): NodesRef {
    return this.#ref(selector, true);
  }

  selectAll(selector: string): NodesRef {
    return this.#ref(selector, false);
  }

  selectViewport(): NodesRef {
    return this.#ref(null, true);
  }

  exec(callback?: (answers: readonly unknown[]) => void): this {
    const requests = this.#requests.splice(0);
    // Answers come after what was set is drawn, as on a phone.
    requestAnimationFrame(() => {
      const answers = requests.map((request) => this.#answer(request));
      requests.forEach((request, index) => {
        const answer = answers[index];
        if (answer !== undefined) request.callback?.(answer);
      });
      callback?.(answers);
    });
    return this;
  }

  #ref(selector: string | null, single: boolean): NodesRef {
    const component = this.component ?? this.screen.topComponent();
    return new NodesRef(this, (fields, callback) => {
      this.#requests.push({ component, selector, single, fields, callback });
    });
  }

  #answer({ component, selector, single, fields }: Request): Answer | readonly Answer[] {
    if (selector === null) return this.#viewport(fields);
    const shadow = component?.getShadowRoot();
    if (!shadow) return single ? null : [];
    if (!single)
      return shadow.querySelectorAll(selector).map((node) => this.#describe(node, fields));
    const node = shadow.querySelector(selector);
    return node ? this.#describe(node, fields) : null;
  }

  #viewport(fields: Fields): Answer {
    const { width, height } = this.screen.pageRect();
    const scroller = this.screen.scroller();
    return {
      ...(fields.id && { id: '' }),
      ...(fields.dataset && { dataset: {} }),
      ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
      ...(fields.size && { width, height }),
      ...(fields.scrollOffset && scroller && scrollOffset(scroller)),
    };
  }

  #describe(node: glassEasel.Element, fields: Fields): Answer {
    const element = elementOf(node);
    const answer: Record<string, unknown> = {};
    if (fields.id) answer.id = node.id;
    if (fields.dataset) answer.dataset = node.dataset ?? {};
    if (fields.mark) answer.mark = node.collectMarks();
    if (element) Object.assign(answer, this.#measure(element, fields));
    if (fields.properties && glassEasel.Component.isComponent(node)) {
      const data = node.data as Record<string, unknown>;
      for (const name of fields.properties) answer[name] = data[name];
    }
    if (fields.node) {
      const isComponent = glassEasel.Component.isComponent(node);
      answer.node = tagControl(node)?.node?.() ?? (isComponent ? node.getMethodCaller() : null);
    }
    return answer;
  }

  #measure(element: HTMLElement, fields: Fields): Record<string, unknown> {
    const answer: Record<string, unknown> = {};
    const page = this.screen.pageRect();
    const rect = element.getBoundingClientRect();
    if (fields.rect) {
      answer.left = rect.left - page.left;
      answer.top = rect.top - page.top;
      answer.right = rect.right - page.left;
      answer.bottom = rect.bottom - page.top;
    }
    if (fields.size) Object.assign(answer, { width: rect.width, height: rect.height });
    if (fields.scrollOffset) Object.assign(answer, scrollOffset(element));
    if (fields.computedStyle) {
      const style = getComputedStyle(element);
      for (const name of fields.computedStyle) answer[name] = style.getPropertyValue(kebab(name));
    }
    return answer;
  }
}

/** The nodes a query is about to describe. */
class NodesRef {
  constructor(
    private readonly query: SelectorQuery,
    private readonly push: (fields: Fields, callback: Callback | undefined) => void,
  ) {}

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    this.push(fields, callback);
    return this.query;
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, rect: true, size: true }, callback);
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, scrollOffset: true }, callback);
  }

  node(callback?: Callback): SelectorQuery {
    return this.fields({ node: true }, callback);
  }

  context(): never {
    throw new Error('context() of a selector query is not supported: use node()');
  }
}

function scrollOffset(element: HTMLElement): Record<string, number> {
  const scroller = element.querySelector<HTMLElement>(':scope > [part="scroller"]') ?? element;
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = scroller;
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
