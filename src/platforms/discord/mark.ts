const mark = '\n-# ⚠️ May be shown twice: the bridge could not make sure.';

/** With a line of the bridge that says so: nobody could look whether it stands there already. Fits into what the largest part leaves. */
export const marked = (content: string): string => `${content}${mark}`;

/** Whether what Discord gave back bears the mark. Of heads too, which may end with a reference. */
export const isMarked = (content: string): boolean => `\n${content}`.includes(mark);
