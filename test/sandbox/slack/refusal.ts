/** An `ok:false`; `isMalformed` when only a mistake of the caller can cause it, whatever the state. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly code: string;
  readonly details: readonly string[];
  readonly isMalformed: boolean;
  /** More fields of the answer. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(
    code: string,
    details: readonly string[] = [],
    isMalformed = false,
    fields: Readonly<Record<string, string>> = {},
  ) {
    super(details.length > 0 ? `${code}: ${details.join('; ')}` : code);
    this.code = code;
    this.details = details;
    this.isMalformed = isMalformed;
    this.fields = fields;
  }
}

/** The refusal of a request that the real Slack would not read either. */
export const malformed = (code: string, ...details: string[]): SlackRefusal =>
  new SlackRefusal(code, details, true);
