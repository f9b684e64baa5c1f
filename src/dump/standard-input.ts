/** Stands for the standard input among the arguments: the command line's own `-`, which its parser would drop. */
export const standardInput = 'stdin:';
