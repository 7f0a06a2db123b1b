/** The fields of app.json, page and component JSON that the phone reads. */
export interface WindowConfig {
  readonly navigationBarTitleText?: string;
  readonly navigationBarBackgroundColor?: string;
  readonly navigationBarTextStyle?: string;
  readonly navigationStyle?: string;
  readonly backgroundColor?: string;
  readonly backgroundTextStyle?: string;
  readonly enablePullDownRefresh?: boolean;
  readonly onReachBottomDistance?: number;
  readonly disableScroll?: boolean;
}

export interface TabConfig {
  readonly pagePath: string;
  readonly text: string;
  readonly iconPath?: string;
  readonly selectedIconPath?: string;
}

export interface TabBarConfig {
  readonly list: readonly TabConfig[];
  readonly color?: string;
  readonly selectedColor?: string;
  readonly backgroundColor?: string;
  readonly borderStyle?: string;
  readonly custom?: boolean;
}

export interface SubPackageConfig {
  readonly root: string;
  readonly name?: string;
  readonly pages: readonly string[];
  readonly independent?: boolean;
}

export interface AppConfig {
  readonly pages: readonly string[];
  readonly entryPagePath?: string;
  readonly subPackages?: readonly SubPackageConfig[];
  readonly subpackages?: readonly SubPackageConfig[];
  readonly window?: WindowConfig;
  readonly tabBar?: TabBarConfig;
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly darkmode?: boolean;
  readonly themeLocation?: string;
  /** `v2` gives built-in tags their newer looks. */
  readonly style?: string;
  /** By page: packages to load once that page is shown. */
  readonly preloadRule?: Readonly<Record<string, { readonly packages: readonly string[] }>>;
}

/** theme.json: `@name` in app.json and page JSON stands for a value of the theme. */
export interface ThemeVariables {
  readonly light: Readonly<Record<string, string>>;
  readonly dark: Readonly<Record<string, string>>;
}

export type GenericConfig = boolean | { readonly default?: string };

/** Component paths in `usingComponents` are resolved: `/components/a/a`. */
export interface ComponentConfig extends WindowConfig {
  readonly component: boolean;
  readonly usingComponents: Readonly<Record<string, string>>;
  readonly componentGenerics?: Readonly<Record<string, GenericConfig>>;
  readonly styleIsolation?: string;
  readonly pureDataPattern?: string;
}
