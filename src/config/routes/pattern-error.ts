/** Why a pattern cannot be used. The message says so without the pattern's text; `quote` is what RE2 says of it. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly quote: string;

  constructor(message: string, quote = '') {
    super(message);
    this.quote = quote;
  }
}
