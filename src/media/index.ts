export { createMedia } from './files.ts';
