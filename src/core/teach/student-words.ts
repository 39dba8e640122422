/** A class or a student. It stands in seeds, and in names of files on every system. */
export const STUDENT_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

/** A seed may be that of a class and a student, with slashes between. */
export const SEED_WORD = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,127}$/u;
