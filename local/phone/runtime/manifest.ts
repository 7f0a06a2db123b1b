import type { AppConfig, ComponentConfig, ThemeVariables } from '../compiler/config';

/** Who holds this phone. `as` is what the address said, `openid` whom the cloud sees. */
export interface Identity {
  readonly as: string;
  readonly openid: string;
}

export type Theme = 'light' | 'dark';

/** Where the parts of a package are: addresses under `/phone-assets/`. */
export interface PackageManifest {
  readonly name: string;
  /** Ends with `/`; empty for the main package. */
  readonly root: string;
  readonly pages: readonly string[];
  /** Templates, styles and configurations. */
  readonly view: string;
  readonly script: string;
}

/** What the compiler tells the runtime about a project. */
export interface AppManifest {
  readonly app: AppConfig;
  readonly theme: ThemeVariables | null;
  readonly packages: readonly PackageManifest[];
}

/** What a phone's page carries inline. */
export interface PhoneConfig {
  readonly identity: Identity;
  readonly theme: Theme;
  /** ms; see Host.clockOffset. */
  readonly clockOffset: number;
  /** `pages/a/a?x=1`; empty for the first page. */
  readonly path: string;
  readonly manifest: AppManifest;
  /** Shown instead of the app. */
  readonly problems: readonly string[];
}

/** A compiled template: opaque to us, made and used by glass-easel. */
export type CompiledTemplate = object;

/** What a package's view script hands over. */
export interface PackageView {
  readonly name: string;
  readonly components: Readonly<Record<string, ComponentConfig>>;
  /** CSS by component path, with placeholders; `app` is app.wxss. */
  readonly styles: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, CompiledTemplate>>;
  /** Tags in library templates that the phone does not have; they fail when they are drawn. */
  readonly missingTags: readonly string[];
}

/** What a package's module exports: each function runs the component's file once. */
export interface PackageModule {
  readonly modules: Readonly<Record<string, () => unknown>>;
  readonly app: (() => unknown) | null;
}
