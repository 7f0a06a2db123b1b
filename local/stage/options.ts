/** A person who can hold one of the phones. */
export interface Persona {
  /** What `as=` takes. */
  readonly name: string;
  readonly openid: string;
  /** What people read: the person's name. */
  readonly label: string;
  /** What people read: what the person does here. */
  readonly role: string;
}

/** A fixed screen at a door: a wide phone, held by `as`, on one page. */
export interface Door {
  readonly venueId: string;
  readonly label: string;
  readonly as: string;
  /** Page with its query. */
  readonly path: string;
}

/** An app on people's phones, besides the one on stage, that opens codes of its own. */
export interface PayApp {
  readonly label: string;
  /** How the texts of its codes begin. */
  readonly prefix: string;
  /** Address of the page that opens; the code's text, encoded, is put at its end. */
  readonly open: string;
}

export interface StageOptions {
  readonly title: string;
  /** One line that says what to try first. */
  readonly hint?: string;
  readonly personas: readonly Persona[];
  /** Who holds the two phones at first, by name. */
  readonly phones: readonly [string, string];
  readonly doors: readonly Door[];
  readonly payApps?: readonly PayApp[];
  /** A door that is not in the list, such as one made while the stage runs; null when there is none. */
  readonly doorOf?: (venueId: string) => Door | null;
}
