import { cleanLine, cleanText } from '../clean.ts';
import type { Content } from '../content.ts';
import type { Block } from '../post.ts';
import { note, table, words } from './blocks.ts';

/** A summary of one short line ("Sent") needs no place of its own. */
export const renderForm = ({ name, text, answers }: Extract<Content, { kind: 'form' }>): readonly Block[] => {
  const isShort = text.length <= 60 && !cleanText(text).includes('\n');
  const head = [formName(name), isShort ? cleanLine(text, 100) : ''].filter((part) => part !== '');
  return [note(formLabel(name), head.join(' · ')), ...(isShort ? [] : words(text, '')), ...table(answers)];
};

/** WhatsApp's own names of forms (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks) tell agents nothing. */
const addressForm = /^address(_message)?$/i;
const anyForm = /^flow$/i;

export const formLabel = (name: string): string => (addressForm.test(name) ? '🏠 Address' : '📋 Form');

/** What the company calls the form; `''`: nothing. */
export const formName = (name: string): string =>
  addressForm.test(name) || anyForm.test(name) ? '' : cleanLine(name, 100);
