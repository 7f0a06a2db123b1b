import { withPhoneAttributes } from '../dom/attributes';
import { builtinSpace, type Engine } from '../engine';
import type { CompiledTemplate } from '../manifest';
import { defineBuiltins } from '.';
import { builtinTags } from './tag';

/** Defines the built-in tags, once their templates are here: they come with the main package. */
export function registerBuiltins(templates: Readonly<Record<string, CompiledTemplate>>): void {
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

/** Lets every component use the built-in tags; those the phone does not have fail when drawn. */
export function shareTags({ codeSpace }: Engine, missing: readonly string[]): void {
  const space = codeSpace.getComponentSpace();
  const builtins = builtinSpace.getComponentSpace();
  for (const tag of builtinTags()) {
    const found = builtins.getComponentByUrlWithoutDefault(`/__builtin/${tag}`, '');
    if (found) space.setGlobalUsingComponent(tag, found);
  }
  for (const tag of missing) {
    const failing = space.defineComponent({
      is: `__missing/${tag}`,
      lifetimes: {
        created() {
          throw new Error(`<${tag}> is not available on this phone`);
        },
      },
    });
    space.setGlobalUsingComponent(tag, failing.general());
  }
}
