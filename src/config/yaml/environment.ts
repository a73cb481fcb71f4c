/** The process's environment, or what a test puts in its place. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Expanded {
  readonly text: string;
  readonly expansion: 'none' | 'done' | 'failed';
  /** One sentence for each placeholder that cannot be filled. Names variables, never their values. */
  readonly messages: readonly string[];
}

const placeholder = /\$\$\{|\$\{([^}]*)(\}?)/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Puts the environment's values in place of each `${VAR}`; `$${` stands for the two characters `${`. */
export const expand = (source: string, environment: Environment): Expanded => {
  const messages: string[] = [];
  let found = false;
  const text = source.replace(placeholder, (whole, name: string | undefined, closing: string) => {
    if (name === undefined) return '${';
    found = true;
    const value = closing !== '' && variableName.test(name) ? ownValue(environment, name) : undefined;
    if (value !== undefined && value !== '') return value;
    messages.push(complaint(name, closing, value));
    return whole;
  });
  return { text, expansion: messages.length > 0 ? 'failed' : found ? 'done' : 'none', messages };
};

/** `${constructor}` is not set either. */
const ownValue = (environment: Environment, name: string): string | undefined =>
  Object.hasOwn(environment, name) ? environment[name] : undefined;

const complaint = (name: string, closing: string, value: string | undefined): string => {
  const escape = 'Write "$${" where the characters "${" themselves are meant.';
  if (closing === '') return `a "\${" has no "}". ${escape}`;
  // What is not a name is not shown: it may be anything, a password with odd characters included.
  if (!variableName.test(name))
    return `a "\${…}" holds no name of a variable: letters, digits and "_", and no default value. ${escape}`;
  return value === ''
    ? `the environment variable ${name} is empty. Give it a value.`
    : `the environment variable ${name} is not set. Set it for the process that runs the bridge.`;
};
