/** What a part may say to the operator. Fields never hold a text, name, phone number or message id of a contact, nor a secret. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
