/** A deed that is told and can be taken back. */
export interface Done {
  title: string;
  /** What else is to be said of it. */
  text: string;
  /** Takes it back and says what became of that, in words; whatever it throws is told too. */
  undo: () => Promise<{ undone: boolean; words: string }>;
}
