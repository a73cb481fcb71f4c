export { createMedia, prepareFolder } from './files.ts';
