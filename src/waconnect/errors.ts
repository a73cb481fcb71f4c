import type { Reading } from './reading.ts';

export interface ProviderError {
  readonly code: number | null;
  /** One line. */
  readonly text: string;
}

/** Meta's `errors: [{ code, title, message, error_data: { details } }]`, passed on by the provider. */
export const readErrors = (...homes: readonly Reading[]): readonly ProviderError[] =>
  homes
    .flatMap((home) => [...home.list('errors'), ...home.list('error')])
    .map((error) => {
      const code = error.number('code', 'errorCode');
      const said =
        error.within('errorData').text('details') ||
        error.text('details', 'message', 'errorMessage') ||
        error.text('title') ||
        error.bare();
      error.drop('message', 'title', 'details');
      return { code, text: said.slice(0, longest).replace(/\s+/g, ' ').trim() };
    })
    .filter(({ code, text }) => code !== null || text !== '');

const longest = 500;

/** What went wrong, for people. */
export const whyOf = (errors: readonly ProviderError[]): string =>
  errors
    .slice(0, 3)
    .map(({ code, text }) => (code === null ? text : `${text || 'error'} (${code})`))
    .join('; ');
